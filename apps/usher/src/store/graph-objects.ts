/** People, groups, service principals and directory roles in one list, by how they belong to somebody or something (graph-api.md 5.1 to 5.5). */
import { sql, type RawBuilder } from 'kysely'
import { roles } from '../graph/access/roles.ts'
import { uuids } from './bulk.ts'
import type { Store } from './directory.ts'
import { mostCounted, type Asked } from './graph-users.ts'
import { groupsOver, innerGroups } from './memberships.ts'

type Reading = Pick<Store, 'db' | 'tenant'>
type ObjectKind = 'user' | 'group' | 'servicePrincipal' | 'directoryRole'
export type ObjectRow = { readonly id: string; readonly type: ObjectKind }
/** The ids that belong to an id, as a query of one column. */
export type Relation = (tenant: string, id: string | RawBuilder<unknown>) => RawBuilder<unknown>

export const relations = {
  members: (tenant, id) => sql`select member_id from group_member where tenant_id = ${tenant} and group_id = ${id}::uuid`,
  transitiveMembers: (tenant, id) => sql`with recursive inner_group(id) as (${innerGroups(tenant, id)})
    select m.member_id from inner_group i join group_member m on m.tenant_id = ${tenant} and m.group_id = i.id`,
  memberOf: (tenant, id) => sql`select group_id from group_member where tenant_id = ${tenant} and member_id = ${id}::uuid`,
  transitiveMemberOf: (tenant, id) => sql`with recursive above(member_id, group_id) as (${groupsOver(tenant, { name: 'above', ids: sql`(${id}::uuid)`, nested: true })})
    select group_id from above`,
  directReports: (tenant, id) => sql`select id from directory_user where tenant_id = ${tenant} and manager_id = ${id}::uuid and deleted_at is null`,
} as const satisfies Record<string, Relation> // prettier-ignore

/** Directory roles that one has oneself, or by a group that has them; those count for whoever is in it directly. */
export const rolesIn = {
  memberOf: (tenant, id) => sql`select role_id from role_assignment where tenant_id = ${tenant} and principal_id = ${id}::uuid`,
  transitiveMemberOf: (tenant, id) => sql`select role_id from role_assignment where tenant_id = ${tenant} and (principal_id = ${id}::uuid
    or principal_id in (select group_id from group_member where tenant_id = ${tenant} and member_id = ${id}::uuid))`,
} as const satisfies Record<string, Relation> // prettier-ignore
const roleNames = sql.join(roles.map(({ id, displayName }) => sql`(${id}::uuid, ${displayName})`))

/** `o`: id, type and what lists are filtered by, of what is not deleted. `which`: a query of ids. */
const objects = (tenant: string, which: RawBuilder<unknown>) => sql`(
  select u.id, 'user' as type, u.attributes ->> 'displayName' as name, u.attributes ->> 'mail' as mail,
    u.attributes ->> 'mailNickname' as nickname, u.user_principal_name as upn, u.account_enabled as enabled, null::boolean as secure,
    u.created_at from directory_user u where u.tenant_id = ${tenant} and u.deleted_at is null and u.id in (${which})
  union all
  select g.id, 'group', g.display_name, g.mail, g.mail_nickname, null, null, g.security_enabled, g.created_at
  from directory_group g where g.tenant_id = ${tenant} and g.deleted_at is null and g.id in (${which})
  union all
  select a.id, 'servicePrincipal', a.display_name, null, null, null, null, null, a.created_at
  from application a where a.tenant_id = ${tenant} and a.deleted_at is null and a.id in (${which})
  union all
  select r.id, 'directoryRole', r.name, null, null, null, null, null, null from (values ${roleNames}) as r(id, name) where r.id in (${which})) as o`

export async function objectRows(
  { db, tenant }: Reading,
  which: RawBuilder<unknown>,
  { where, order = sql`o.id`, limit = 1000 }: Asked,
  key: RawBuilder<string> = sql<string>`''`,
): Promise<readonly (ObjectRow & { readonly key: string })[]> {
  const { rows } = await sql<ObjectRow & { key: string }>`select o.id, o.type, ${key} as key
    from ${objects(tenant, which)} where ${where} order by ${order} limit ${limit}`.execute(db)
  return rows
}

export async function countObjectsIn(
  { db, tenant }: Reading,
  which: RawBuilder<unknown>,
  where: RawBuilder<unknown>,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count
    from (select from ${objects(tenant, which)} where ${where} limit ${mostCounted}) counted`.execute(db)
  return rows[0]?.count ?? 0
}

/** The first of each of these, by id, of what is not deleted: one question for a page, however many it has. */
export async function firstRelated(
  { db, tenant }: Reading,
  ids: readonly string[],
  { relation, limit }: { readonly relation: Relation; readonly limit: number },
): Promise<ReadonlyMap<string, readonly string[]>> {
  const there = (table: string) =>
    sql`exists (select from ${sql.table(table)} t where t.tenant_id = ${tenant} and t.id = w.id and t.deleted_at is null)`
  const isRole = sql`w.id in ${uuids(roles.map(({ id }) => id))}`
  const { rows } = await sql<{ of: string; ids: readonly string[] }>`
    select p.id as of, array_agg(f.id order by f.id) as ids from ${uuids(ids)} as p(id) cross join lateral (
      select distinct w.id from (${relation(tenant, sql`p.id`)}) as w(id)
      where ${there('directory_user')} or ${there('directory_group')} or ${there('application')} or ${isRole}
      order by w.id limit ${limit}) f group by p.id`.execute(db)
  return new Map(rows.map((row) => [row.of, row.ids]))
}

/** The ids that are there; ids of one column. */
export const theseIds = (ids: readonly string[]): RawBuilder<unknown> => sql`select id from ${uuids(ids)} as these(id)`

/** Groups that something belongs to at any depth, or directly, by id. */
export async function groupsOf(
  { db, tenant }: Reading,
  id: string,
  { securityOnly = false, direct = false }: { readonly securityOnly?: boolean; readonly direct?: boolean } = {},
): Promise<readonly string[]> {
  const { rows } = await sql<{
    id: string
  }>`select g.id from directory_group g where g.tenant_id = ${tenant} and g.deleted_at is null
    and (not ${securityOnly} or g.security_enabled) and g.id in (${relations[direct ? 'memberOf' : 'transitiveMemberOf'](tenant, id)}) order by g.id`.execute(
    db,
  )
  return rows.map((row) => row.id)
}
