import { sql, type Selectable } from 'kysely'
import { uuids } from './bulk.ts'
import { brokenIndex, change, isUuid, membersOf, touch, Wrong, type Store } from './directory.ts'
import { lookUpGroup } from './groups.ts'
import type { AppRole, Tables } from './tables.ts'
import { findUser } from './users.ts'

export type Application = {
  readonly id: string
  readonly displayName: string
  readonly templateId: string
  readonly appRoles: readonly AppRole[]
  readonly requiresRole: boolean
}
export type Assigned = {
  readonly id: string
  readonly principalType: 'User' | 'Group'
  readonly principalId: string
  readonly displayName: string
  readonly role: string
}

/** The role of an assignment that names none. */
export const defaultAccess: AppRole = {
  id: '00000000-0000-0000-0000-000000000000',
  value: 'Default Access',
  displayName: 'Default Access',
  description: 'No role chosen',
}

export async function findApplication(store: Store, which: string): Promise<Application> {
  const row = await store.db
    .selectFrom('application')
    .selectAll()
    .where('tenant_id', '=', store.tenant)
    .where((eb) => (isUuid(which) ? eb('id', '=', which) : eb(sql`lower(display_name)`, '=', which.toLowerCase())))
    .executeTakeFirst()
  if (row === undefined) throw new Wrong('notFound', `There is no application "${which}". usher app list shows them.`)
  return toApplication(row)
}

export async function listApplications(store: Store): Promise<readonly Application[]> {
  const rows = await store.db
    .selectFrom('application')
    .selectAll()
    .where('tenant_id', '=', store.tenant)
    .orderBy(sql`lower(display_name)`)
    .execute()
  return rows.map(toApplication)
}

export async function insertApplication(store: Store, app: Omit<Application, 'id'>): Promise<Application> {
  try {
    const row = await store.db
      .insertInto('application')
      .values({
        tenant_id: store.tenant,
        display_name: app.displayName,
        template_id: app.templateId,
        app_roles: JSON.stringify(app.appRoles),
        requires_role: app.requiresRole,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    return toApplication(row)
  } catch (error) {
    if (brokenIndex(error) === null) throw error
    throw new Wrong('conflict', `There is an application "${app.displayName}" already. Give this one another name.`)
  }
}

/** Assigns a person or a group with a role; true when that is new. Without a role: Default Access. */
export async function assign(store: Store, app: Application, who: string, role: string | null): Promise<boolean> {
  const chosen = roleOf(app, role)
  const principal = await principalOf(store, who)
  const { tenant } = store
  return change(store, async (trx) => {
    const made = await trx
      .insertInto('app_role_assignment')
      .values({
        tenant_id: tenant,
        application_id: app.id,
        principal_type: principal.type,
        principal_id: principal.id,
        app_role_id: chosen.id,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst()
    if (made === undefined) return false
    await touch(trx, tenant, principal.type === 'User' ? uuids([principal.id]) : membersOf(tenant, principal.id))
    return true
  })
}

/**
 * Takes an application away from a person or a group: one role, or all of them.
 *
 * A person who has it through a group leaves that group, when the group gives nothing else; `left` names the groups.
 * Throws `Wrong` when there is nothing to take away, or when leaving the group would take more than was asked.
 */
export async function unassign(
  store: Store,
  app: Application,
  who: string,
  role: string | null,
): Promise<{ readonly removed: number; readonly left: readonly string[] }> {
  const chosen = role === null ? null : roleOf(app, role).id
  const principal = await principalOf(store, who)
  const { tenant } = store
  const groups = principal.type === 'User' ? await groupsGiving(store, { app, role: chosen, user: principal.id }) : []
  const shared = groups.find((group) => group.givesMore)
  if (shared !== undefined) {
    throw new Wrong(
      'conflict',
      `"${who}" has ${app.displayName} through the group "${shared.name}", which gives other applications or roles too. ` +
        `If they shall lose those as well: usher group remove ${JSON.stringify(shared.name)} ${JSON.stringify(who)}.`,
    )
  }
  const removed = await change(store, async (trx) => {
    const rows = await trx
      .deleteFrom('app_role_assignment')
      .where('tenant_id', '=', tenant)
      .where('application_id', '=', app.id)
      .where('principal_id', '=', principal.id)
      .$if(chosen !== null, (q) => q.where('app_role_id', '=', chosen ?? ''))
      .returning('id')
      .execute()
    for (const group of groups) {
      await sql`delete from group_member where tenant_id = ${tenant} and group_id = ${group.id} and member_id = ${principal.id}`.execute(
        trx,
      )
    }
    if (rows.length + groups.length > 0) {
      await touch(trx, tenant, principal.type === 'User' ? uuids([principal.id]) : membersOf(tenant, principal.id))
    }
    return rows.length
  })
  if (removed + groups.length === 0) throw new Wrong('notFound', `"${who}" is not assigned to ${app.displayName}.`)
  return { removed, left: groups.map((group) => group.name) }
}

export async function listAssignments(store: Store, app: Application): Promise<readonly Assigned[]> {
  const { rows } = await sql<Omit<Assigned, 'role'> & { roleId: string }>`
    select a.id, a.principal_type as "principalType", a.principal_id as "principalId", a.app_role_id as "roleId",
      coalesce(g.display_name, u.attributes ->> 'displayName', u.user_principal_name, '') as "displayName"
    from app_role_assignment a
    left join directory_group g on g.tenant_id = a.tenant_id and g.id = a.principal_id
    left join directory_user u on u.tenant_id = a.tenant_id and u.id = a.principal_id
    where a.tenant_id = ${store.tenant} and a.application_id = ${app.id}
    order by a.created_at`.execute(store.db)
  const name = (id: string): string =>
    app.appRoles.find((role) => role.id === id)?.displayName ?? defaultAccess.displayName
  return rows.map(({ roleId, ...rest }) => ({ ...rest, role: name(roleId) }))
}

/** The groups through which a person has the application (in this role, or in any), and whether they give more. */
async function groupsGiving(
  store: Store,
  { app, role, user }: { readonly app: Application; readonly role: string | null; readonly user: string },
): Promise<readonly { id: string; name: string; givesMore: boolean }[]> {
  const { rows } = await sql<{ id: string; name: string; givesMore: boolean }>`
    with given as (
      select a.principal_id, a.application_id = ${app.id} and (${role}::uuid is null or a.app_role_id = ${role}) as asked
      from app_role_assignment a where a.tenant_id = ${store.tenant} and a.principal_type = 'Group')
    select g.id, g.display_name as name, not bool_and(given.asked) as "givesMore"
    from directory_group g
    join group_member m on m.tenant_id = g.tenant_id and m.group_id = g.id and m.member_id = ${user}
    join given on given.principal_id = g.id
    where g.tenant_id = ${store.tenant}
    group by g.id, g.display_name having bool_or(given.asked)
    order by g.display_name`.execute(store.db)
  return rows
}

async function principalOf(store: Store, who: string): Promise<{ type: 'User' | 'Group'; id: string }> {
  const group = await lookUpGroup(store, who)
  if (group !== null) return { type: 'Group', id: group.id }
  return { type: 'User', id: (await findUser(store, who, 'live')).id }
}

function roleOf(app: Application, role: string | null): AppRole {
  if (role === null) return defaultAccess
  const wanted = role.toLowerCase()
  const found = [...app.appRoles, defaultAccess].find(
    (one) => one.value.toLowerCase() === wanted || one.displayName.toLowerCase() === wanted || one.id === wanted,
  )
  if (found !== undefined) return found
  const names = app.appRoles.map((one) => one.displayName).join(', ')
  throw new Wrong('invalid', `${app.displayName} has no role "${role}". Choose one of: ${names}.`)
}

function toApplication(row: Selectable<Tables['application']>): Application {
  return {
    id: row.id,
    displayName: row.display_name,
    templateId: row.template_id,
    appRoles: row.app_roles,
    requiresRole: row.requires_role,
  }
}
