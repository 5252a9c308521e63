import type { Db } from './directory.ts'

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
