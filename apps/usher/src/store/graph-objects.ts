/** People and groups in one list, by how they belong to somebody or something (graph-api.md 5.1 to 5.5). */
import { sql, type RawBuilder } from 'kysely'
import { uuids } from './bulk.ts'
import type { Store } from './directory.ts'
import { mostCounted, type Asked } from './graph-users.ts'
import { groupsOver, innerGroups } from './memberships.ts'

type Reading = Pick<Store, 'db' | 'tenant'>
type ObjectKind = 'user' | 'group'
export type ObjectRow = { readonly id: string; readonly type: ObjectKind }
/** The ids that belong to an id, as a query of one column. */
type Relation = (tenant: string, id: string) => RawBuilder<unknown>

export const relations = {
  members: (tenant, id) => sql`select member_id from group_member where tenant_id = ${tenant} and group_id = ${id}::uuid`,
  transitiveMembers: (tenant, id) => sql`with recursive inner_group(id) as (${innerGroups(tenant, id)})
    select m.member_id from inner_group i join group_member m on m.tenant_id = ${tenant} and m.group_id = i.id`,
  memberOf: (tenant, id) => sql`select group_id from group_member where tenant_id = ${tenant} and member_id = ${id}::uuid`,
  transitiveMemberOf: (tenant, id) => sql`with recursive above(member_id, group_id) as (${groupsOver(tenant, { name: 'above', ids: sql`(${id}::uuid)`, nested: true })})
    select group_id from above`,
  directReports: (tenant, id) => sql`select id from directory_user where tenant_id = ${tenant} and manager_id = ${id}::uuid and deleted_at is null`,
} as const satisfies Record<string, Relation> // prettier-ignore

/** `o`: id, type and what lists are filtered by, of what is not deleted. `which`: a query of ids. */
const objects = (tenant: string, which: RawBuilder<unknown>) => sql`(
  select u.id, 'user' as type, u.attributes ->> 'displayName' as name, u.attributes ->> 'mail' as mail,
    u.attributes ->> 'mailNickname' as nickname, u.user_principal_name as upn, u.account_enabled as enabled, null::boolean as secure,
    u.created_at from directory_user u where u.tenant_id = ${tenant} and u.deleted_at is null and u.id in (${which})
  union all
  select g.id, 'group', g.display_name, g.mail, g.mail_nickname, null, null, g.security_enabled, g.created_at
  from directory_group g where g.tenant_id = ${tenant} and g.deleted_at is null and g.id in (${which})) as o`

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

/** The ids that are there; ids of one column. */
export const theseIds = (ids: readonly string[]): RawBuilder<unknown> => sql`select id from ${uuids(ids)} as these(id)`

/** Groups that something belongs to at any depth, by id. */
export async function groupsOf(
  { db, tenant }: Reading,
  id: string,
  { securityOnly = false }: { readonly securityOnly?: boolean } = {},
): Promise<readonly string[]> {
  const { rows } = await sql<{
    id: string
  }>`select g.id from directory_group g where g.tenant_id = ${tenant} and g.deleted_at is null
    and (not ${securityOnly} or g.security_enabled) and g.id in (${relations.transitiveMemberOf(tenant, id)}) order by g.id`.execute(
    db,
  )
  return rows.map((row) => row.id)
}
