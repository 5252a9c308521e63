import { type Attributes, type Json, isDeepEqual, namesOf, project } from '@usher/scim'
import { baseOf } from '../scim/paths.ts'
import { parseResource } from '../store/columns.ts'
import { originsOf } from '../store/events.ts'
import type { Tenant } from '../tenant/tenant.ts'
import { typeNamed } from '../tenant/tenant.ts'
import { Failure } from './failure.ts'
import type { AdminService } from './service.ts'

type Origin = { readonly kind: 'token' | 'client' | 'console'; readonly label: string; readonly at: string }

/** An attribute of a user, and who last set it; `null` for what an earlier version stored. */
type Shown = { readonly path: string; readonly value: Json; readonly from: Origin | null }

/** A user with everything that is known of it: each attribute, and where it came from. Throws 404. */
export async function profileOf(service: AdminService, tenant: Tenant, id: string) {
  const found = await service.users.show(tenant.id, id)
  const type = typeNamed(tenant, 'User')
  if (found === undefined || type === undefined) throw new Failure(404, 'There is no such user.')
  const { resource: text, version, ...listed } = found
  const resource = parseResource(text)
  // What nobody may see, nobody sees here either.
  const shown = project(type, resource, { kind: 'default' }, namesOf(type, resource))
  const base = baseOf(tenant, service.baseUrl())
  const groups = tenant.settings.groups ? (await service.store.groups.ofUsers(tenant, [id], base)).get(id) : undefined
  const meta = {
    resourceType: 'User',
    created: found.created,
    lastModified: found.lastModified,
    location: `${base}${type.endpoint}/${id}`,
    version: `W/"${version}"`,
  }
  const whole = { ...shown, ...(groups === undefined ? {} : { groups: JSON.parse(groups) as Json }), meta }
  const { schemas: _schemas, id: _id, ...attributes } = shown
  const namesake = found.archived === null ? null : await service.users.namesake(tenant.id, found.userName)
  return { ...listed, resource: whole, attributes: await withOrigins(service, tenant, id, attributes), namesake }
}

async function withOrigins(
  { db, tokens, clients, administrators }: AdminService,
  tenant: Tenant,
  id: string,
  attributes: Attributes,
): Promise<readonly Shown[]> {
  const originOf = await originsOf(db, tenant.id, id)
  const labels = new Map<string, string>()
  for (const { id: tokenId, label } of await tokens.list(tenant.id)) labels.set(`token:${tokenId}`, label)
  for (const { id: clientId, label } of await clients.list(tenant.id)) labels.set(`client:${clientId}`, label)
  for (const { id: personId, userName } of await administrators.list(tenant.id))
    labels.set(`console:${personId}`, userName)
  return flat(attributes).map(({ path, value }) => {
    const origin = originOf(path)
    if (origin === undefined) return { path, value, from: null }
    const kind = origin.actor.slice(0, origin.actor.indexOf(':')) as Origin['kind']
    return { path, value, from: { kind, label: labels.get(origin.actor) ?? '(removed)', at: origin.time } }
  })
}

/** The attributes by the paths that changes are written down with: see `changedPaths`. */
function flat(attributes: Attributes): readonly { readonly path: string; readonly value: Json }[] {
  return Object.entries(attributes).flatMap(([name, value]): { path: string; value: Json }[] => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [{ path: name, value }]
    const separator = name.startsWith('urn:') ? ':' : '.'
    return Object.entries(value as Attributes)
      .filter(([, part]) => !isDeepEqual(part, null))
      .map(([sub, part]) => ({ path: `${name}${separator}${sub}`, value: part }))
  })
}
