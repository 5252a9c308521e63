import type { Attributes } from '../resource.ts'
import type { ScimSchema } from '../schema/definition.ts'
import type { ResourceType } from '../schema/resource-type.ts'
import { urns } from './urns.ts'

/** What a service provider can do. Say only what is true: clients act on it (RFC 7643 §5, RFC 9865 §3). */
export type Abilities = {
  readonly patch: boolean
  readonly bulk: false | { readonly maxOperations: number; readonly maxPayloadSize: number }
  readonly filter: false | { readonly maxResults: number }
  readonly changePassword: boolean
  readonly sort: boolean
  readonly etag: boolean
  readonly pagination: { readonly cursor: boolean; readonly defaultPageSize: number; readonly maxPageSize: number }
}

/** The document `/ServiceProviderConfig` of a service provider that takes bearer tokens. */
export function serviceProviderConfig(abilities: Abilities, baseUrl: string): Attributes {
  const { bulk, filter } = abilities
  return {
    schemas: [urns.serviceProviderConfig],
    patch: { supported: abilities.patch },
    bulk: {
      supported: bulk !== false,
      maxOperations: bulk === false ? 0 : bulk.maxOperations,
      maxPayloadSize: bulk === false ? 0 : bulk.maxPayloadSize,
    },
    filter: { supported: filter !== false, maxResults: filter === false ? 0 : filter.maxResults },
    changePassword: { supported: abilities.changePassword },
    sort: { supported: abilities.sort },
    etag: { supported: abilities.etag },
    pagination: { ...abilities.pagination, index: true, defaultPaginationMethod: 'index' },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'OAuth Bearer Token',
        description: 'A token made in the admin console, sent as "Authorization: Bearer".',
        specUri: 'https://www.rfc-editor.org/info/rfc6750',
        primary: true,
      },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${baseUrl}/ServiceProviderConfig` },
  }
}

/** A resource type as `/ResourceTypes/{name}` shows it (RFC 7643 §6). */
export function resourceTypeDocument(type: ResourceType, baseUrl: string): Attributes {
  return {
    schemas: [urns.resourceType],
    id: type.name,
    name: type.name,
    description: type.description,
    endpoint: type.endpoint,
    schema: type.schema.id,
    schemaExtensions: type.extensions.map(({ schema, required }) => ({ schema: schema.id, required })),
    meta: { resourceType: 'ResourceType', location: `${baseUrl}/ResourceTypes/${type.name}` },
  }
}

/** A schema as `/Schemas/{urn}` shows it (RFC 7643 §7). */
export function schemaDocument(schema: ScimSchema, baseUrl: string): Attributes {
  return {
    schemas: [urns.schema],
    id: schema.id,
    name: schema.name,
    description: schema.description,
    attributes: schema.attributes,
    meta: { resourceType: 'Schema', location: `${baseUrl}/Schemas/${schema.id}` },
  }
}
