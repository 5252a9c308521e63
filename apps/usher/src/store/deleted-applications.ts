/** The end of applications: soft delete, restore within 30 days, delete for good. Accounts in the application are left alone. */
import { sql } from 'kysely'
import { uuids } from './bulk.ts'
import { brokenIndex, change, touch, Wrong, type Db, type Store } from './directory.ts'
import { removeJob } from './jobs.ts'
import { changeMemberships, leaving, lockMemberships } from './memberships.ts'
import { touchClient } from './touch-client.ts'

export type ApplicationKind = 'application' | 'servicePrincipal'
type Ref = { readonly kind: ApplicationKind; readonly id: string }

const tables = { application: 'app_registration', servicePrincipal: 'application' } as const

/** Jobs that end with a service principal, by id. */
export async function jobsOfDeleted(
  { db, tenant }: Pick<Store, 'db' | 'tenant'>,
  { kind, id }: Ref,
): Promise<readonly string[]> {
  const { rows } = await sql<{
    id: string
  }>`select j.id from job j join application a on a.tenant_id = j.tenant_id and a.id = j.application_id
    left join app_registration r on r.tenant_id = a.tenant_id and r.app_id = a.app_id
    where j.tenant_id = ${tenant} and ${kind === 'application' ? sql`r.id` : sql`a.id`} = ${id}`.execute(db)
  return rows.map((row) => row.id)
}

/** Deletes softly; a registration takes its service principal along. The jobs must be paused before. */
export async function softDelete(store: Store, { kind, id }: Ref): Promise<void> {
  const { tenant } = store
  const at = new Date().toISOString()
  await change(store, async (trx) => {
    await touchLives(trx, tenant, { kind, id })
    if (kind === 'application')
      await sql`update application a set deleted_at = ${at} from app_registration r where r.tenant_id = ${tenant} and r.id = ${id}
        and a.tenant_id = ${tenant} and a.app_id = r.app_id and a.deleted_at is null`.execute(trx)
    await sql`update ${sql.table(tables[kind])} set deleted_at = ${at}
      where tenant_id = ${tenant} and id = ${id} and deleted_at is null`.execute(trx)
  })
}

/** True when it was deleted softly and is there again, a registration with what was deleted with it. */
export async function restoreDeleted(store: Store, { kind, id }: Ref): Promise<boolean> {
  const { tenant } = store
  const work = change(store, async (trx) => {
    await touchLives(trx, tenant, { kind, id })
    if (kind === 'application')
      await sql`update application a set deleted_at = null from app_registration r where r.tenant_id = ${tenant} and r.id = ${id}
        and a.tenant_id = ${tenant} and a.app_id = r.app_id and a.deleted_at = r.deleted_at`.execute(trx)
    const { rows } = await sql`update ${sql.table(tables[kind])} set deleted_at = null
      where tenant_id = ${tenant} and id = ${id} and deleted_at is not null returning id`.execute(trx)
    return rows.length > 0
  })
  try {
    return await work
  } catch (error) {
    if (brokenIndex(error) === null) throw error
    throw new Wrong('conflict', 'Its uniqueName was given to another application meanwhile; change that one first.')
  }
}

/** Deletes for good what was deleted softly before. Throws `Wrong` (notFound) when nothing was. */
export async function purgeDeleted(store: Store, { kind, id }: Ref): Promise<void> {
  const { db, tenant } = store
  const { rows } = await sql<{ appId: string }>`select app_id as "appId" from ${sql.table(tables[kind])}
    where tenant_id = ${tenant} and id = ${id} and deleted_at is not null`.execute(db)
  const [found] = rows
  if (found === undefined) throw new Wrong('notFound', `Nothing that was deleted has the id '${id}'.`)
  for (const job of await jobsOfDeleted(store, { kind, id })) await removeJob(store, job)
  await change(store, async (trx) => {
    await lockMemberships(trx, tenant, 'people')
    await touchClient(trx, tenant, found.appId)
    const { rows: gone } = await sql<{ id: string }>`delete from application
      where tenant_id = ${tenant} and ${kind === 'application' ? sql`app_id = ${found.appId}` : sql`id = ${id}`} returning id`.execute(
      trx,
    )
    for (const one of gone) await forgetServicePrincipal(trx, tenant, one.id)
    if (kind !== 'application') return
    await sql`delete from app_registration where tenant_id = ${tenant} and id = ${id}`.execute(trx)
    await sql`delete from client_credential where tenant_id = ${tenant} and app_id = ${found.appId}`.execute(trx)
    await sql`delete from app_logo where tenant_id = ${tenant} and app_id = ${found.appId}`.execute(trx)
    await sql`delete from owner where tenant_id = ${tenant} and owned_type = 'application' and owned_id = ${id}`.execute(
      trx,
    )
  })
}

/** A delta of groups tells then which members are there. */
async function touchLives(trx: Db, tenant: string, { kind, id }: Ref): Promise<void> {
  const theirs =
    kind === 'servicePrincipal'
      ? uuids([id])
      : sql`(select a.id from application a
    join app_registration r on r.tenant_id = a.tenant_id and r.app_id = a.app_id where r.tenant_id = ${tenant} and r.id = ${id})`
  await touch(trx, tenant, theirs, 'UserLife')
}

async function forgetServicePrincipal(trx: Db, tenant: string, id: string): Promise<void> {
  await changeMemberships(trx, tenant, leaving(sql`tenant_id = ${tenant} and member_id = ${id}`))
  await sql`delete from kept_member where tenant_id = ${tenant} and member_id = ${id}`.execute(trx)
  await sql`delete from app_role_assignment where tenant_id = ${tenant} and (application_id = ${id} or principal_id = ${id})`.execute(
    trx,
  )
  await sql`delete from owner where tenant_id = ${tenant} and (owned_id = ${id} or owner_id = ${id})`.execute(trx)
  await sql`delete from role_assignment where tenant_id = ${tenant} and principal_id = ${id}`.execute(trx)
  await sql`delete from oauth2_permission_grant where tenant_id = ${tenant} and (client_id = ${id} or resource_id = ${id})`.execute(
    trx,
  )
}

/** Deletes for good what was deleted softly before `instant`. Returns how many. */
export async function purgeExpiredApplications(store: Store, instant: string): Promise<number> {
  const { rows } = await sql<Ref>`
    select 'application' as kind, id from app_registration where tenant_id = ${store.tenant} and deleted_at < ${instant}
    union all
    select 'servicePrincipal', a.id from application a where a.tenant_id = ${store.tenant} and a.deleted_at < ${instant}
      and not exists (select from app_registration r where r.tenant_id = a.tenant_id and r.app_id = a.app_id and r.deleted_at < ${instant})
    limit 100`.execute(store.db)
  for (const one of rows) await purgeDeleted(store, one)
  return rows.length
}
