/**
 * Nobody gives a client more than they have themselves.
 *
 * Whoever can make a secret for a client, or own it, can act as it; whoever grants a permission can use it through a client of
 * theirs. So both need what the client can do, or the right to give roles, or Entra's AppRoleAssignment.ReadWrite.All.
 */
import { sql, type RawBuilder } from 'kysely'
import type { Store } from '../../store/directory.ts'
import type { Call } from '../route.ts'
import { denied } from '../wire/fault.ts'
import { everyAction, type Action } from './actions.ts'
import { may, actionsOfRoles, type Caller } from './may.ts'
import { graphAppId, permissions } from './permissions.ts'

/** Throws `GraphFault` (403) unless the caller may grant this permission of the Graph. */
export function mayGrant(caller: Caller, appRoleId: string): void {
  const permission = permissions.find(({ id }) => id === appRoleId)
  if (permission !== undefined && hasAll(caller, permission.gives)) return
  throw denied(`Who grants ${permission?.value ?? appRoleId} must have what it gives, or be able to give roles.`)
}

/** Throws `GraphFault` (403) unless the caller owns the client already, or may do all that it may. */
export async function mayActAs(
  { caller, context }: Pick<Call, 'caller' | 'context'>,
  { appId, isOwner }: { readonly appId: string; readonly isOwner: boolean },
): Promise<void> {
  const { store } = context.house
  if (isOwner || hasAll(caller, await powers(store, ofApp(store.tenant, appId)))) return
  throw denied('This client may do more than you may, so its secrets and owners are not yours to change.')
}

/** Whether somebody may do all of these, or could give it to themselves. */
export function hasAll(caller: Caller, actions: Iterable<Action>): boolean {
  if (may(caller, 'microsoft.directory/roleManagement/allProperties/update', false)) return true
  if (caller.kind === 'app' && caller.permissions.has('AppRoleAssignment.ReadWrite.All')) return true
  return [...actions].every((action) => may(caller, action, false))
}

/** What these clients may do together, by their permissions and roles. `clients`: a query of the ids of service principals. */
export async function powers(
  { db, tenant }: Pick<Store, 'db' | 'tenant'>,
  clients: RawBuilder<unknown>,
): Promise<ReadonlySet<Action>> {
  const { rows } = await sql<{ permission: string | null; role: string | null; actions: readonly string[] | null }>`
    with client as (${clients})
    select s.app_role_id as permission, null::uuid as role, null::jsonb as actions from client c
      join app_role_assignment s on s.tenant_id = ${tenant} and s.principal_id = c.id
      join application g on g.tenant_id = ${tenant} and g.id = s.application_id and g.app_id = ${graphAppId}
    union all
    select null, r.role_id, d.actions from client c join role_assignment r on r.tenant_id = ${tenant} and (r.principal_id = c.id
        or r.principal_id in (select m.group_id from group_member m where m.tenant_id = ${tenant} and m.member_id = c.id))
      left join role_definition d on d.tenant_id = ${tenant} and d.id = r.role_id`.execute(db)
  const known = new Set<string>(everyAction)
  return new Set([
    ...rows.flatMap((row) => permissions.find(({ id }) => id === row.permission)?.gives ?? []),
    ...actionsOfRoles(rows.flatMap(({ role }) => (role === null ? [] : [role]))),
    ...rows.flatMap(({ actions }) => (actions ?? []).filter((one): one is Action => known.has(one))),
  ])
}

/** The service principals of an app id. */
const ofApp = (tenant: string, appId: string): RawBuilder<unknown> =>
  sql`select id from application where tenant_id = ${tenant} and app_id = ${appId}`
