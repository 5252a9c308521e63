import type { Attributes } from '../resource.ts'
import type { ScimSchema } from '../schema/definition.ts'
import { commonAttributes } from '../schema/resource-type.ts'
import type { ResourceType } from '../schema/resource-type.ts'
import { urns } from './urns.ts'

/** A way to authenticate, as `/ServiceProviderConfig` names it (RFC 7643 §5). */
export type AuthenticationScheme = {
  readonly type: 'oauth' | 'oauth2' | 'oauthbearertoken' | 'httpbasic' | 'httpdigest'
  readonly name: string
  readonly description: string
  readonly specUri?: string
  readonly documentationUri?: string
  readonly primary?: boolean
}

/** What a service provider can do. Say only what is true: clients act on it (RFC 7643 §5, RFC 9865 §3). */
export type Abilities = {
  readonly patch: boolean
  readonly bulk: false | { readonly maxOperations: number; readonly maxPayloadSize: number }
  readonly filter: false | { readonly maxResults: number }
  readonly changePassword: boolean
  readonly sort: boolean
  readonly etag: boolean
  /** `cursorTimeout`: for how many seconds a cursor can be used. */
  readonly pagination: {
    readonly cursor: boolean
    readonly defaultPageSize: number
    readonly maxPageSize: number
    readonly cursorTimeout?: number
  }
  readonly authenticationSchemes: readonly AuthenticationScheme[]
  readonly documentationUri?: string
}

/** Bearer tokens, however they are made (RFC 6750). */
export const bearerTokenScheme: AuthenticationScheme = {
  type: 'oauthbearertoken',
  name: 'OAuth Bearer Token',
  description: 'A token sent as "Authorization: Bearer".',
  specUri: 'https://www.rfc-editor.org/info/rfc6750',
  primary: true,
}

/** The document `/ServiceProviderConfig` (RFC 7643 §5). */
export function serviceProviderConfig(abilities: Abilities, baseUrl: string): Attributes {
  const { bulk, filter, documentationUri } = abilities
  return {
    schemas: [urns.serviceProviderConfig],
    ...(documentationUri === undefined ? {} : { documentationUri }),
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
    authenticationSchemes: abilities.authenticationSchemes.map((scheme) => ({ ...scheme })),
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

/**
 * A schema as `/Schemas/{urn}` shows it (RFC 7643 §7).
 *
 * The common attributes stand in no schema. `listExternalId` lists one of them all the same, for mapping tools that offer
 * only what is listed.
 */
export function schemaDocument(
  schema: ScimSchema,
  baseUrl: string,
  options: { readonly listExternalId?: boolean } = {},
): Attributes {
  const common = options.listExternalId === true ? commonAttributes.filter(({ name }) => name === 'externalId') : []
  return {
    schemas: [urns.schema],
    id: schema.id,
    name: schema.name,
    description: schema.description,
    attributes: [...common, ...schema.attributes],
    meta: { resourceType: 'Schema', location: `${baseUrl}/Schemas/${schema.id}` },
  }
}
