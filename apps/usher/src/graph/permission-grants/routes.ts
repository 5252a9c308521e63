/** Delegated permissions of clients (graph-api.md 4.2), as Microsoft's tools list, make and remove them. */
import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import type { Activity } from '../../store/activities.ts'
import { audit } from '../../store/audit.ts'
import {
  addPermissionGrant, countPermissionGrants, permissionGrants, removePermissionGrant, setGrantScope, type PermissionGrant,
} from '../../store/permission-grants.ts' // prettier-ignore
import { isUuid } from '../../store/directory.ts'
import { servicePrincipalBy } from '../../store/service-principals.ts'
import { userBy } from '../../store/graph-users.ts'
import { whichServicePrincipal } from '../applications/which.ts'
import type { Fields } from '../filter/to-sql.ts'
import { noContent, type Call, type Route } from '../route.ts'
import { idField } from '../users/entity.ts'
import { whichUser } from '../users/which.ts'
import { entityAnswer } from '../wire/entity.ts'
import { GraphFault, notFound } from '../wire/fault.ts'
import { selected } from '../wire/page.ts'
import { sqlList, type SqlList } from '../wire/sql-list.ts'
import { grantShape } from './shape.ts'

const read = 'microsoft.directory/applications/standard/read'
const write = 'microsoft.directory/servicePrincipals/appRoleAssignments/update'
const of = 'oauth2PermissionGrants'

const scope = z.string().max(4000)
const made = z.object({
  clientId: z.guid(),
  consentType: z.enum(['AllPrincipals', 'Principal']),
  principalId: z.guid().nullish(),
  resourceId: z.guid(),
  scope: scope.nullish(),
})
const changed = z.object({ scope })

const isEverybodys = sql`case when s.principal_id is null then 'AllPrincipals' else 'Principal' end`
const fields: Fields = {
  id: idField(sql`s.id`),
  clientId: idField(sql`s.client_id`),
  resourceId: idField(sql`s.resource_id`),
  principalId: idField(sql`s.principal_id`),
  consentType: { sql: isEverybodys, type: 'text' },
  scope: { sql: sql`s.scope`, type: 'text' },
}

export const permissionGrantRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/oauth2PermissionGrants',
    action: read,
    says: 'Delegated permissions that clients were given. They are kept; what somebody may do is decided by their roles.',
    gives: grantShape,
    handle: async (call) => sqlList(call, grantList(call, sql`true`)),
  },
  {
    method: 'POST',
    path: '/oauth2PermissionGrants',
    action: write,
    says: 'Gives a client delegated permissions, for one person or for everybody.',
    takes: made,
    gives: grantShape,
    handle: create,
  },
  {
    method: 'GET',
    path: '/oauth2PermissionGrants/:id',
    action: read,
    says: 'One of these.',
    gives: grantShape,
    handle: async (call) => entityAnswer(call, of, selected(shown(await whichGrant(call)), call.query.select)),
  },
  {
    method: 'PATCH',
    path: '/oauth2PermissionGrants/:id',
    action: write,
    says: 'Changes the scope of it.',
    takes: changed,
    handle: async (call) => {
      const grant = await whichGrant(call)
      const given = changed.parse(call.body).scope.trim()
      await setGrantScope(call.context.house.store, grant.id, given)
      await told(call, 'Update delegated permission grant', { ...grant, scope: given })
      return noContent
    },
  },
  {
    method: 'DELETE',
    path: '/oauth2PermissionGrants/:id',
    action: write,
    says: 'Takes it away.',
    handle: async (call) => {
      const grant = await whichGrant(call)
      await removePermissionGrant(call.context.house.store, grant.id)
      await told(call, 'Remove delegated permission grant', grant)
      return noContent
    },
  },
  {
    method: 'GET',
    path: '/servicePrincipals/:id/oauth2PermissionGrants',
    action: read,
    owned: 'servicePrincipal',
    says: 'Delegated permissions of this client.',
    gives: grantShape,
    handle: async (call) =>
      sqlList(call, grantList(call, sql`s.client_id = ${(await whichServicePrincipal(call)).id}`)),
  },
  {
    method: 'GET',
    path: '/users/:id/oauth2PermissionGrants',
    action: read,
    says: 'Delegated permissions that were given for this person.',
    gives: grantShape,
    handle: async (call) => sqlList(call, grantList(call, sql`s.principal_id = ${(await whichUser(call)).id}`)),
  },
]

function grantList(call: Call, within: RawBuilder<unknown>): SqlList<PermissionGrant> {
  const { store } = call.context.house
  return {
    of,
    resource: 'OAuth2PermissionGrant',
    fields,
    id: sql`s.id`,
    read: ({ where, key, order, limit }) =>
      permissionGrants(store, { where: sql`${within} and ${where}`, order, limit }, key),
    count: (where) => countPermissionGrants(store, sql`${within} and ${where}`),
    show: (rows) => rows.map((row) => selected(shown(row), call.query.select)),
  }
}

function shown({ id, clientId, principalId, resourceId, scope: given }: PermissionGrant) {
  const consentType = principalId === null ? 'AllPrincipals' : 'Principal'
  return { id, clientId, consentType, principalId, resourceId, scope: given }
}

async function create(call: Call) {
  const { store } = call.context.house
  const { clientId, consentType, principalId, resourceId, scope: given } = made.parse(call.body)
  if ((consentType === 'Principal') !== (typeof principalId === 'string'))
    throw new GraphFault('badRequest', 'principalId says for whom it is when consentType is Principal, and is left out when it is AllPrincipals.') // prettier-ignore
  for (const id of [clientId, resourceId]) if ((await servicePrincipalBy(store, 'id', id)) === null) throw notFound(id)
  if (typeof principalId === 'string' && (await userBy(store, principalId)) === null) throw notFound(principalId)
  const grant = { clientId, resourceId, principalId: principalId ?? null, scope: (given ?? '').trim() }
  const id = await addPermissionGrant(store, grant)
  if (id === null) throw new GraphFault('badRequest', 'Permission entry already exists. Change its scope by PATCH.')
  await told(call, 'Add delegated permission grant', { id, ...grant })
  return entityAnswer(call, of, shown({ id, ...grant }), 201)
}

async function whichGrant(call: Call): Promise<PermissionGrant> {
  const { id = '' } = call.params
  const [found] = isUuid(id) ? await permissionGrants(call.context.house.store, { where: sql`s.id = ${id}` }) : []
  if (found === undefined) throw notFound(id)
  return found
}

async function told(
  call: Call,
  activity: Activity,
  { id, clientId, resourceId, principalId, scope: given }: PermissionGrant,
) {
  const { store } = call.context.house
  const client = await servicePrincipalBy(store, 'id', clientId)
  await audit(store, {
    actor: call.caller.name,
    activity,
    object: client?.displayName ?? clientId,
    details: { id, resource: resourceId, scope: given, ...(principalId !== null && { principal: principalId }) },
  })
}
