import { sql, type RawBuilder } from 'kysely'
import type { Db } from './directory.ts'

/**
 * Makes the next cycle of these jobs an initial one, after the one that may be running (CY-22).
 *
 * What decides about everybody has changed, so everybody is looked at again. A cycle that began before cannot move the
 * watermark: it was not made by these rules. `which`: a condition on the rows of `job`.
 */
export async function beginAnew(trx: Db, tenant: string, which: RawBuilder<unknown> = sql`true`): Promise<void> {
  await sql`update job set watermark = null, schema_version = schema_version + 1, next_run = now()
    where tenant_id = ${tenant} and ${which}`.execute(trx)
}
