import type { Attributes, Meta } from '../resource.ts'
import type { ResourceType } from './resource-type.ts'
import { schemasOf } from './schemas.ts'

/** What the service provider says about a resource. `baseUrl` is the address that all endpoints begin with. */
export type Provided = { readonly id: string; readonly baseUrl: string } & Omit<Meta, 'resourceType' | 'location'>

/**
 * A resource as an answer shows it (RFC 7643 §3): its schemas, its identifier, its attributes and `meta`.
 *
 * Nothing is left out yet: that is for `project`.
 *
 * @example
 * represent(userType, { userName: 'ana', active: true }, { id: 'U1', baseUrl: 'https://example.org/scim/v2' })
 * // { schemas: ['urn:…:User'], id: 'U1', userName: 'ana', active: true, meta: { resourceType: 'User', location: … } }
 */
export function represent(type: ResourceType, attributes: Attributes, provided: Provided): Attributes {
  const { id, baseUrl, ...versions } = provided
  const meta: Meta = { resourceType: type.name, ...versions, location: locationOf(type, id, baseUrl) }
  return { schemas: schemasOf(type, attributes), id, ...attributes, meta }
}

/** The address of a resource, for `meta.location` and the header `Location`. */
export function locationOf(type: ResourceType, id: string, baseUrl: string): string {
  return `${baseUrl}${type.endpoint}/${encodeURIComponent(id)}`
}
