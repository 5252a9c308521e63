import {
  type Abilities,
  type Attributes,
  ScimError,
  listResponse,
  resourceTypeDocument,
  schemaDocument,
  serviceProviderConfig,
} from '@usher/scim'
import type { Answer } from './answer.ts'
import { bulkLimits } from './bulk.ts'
import type { Call } from './call.ts'
import { cursorTimeout, pageSizes } from './lists.ts'

const abilities: Abilities = {
  patch: true,
  bulk: bulkLimits,
  filter: { maxResults: pageSizes.maxCount },
  changePassword: false,
  sort: true,
  etag: true,
  pagination: {
    cursor: true,
    defaultPageSize: pageSizes.defaultCount,
    maxPageSize: pageSizes.maxCount,
    cursorTimeout,
  },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'OAuth Bearer Token',
      description: 'A token made in the admin console, sent as "Authorization: Bearer".',
      specUri: 'https://www.rfc-editor.org/info/rfc6750',
      primary: true,
    },
    {
      type: 'oauth2',
      name: 'OAuth 2.0 client credentials',
      description: 'A client made in the admin console gets tokens at the token endpoint.',
      specUri: 'https://www.rfc-editor.org/info/rfc6749',
    },
  ],
}

/** GET /ServiceProviderConfig (RFC 7643 §5). */
export function showConfig(call: Call): Answer {
  refuseFilter(call)
  return { status: 200, body: serviceProviderConfig(abilities, call.base) }
}

/** GET /ResourceTypes and /ResourceTypes/{name}. */
export function showResourceTypes(call: Call): Answer {
  return show(
    call,
    call.tenant.types.map((type) => resourceTypeDocument(type, call.base)),
  )
}

/** GET /Schemas and /Schemas/{urn}. */
export function showSchemas(call: Call): Answer {
  const { listExternalId } = call.tenant.settings
  return show(
    call,
    call.tenant.types.flatMap((type) => [
      schemaDocument(type.schema, call.base, { listExternalId }),
      ...type.extensions.map(({ schema }) => schemaDocument(schema, call.base)),
    ]),
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
