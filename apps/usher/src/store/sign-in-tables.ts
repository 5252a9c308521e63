/** The rows of who signs in, and with what. */
import type { Generated as Default } from 'kysely'

type Tenant = { tenant_id: string }
export type SignInTables = {
  signing_key: Tenant & { kid: string; sealed: string; created_at: Default<string>; retired_at: string | null }
  oidc_entity: Tenant & {
    kind: string
    hash: string
    payload: string
    uid: string | null
    grant_id: string | null
    account_id: string | null
    consumed_at: string | null
    expires_at: string | null
  }
  local_account: Tenant & {
    user_id: string
    password_hash: string | null
    totp: string | null
    totp_step: number | null
    valid_from: string | null
    changed_at: Default<string>
  }
  sign_in_invitation: Tenant & {
    hash: string
    user_id: string | null
    user_principal_name: string | null
    role_id: string | null
    roles: string[] | null
    expires_at: string
    created_at: Default<string>
  }
  sign_in_session: Tenant & { hash: string; user_id: string; created_at: Default<string>; expires_at: string }
  sign_in_provider: Tenant & {
    display_name: string
    issuer: string
    client_id: string
    secret: string | null
    match: Default<'oid' | 'upn' | 'email'>
  }
  sign_in_link: Tenant & { issuer: string; subject: string; user_id: string; created_at: Default<string> }
  guest: Tenant & { user_id: string; home_tenant_id: string; home_user_id: string; created_at: Default<string> }
  sign_in_failure: Tenant & { key: string; count: number; last_at: string }
}
