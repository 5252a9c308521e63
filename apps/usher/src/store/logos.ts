import type { Store } from './directory.ts'

export type Logo = { readonly type: string; readonly data: Buffer }

export async function logoOf({ db, tenant }: Store, appId: string): Promise<Logo | null> {
  const row = await db
    .selectFrom('app_logo')
    .select(['media_type', 'data'])
    .where('tenant_id', '=', tenant)
    .where('app_id', '=', appId)
    .executeTakeFirst()
  return row === undefined ? null : { type: row.media_type, data: Buffer.from(row.data) }
}

export async function saveLogo({ db, tenant }: Store, appId: string, { type, data }: Logo): Promise<void> {
  await db
    .insertInto('app_logo')
    .values({ tenant_id: tenant, app_id: appId, media_type: type, data })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'app_id']).doUpdateSet({ media_type: type, data }))
    .execute()
}
