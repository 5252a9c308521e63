import { sql } from 'kysely'
import { type Db, touch } from './directory.ts'

/** Stamps both sides of a client as changed by this transaction: its registration and its service principal. */
export async function touchClient(trx: Db, tenant: string, appId: string): Promise<void> {
  const its = (table: string) =>
    sql`(select id from ${sql.table(table)} where tenant_id = ${tenant} and app_id = ${appId})`
  await touch(trx, tenant, its('app_registration'), 'Application')
  await touch(trx, tenant, its('application'), 'ServicePrincipal')
}
