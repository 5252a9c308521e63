import type { Json, ResourceType } from '@usher/scim'
import type { Scope } from '../tenant/scopes.ts'
import type { Tenant } from '../tenant/tenant.ts'
import type { Store } from '../store/store.ts'
import type { By } from '../store/resource.ts'

/** What a request below the SCIM base needs to know. */
export type Call = {
  readonly tenant: Tenant
  readonly store: Store
  /** The public address of the SCIM base of this tenant, without a slash at the end. */
  readonly base: string
  readonly scopes: readonly Scope[]
  readonly by: By
  /** The resource type of the endpoint; for endpoints without one, that of users. */
  readonly type: ResourceType
  /** The endpoint as it stands in the table, such as `/:type/.search`. */
  readonly endpoint: string
  /** What follows the endpoint, decoded; empty when nothing does. */
  readonly id: string
  /** The query as it was sent, without `?`. */
  readonly search: string
  readonly body: Json | undefined
  readonly ifMatch: string | undefined
  readonly ifNoneMatch: string | undefined
  /** Takes so many requests from the tenant's rate; throws 429 when there are not as many. */
  readonly take: (count: number) => void
  /** The time, in milliseconds. */
  readonly now: () => number
}
