import { sql } from 'kysely'
import type { Db, Store } from './directory.ts'

export type Tenant = {
  readonly displayName: string
  /** What DefaultDomain() gives. */
  readonly defaultDomain: string
  /** In which days begin and end: an IANA name, like Europe/Berlin. */
  readonly timeZone: string
}

export async function readTenant({ db, tenant }: Store): Promise<Tenant> {
  const row = await db.selectFrom('tenant').selectAll().where('tenant_id', '=', tenant).executeTakeFirstOrThrow()
  return { displayName: row.display_name, defaultDomain: row.default_domain, timeZone: row.time_zone }
}

/** Changes what is given. A change may concern everybody, so every job begins again with its next cycle. */
export async function saveTenant({ db, tenant }: Store, change: Partial<Tenant>): Promise<Tenant> {
  const { displayName, defaultDomain, timeZone } = change
  const row = await db.transaction().execute(async (trx) => {
    await trx
      .updateTable('job')
      .set({ watermark: null, schema_version: sql`schema_version + 1` })
      .where('tenant_id', '=', tenant)
      .execute()
    return trx
      .updateTable('tenant')
      .set({
        ...(displayName !== undefined && { display_name: displayName }),
        ...(defaultDomain !== undefined && { default_domain: defaultDomain }),
        ...(timeZone !== undefined && { time_zone: timeZone }),
      })
      .where('tenant_id', '=', tenant)
      .returningAll()
      .executeTakeFirstOrThrow()
  })
  return { displayName: row.display_name, defaultDomain: row.default_domain, timeZone: row.time_zone }
}

/** The directory of this store; made at the first start. */
export async function ensureTenant(db: Db): Promise<{ readonly tenant: string; readonly made: boolean }> {
  const found = await db.selectFrom('tenant').select('tenant_id').orderBy('created_at').executeTakeFirst()
  if (found !== undefined) return { tenant: found.tenant_id, made: false }
  const row = await db
    .insertInto('tenant')
    .values({ display_name: 'Usher', default_domain: 'contoso.example' })
    .returning('tenant_id')
    .executeTakeFirstOrThrow()
  return { tenant: row.tenant_id, made: true }
}
