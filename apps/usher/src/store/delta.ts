/**
 * What of the directory changed since a mark of its feed (graph-api.md 5.6), in pages.
 *
 * A change belongs to a round when nobody could see it at the mark before. The mark of the next round is taken before the
 * first page is read, so what commits meanwhile is in this round, in the next one, or in both; never in none.
 */
import { sql, type RawBuilder } from 'kysely'
import type { Mark } from '../connectors/directory/feed.ts'
import { uuids } from './bulk.ts'
import type { ChangeType, Store } from './directory.ts'
import type { MemberType } from './tables.ts'

type Reading = Pick<Store, 'db' | 'tenant'>
export type Place = { readonly xid: string; readonly id: string }
/** `isNew`: made since then. */
export type Changed = Place & { readonly isNew: boolean }
type EdgePlace = { readonly xid: string; readonly group: string; readonly member: string }
export type Edge = {
  readonly group: string
  readonly member: string
  readonly type: MemberType
  /** Whether the member is in the group now, and neither was deleted. */
  readonly is: boolean
}
/** `only`: these objects, or all. */
type Page = { readonly since: Mark; readonly only: readonly string[] | null; readonly limit: number }

const unseen = (xid: RawBuilder<unknown>, { xmin, snapshot = `${xmin}:${xmin}:` }: Mark): RawBuilder<boolean> =>
  sql<boolean>`${xid} >= ${xmin}::text::xid8 and not pg_visible_in_snapshot(${xid}, ${snapshot}::text::pg_snapshot)`
const among = (id: RawBuilder<unknown>, only: readonly string[] | null): RawBuilder<boolean> =>
  only === null ? sql<boolean>`true` : sql<boolean>`${id} in ${uuids(only)}`

export async function changedSince(
  { db, tenant }: Reading,
  type: ChangeType,
  { since, only, limit, after }: Page & { readonly after: Place },
): Promise<readonly Changed[]> {
  const { rows } =
    await sql<Changed>`select c.xid::text as xid, c.object_id as id, ${unseen(sql`c.born`, since)} as "isNew" from directory_change c
    where c.tenant_id = ${tenant} and c.object_type = ${type} and ${unseen(sql`c.xid`, since)} and ${among(sql`c.object_id`, only)}
      and (c.xid, c.object_id) > (${after.xid}::text::xid8, ${after.id}::uuid)
    order by c.xid, c.object_id limit ${limit}`.execute(db)
  return rows
}

/** Names of the columns and attributes of these objects that changed; `manager/ID` for a manager of before. */
export async function propertiesSince(
  { db, tenant }: Reading,
  ids: readonly string[],
  since: Mark,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql<{ id: string; names: readonly string[] }>`
    select object_id as id, array_agg(name) as names from property_change
    where tenant_id = ${tenant} and object_id in ${uuids(ids)} and ${unseen(sql`xid`, since)} group by object_id`.execute(
    db,
  )
  return new Map(rows.map(({ id, names }) => [id, names]))
}

const isThere = (tenant: string) => sql`(
  exists (select from group_member m where m.tenant_id = ${tenant} and m.group_id = e.group_id and m.member_id = e.member_id)
  and case e.member_type when 'User'
    then exists (select from directory_user u where u.tenant_id = ${tenant} and u.id = e.member_id and u.deleted_at is null)
    when 'ServicePrincipal'
    then exists (select from application a where a.tenant_id = ${tenant} and a.id = e.member_id and a.deleted_at is null)
    else exists (select from directory_group g where g.tenant_id = ${tenant} and g.id = e.member_id and g.deleted_at is null) end)`

/** Direct memberships that began or ended. */
export async function edgesSince(
  { db, tenant }: Reading,
  { since, only, limit, after }: Page & { readonly after: EdgePlace },
): Promise<readonly (Edge & { readonly xid: string })[]> {
  const { rows } = await sql<Edge & { xid: string }>`
    select e.xid::text as xid, e.group_id as "group", e.member_id as member, e.member_type as type, ${isThere(tenant)} as is
    from membership_change e
    where e.tenant_id = ${tenant} and not e.nested and ${unseen(sql`e.xid`, since)} and ${among(sql`e.group_id`, only)}
      and (e.xid, e.group_id, e.member_id) > (${after.xid}::text::xid8, ${after.group}::uuid, ${after.member}::uuid)
    order by e.xid, e.group_id, e.member_id limit ${limit}`.execute(db)
  return rows
}

/** The direct memberships of people and service principals that were deleted or restored. */
export async function edgesOfLives(
  { db, tenant }: Reading,
  ids: readonly string[],
  only: readonly string[] | null,
): Promise<readonly Edge[]> {
  const { rows } = await sql<Edge>`
    select e.group_id as "group", e.member_id as member, e.member_type as type, ${isThere(tenant)} as is from group_member e
    where e.tenant_id = ${tenant} and e.member_id in ${uuids(ids)} and ${among(sql`e.group_id`, only)}
    order by e.group_id, e.member_id`.execute(db)
  return rows
}

/** Who is in these groups, behind this place, of whoever is not deleted. */
export async function edgesOfGroups(
  { db, tenant }: Reading,
  groups: readonly string[],
  { after, limit }: { readonly after: Pick<EdgePlace, 'group' | 'member'>; readonly limit: number },
): Promise<readonly Edge[]> {
  const { rows } = await sql<Edge>`
    select e.group_id as "group", e.member_id as member, e.member_type as type, true as is from group_member e
    where e.tenant_id = ${tenant} and e.group_id in ${uuids(groups)} and ${isThere(tenant)}
      and (e.group_id, e.member_id) > (${after.group}::uuid, ${after.member}::uuid)
    order by e.group_id, e.member_id limit ${limit}`.execute(db)
  return rows
}
