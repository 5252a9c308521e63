/** Where somebody signs in: one directory, by one address of this service. */
import type { Store } from '../store/directory.ts'
import type { Keys } from '../store/secrets.ts'

export type At = {
  readonly store: Store
  readonly keys: Keys
  /** Scheme, host and port that the client used: what addresses in answers begin with. */
  readonly base: string
  /** Where people reach the service: what access tokens are issued by, whichever address was used. */
  readonly origin: string
}

export const issuerOf = (base: string, tenant: string): string => `${base}/${tenant}/v2.0`
