import type { Generated, Kysely } from 'kysely'
import type { Attributes } from '@usher/scim'

/** The rows as the migrations make them. Instants are ISO 8601 text in UTC with milliseconds. */
export type Tables = {
  tenant: {
    tenant_id: string
    name: string
    settings: Generated<Attributes>
    cursor_key: Generated<string>
    created: Generated<string>
  }
  administrator: {
    tenant_id: string
    id: string
    user_name: string
    user_name_key: string
    password_hash: string
    is_admin: Generated<boolean>
    created: Generated<string>
    last_sign_in: string | null
    removed: string | null
  }
  session: { tenant_id: string; hash: string; administrator_id: string; created: Generated<string>; expires: string }
  token: {
    tenant_id: string
    id: string
    label: string
    prefix: string
    hash: string
    owner_id: string
    scopes: string[]
    client_id: string | null
    created: Generated<string>
    expires: string | null
    last_used: string | null
    revoked: string | null
  }
  client: {
    tenant_id: string
    id: string
    label: string
    owner_id: string
    scopes: string[]
    created: Generated<string>
    last_used: string | null
    revoked: string | null
  }
  client_secret: {
    tenant_id: string
    client_id: string
    id: string
    prefix: string
    hash: string
    created: Generated<string>
    expires: string
    revoked: string | null
  }
  resource: {
    tenant_id: string
    id: string
    type: string
    name: string
    name_key: string | null
    external_id: string | null
    display_name: string
    display_key: string
    active: boolean | null
    manager_id: string | null
    search_keys: string[]
    resource: string
    search: Attributes | null
    version: Generated<number>
    created: string
    last_modified: string
    archived: string | null
  }
  unique_value: { tenant_id: string; type: string; key: string; resource_id: string }
  tally: { tenant_id: string; type: string; part: number; live: Generated<number> }
  member: { tenant_id: string; group_id: string; member_id: string; type: string; said_type: string | null }
  event: {
    tenant_id: string
    resource_id: string
    version: number
    sequence: Generated<number>
    time: Generated<string>
    type: string
    method: string
    external_id: string | null
    paths: string[]
    actor: string
    txn: string
  }
  activity: {
    tenant_id: string
    sequence: Generated<number>
    time: string
    count: number
    methods: string[]
    statuses: number[]
    senders: string[]
    encoding: 'json' | 'zstd'
    data: Uint8Array
  }
}

export type Db = Kysely<Tables>

/** Where the numbered `.sql` files are. */
export const migrations = new URL('migrations/', import.meta.url)
