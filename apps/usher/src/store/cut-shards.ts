/** What is left of an initial cycle becomes shards, and their end becomes its checkpoint. */
import { emptySummary, together, type Brief, type Checkpoint, type Rest, type ShardDone } from '@usher/engine'
import { sql } from 'kysely'
import { rows, storable } from './bulk.ts'
import type { Db, Store } from './directory.ts'
import { fence, type Lease } from './fence.ts'

/** What stands in a job while others take a part in its cycle. `cycle`: of the lines in the log. `schemaVersion`: what it began with. */
export type Shared = { readonly cycle: string; readonly schemaVersion: number; readonly brief: Brief }
type Own = Pick<Lease, 'job' | 'lease' | 'schemaVersion'>

/** Shards of about this many, so that all processes come to an end together. */
const parts = 32
const least = 200
const most = 5000

export function sizeOf(left: number): number {
  return Math.min(most, Math.max(least, Math.ceil(left / parts)))
}

/** Cuts what is left, unless that was done before, and lets others take shards. */
export async function share({ db, tenant }: Store, own: Own, shared: Shared, rest: Rest): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await fence(trx, tenant, own)
    const isCut = rest.cut && (await isThere(trx, tenant, own.job))
    if (!isCut) await cut(trx, tenant, own, rest)
    await sql`update job set shared = ${storable(shared)}::text::jsonb
      where tenant_id = ${tenant} and id = ${own.job}`.execute(trx)
  })
}

async function isThere(trx: Db, tenant: string, job: string): Promise<boolean> {
  const { rows: found } = await sql`
    select from shard where tenant_id = ${tenant} and job_id = ${job} limit 1`.execute(trx)
  return found.length > 0
}

async function cut(trx: Db, tenant: string, own: Own, { brief: { type }, ...rest }: Rest): Promise<void> {
  const { job } = own
  const size = sizeOf(rest.left)
  await sql`delete from shard where tenant_id = ${tenant} and job_id = ${job}`.execute(trx)
  const { rows: made } = await sql<{ number: number; from: string; to: string }>`
    with numbered as (
      select object_id::text as id, row_number() over (order by object_id) as n, count(*) over () as total from directory_change
      where tenant_id = ${tenant} and object_type = ${type} and object_id > ${rest.from}::uuid)
    insert into shard (tenant_id, job_id, number, object_type, after_id, to_id, size)
    select ${tenant}::uuid, ${job}, row_number() over (order by n), ${type}, lag(id, 1, ${rest.from}) over (order by n), id,
      n - lag(n, 1, 0) over (order by n)
    from numbered where n % ${size} = 0 or n = total
    returning number, after_id as "from", to_id as "to"`.execute(trx)
  const without = made.map(({ number, from, to }) => ({
    number,
    ids: rest.without.filter((id) => id > from && id <= to),
  }))
  await sql`update shard set without = r.ids from ${rows(
    'number int, ids jsonb',
    without.filter(({ ids }) => ids.length > 0),
  )}
    where tenant_id = ${tenant} and job_id = ${job} and shard.number = r.number`.execute(trx)
  const { from: cursor, watermark, before: done } = rest
  await checkpoint(trx, tenant, own, { type, cursor, watermark, done, shared: true })
}

/** A mapping or filter that was saved meanwhile asks for everybody to be looked at again. */
async function checkpoint(trx: Db, tenant: string, { job, schemaVersion }: Own, at: Checkpoint): Promise<void> {
  await sql`update job set checkpoint = ${JSON.stringify({ ...at, schemaVersion })}::text::json
    where tenant_id = ${tenant} and id = ${job} and schema_version = ${schemaVersion}`.execute(trx)
}

/**
 * What was done in all shards and not told yet. When all are over, the cycle can go on behind them; else what was told is not
 * told again.
 */
export async function gather(
  { db, tenant }: Store,
  own: Own,
  rest: Rest,
): Promise<ShardDone & { readonly requests: number }> {
  return db.transaction().execute(async (trx) => {
    await fence(trx, tenant, own)
    const { rows: all } = await sql<{
      begun: ShardDone | null
      done: number
      over: boolean
      to: string
      requests: number
    }>`
      select begun, done, over, to_id as "to", requests from shard where tenant_id = ${tenant} and job_id = ${own.job}
      order by number`.execute(trx)
    const begun = all.flatMap((one) => one.begun ?? [])
    if (all.every(({ over }) => over)) {
      const { type, total } = rest.brief
      const cursor = all.at(-1)?.to ?? rest.from
      await checkpoint(trx, tenant, own, { type, cursor, watermark: rest.watermark, done: total })
      await sql`delete from shard where tenant_id = ${tenant} and job_id = ${own.job}`.execute(trx)
    } else {
      const told = { summary: { ...emptySummary, cycle: 'initial' }, failed: [] }
      await sql`update shard set requests = 0, begun = begun || ${storable(told)}::text::jsonb
        where tenant_id = ${tenant} and job_id = ${own.job}`.execute(trx)
    }
    return {
      done: all.reduce((sum, { done }) => sum + done, 0),
      summary: begun.reduce((sum, { summary }) => together(sum, summary), emptySummary),
      failed: begun.flatMap(({ failed }) => failed),
      requests: all.reduce((sum, { requests }) => sum + requests, 0),
    }
  })
}
