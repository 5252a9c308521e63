import { sql, type RawBuilder } from 'kysely'
import {
  countRoleAssignments,
  assignable,
  roleAssignments,
  takeRole,
  type PrincipalType,
  type RoleAssignment,
} from '../../store/app-role-assignments.ts'
import { audit } from '../../store/audit.ts'
import { servicePrincipalBy } from '../../store/service-principals.ts'
import type { Action } from '../access/actions.ts'
import { whichServicePrincipal } from '../applications/which.ts'
import type { Fields } from '../filter/to-sql.ts'
import type { Call, Route } from '../route.ts'
import { noContent } from '../route.ts'
import { entityAnswer } from '../wire/entity.ts'
import { GraphFault, notFound } from '../wire/fault.ts'
import { selected } from '../wire/page.ts'
import { countAnswer } from '../wire/short-list.ts'
import { sqlList, whereOf, type SqlList } from '../wire/sql-list.ts'
import { allowed, assignmentBody, giveFrom } from './give.ts'
import { assignmentId, readAssignmentId } from './id.ts'
import { assignmentShape, shownAssignment } from './shown.ts'
import { userIdOf } from './user-id.ts'

const read: Action = 'microsoft.directory/servicePrincipals/appRoleAssignedTo/read'
const write: Action = 'microsoft.directory/servicePrincipals/appRoleAssignedTo/update'
const grant: Action = 'microsoft.directory/servicePrincipals/appRoleAssignments/update'

const fields: Fields = {
  principalId: { sql: sql`s."principalId"`, type: 'guid' },
  resourceId: { sql: sql`s."resourceId"`, type: 'guid' },
  appRoleId: { sql: sql`s."appRoleId"`, type: 'guid' },
  principalType: { sql: sql`s."principalType"`, type: 'text' },
  principalDisplayName: { sql: sql`s."principalDisplayName"`, type: 'text' },
  resourceDisplayName: { sql: sql`s."resourceDisplayName"`, type: 'text' },
  createdDateTime: { sql: sql`s."createdDateTime"`, type: 'instant' },
}

/** One side of assignments: whose they are. `side`: which of the rows. */
type Side = { readonly id: string; readonly rows: RawBuilder<unknown>; give(): Promise<RoleAssignment> }
type Noun = {
  readonly noun: string
  readonly member: string
  readonly read: Action
  readonly write: Action | null
  readonly owned?: 'servicePrincipal'
  side(call: Call): Promise<Side>
}

const principalSide =
  (type: PrincipalType) =>
  async (call: Call): Promise<Side> => {
    const { id: given = '' } = call.params
    const { store } = call.context.house
    const id =
      type === 'User'
        ? await userIdOf(store, given)
        : type === 'ServicePrincipal'
          ? (await whichServicePrincipal(call)).id
          : given
    const found = await assignable(store, id)
    if (found?.type !== type) throw notFound(given)
    // A person's also through the groups that they are in (graph-api.md 4.4).
    const through = sql`s."principalType" = 'Group' and s."principalId" in (select group_id from group_member
    where tenant_id = ${store.tenant} and member_id = ${found.id})`
    const own = sql`s."principalId" = ${found.id}`
    return {
      id: found.id,
      rows: type === 'User' ? sql`(${own} or (${through}))` : own,
      give: () => giveFrom(call, { principal: found.id }),
    }
  }

const sides: readonly Noun[] = [
  {
    noun: 'servicePrincipals',
    member: 'appRoleAssignedTo',
    read,
    write,
    owned: 'servicePrincipal',
    async side(call) {
      const resource = await whichServicePrincipal(call)
      return { id: resource.id, rows: sql`s."resourceId" = ${resource.id}`, give: () => giveFrom(call, { resource }) }
    },
  },
  {
    noun: 'servicePrincipals',
    member: 'appRoleAssignments',
    read,
    write: grant,
    side: principalSide('ServicePrincipal'),
  },
  { noun: 'users', member: 'appRoleAssignments', read, write, side: principalSide('User') },
  { noun: 'groups', member: 'appRoleAssignments', read, write, side: principalSide('Group') },
]

export const appRoleAssignmentRoutes: readonly Route[] = sides.flatMap((one): readonly Route[] => {
  const path = `/${one.noun}/:id/${one.member}`
  const owned = one.owned === undefined ? {} : { owned: one.owned }
  const of = (id: string): string => `${one.noun}('${id}')/${one.member}`
  const listOf = (call: Call, { id, rows }: Side): SqlList<RoleAssignment> => ({
    of: of(id),
    resource: 'AppRoleAssignment',
    fields,
    id: sql`s.id`,
    read: ({ where, key, order, limit }) =>
      roleAssignments(call.context.house.store, { where: sql`${rows} and ${where}`, order, limit }, key),
    count: (where) => countRoleAssignments(call.context.house.store, sql`${rows} and ${where}`),
    show: (list) => list.map((row) => selected(shownAssignment(row), call.query.select)),
  })
  return [
    {
      method: 'GET',
      path,
      action: one.read,
      ...owned,
      says: 'App roles that were given.',
      gives: assignmentShape,
      handle: async (call) => sqlList(call, listOf(call, await one.side(call))),
    },
    {
      method: 'GET',
      path: `${path}/$count`,
      action: one.read,
      ...owned,
      says: 'How many app roles were given.',
      handle: async (call) => {
        const list = listOf(call, await one.side(call))
        return countAnswer(await list.count(whereOf(call, list)))
      },
    },
    {
      method: 'POST',
      path,
      action: one.write,
      ...owned,
      says: 'Gives an app role to a person, a group or a client.',
      takes: assignmentBody,
      gives: assignmentShape,
      handle: async (call) => {
        const side = await one.side(call)
        const made = await side.give()
        return entityAnswer(call, of(side.id), shownAssignment(made), 201)
      },
    },
    {
      method: 'GET',
      path: `${path}/:assignment`,
      action: one.read,
      ...owned,
      says: 'One app role that was given.',
      gives: assignmentShape,
      handle: async (call) => {
        const side = await one.side(call)
        const found = await assignmentOf(call, side)
        return entityAnswer(call, of(side.id), shownAssignment(found))
      },
    },
    {
      method: 'DELETE',
      path: `${path}/:assignment`,
      action: one.write,
      ...owned,
      says: 'Takes an app role away.',
      handle: async (call) => {
        const side = await one.side(call)
        const found = await assignmentOf(call, side)
        if (![found.principalId, found.resourceId].includes(side.id)) throw ofGroup(found)
        await take(call, found)
        return noContent
      },
    },
  ]
})

async function assignmentOf(call: Call, { rows }: Side): Promise<RoleAssignment> {
  const { assignment = '' } = call.params
  const ids = readAssignmentId(assignment)
  if (ids === null) throw notFound(assignment)
  const [found] = await roleAssignments(call.context.house.store, {
    where: sql`${rows} and s.id = ${ids.row} and s."principalId" = ${ids.principal}`,
  })
  if (found === undefined) throw notFound(assignment)
  return found
}

/** Whoever clears what one person has would take it from everybody in the group. */
function ofGroup({ id, principalId, principalDisplayName }: RoleAssignment): GraphFault {
  const at = `/groups/${principalId}/appRoleAssignments/${assignmentId(principalId, id)}`
  return new GraphFault(
    'badRequest',
    `This is an assignment of the group '${principalDisplayName ?? principalId}', so everybody in it has it. Take the person out of the group, or the assignment away: DELETE ${at}.`,
  )
}

async function take(call: Call, row: RoleAssignment): Promise<void> {
  const { store } = call.context.house
  const resource = await servicePrincipalBy(store, 'id', row.resourceId)
  if (resource === null) throw notFound(row.resourceId)
  await allowed(call, { resource, appRoleId: row.appRoleId, isClient: row.principalType === 'ServicePrincipal' })
  await takeRole(store, row)
  await audit(store, {
    actor: call.caller.name,
    activity: 'Remove app role assignment',
    object: row.resourceDisplayName,
    application: row.resourceId,
    details: { who: row.principalDisplayName ?? row.principalId },
  })
}
