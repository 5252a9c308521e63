import { sql } from 'kysely'
import { relations, rolesIn, type Relation } from '../../store/graph-objects.ts'
import type { Call } from '../route.ts'

const readRoles = 'microsoft.directory/roleManagement/standard/read'

/** What belongs to an id, for this caller: directory roles are there for whoever may read them. */
export async function relationFor(call: Call, name: keyof typeof relations): Promise<Relation> {
  const roles = name === 'memberOf' || name === 'transitiveMemberOf' ? rolesIn[name] : null
  if (roles === null || !(await call.may(readRoles))) return relations[name]
  return (tenant, id) => sql`${relations[name](tenant, id)} union ${roles(tenant, id)}`
}
