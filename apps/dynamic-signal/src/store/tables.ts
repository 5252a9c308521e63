import type { Generated, Insertable, Kysely } from 'kysely'

/** The rows as the migrations make them. Instants are ISO 8601 text in UTC with milliseconds. */
export type Tables = {
  tenant: { tenant_id: string; created: Generated<string> }
  administrator: {
    tenant_id: string
    id: string
    user_name: string
    user_name_key: string
    password_hash: string
    is_admin: Generated<boolean>
    created: Generated<string>
  }
  session: { tenant_id: string; hash: string; administrator_id: string; created: Generated<string>; expires: string }
  token: {
    tenant_id: string
    id: string
    label: string
    prefix: string
    hash: string
    owner_id: string
    created: Generated<string>
    expires: string | null
    last_used: string | null
    revoked: string | null
  }
  users: {
    tenant_id: string
    id: string
    user_name: string
    user_name_key: string
    external_id: string | null
    display_name: string
    active: boolean
    manager_id: string | null
    search_keys: string[]
    resource: string
    version: Generated<number>
    created: Generated<string>
    last_modified: Generated<string>
    archived: string | null
  }
  activity: {
    tenant_id: string
    sequence: Generated<number>
    time: string
    method: string
    path: string
    status: number
    duration_ms: number
    user_agent: string | null
    token_id: string | null
    token_prefix: string | null
    body: string | null
    scim_type: string | null
  }
}

export type Db = Kysely<Tables>

/** One SCIM request as it is kept. */
export type Activity = Insertable<Tables['activity']>

/** Where the numbered `.sql` files are. */
export const migrations = new URL('migrations/', import.meta.url)
