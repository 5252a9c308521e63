import type { Capabilities } from '@usher/engine'
import type { Template } from '../../gallery/template.ts'
import type { Bulk } from './bulk.ts'
import type { ScimDialect } from './dialects/dialect.ts'
import type { Offers } from './offers.ts'

/** Writes that are under way at once where they are gathered; a page of the engine has as many. */
const mostGathered = 500

/** How writes are gathered; null where the application offers no Bulk. */
export function bulkOf(
  { payload, requestsInFlight }: Template['limits'],
  { bulk }: Offers,
  refused: () => void,
): Bulk | null {
  if (bulk === null || bulk.operations < 2) return null
  const bytes = Math.min(bulk.bytes, payload ?? bulk.bytes)
  return { limits: { operations: bulk.operations, bytes }, abreast: requestsInFlight.start, refused }
}

/** What the engine may ask of an application: the gallery's limits are ceilings, what it offers may be less. */
export function ableOf(
  limits: Template['limits'],
  { dialect, offers, bulk }: { readonly dialect: ScimDialect; readonly offers: Offers; readonly bulk: Bulk | null },
): Capabilities {
  const {
    delete: canDelete,
    deleteGroups = canDelete,
    softDelete,
    groups,
    pageSize,
    membersPerRequest,
    requestsInFlight,
  } = limits
  return {
    delete: canDelete,
    deleteGroups,
    softDelete,
    groups,
    membersPerRequest,
    list: dialect.matchesByListing,
    pageSize: Math.max(1, Math.min(pageSize, offers.pageSize ?? pageSize)),
    // As many as fill the requests that may be in flight.
    parallel: bulk === null ? requestsInFlight.most : Math.max(requestsInFlight.most, mostGathered),
  }
}
