/** App role assignments as the Graph has them: from the application's side and from that of people, groups and clients. */
import { sql, type RawBuilder } from 'kysely'
import { uuids } from './bulk.ts'
import { change, touch, Wrong, type Db, type Store } from './directory.ts'
import { lookUpGroup } from './groups.ts'
import { lockMemberships, peopleIn } from './memberships.ts'
import { principalById } from './roles.ts'

export type PrincipalType = 'User' | 'Group' | 'ServicePrincipal'
export type Principal = { readonly id: string; readonly type: PrincipalType }
export type RoleAssignment = {
  readonly id: string
  readonly appRoleId: string
  readonly createdDateTime: string
  readonly principalId: string
  readonly principalType: PrincipalType
  readonly principalDisplayName: string | null
  readonly resourceId: string
  readonly resourceDisplayName: string
}

/** `s`: assignments with the names of both sides, of what is not deleted. */
const named = (tenant: string) => sql`(
  select s.id, s.app_role_id as "appRoleId", s.created_at as "createdDateTime", s.principal_id as "principalId",
    s.principal_type as "principalType", s.application_id as "resourceId", a.display_name as "resourceDisplayName",
    coalesce(u.attributes ->> 'displayName', u.user_principal_name, g.display_name, c.display_name) as "principalDisplayName"
  from app_role_assignment s
  join application a on a.tenant_id = s.tenant_id and a.id = s.application_id and a.deleted_at is null
  left join directory_user u on s.principal_type = 'User' and u.tenant_id = s.tenant_id and u.id = s.principal_id
  left join directory_group g on s.principal_type = 'Group' and g.tenant_id = s.tenant_id and g.id = s.principal_id
  left join application c on s.principal_type = 'ServicePrincipal' and c.tenant_id = s.tenant_id and c.id = s.principal_id
  where s.tenant_id = ${tenant} and coalesce(u.deleted_at, g.deleted_at, c.deleted_at) is null) as s`

type Asked = { readonly where: RawBuilder<unknown>; readonly order?: RawBuilder<unknown>; readonly limit?: number }

export async function roleAssignments(
  { db, tenant }: Pick<Store, 'db' | 'tenant'>,
  { where, order = sql`s.id`, limit = 1000 }: Asked,
  key: RawBuilder<string> = sql<string>`''`,
): Promise<readonly (RoleAssignment & { readonly key: string })[]> {
  const { rows } = await sql<RoleAssignment & { key: string }>`select s.*, ${key} as key from ${named(tenant)}
    where ${where} order by ${order} limit ${limit}`.execute(db)
  return rows
}

/** The first of each of these, by their application or by whom they are given to. */
export async function firstRoleAssignments(
  { db, tenant }: Pick<Store, 'db' | 'tenant'>,
  ids: readonly string[],
  { side, limit }: { readonly side: 'resourceId' | 'principalId'; readonly limit: number },
): Promise<ReadonlyMap<string, readonly RoleAssignment[]>> {
  const { rows } = await sql<RoleAssignment>`select f.* from ${uuids(ids)} as p(id) cross join lateral (
    select s.* from ${named(tenant)} where s.${sql.ref(side)} = p.id order by s.id limit ${limit}) f`.execute(db)
  return Map.groupBy(rows, (row) => row[side])
}

export async function countRoleAssignments(store: Store, where: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{
    count: number
  }>`select count(*)::int as count from ${named(store.tenant)} where ${where}`.execute(store.db)
  return rows[0]?.count ?? 0
}

/** As the Graph writes them here. */
const written = { user: 'User', group: 'Group', servicePrincipal: 'ServicePrincipal' } as const

/** What an id is that could be assigned; null: nobody that is not deleted has it. */
export async function assignable(store: Pick<Store, 'db' | 'tenant'>, id: string): Promise<Principal | null> {
  const found = await principalById(store, id)
  return found === null ? null : { id: found.id, type: written[found.type] }
}

/** Gives a role of an application; null when it was given already. Throws `Wrong` when a group cannot be assigned (SC-7). */
export async function giveRole(
  store: Store,
  {
    principal,
    resourceId,
    appRoleId,
  }: { readonly principal: Principal; readonly resourceId: string; readonly appRoleId: string },
): Promise<string | null> {
  const { tenant } = store
  return change(store, async (trx) => {
    if (principal.type === 'Group') await mustBeSecurity(trx, tenant, principal.id)
    const made = await trx
      .insertInto('app_role_assignment')
      .values({
        tenant_id: tenant,
        application_id: resourceId,
        principal_type: principal.type,
        principal_id: principal.id,
        app_role_id: appRoleId,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst()
    if (made === undefined) return null
    await touchPrincipal(trx, tenant, principal)
    return made.id
  })
}

/** Takes one assignment away; what a person has through a group stays. */
export async function takeRole(store: Store, { id, principalId, principalType }: RoleAssignment): Promise<void> {
  const { tenant } = store
  await change(store, async (trx) => {
    if (principalType !== 'ServicePrincipal')
      await lockMemberships(trx, tenant, principalType === 'User' ? 'people' : 'groups')
    await trx.deleteFrom('app_role_assignment').where('tenant_id', '=', tenant).where('id', '=', id).execute()
    await touchPrincipal(trx, tenant, { id: principalId, type: principalType })
  })
}

/** Only security groups can be assigned (SC-7). */
async function mustBeSecurity(trx: Db, tenant: string, group: string): Promise<void> {
  await lockMemberships(trx, tenant, 'groups')
  const found = await lookUpGroup({ db: trx, tenant }, group)
  if (found === null) throw new Wrong('notFound', 'This group was deleted just now.')
  if (found.securityEnabled) return
  const name = JSON.stringify(found.displayName)
  throw new Wrong(
    'invalid',
    `${name} is no security group, so it cannot be given an application. usher group set ${name} securityEnabled=true makes it one.`,
  )
}

/** Stamps a person, or a group and everybody in it, at any depth: a job may count them (nestedGroups). */
export async function touchPrincipal(trx: Db, tenant: string, { type, id }: Principal): Promise<void> {
  if (type === 'ServicePrincipal') return
  await touch(trx, tenant, type === 'User' ? uuids([id]) : peopleIn(tenant, id))
  if (type === 'Group') await touch(trx, tenant, uuids([id]), 'Group')
}
