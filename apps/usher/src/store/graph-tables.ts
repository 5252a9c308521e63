/** The rows of what only the Graph knows: app registrations, owners, secrets of clients, roles. */
import type { Attributes } from '@usher/scim'
import type { ColumnType, Generated as Default } from 'kysely'

type Tenant = { tenant_id: string }
type Jsonb<T> = ColumnType<T, string, string>
/** As `Jsonb`, where the store has a default. */
type JsonbOr<T> = ColumnType<T, string | undefined, string>

export type GraphTables = {
  app_registration: Tenant & {
    id: Default<string>
    app_id: Default<string>
    display_name: string
    template_id: string | null
    properties: JsonbOr<Attributes>
    deleted_at: string | null
    created_at: Default<string>
  }
  owner: Tenant & {
    owned_type: 'application' | 'servicePrincipal' | 'group'
    owned_id: string
    owner_type: 'user' | 'servicePrincipal'
    owner_id: string
  }
  client_credential: Tenant & {
    key_id: Default<string>
    app_id: string
    kind: 'password' | 'key'
    display_name: string | null
    hint: string | null
    hash: string | null
    certificate: string | null
    starts_at: Default<string>
    ends_at: string
    created_at: Default<string>
  }
  role_definition: Tenant & {
    id: Default<string>
    display_name: string
    description: string | null
    enabled: Default<boolean>
    actions: Jsonb<readonly string[]>
    created_at: Default<string>
  }
  role_assignment: Tenant & {
    id: string
    principal_type: 'user' | 'group' | 'servicePrincipal'
    principal_id: string
    role_id: string
    created_at: Default<string>
  }
  oauth2_permission_grant: Tenant & {
    id: Default<string>
    client_id: string
    resource_id: string
    principal_id: string | null
    scope: string
    created_at: Default<string>
  }
  app_logo: Tenant & { app_id: string; media_type: string; data: Uint8Array }
}

/** What only the Graph says of a job. `template`: by the Graph's name, where it is another than the usual one. */
export type GraphOfJob = {
  readonly template?: string
  readonly expiration?: string | null
  /** As it was given, where minutes cannot say it. */
  readonly interval?: string
  readonly settings?: readonly { readonly name: string; readonly value: string | null }[]
}
