import type { Attributes } from '../resource.ts'
import type { ResourceType } from '../schema/resource-type.ts'
import { bearerTokenScheme, resourceTypeDocument, schemaDocument, serviceProviderConfig } from './discovery.ts'
import type { Abilities } from './discovery.ts'
import { ScimError } from './error.ts'
import { listResponse } from './list-response.ts'
import type { Parameters } from './parameters.ts'

/** What a service provider says about itself. */
export type ServiceProvider = {
  readonly types: readonly ResourceType[]
  readonly abilities: Abilities
  readonly baseUrl: string
}

/** What an application can do that takes bearer tokens, keeps no versions and answers with `search`. */
export const usualAbilities: Abilities = {
  patch: true,
  bulk: false,
  filter: { maxResults: 1000 },
  changePassword: false,
  sort: true,
  etag: false,
  pagination: { cursor: false, defaultPageSize: 100, maxPageSize: 1000 },
  authenticationSchemes: [bearerTokenScheme],
}

/**
 * Answers a GET of `/ServiceProviderConfig`, `/ResourceTypes`, `/Schemas` or one of the latter (RFC 7644 §4).
 *
 * Throws 404 for any other path, and 403 for a filter, which is not for these documents and must not be ignored.
 *
 * @example
 * discover('/Schemas/urn:ietf:params:scim:schemas:core:2.0:User', { types: [userType], abilities, baseUrl }, parameters)
 */
export function discover(path: string, provider: ServiceProvider, parameters: Parameters): Attributes {
  const segments = path.split('/').filter((segment) => segment !== '')
  const [endpoint = '', id, ...more] = segments
  const answer = more.length === 0 ? answerOf(endpoint, id, provider) : undefined
  if (answer === undefined)
    throw new ScimError(404, undefined, `There is no "/${segments.join('/').slice(0, 100)}" here.`)
  if (parameters.getAll('filter').length > 0)
    throw new ScimError(403, undefined, 'A filter cannot be used on this endpoint.')
  return answer
}

function answerOf(endpoint: string, id: string | undefined, provider: ServiceProvider): Attributes | undefined {
  const { types, abilities, baseUrl } = provider
  switch (endpoint) {
    case 'ServiceProviderConfig':
      return id === undefined ? serviceProviderConfig(abilities, baseUrl) : undefined
    case 'ResourceTypes':
      return oneOrAll(
        types.map((type) => resourceTypeDocument(type, baseUrl)),
        id,
      )
    case 'Schemas': {
      const schemas = types.flatMap(({ schema, extensions }) => [schema, ...extensions.map((each) => each.schema)])
      return oneOrAll(
        [...new Set(schemas)].map((schema) => schemaDocument(schema, baseUrl)),
        id,
      )
    }
  }
  return undefined
}

/** The URN of a schema is compared without regard to case. */
function oneOrAll(documents: readonly Attributes[], id: string | undefined): Attributes | undefined {
  if (id === undefined) return listResponse({ resources: documents })
  const wanted = id.toLowerCase()
  return documents.find((document) => typeof document['id'] === 'string' && document['id'].toLowerCase() === wanted)
}
