/** A built-in role in the form that the Graph had first (graph-api.md 10). */
import type { Role } from '../access/roles.ts'

export function template({ id, displayName, describes }: Role) {
  return { id, deletedDateTime: null, displayName, description: describes }
}

/** An activated role has an id of its own in the Graph; it is that of the template here, so that scripts find it either way. */
export function directoryRole(role: Role) {
  return { ...template(role), roleTemplateId: role.id }
}
