/**
 * Nobody gives a client more than they have themselves.
 *
 * Whoever can make a secret for a client, or own it, can act as it; whoever grants a permission can use it through a client of
 * theirs. So both need what the client can do, or the right to give roles, or Entra's AppRoleAssignment.ReadWrite.All.
 */
import { sql } from 'kysely'
import type { Store } from '../../store/directory.ts'
import type { Call } from '../route.ts'
import { GraphFault } from '../wire/fault.ts'
import { everyAction, type Action } from './actions.ts'
import { may, actionsOfRoles, type Caller } from './may.ts'
import { graphAppId, permissions } from './permissions.ts'

/** Throws `GraphFault` (403) unless the caller may grant this permission of the Graph. */
export function mayGrant(caller: Caller, appRoleId: string): void {
  const permission = permissions.find(({ id }) => id === appRoleId)
  if (permission === undefined || hasAll(caller, permission.gives)) return
  throw new GraphFault(
    'denied',
    `Insufficient privileges to complete the operation. Who grants ${permission.value} must have what it gives, or be able to give roles.`,
  )
}

/** Throws `GraphFault` (403) unless the caller owns the client already, or may do all that it may. */
export async function mayActAs(
  { caller, context }: Pick<Call, 'caller' | 'context'>,
  { appId, isOwner }: { readonly appId: string; readonly isOwner: boolean },
): Promise<void> {
  if (isOwner || hasAll(caller, await powers(context.house.store, appId))) return
  throw new GraphFault(
    'denied',
    'Insufficient privileges to complete the operation. This client may do more than you may, so its secrets and owners are not yours to change.',
  )
}

function hasAll(caller: Caller, actions: Iterable<Action>): boolean {
  if (may(caller, 'microsoft.directory/roleManagement/allProperties/update', false)) return true
  if (caller.kind === 'app' && caller.permissions.has('AppRoleAssignment.ReadWrite.All')) return true
  return [...actions].every((action) => may(caller, action, false))
}

/** What the client with this app id may do by its permissions and roles. */
async function powers({ db, tenant }: Store, appId: string): Promise<ReadonlySet<Action>> {
  const { rows } = await sql<{ permission: string | null; role: string | null; actions: readonly string[] | null }>`
    with client as (select id from application where tenant_id = ${tenant} and app_id = ${appId})
    select s.app_role_id as permission, null::uuid as role, null::jsonb as actions from client c
      join app_role_assignment s on s.tenant_id = ${tenant} and s.principal_id = c.id
      join application g on g.tenant_id = ${tenant} and g.id = s.application_id and g.app_id = ${graphAppId}
    union all
    select null, r.role_id, d.actions from client c join role_assignment r on r.tenant_id = ${tenant} and r.principal_id = c.id
      left join role_definition d on d.tenant_id = ${tenant} and d.id = r.role_id`.execute(db)
  const known = new Set<string>(everyAction)
  return new Set([
    ...rows.flatMap((row) => permissions.find(({ id }) => id === row.permission)?.gives ?? []),
    ...actionsOfRoles(rows.flatMap(({ role }) => (role === null ? [] : [role]))),
    ...rows.flatMap(({ actions }) => (actions ?? []).filter((one): one is Action => known.has(one))),
  ])
}
