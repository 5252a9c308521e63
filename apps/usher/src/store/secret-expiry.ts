import type { Instant } from '@usher/engine'
import { sql } from 'kysely'
import { announce, type Announcement } from './announcements.ts'
import type { Store } from './directory.ts'

export type Expiring = { readonly job: string; readonly applicationId: string; readonly application: string; readonly expiresOn: string } // prettier-ignore

/** Every job whose administrator said when its secret expires. */
export async function expiringSecrets({ db, tenant }: Store): Promise<readonly Expiring[]> {
  const { rows } = await sql<Expiring>`
    select j.id as job, a.id as "applicationId", a.display_name as application, j.settings ->> 'secretExpiresOn' as "expiresOn"
    from job j join application a on a.tenant_id = j.tenant_id and a.id = j.application_id
    where j.tenant_id = ${tenant} and j.settings ->> 'secretExpiresOn' is not null`.execute(db)
  return rows
}

/** Announces one warning about one secret, once, whoever else does so too. */
export async function announceExpiry(
  { db, ...store }: Store,
  { job, applicationId, expiresOn }: Expiring,
  { at, warning, facts }: { readonly at: Instant; readonly warning: number; readonly facts: Announcement['facts'] },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`select from job where tenant_id = ${store.tenant} and id = ${job} for update`.execute(trx)
    const { rows } = await sql`
      select from announcement where tenant_id = ${store.tenant} and kind = 'secretExpires' and job_id = ${job}
        and facts ->> 'expiresOn' = ${expiresOn} and (facts ->> 'warning')::int = ${warning}`.execute(trx)
    if (rows.length > 0) return
    await announce({ ...store, db: trx }, at, { kind: 'secretExpires', application: applicationId, job, facts })
  })
}
