/** Leaving the directory: soft delete, restore within 30 days, delete for good. */
import { sql } from 'kysely'
import { keepAdministrator } from './administrators.ts'
import { uuids } from './bulk.ts'
import { brokenIndex, change, touch, Wrong, type Store } from './directory.ts'
import { changeMemberships, leaving, lockMemberships } from './memberships.ts'
import { findUser, toUser, type User } from './users.ts'

/** Deletes softly: the person is kept for 30 days and can be restored. */
export async function deleteUser(store: Store, who: string): Promise<User> {
  const user = await findUser(store, who, 'live')
  return mark(store, user, new Date().toISOString())
}

/** `name`: the userPrincipalName that they have from now on. Throws `Wrong` (conflict) when somebody else has it. */
export async function restoreUser(store: Store, who: string, name?: string): Promise<User> {
  const user = await findUser(store, who, 'deleted')
  try {
    return await mark(store, { ...user, userPrincipalName: name ?? user.userPrincipalName }, null)
  } catch (error) {
    if (brokenIndex(error) === null) throw error
    throw new Wrong('conflict', `${user.userPrincipalName} was given to somebody else meanwhile; change theirs first.`)
  }
}

/** Deletes for good a person who was deleted softly before. */
export async function purgeUser(store: Store, who: string): Promise<User> {
  const user = await findUser(store, who, 'deleted')
  await purge(store, [user.id])
  return user
}

/** Deletes for good whoever was deleted softly before `instant`. Returns how many. */
export async function purgeExpired(store: Store, instant: string): Promise<number> {
  const rows = await store.db
    .selectFrom('directory_user')
    .select('id')
    .where('tenant_id', '=', store.tenant)
    .where('deleted_at', '<', instant)
    .limit(1000)
    .execute()
  if (rows.length > 0)
    await purge(
      store,
      rows.map((row) => row.id),
    )
  return rows.length
}

/** Rows that are about a person, and the column that says whom. */
const theirs = [
  ['kept_member', 'member_id'],
  ['owner', 'owner_id'],
  ['role_assignment', 'principal_id'],
  ['oauth2_permission_grant', 'principal_id'],
  ['property_change', 'object_id'],
] as const

async function purge(store: Store, ids: readonly string[]): Promise<void> {
  const { tenant } = store
  await change(store, async (trx) => {
    await lockMemberships(trx, tenant, 'people')
    // Whoever they managed has no manager now, so those people are looked at again too.
    const concerned = sql`(select id from directory_user where tenant_id = ${tenant} and (id in ${uuids(ids)} or manager_id in ${uuids(ids)}))`
    await touch(trx, tenant, concerned)
    await sql`update directory_user set manager_id = null where tenant_id = ${tenant} and manager_id in ${uuids(ids)}`.execute(
      trx,
    )
    await changeMemberships(trx, tenant, leaving(sql`tenant_id = ${tenant} and member_id in ${uuids(ids)}`))
    await sql`delete from app_role_assignment where tenant_id = ${tenant} and principal_id in ${uuids(ids)}`.execute(
      trx,
    )
    for (const [table, column] of theirs)
      await sql`delete from ${sql.table(table)} where tenant_id = ${tenant} and ${sql.ref(column)} in ${uuids(ids)}`.execute(
        trx,
      )
    await sql`delete from directory_user where tenant_id = ${tenant} and id in ${uuids(ids)}`.execute(trx)
  })
}

async function mark(store: Store, user: User, deletedAt: string | null): Promise<User> {
  return change(store, async (trx) => {
    const write = () =>
      trx
        .updateTable('directory_user')
        .set({ deleted_at: deletedAt, ...(deletedAt === null && { user_principal_name: user.userPrincipalName }) })
        .where('tenant_id', '=', store.tenant)
        .where('id', '=', user.id)
        .returningAll()
        .executeTakeFirstOrThrow()
    const row = await keepAdministrator(trx, store.tenant, [user.id], write)
    await touch(trx, store.tenant, uuids([user.id]))
    // Whoever reads memberships learns that this one ends, or begins anew.
    await touch(trx, store.tenant, uuids([user.id]), 'UserLife')
    return toUser(row)
  })
}
