import type { Mode, Rules, ScimSchema } from '@usher/scim'

/** What happens on `DELETE /Users/{id}`. Only the admin console deletes for good. */
export type DeletePolicy = 'archive' | 'refuse' | 'deactivate'

/** What a tenant's administrators can set. `null` of a limit: none. */
export type Settings = {
  readonly mode: Mode
  /** What differs from the mode. */
  readonly switches: Partial<Rules>
  readonly groups: boolean
  readonly deletePolicy: DeletePolicy
  readonly requestsPerSecond: number | null
  readonly listsPerSecond: number | null
  readonly uniqueExternalId: boolean
  readonly uniqueGroupNames: boolean
  readonly requireIfMatch: boolean
  /** Whether a manager that is deleted stays in `manager`. */
  readonly danglingManagers: boolean
  /** Whether `/Schemas` lists `externalId`, for mapping tools that offer only what is listed. */
  readonly listExternalId: boolean
  /** For how many days requests are kept. */
  readonly activityDays: number
  /** Attributes that may not stand in a URL: a GET that filters by them is refused (RFC 7644 §7.5.2). */
  readonly sensitiveAttributes: readonly string[]
  /** Extensions of User, beside the enterprise extension. */
  readonly schemas: readonly ScimSchema[]
}

/** Identity providers send up to 25 requests a second, so no limit may be lower. */
export const leastRequestsPerSecond = 25

/** The settings of a new tenant. */
export const defaults: Settings = {
  mode: 'lenient',
  switches: {},
  groups: false,
  deletePolicy: 'archive',
  requestsPerSecond: 1000,
  listsPerSecond: null,
  uniqueExternalId: false,
  uniqueGroupNames: true,
  requireIfMatch: false,
  danglingManagers: false,
  listExternalId: false,
  activityDays: 7,
  sensitiveAttributes: [],
  schemas: [],
}
