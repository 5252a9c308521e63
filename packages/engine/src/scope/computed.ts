import type { KnownAttributes } from '../expression/gives.ts'
import type { AttributeDefinition } from '../job/schema.ts'

/** Attributes that Usher computes when somebody reads them: the groups of a person, and what is known of the manager. */
export const memberOf: AttributeDefinition = { name: 'memberOf', type: 'String', multivalued: true }
const managerPrefix = 'manager.'

/** The attributes that a scoping expression may read. */
export function withComputed(source: KnownAttributes): KnownAttributes {
  const ofManager = [...source.values()]
    .filter(({ name, type }) => type !== 'Reference' && name !== 'IsSoftDeleted' && name !== 'appRoleAssignments')
    .map((definition) => ({ ...definition, name: managerPrefix + definition.name, anchor: false }))
  const all = [...source.values(), ...(source.has('manager') ? ofManager : []), memberOf]
  return new Map(all.map((definition) => [definition.name, definition]))
}
