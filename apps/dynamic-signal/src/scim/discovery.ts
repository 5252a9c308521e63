import {
  type Abilities,
  type Attributes,
  ScimError,
  listResponse,
  resourceTypeDocument,
  schemaDocument,
  serviceProviderConfig,
  userType,
} from '@usher/scim'
import type { Answer } from './answer.ts'
import { defaultCount, maxCount } from './query.ts'
import type { Call } from './users.ts'

const abilities: Abilities = {
  patch: true,
  bulk: false,
  filter: { maxResults: maxCount },
  changePassword: false,
  sort: false,
  etag: true,
  pagination: { cursor: false, defaultPageSize: defaultCount, maxPageSize: maxCount },
}

/** GET /ServiceProviderConfig (RFC 7643 §5). */
export function showConfig(call: Call): Answer {
  refuseFilter(call)
  return { status: 200, body: serviceProviderConfig(abilities, call.scimUrl) }
}

/** GET /ResourceTypes and /ResourceTypes/{name}. */
export function showResourceTypes(call: Call): Answer {
  return show(call, [resourceTypeDocument(userType, call.scimUrl)])
}

/** GET /Schemas and /Schemas/{urn}. */
export function showSchemas(call: Call): Answer {
  const schemas = [userType.schema, ...userType.extensions.map(({ schema }) => schema)]
  return show(
    call,
    schemas.map((schema) => schemaDocument(schema, call.scimUrl)),
  )
}

function show(call: Call, documents: readonly Attributes[]): Answer {
  refuseFilter(call)
  if (call.id === '')
    return { status: 200, body: listResponse({ resources: documents, totalResults: documents.length }) }
  const wanted = call.id.toLowerCase()
  const found = documents.find(({ id }) => typeof id === 'string' && id.toLowerCase() === wanted)
  if (found === undefined) throw new ScimError(404, undefined, `There is no "${call.id.slice(0, 100)}" here.`)
  return { status: 200, body: found }
}

/** RFC 7644 §4: a filter is not for these documents, and must not be ignored. */
function refuseFilter(call: Call): void {
  if (new URLSearchParams(call.search).has('filter'))
    throw new ScimError(403, undefined, 'A filter cannot be used on this endpoint.')
}
