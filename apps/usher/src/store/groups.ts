import { sql, type Selectable } from 'kysely'
import { uuids } from './bulk.ts'
import { grown } from './statistics.ts'
import { brokenIndex, change, isUuid, membersOf, touch, Wrong, type Store } from './directory.ts'
import type { Tables } from './tables.ts'
import { toUser, type User } from './users.ts'

export type Group = {
  readonly id: string
  readonly displayName: string
  readonly securityEnabled: boolean
  readonly members: number
}

export async function findGroup(store: Store, which: string): Promise<Group> {
  const group = await lookUpGroup(store, which)
  if (group === null) throw new Wrong('notFound', `There is no group "${which}". usher group list shows them.`)
  return group
}

export async function lookUpGroup(store: Store, which: string): Promise<Group | null> {
  const row = await store.db
    .selectFrom('directory_group')
    .selectAll()
    .where('tenant_id', '=', store.tenant)
    .where('deleted_at', 'is', null)
    .where((eb) => (isUuid(which) ? eb('id', '=', which) : eb(sql`lower(display_name)`, '=', which.toLowerCase())))
    .executeTakeFirst()
  return row === undefined ? null : withCount(store, row)
}

export async function listGroups(store: Store): Promise<readonly Group[]> {
  const rows = await store.db
    .selectFrom('directory_group')
    .selectAll()
    .where('tenant_id', '=', store.tenant)
    .where('deleted_at', 'is', null)
    .orderBy(sql`lower(display_name)`)
    .execute()
  return Promise.all(rows.map((row) => withCount(store, row)))
}

export async function createGroup(store: Store, displayName: string): Promise<Group> {
  if (displayName.trim() === '') throw new Wrong('invalid', 'A group needs a name.')
  try {
    const row = await store.db
      .insertInto('directory_group')
      .values({ tenant_id: store.tenant, display_name: displayName.trim() })
      .returningAll()
      .executeTakeFirstOrThrow()
    return await withCount(store, row)
  } catch (error) {
    if (brokenIndex(error) === null) throw error
    throw new Wrong('conflict', `There is a group "${displayName}" already. Choose another name.`)
  }
}

/** Deletes a group; whoever had an application through it loses it. */
export async function deleteGroup(store: Store, which: string): Promise<Group> {
  const group = await findGroup(store, which)
  const { tenant } = store
  await change(store, async (trx) => {
    await touch(trx, tenant, membersOf(tenant, group.id))
    await sql`update directory_group set deleted_at = now() where tenant_id = ${tenant} and id = ${group.id}`.execute(
      trx,
    )
    await sql`delete from app_role_assignment where tenant_id = ${tenant} and principal_id = ${group.id}`.execute(trx)
  })
  return group
}

export async function listMembers(store: Store, which: string, limit: number): Promise<readonly User[]> {
  const group = await findGroup(store, which)
  const rows = await store.db
    .selectFrom('directory_user as u')
    .innerJoin('group_member as m', (join) =>
      join.onRef('m.tenant_id', '=', 'u.tenant_id').onRef('m.member_id', '=', 'u.id'),
    )
    .where('m.tenant_id', '=', store.tenant)
    .where('m.group_id', '=', group.id)
    .where('u.deleted_at', 'is', null)
    .selectAll('u')
    .orderBy(sql`lower(u.user_principal_name)`)
    .limit(limit)
    .execute()
  return rows.map(toUser)
}

/** Adds people, or everybody. Returns how many were not members before; touches only those. */
export async function addMembers(store: Store, which: string, members: readonly string[] | 'all'): Promise<number> {
  const group = await findGroup(store, which)
  const { tenant } = store
  const people =
    members === 'all'
      ? sql`select id from directory_user where tenant_id = ${tenant} and deleted_at is null`
      : sql`select id from directory_user where tenant_id = ${tenant} and id in ${uuids(members)}`
  const count = await change(store, async (trx) => {
    const added = await sql<{ id: string }>`
      insert into group_member (tenant_id, group_id, member_id)
      select ${tenant}::uuid, ${group.id}::uuid, people.id from (${people}) as people on conflict do nothing
      returning member_id as id`.execute(trx)
    await touch(trx, tenant, uuids(added.rows.map((row) => row.id)))
    return added.rows.length
  })
  await grown(store.db, 'group_member', count)
  return count
}

export async function removeMembers(store: Store, which: string, members: readonly string[]): Promise<number> {
  const group = await findGroup(store, which)
  const { tenant } = store
  return change(store, async (trx) => {
    const removed = await sql<{ id: string }>`
      delete from group_member where tenant_id = ${tenant} and group_id = ${group.id} and member_id in ${uuids(members)}
      returning member_id as id`.execute(trx)
    await touch(trx, tenant, uuids(removed.rows.map((row) => row.id)))
    return removed.rows.length
  })
}

async function withCount(store: Store, row: Selectable<Tables['directory_group']>): Promise<Group> {
  const { count } = await store.db
    .selectFrom('group_member')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('tenant_id', '=', store.tenant)
    .where('group_id', '=', row.id)
    .executeTakeFirstOrThrow()
  return { id: row.id, displayName: row.display_name, securityEnabled: row.security_enabled, members: count }
}
