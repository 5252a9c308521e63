/** Who comes to a group and who leaves it, one by one or by the hundred thousand. */
import { sql } from 'kysely'
import { keepAdministrator } from './administrators.ts'
import { uuids } from './bulk.ts'
import { change, type Db, type Store } from './directory.ts'
import { findGroup } from './groups.ts'
import { changeMemberships, leaving, lockMemberships } from './memberships.ts'
import { grown } from './statistics.ts'
import { toUser, type User } from './users.ts'

/** The first direct members, people by name and groups by name. */
export async function listMembers(
  { db, tenant }: Store,
  group: string,
  limit: number,
): Promise<{ readonly people: readonly User[]; readonly groups: readonly { id: string; displayName: string }[] }> {
  const people = await db
    .selectFrom('directory_user as u')
    .innerJoin('group_member as m', (join) =>
      join.onRef('m.tenant_id', '=', 'u.tenant_id').onRef('m.member_id', '=', 'u.id'),
    )
    .where('m.tenant_id', '=', tenant)
    .where('m.group_id', '=', group)
    .where('u.deleted_at', 'is', null)
    .selectAll('u')
    .orderBy(sql`lower(u.user_principal_name)`)
    .limit(limit)
    .execute()
  const { rows: groups } = await sql<{ id: string; displayName: string }>`
    select g.id, g.display_name as "displayName" from group_member m
    join directory_group g on g.tenant_id = m.tenant_id and g.id = m.member_id
    where m.tenant_id = ${tenant} and m.group_id = ${group} and m.member_type = 'Group'
    order by lower(g.display_name) limit ${limit}`.execute(db)
  return { people: people.map(toUser), groups }
}

/**
 * Adds people, groups or service principals by their ids, or everybody. Returns how many were not members before; touches only those.
 *
 * Groups may be members of each other in a circle; none is a member of itself. Ids that nobody has add nobody.
 */
export async function addMembers(store: Store, which: string, members: readonly string[] | 'all'): Promise<number> {
  const group = await findGroup(store, which)
  const { tenant } = store
  const candidates =
    members === 'all'
      ? sql`select id, 'User' as type from directory_user where tenant_id = ${tenant} and deleted_at is null`
      : sql`select id, 'User' as type from directory_user where tenant_id = ${tenant} and id in ${uuids(members)}
          union all select id, 'Group' from directory_group
            where tenant_id = ${tenant} and deleted_at is null and id <> ${group.id} and id in ${uuids(members)}
          union all select id, 'ServicePrincipal' from application
            where tenant_id = ${tenant} and deleted_at is null and id in ${uuids(members)}`
  const count = await changing(store, members, (trx) =>
    changeMemberships(
      trx,
      tenant,
      sql`insert into group_member (tenant_id, group_id, member_id, member_type)
        select ${tenant}::uuid, g.id, c.id, c.type from (${candidates}) c
        join directory_group g on g.tenant_id = ${tenant} and g.id = ${group.id} and g.deleted_at is null
        order by c.id on conflict do nothing returning group_id, member_id, member_type`,
    ),
  )
  for (const table of ['group_member', 'membership_change', 'directory_change'] as const)
    await grown(store.db, table, count)
  return count
}

/** Takes members out of a group. Returns how many were members. */
export async function removeMembers(store: Store, which: string, members: readonly string[]): Promise<number> {
  const group = await findGroup(store, which)
  const theirs = sql`tenant_id = ${store.tenant} and group_id = ${group.id} and member_id in ${uuids(members)}`
  return changing(store, members, (trx) => changeMemberships(trx, store.tenant, leaving(theirs)), group.id)
}

/** `left`: a group that they leave. */
async function changing(
  store: Store,
  members: readonly string[] | 'all',
  work: (trx: Db) => Promise<number>,
  left?: string,
): Promise<number> {
  const groups = members !== 'all' && (await someGroup(store, members))
  return change(store, (trx) =>
    keepAdministrator(trx, store.tenant, left === undefined ? [] : [left], async () => {
      await lockMemberships(trx, store.tenant, groups ? 'groups' : 'people')
      return work(trx)
    }),
  )
}

async function someGroup({ db, tenant }: Store, ids: readonly string[]): Promise<boolean> {
  const { rows } = await sql`
    select from directory_group where tenant_id = ${tenant} and id in ${uuids(ids)} limit 1`.execute(db)
  return rows.length > 0
}
