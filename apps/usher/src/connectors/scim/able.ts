import type { Capabilities } from '@usher/engine'
import type { Template } from '../../gallery/template.ts'
import type { ScimDialect } from './dialects/dialect.ts'
import type { Offers } from './offers.ts'

/** What the engine may ask of an application: the gallery's limits are ceilings, what it offers may be less. */
export function ableOf(
  limits: Template['limits'],
  { dialect, offers }: { readonly dialect: ScimDialect; readonly offers: Offers },
): Capabilities {
  const { delete: canDelete, softDelete, groups, pageSize, membersPerRequest, requestsInFlight } = limits
  return {
    delete: canDelete,
    softDelete,
    groups,
    membersPerRequest,
    list: dialect.matchesByListing,
    pageSize: Math.max(1, Math.min(pageSize, offers.pageSize ?? pageSize)),
    parallel: requestsInFlight.most,
  }
}
