/** Who has which role, in both forms that the Graph has for it: role assignments, and directory roles with members. */
import { z } from 'zod'
import { audit } from '../../store/audit.ts'
import { giveRole, principalById, roleAssignments, takeRole, type RoleAssignment } from '../../store/roles.ts'
import { roles, type Role } from '../access/roles.ts'
import { noContent, type Call, type Route } from '../route.ts'
import { keyIn } from '../wire/address.ts'
import { alreadyThere, entityAnswer, referenceShape, referredIn } from '../wire/entity.ts'
import { GraphFault, notFound } from '../wire/fault.ts'
import { selected } from '../wire/page.ts'
import { shortList } from '../wire/short-list.ts'
import { definitionById, definitions } from './definitions.ts'
import { directoryRole, template } from './directory-role.ts'

const read = 'microsoft.directory/roleManagement/standard/read'
const write = 'microsoft.directory/roleManagement/allProperties/update'
const at = '/roleManagement/directory/roleAssignments'
const conflict = 'A conflicting object with one or more of the specified property values is present in the directory.'

const body = z.object({
  principalId: z.string(),
  roleDefinitionId: z.string(),
  directoryScopeId: z.literal('/').default('/'),
})
const activation = z.object({ roleTemplateId: z.string() })

export const roleAssignmentRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: at,
    action: read,
    says: 'Who has which role.',
    handle: async (call) => {
      const { store } = call.context.house
      const [all, known] = [await roleAssignments(store), await definitions(store)]
      const expands = (name: string): boolean => call.query.expand.some((one) => one.name === name)
      const items = all.map((one) => ({
        ...shown(one),
        ...(expands('principal') && { principal: principalOf(one) }),
        ...(expands('roleDefinition') && { roleDefinition: known.find(({ id }) => id === one.roleId) ?? null }),
      }))
      return shortList(call, {
        of: 'roleManagement/directory/roleAssignments',
        resource: 'unifiedRoleAssignment',
        items,
      })
    },
  },
  {
    method: 'GET',
    path: `${at}/:id`,
    action: read,
    says: 'One assignment of a role.',
    handle: async (call) => entity(call, 200, await assignmentById(call)),
  },
  {
    method: 'POST',
    path: at,
    action: write,
    says: 'Gives a person, a group or a client a role.',
    takes: body,
    handle: async (call) => {
      const { principalId, roleDefinitionId } = body.parse(call.body)
      const made = await give(call, roleDefinitionId, principalId)
      if (made === null) throw new GraphFault('badRequest', conflict)
      return entity(call, 201, made)
    },
  },
  {
    method: 'DELETE',
    path: `${at}/:id`,
    action: write,
    says: 'Takes a role away.',
    handle: async (call) => {
      await take(call, await assignmentById(call))
      return noContent
    },
  },
]

export const directoryRoleRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/directoryRoleTemplates',
    action: read,
    says: 'The built-in roles.',
    handle: async (call) =>
      shortList(call, { of: 'directoryRoleTemplates', resource: 'directoryRoleTemplate', items: roles.map(template) }),
  },
  {
    method: 'GET',
    path: '/directoryRoles',
    action: read,
    says: 'The built-in roles; all are active here.',
    handle: async (call) =>
      shortList(call, { of: 'directoryRoles', resource: 'directoryRole', items: roles.map(directoryRole) }),
  },
  {
    method: 'POST',
    path: '/directoryRoles',
    action: write,
    says: 'Activates a role; all are active here, so it is given back.',
    takes: activation,
    handle: async (call) => {
      const found = byId(activation.parse(call.body).roleTemplateId)
      return entityAnswer(call, 'directoryRoles', directoryRole(found), 201)
    },
  },
  {
    method: 'GET',
    path: '/directoryRoles/:id',
    action: read,
    says: 'One built-in role, by id or roleTemplateId.',
    handle: async (call) =>
      entityAnswer(call, 'directoryRoles', selected(directoryRole(roleOf(call)), call.query.select)),
  },
  {
    method: 'GET',
    path: '/directoryRoles/:id/members',
    action: read,
    says: 'Who has it.',
    handle: async (call) => {
      const { id } = roleOf(call)
      const all = await roleAssignments(call.context.house.store)
      const items = all.filter(({ roleId }) => roleId === id).map(principalOf)
      return shortList(call, { of: 'directoryObjects', resource: 'directoryObject', items })
    },
  },
  {
    method: 'POST',
    path: '/directoryRoles/:id/members/$ref',
    action: write,
    says: 'Gives somebody the role.',
    takes: referenceShape,
    handle: async (call) => {
      const { id } = roleOf(call)
      if ((await give(call, id, referredIn(call))) === null) throw alreadyThere('members')
      return noContent
    },
  },
  {
    method: 'DELETE',
    path: '/directoryRoles/:id/members/:member/$ref',
    action: write,
    says: 'Takes the role away.',
    handle: async (call) => {
      const { id } = roleOf(call)
      const { member = '' } = call.params
      const all = await roleAssignments(call.context.house.store)
      const found = all.find((one) => one.roleId === id && one.principalId === member.toLowerCase())
      if (found === undefined) throw notFound(member)
      await take(call, found)
      return noContent
    },
  },
]

function shown({ id, principalId, roleId }: RoleAssignment) {
  return { id, principalId, roleDefinitionId: roleId, directoryScopeId: '/', appScopeId: null }
}

function principalOf({ principalId, principalType, principalName }: RoleAssignment) {
  return { '@odata.type': `#microsoft.graph.${principalType}`, id: principalId, displayName: principalName }
}

function entity(call: Call, status: number, assignment: RoleAssignment) {
  const shows = selected(shown(assignment), call.query.select)
  return entityAnswer(call, 'roleManagement/directory/roleAssignments', shows, status)
}

async function assignmentById(call: Call): Promise<RoleAssignment> {
  const { id = '' } = call.params
  const found = (await roleAssignments(call.context.house.store)).find((one) => one.id === id)
  if (found === undefined) throw notFound(id)
  return found
}

/** Null when they have it already. */
async function give(call: Call, roleId: string, principalId: string): Promise<RoleAssignment | null> {
  const { store } = call.context.house
  const [role, principal] = [await definitionById(store, roleId), await principalById(store, principalId.toLowerCase())]
  if (principal === null) throw notFound(principalId)
  const id = await giveRole(store, role.id, principal)
  if (id === null) return null
  const made = (await roleAssignments(store)).find((one) => one.id === id)
  if (made === undefined) throw notFound(principalId)
  await audit(store, {
    actor: call.caller.name,
    activity: 'Add member to role',
    object: made.principalName,
    details: { role: role.displayName, principal: principal.id },
  })
  return made
}

async function take(call: Call, assignment: RoleAssignment): Promise<void> {
  const { roleId, principalId, principalName } = assignment
  const { store } = call.context.house
  await takeRole(store, assignment)
  const role = (await definitions(store)).find((one) => one.id === roleId)?.displayName ?? roleId
  await audit(store, {
    actor: call.caller.name,
    activity: 'Remove member from role',
    object: principalName,
    details: { role, principal: principalId },
  })
}

function roleOf(call: Call): Role {
  return byId(keyIn(call.params['id'] ?? '', ['roleTemplateId']).value)
}

function byId(id: string): Role {
  const found = roles.find((one) => one.id === id.toLowerCase())
  if (found === undefined) throw notFound(id)
  return found
}
