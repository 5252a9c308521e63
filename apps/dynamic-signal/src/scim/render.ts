import { type AttributeDefinition, type Attributes, type Projection, type ResourceType, project } from '@usher/scim'
import type { Stored } from '../store/resource.ts'
import type { Call } from './call.ts'

/** A resource's entity tag. It changes with every change, and with nothing else (RFC 7644 §3.14). */
export function etagOf({ version }: Stored): string {
  return `W/"${version}"`
}

export function locationOf(type: ResourceType, id: string, base: string): string {
  return `${base}${type.endpoint}/${id}`
}

/** What is looked up for a resource: its members, or the groups it is in, printed. */
export type Joined = { readonly name: 'members' | 'groups'; readonly text: string } | null

/** Prints a resource for an answer. Without a projection the stored text is used as it is, which is much faster. */
export function printResource(type: ResourceType, stored: Stored, joined: Joined, view: View): string {
  const text = splice(type, stored, joined, view.base)
  if (view.projection.kind === 'default' && isPlain(type)) return text
  return JSON.stringify(project(type, JSON.parse(text) as Attributes, view.projection, view.written))
}

/** `written`: the attributes that a write set, of which the answer may show more (RFC 7643 §7, returned). */
export type View = {
  readonly base: string
  readonly projection: Projection
  readonly written?: readonly string[]
}

const plain = new WeakMap<ResourceType, boolean>()

/** Whether all that is stored of a type is shown unless the client says otherwise. So it is for the standard's own. */
export function isPlain(type: ResourceType): boolean {
  let found = plain.get(type)
  if (found === undefined) {
    found = type.extensions.every(({ schema }) => schema.attributes.every(isShown))
    plain.set(type, found)
  }
  return found
}

function isShown({ returned, subAttributes }: AttributeDefinition): boolean {
  return (returned === 'always' || returned === 'default') && (subAttributes ?? []).every(isShown)
}

/** Puts in what is looked up or changes by itself. `manager`, when there is one, closes the text: see `columns.ts`. */
function splice(type: ResourceType, stored: Stored, joined: Joined, base: string): string {
  const { created, last_modified, version, id, resource, manager_id, manager_name } = stored
  // All of these are texts of ours, in which nothing has to be escaped.
  const meta =
    `"meta":{"resourceType":"${type.name}","location":"${locationOf(type, id, base)}","created":"${created}",` +
    `"lastModified":"${last_modified}","version":"W/\\"${version}\\""}}`
  const more = joined === null ? '' : `"${joined.name}":${joined.text},`
  if (manager_id === null || manager_name === null) return `${resource},${more}${meta}`
  const $ref = locationOf(type, manager_id, base)
  return `${resource.slice(0, -2)},"$ref":"${$ref}","displayName":${JSON.stringify(manager_name)}}},${more}${meta}`
}

/** Whether an attribute would be in the answer; one that would not is not looked up. */
export function isWanted(name: string, projection: Projection): boolean {
  switch (projection.kind) {
    case 'default':
      return true
    case 'only':
      return projection.names.has(name)
    case 'without':
      return projection.names.get(name) !== 'all'
  }
}

/** Looks up what belongs to some resources but is kept elsewhere: the members of groups, the groups of users. */
export async function joinAll(
  { tenant, store, base }: Call,
  resources: readonly Stored[],
  projection: Projection,
): Promise<(stored: Stored) => Joined> {
  if (!tenant.settings.groups) return () => null
  const found = new Map<string, Joined>()
  if (isWanted('groups', projection)) {
    const ids = resources.filter(({ type }) => type === 'User').map(({ id }) => id)
    for (const [id, text] of await store.groups.ofUsers(tenant, ids, base)) found.set(id, { name: 'groups', text })
  }
  // Names of members are looked up when the client asks for them only: see the schema of Group.
  const parts = projection.kind === 'only' ? projection.names.get('members') : undefined
  const named = parts !== undefined && parts !== 'all' && parts.has('display')
  if (isWanted('members', projection))
    for (const { id, type } of resources) {
      const text = type === 'Group' ? await store.groups.members(tenant, id, { base, named }) : null
      if (text !== null) found.set(id, { name: 'members', text })
    }
  return ({ id }) => found.get(id) ?? null
}
