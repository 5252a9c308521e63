import type { Attributes } from '@usher/scim'
import { touchClient } from './touch-client.ts'
import { sql, type NotNull, type Selectable } from 'kysely'
import { keepAdministrator } from './administrators.ts'
import { giveRole, touchPrincipal, type Principal } from './app-role-assignments.ts'
import { beginAnew } from './begin-anew.ts'
import { storable, uuids } from './bulk.ts'
import { change, isUuid, Wrong, type Db, type Store } from './directory.ts'
import { groupsGiving } from './giving.ts'
import { changeMemberships, leaving, lockMemberships } from './memberships.ts'
import { namedObject } from './named-object.ts'
import type { AppRole, Tables } from './tables.ts'

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
  /** A group that is no security group gives nothing (SC-7). */
  readonly effective: boolean
}

/** The role of an assignment that names none. */
export const defaultAccess: AppRole = {
  id: '00000000-0000-0000-0000-000000000000',
  value: 'Default Access',
  displayName: 'Default Access',
  description: 'No role chosen',
}

export async function findApplication(store: Store, which: string): Promise<Application> {
  const found = await lookUpApplication(store, which)
  if (found !== null) return found
  throw new Wrong('notFound', `There is no application "${which}". usher app list shows them.`)
}

/** By id or name; null when there is none. Throws `Wrong` (ambiguous) when a name is that of several. */
export async function lookUpApplication(store: Store, which: string): Promise<Application | null> {
  const [row, other] = await gallery(store)
    .where((eb) => (isUuid(which) ? eb('id', '=', which) : eb(sql`lower(display_name)`, '=', which.toLowerCase())))
    .limit(2)
    .execute()
  if (other !== undefined)
    throw new Wrong(
      'ambiguous',
      `More than one application is called "${which}". Give the id: usher app list shows it.`,
    )
  return row === undefined ? null : toApplication(row)
}

export async function listApplications(store: Store): Promise<readonly Application[]> {
  const rows = await gallery(store)
    .orderBy(sql`lower(display_name)`)
    .execute()
  return rows.map(toApplication)
}

/** Applications that come from the gallery; the others are clients of the Graph, and the Graph itself. */
function gallery({ db, tenant }: Store) {
  return db
    .selectFrom('application')
    .selectAll()
    .$narrowType<{ template_id: NotNull }>()
    .where('tenant_id', '=', tenant)
    .where('template_id', 'is not', null)
    .where('deleted_at', 'is', null)
}

/** Makes an application and the app registration that belongs to it. Throws `Wrong` when people have another one of that name. */
export async function insertApplication(store: Store, app: Omit<Application, 'id'>): Promise<Application> {
  const { db, tenant } = store
  return db.transaction().execute(async (trx) => {
    // One after the other, so that two who choose one name at once do not both get it.
    await sql`select pg_advisory_xact_lock(hashtext(${`${tenant} application names`}))`.execute(trx)
    const taken = await gallery({ ...store, db: trx })
      .where(sql`lower(display_name)`, '=', app.displayName.toLowerCase())
      .executeTakeFirst()
    if (taken !== undefined)
      throw new Wrong('conflict', `There is an application "${app.displayName}" already. Give this one another name.`)
    return insertPair(trx, tenant, app)
  })
}

/** What the Graph stores of both, by its names. */
type Stored = { readonly application?: Attributes; readonly servicePrincipal?: Attributes }

/** An app registration and its enterprise application, of one app id. Names may be there already. */
export async function insertPair(
  trx: Db,
  tenant: string,
  app: Omit<Application, 'id'>,
  { application = {}, servicePrincipal = {} }: Stored = {},
): Promise<Application> {
  const common = { tenant_id: tenant, display_name: app.displayName, template_id: app.templateId }
  const { app_id } = await trx
    .insertInto('app_registration')
    .values({ ...common, properties: storable({ ...application, appRoles: app.appRoles }) })
    .returning('app_id')
    .executeTakeFirstOrThrow()
  const row = await trx
    .insertInto('application')
    .values({
      ...common,
      app_id,
      app_roles: JSON.stringify(app.appRoles),
      requires_role: app.requiresRole,
      properties: storable(servicePrincipal),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await touchClient(trx, tenant, app_id)
  return toApplication({ ...row, template_id: app.templateId })
}

/** Whether Default Access is not enough. When that changes, everybody is looked at again (SC-10). */
export async function setRequiresRole(store: Store, app: Application, requiresRole: boolean): Promise<Application> {
  if (requiresRole === app.requiresRole) return app
  if (requiresRole && app.appRoles.length === 0) {
    throw new Wrong('invalid', `${app.displayName} has no app roles, so nobody could have one. Leave it off.`)
  }
  await store.db.transaction().execute(async (trx) => {
    await trx
      .updateTable('application')
      .set({ requires_role: requiresRole })
      .where('tenant_id', '=', store.tenant)
      .where('id', '=', app.id)
      .execute()
    await beginAnew(trx, store.tenant, sql`application_id = ${app.id}`)
  })
  return { ...app, requiresRole }
}

/** Assigns a person or a group with a role; true when that is new. Without a role: Default Access. */
export async function assign(store: Store, app: Application, who: string, role: string | null): Promise<boolean> {
  const chosen = roleOf(app, role)
  const principal = await principalOf(store, who)
  return (await giveRole(store, { principal, resourceId: app.id, appRoleId: chosen.id })) !== null
}

type Taking = {
  readonly role?: string | null
  readonly fromGroups?: boolean
  /** Throws when whoever asks may not take people out of this group. */
  mayLeave?(group: string): Promise<void>
}

/**
 * Takes an application away from a person or a group: one role, or all of them.
 *
 * Who has it through a group keeps it, and `keeps` names those groups; with `fromGroups` such a person leaves them, and `left`
 * does. Throws `Wrong` when nothing would be taken away, or when leaving a group would take more than was asked.
 */
export async function unassign(
  store: Store,
  app: Application,
  who: string,
  { role = null, fromGroups = false, mayLeave }: Taking = {},
): Promise<{ readonly removed: number; readonly left: readonly string[]; readonly keeps: readonly string[] }> {
  const chosen = role === null ? null : roleOf(app, role).id
  const principal = await principalOf(store, who)
  const { tenant } = store
  const giving =
    principal.type === 'User'
      ? await groupsGiving(store, { application: app.id, role: chosen, user: principal.id })
      : []
  const groups = fromGroups ? giving : []
  const shared = groups.find((group) => group.givesMore)
  if (shared !== undefined) {
    throw new Wrong(
      'conflict',
      `"${who}" has ${app.displayName} through the group "${shared.name}", which gives other applications or roles too. ` +
        `If they shall lose those as well: usher group remove ${JSON.stringify(shared.name)} ${JSON.stringify(who)}.`,
    )
  }
  const take = async (trx: Db): Promise<number> => {
    await lockMemberships(trx, tenant, principal.type === 'User' ? 'people' : 'groups')
    const rows = await trx
      .deleteFrom('app_role_assignment')
      .where('tenant_id', '=', tenant)
      .where('application_id', '=', app.id)
      .where('principal_id', '=', principal.id)
      .$if(chosen !== null, (q) => q.where('app_role_id', '=', chosen ?? ''))
      .returning('id')
      .execute()
    if (rows.length > 0) await touchPrincipal(trx, tenant, principal)
    if (groups.length > 0) {
      const ids = uuids(groups.map((group) => group.id))
      const left = sql`tenant_id = ${tenant} and group_id in ${ids} and member_id = ${principal.id}`
      await changeMemberships(trx, tenant, leaving(left))
    }
    return rows.length
  }
  for (const { id } of groups) await mayLeave?.(id)
  const removed = await change(store, (trx) =>
    keepAdministrator(
      trx,
      tenant,
      groups.map(({ id }) => id),
      () => take(trx),
    ),
  )
  const names = giving.map(({ name }) => name)
  if (removed === 0 && !fromGroups && names.length > 0) throw throughGroups(app, who, names)
  if (removed + groups.length === 0) throw new Wrong('notFound', `"${who}" is not assigned to ${app.displayName}.`)
  return fromGroups ? { removed, left: names, keeps: [] } : { removed, left: [], keeps: names }
}

function throughGroups(app: Application, who: string, groups: readonly string[]): Wrong {
  const [first = ''] = groups
  const which =
    groups.length === 1 ? `the group "${first}"` : `the groups ${groups.map((one) => `"${one}"`).join(', ')}`
  return new Wrong(
    'conflict',
    `"${who}" has ${app.displayName} through ${which}. ` +
      `usher group remove ${JSON.stringify(first)} ${JSON.stringify(who)} takes them out; ` +
      'usher unassign with --from-groups does so where a group gives nothing else.',
  )
}

/** A page, by id. `next`: the last id of it; null on the last page. */
export async function listAssignments(
  store: Store,
  app: Application,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<{ readonly assignments: readonly Assigned[]; readonly next: string | null }> {
  const behind = after === null ? sql`true` : sql`a.id > ${after}::uuid`
  const { rows } = await sql<Omit<Assigned, 'role'> & { roleId: string }>`
    select a.id, a.principal_type as "principalType", a.principal_id as "principalId", a.app_role_id as "roleId",
      coalesce(g.display_name, u.attributes ->> 'displayName', u.user_principal_name, c.display_name, '') as "displayName",
      coalesce(g.security_enabled, true) as effective
    from app_role_assignment a
    left join directory_group g on g.tenant_id = a.tenant_id and g.id = a.principal_id
    left join directory_user u on u.tenant_id = a.tenant_id and u.id = a.principal_id
    left join application c on c.tenant_id = a.tenant_id and c.id = a.principal_id
    where a.tenant_id = ${store.tenant} and a.application_id = ${app.id} and ${behind}
    order by a.id limit ${limit + 1}`.execute(store.db)
  const name = (id: string): string =>
    app.appRoles.find((role) => role.id === id)?.displayName ?? defaultAccess.displayName
  const page = rows.slice(0, limit)
  return {
    assignments: page.map(({ roleId, ...rest }) => ({ ...rest, role: name(roleId) })),
    next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  }
}

async function principalOf(store: Store, who: string): Promise<Principal> {
  const { kind, ref } = await namedObject(store, who, 'live')
  return { type: kind === 'group' ? 'Group' : 'User', id: ref.id }
}

function roleOf(app: Application, role: string | null): AppRole {
  if (role === null) return defaultAccess
  const wanted = role.toLowerCase()
  const found = [...app.appRoles, defaultAccess].find(
    (one) => one.value.toLowerCase() === wanted || one.displayName.toLowerCase() === wanted || one.id === wanted,
  )
  if (found !== undefined) return found
  if (app.appRoles.length === 0) throw new Wrong('invalid', `${app.displayName} has no roles: leave --role away.`)
  const names = app.appRoles.map((one) => one.displayName).join(', ')
  throw new Wrong('invalid', `${app.displayName} has no role "${role}". Choose one of: ${names}.`)
}

function toApplication(row: Selectable<Tables['application']> & { readonly template_id: string }): Application {
  return {
    id: row.id,
    displayName: row.display_name,
    templateId: row.template_id,
    appRoles: row.app_roles,
    requiresRole: row.requires_role,
  }
}
