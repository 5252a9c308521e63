import type { Attempts } from '../attempts.ts'
import type { ActivityLog } from '../store/activity.ts'
import type { Administrators } from '../store/administrators.ts'
import type { Clients } from '../store/clients.ts'
import type { ConsoleUsers } from '../store/console-users.ts'
import type { Store } from '../store/store.ts'
import type { Db } from '../store/tables.ts'
import type { Tenants } from '../store/tenants.ts'
import type { Tokens } from '../store/tokens.ts'
import type { Session } from './session.ts'

/** What the admin API works with. */
export type AdminService = {
  readonly db: Db
  readonly administrators: Administrators
  readonly tenants: Tenants
  readonly users: ConsoleUsers
  readonly store: Store
  readonly tokens: Tokens
  readonly clients: Clients
  readonly activity: ActivityLog
  /** Sign-ins that failed, by account. */
  readonly attempts: Attempts
  /** Sign-ins that failed, by address, whatever the account. */
  readonly addresses: Attempts
  readonly firstTenantId: string
  /** The public address of the service, without a slash at the end. */
  readonly baseUrl: () => string
  /** The origins under which the console is served: `http://127.0.0.1:8082`. */
  readonly origins: () => readonly string[]
  readonly isSecure: boolean
}

/** A group of routes below `/admin/api`. */
export type Section = AdminService & { readonly session: Session }
