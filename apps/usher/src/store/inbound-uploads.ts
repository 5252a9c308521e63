/** What clients sent to inbound jobs and nobody carried out yet; and how often they called. */
import { sql } from 'kysely'
import type { UploadOperation } from '../import/upload.ts'
import { storable, texts } from './bulk.ts'
import type { Db, Store } from './directory.ts'

/** engine.md AP-5, AP-6. `calls`: of a job in so many seconds. `day`: of a whole directory in 24 hours. Unless the service says otherwise. */
export const uploadLimits = { operations: 50, calls: 40, seconds: 5, day: 6000 } as const
export type UploadLimits = { readonly calls: number; readonly day: number }

/** Accepted, or how many seconds to wait before the next call, and which limit was reached. */
export type Accepted =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'tooMany'; readonly limit: 'seconds' | 'day'; readonly wait: number }

/** Keeps the operations. When this returns they are stored, and will be carried out whatever happens to this process. */
export async function acceptUpload(
  { db, tenant }: Store,
  job: string,
  operations: readonly UploadOperation[],
  { calls, day }: UploadLimits = uploadLimits,
): Promise<Accepted> {
  return db.transaction().execute(async (trx) => {
    // Calls that come at once are counted one after the other.
    await sql`select pg_advisory_xact_lock(hashtext(${`${tenant} bulkUpload`}))`.execute(trx)
    const { rows } = await sql<{ lately: number; wait: number | null; day: number; dayWait: number | null }>`
      select count(*) filter (where job_id = ${job} and at > clock_timestamp() - ${uploadLimits.seconds} * interval '1 second')::int as lately,
        extract(epoch from min(at) filter (where job_id = ${job} and at > clock_timestamp() - ${uploadLimits.seconds} * interval '1 second')
          - clock_timestamp())::float8 + ${uploadLimits.seconds} as wait,
        count(*)::int as day, extract(epoch from min(at) - clock_timestamp())::float8 + 86400 as "dayWait"
      from inbound_upload where tenant_id = ${tenant} and at > clock_timestamp() - interval '1 day'`.execute(trx)
    const [counted] = rows
    if (counted !== undefined && counted.lately >= calls)
      return { kind: 'tooMany', limit: 'seconds', wait: seconds(counted.wait) }
    if (counted !== undefined && counted.day >= day)
      return { kind: 'tooMany', limit: 'day', wait: seconds(counted.dayWait) }
    await sql`insert into inbound_upload (tenant_id, job_id, at, operations)
      values (${tenant}, ${job}, clock_timestamp(), ${storable(operations)}::text::jsonb)`.execute(trx)
    return { kind: 'accepted' }
  })
}

function seconds(wait: number | null): number {
  return Math.max(1, Math.ceil(wait ?? 1))
}

/** What waits is let go (AP-13): a restart of the job. Returns how many calls. */
export async function dropUploads({ db, tenant }: { readonly db: Db; readonly tenant: string }, job: string) {
  const { numAffectedRows = 0n } = await sql`update inbound_upload set operations = null
    where tenant_id = ${tenant} and job_id = ${job} and operations is not null`.execute(db)
  return Number(numAffectedRows)
}

/** Calls that are waiting. */
export async function countUploads({ db, tenant }: Store, job: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from inbound_upload
    where tenant_id = ${tenant} and job_id = ${job} and operations is not null`.execute(db)
  return rows[0]?.count ?? 0
}

export type Upload = { readonly id: number; readonly operations: readonly UploadOperation[] }

/** The oldest that wait, while the job listens; nobody else takes or drops them until the transaction ends. */
export async function lockUploads(trx: Db, tenant: string, job: string, most: number): Promise<readonly Upload[]> {
  const { rows } = await sql<Upload>`
    select id, operations from inbound_upload where tenant_id = ${tenant} and job_id = ${job} and operations is not null
      and exists (select from job where tenant_id = ${tenant} and id = ${job} and state = 'Active')
    order by id limit ${most} for update`.execute(trx)
  return rows
}

/** They were carried out; of those of more than a day ago nobody asks any more. */
export async function endUploads(trx: Db, tenant: string, uploads: readonly Upload[]): Promise<void> {
  const ids = uploads.map(({ id }) => String(id))
  await sql`update inbound_upload set operations = null where tenant_id = ${tenant} and id in (select t::bigint from ${texts(ids)} as r(t))`.execute(
    trx,
  )
  await sql`delete from inbound_upload where tenant_id = ${tenant} and operations is null and at < now() - interval '25 hours'`.execute(
    trx,
  )
}

/** Something went wrong with the oldest one. Returns how often it did. */
export async function noteAttempt({ db, tenant }: Store, job: string): Promise<number> {
  const { rows } = await sql<{ attempts: number }>`
    update inbound_upload set attempts = attempts + 1 where tenant_id = ${tenant} and id = (
      select id from inbound_upload where tenant_id = ${tenant} and job_id = ${job} and operations is not null order by id limit 1)
    returning attempts`.execute(db)
  return rows[0]?.attempts ?? 0
}

/** Lets the oldest one go. Returns what it said. */
export async function dropOldest(trx: Db, tenant: string, job: string): Promise<readonly UploadOperation[]> {
  const uploads = await lockUploads(trx, tenant, job, 1)
  await endUploads(trx, tenant, uploads)
  return uploads.flatMap(({ operations }) => operations)
}
