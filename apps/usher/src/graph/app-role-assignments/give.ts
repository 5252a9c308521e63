/** An app role is given over the Graph, from either side (graph-api.md 4.4). */
import { z } from 'zod'
import { giveRole, assignable, roleAssignments, type RoleAssignment } from '../../store/app-role-assignments.ts'
import { audit } from '../../store/audit.ts'
import { servicePrincipalBy, type ServicePrincipal } from '../../store/service-principals.ts'
import { mayGrant } from '../access/act-as.ts'
import { graphAppId } from '../access/permissions.ts'
import type { Call } from '../route.ts'
import { GraphFault, denied, notFound } from '../wire/fault.ts'
import { sql } from 'kysely'

const guid = z.guid().transform((id) => id.toLowerCase())
export const assignmentBody = z.object({
  principalId: guid.optional(),
  resourceId: guid.optional(),
  appRoleId: guid.default('00000000-0000-0000-0000-000000000000'),
})
export const noRole = '00000000-0000-0000-0000-000000000000'

/** `from`: the side that the address names; what the body says of it must be the same. */
export async function giveFrom(
  call: Call,
  from: { readonly resource: ServicePrincipal } | { readonly principal: string },
): Promise<RoleAssignment> {
  const { store } = call.context.house
  const body = assignmentBody.parse(call.body ?? {})
  const principalId = 'principal' in from ? from.principal : required(body.principalId, 'principalId')
  const resource = 'resource' in from ? from.resource : await resourceOf(call, required(body.resourceId, 'resourceId'))
  if ((body.principalId ?? principalId) !== principalId || (body.resourceId ?? resource.id) !== resource.id)
    throw new GraphFault('badRequest', 'principalId and resourceId in the body name something else than the address.')
  const principal = await assignable(store, principalId)
  if (principal === null) throw notFound(principalId)
  mustHave(resource, body.appRoleId, principal.type === 'ServicePrincipal' ? 'Application' : 'User')
  await allowed(call, { resource, appRoleId: body.appRoleId, isClient: principal.type === 'ServicePrincipal' })
  const id = await giveRole(store, { principal, resourceId: resource.id, appRoleId: body.appRoleId })
  if (id === null) throw new GraphFault('badRequest', 'Permission being assigned already exists on the object')
  const [made] = await roleAssignments(store, { where: sql`s.id = ${id}` })
  if (made === undefined) throw notFound(principalId)
  await audit(store, {
    actor: call.caller.name,
    activity: 'Add app role assignment',
    object: resource.displayName,
    application: resource.id,
    details: { who: made.principalDisplayName ?? principalId, role: roleName(resource, body.appRoleId) },
  })
  return made
}

/** People and groups are assigned; clients get permissions, which needs another right. */
export async function allowed(
  call: Call,
  {
    resource,
    appRoleId,
    isClient,
  }: { readonly resource: ServicePrincipal; readonly appRoleId: string; readonly isClient: boolean },
): Promise<void> {
  const action = isClient
    ? 'microsoft.directory/servicePrincipals/appRoleAssignments/update'
    : 'microsoft.directory/servicePrincipals/appRoleAssignedTo/update'
  if (!(await call.may(action, { type: 'servicePrincipal', id: resource.id }))) throw denied()
  if (isClient && resource.appId === graphAppId) mayGrant(call.caller, appRoleId)
}

async function resourceOf(call: Call, id: string): Promise<ServicePrincipal> {
  const found = await servicePrincipalBy(call.context.house.store, 'id', id)
  if (found === null) throw notFound(id)
  return found
}

/** The zero GUID only where there is no role to choose. */
function mustHave({ appRoles, displayName }: ServicePrincipal, role: string, member: 'User' | 'Application'): void {
  const open = appRoles.filter(
    ({ isEnabled, allowedMemberTypes }) => isEnabled !== false && (allowedMemberTypes ?? ['User']).includes(member),
  )
  const found = appRoles.find(({ id }) => id === role)
  const names = open.map(({ displayName: name, id }) => `${name} (${id})`).join(', ')
  const choose = names === '' ? '' : ` Choose one of: ${names}.`
  if (role === noRole ? open.length > 0 : found === undefined)
    throw new GraphFault(
      'badRequest',
      `Permission being assigned was not found on application '${displayName}'.${choose}`,
    )
  if (found !== undefined && !open.includes(found))
    throw new GraphFault(
      'badRequest',
      `Permission being assigned is disabled, or is not for a ${member}, on application '${displayName}'.${choose}`,
    )
}

function roleName({ appRoles }: ServicePrincipal, role: string): string {
  return appRoles.find(({ id }) => id === role)?.displayName ?? 'Default Access'
}

function required(value: string | undefined, name: string): string {
  if (value === undefined) throw new GraphFault('badRequest', `${name} is required.`)
  return value
}
