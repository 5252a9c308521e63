/** The end of a group: soft delete, restore within 30 days with all that it had, delete for good. */
import { sql } from 'kysely'
import { keepAdministrator } from './administrators.ts'
import { uuids } from './bulk.ts'
import { change, touch, Wrong, type Db, type Store } from './directory.ts'
import { findGroup, type Group } from './groups.ts'
import { changeMemberships, leaving, lockMemberships, peopleIn } from './memberships.ts'

/** Deletes softly: whoever had an application through it loses it at once; it can be restored for 30 days. */
export async function deleteGroup(store: Store, which: string): Promise<Group> {
  const group = await findGroup(store, which)
  const { tenant } = store
  const end = async (trx: Db): Promise<void> => {
    await lockMemberships(trx, tenant, 'groups')
    const its = sql`tenant_id = ${tenant} and (group_id = ${group.id} or member_id = ${group.id})`
    await sql`insert into kept_member (tenant_id, deleted_id, group_id, member_id, member_type)
      select tenant_id, ${group.id}::uuid, group_id, member_id, member_type from group_member where ${its} on conflict do nothing`.execute(
      trx,
    )
    await changeMemberships(trx, tenant, leaving(its))
    await touch(trx, tenant, uuids([group.id]), 'Group')
    await sql`update directory_group set deleted_at = now() where tenant_id = ${tenant} and id = ${group.id}`.execute(
      trx,
    )
    await sql`with gone as (delete from app_role_assignment where tenant_id = ${tenant} and principal_id = ${group.id} returning *)
      insert into kept_assignment (tenant_id, id, application_id, principal_id, app_role_id, created_at)
      select tenant_id, id, application_id, principal_id, app_role_id, created_at from gone on conflict do nothing`.execute(
      trx,
    )
  }
  await change(store, (trx) => keepAdministrator(trx, tenant, [group.id], () => end(trx)))
  return group
}

/** Brings back a softly deleted group with its members, where it was one, and its assignments. Throws `Wrong` (notFound). */
export async function restoreGroup(store: Store, id: string): Promise<Group> {
  const { tenant } = store
  await change(store, async (trx) => {
    await lockMemberships(trx, tenant, 'groups')
    const restored = await sql`update directory_group set deleted_at = null
      where tenant_id = ${tenant} and id = ${id} and deleted_at is not null`.execute(trx)
    if (restored.numAffectedRows === 0n) throw new Wrong('notFound', `No group that was deleted has the id '${id}'.`)
    await bringMembersBack(trx, tenant, id)
    await sql`with back as (delete from kept_assignment where tenant_id = ${tenant} and principal_id = ${id} returning *)
      insert into app_role_assignment (tenant_id, id, application_id, principal_type, principal_id, app_role_id, created_at)
      select b.tenant_id, b.id, b.application_id, 'Group', b.principal_id, b.app_role_id, b.created_at from back b
      join application a on a.tenant_id = b.tenant_id and a.id = b.application_id on conflict do nothing`.execute(trx)
    await touch(trx, tenant, peopleIn(tenant, id))
    await touch(trx, tenant, uuids([id]), 'Group')
  })
  return findGroup(store, id)
}

/** A membership with a group that is deleted still comes back with that one. */
async function bringMembersBack(trx: Db, tenant: string, id: string): Promise<void> {
  const other = sql`case when k.group_id = ${id}::uuid then k.member_id else k.group_id end`
  await sql`update kept_member k set deleted_id = ${other} from directory_group g
    where k.tenant_id = ${tenant} and k.deleted_id = ${id} and g.tenant_id = k.tenant_id and g.id = ${other} and g.deleted_at is not null`.execute(
    trx,
  )
  await changeMemberships(
    trx,
    tenant,
    sql`insert into group_member (tenant_id, group_id, member_id, member_type)
      select k.tenant_id, k.group_id, k.member_id, k.member_type from kept_member k
      where k.tenant_id = ${tenant} and k.deleted_id = ${id} order by k.member_id
      on conflict do nothing returning group_id, member_id, member_type`,
  )
  await sql`delete from kept_member where tenant_id = ${tenant} and deleted_id = ${id}`.execute(trx)
}

/** Deletes for good groups that were deleted softly before. */
export async function purgeGroups(store: Store, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const { tenant } = store
  await change(store, async (trx) => {
    const { rows } = await sql<{ id: string }>`delete from directory_group
      where tenant_id = ${tenant} and id in ${uuids(ids)} and deleted_at is not null returning id`.execute(trx)
    const gone = uuids(rows.map(({ id }) => id))
    await touch(trx, tenant, gone, 'Group')
    const theirs = (column: string) => sql`tenant_id = ${tenant} and ${sql.ref(column)} in ${gone}`
    await sql`delete from kept_member where ${theirs('group_id')} or ${theirs('member_id')}`.execute(trx)
    await sql`delete from kept_assignment where ${theirs('principal_id')}`.execute(trx)
    await sql`delete from owner where ${theirs('owned_id')} and owned_type = 'group'`.execute(trx)
    await sql`delete from role_assignment where ${theirs('principal_id')}`.execute(trx)
    await sql`delete from property_change where ${theirs('object_id')}`.execute(trx)
  })
}

/** Deletes for good whatever was deleted softly before `instant`. Returns how many. */
export async function purgeExpiredGroups(store: Store, instant: string): Promise<number> {
  const rows = await store.db
    .selectFrom('directory_group')
    .select('id')
    .where('tenant_id', '=', store.tenant)
    .where('deleted_at', '<', instant)
    .limit(1000)
    .execute()
  await purgeGroups(
    store,
    rows.map(({ id }) => id),
  )
  return rows.length
}
