/** What the provisioning log comes to, by day: counted in the transaction that writes it (docs/decisions/0055). */
import { codeOf, type Exchange, type Instant, type LogRecord } from '@usher/engine'
import { sql } from 'kysely'
import { bucketOf, type Bucket } from './buckets.ts'
import { rows, texts, uuids } from './bulk.ts'
import { isUuid, type Db, type Store } from './directory.ts'

type Of = { readonly trx: Db; readonly tenant: string; readonly now: string; readonly job: string }
type Line = { readonly record: LogRecord; readonly exchanges: readonly Exchange[] | null }
type Wait = 'change' | 'request'

/** Counts lines and the requests that they are about. Rows in one order, so that two transactions cannot block each other in a circle. */
export async function countLines(of: Of, lines: readonly Line[]): Promise<void> {
  const kinds = Map.groupBy(lines, ({ record }) => JSON.stringify([record.action, record.result, codeOf(record) ?? '']))
  const list = [...kinds].map(([kind, { length }]) => {
    const [action, result, code] = JSON.parse(kind) as [string, string, string]
    return { action, result, code, lines: length }
  })
  await sql`
    insert into log_day (tenant_id, job_id, day, action, result, code, lines, last)
    select ${of.tenant}::uuid, ${of.job}, ${of.now.slice(0, 10)}::date, r.action, r.result, r.code, r.lines, ${of.now}::timestamptz
    from ${rows('action text, result text, code text, lines int', list)} order by r.action, r.result, r.code
    on conflict (tenant_id, day, job_id, action, result, code)
      do update set lines = log_day.lines + excluded.lines, last = greatest(log_day.last, excluded.last)`.execute(
    of.trx,
  )
  const asked = lines.flatMap(({ exchanges }) => (exchanges ?? []).map(({ ms }) => bucketOf(ms / 1000)))
  await countWaits(of, 'request', asked)
}

/** Counts how long changes waited that the running cycle was told of; not those that an initial cycle finds, which may be years old. */
export async function countChanges(of: Of, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const { rows: found } = await sql<{ seconds: number }>`
    select extract(epoch from clock_timestamp() - c.at)::float8 as seconds from directory_change c
    join job j on j.tenant_id = c.tenant_id and j.id = ${of.job} and j.watermark is not null
    where c.tenant_id = ${of.tenant} and c.object_type in ('User', 'Group') and c.object_id in ${uuids(ids.filter(isUuid))}
      and c.xid >= (j.watermark::json ->> 'xmin')::xid8`.execute(of.trx)
  await countWaits(
    of,
    'change',
    found.map(({ seconds }) => bucketOf(seconds)),
  )
}

async function countWaits({ trx, tenant, now, job }: Of, kind: Wait, buckets: readonly number[]): Promise<void> {
  if (buckets.length === 0) return
  const list = [...Map.groupBy(buckets, (one) => one)].map(([bucket, { length }]) => ({ bucket, count: length }))
  await sql`
    insert into log_wait (tenant_id, job_id, day, kind, bucket, count)
    select ${tenant}::uuid, ${job}, ${now.slice(0, 10)}::date, ${kind}, r.bucket, r.count
    from ${rows('bucket int, count int', list)} order by r.bucket
    on conflict (tenant_id, day, job_id, kind, bucket) do update set count = log_wait.count + excluded.count`.execute(
    trx,
  )
}

export type Tally = { readonly day: string; readonly action: string; readonly result: string; readonly lines: number }
/** Lines of one job that failed alike. */
export type Failed = { readonly job: string; readonly code: string; readonly lines: number }
/** Changes are told by day, requests by job: who shows them adds up nothing else, and a year of many jobs is some thousand rows. */
export type Waited = Bucket &
  (
    | { readonly kind: 'change'; readonly day: string; readonly job: null }
    | { readonly kind: 'request'; readonly day: null; readonly job: string }
  )
/** `jobs`: any of these; undefined: whatever job it was. `since`: a day of UTC. */
type Asked = { readonly jobs: readonly string[] | undefined; readonly since: string }

export async function readTallies(store: Store, asked: Asked): Promise<readonly Tally[]> {
  const { rows: found } = await sql<Tally>`
    select day::text as day, action, result, sum(lines)::int as lines from log_day where ${meant(store, asked)}
    group by 1, 2, 3`.execute(store.db)
  return found
}

export async function readFailed(store: Store, asked: Asked): Promise<readonly Failed[]> {
  const { rows: found } = await sql<Failed>`
    select job_id as job, code, sum(lines)::int as lines from log_day
    where ${meant(store, asked)} and result = 'failure' and code <> '' group by 1, 2`.execute(store.db)
  return found
}

export async function readWaits(store: Store, asked: Asked): Promise<readonly Waited[]> {
  const { rows: found } = await sql<Waited>`
    select kind, case kind when 'change' then day::text end as day, case kind when 'request' then job_id end as job,
      bucket::int as bucket, sum(count)::int as count from log_wait where ${meant(store, asked)}
    group by 1, 2, 3, 4`.execute(store.db)
  return found
}

function meant({ tenant }: Store, { jobs, since }: Asked) {
  const ofJobs = jobs === undefined ? sql`job_id <> 'import'` : sql`job_id in ${texts(jobs)}`
  return sql`tenant_id = ${tenant} and day >= ${since}::date and ${ofJobs}`
}

const tallied = ['action', 'result', 'code'] as const
type Tallied = { readonly jobs?: readonly string[] | undefined } & {
  readonly [K in (typeof tallied)[number]]?: string | undefined
}

/**
 * An instant behind the last line before that is of one of these jobs and has this action, result and code: no line
 * from there to `before` has. Null when none of it is asked, or when nothing is counted any more.
 */
export async function lastTallied(
  { db, tenant }: Store,
  asked: Tallied,
  before: string | undefined,
): Promise<Instant | null> {
  const parts = tallied.flatMap((column) => {
    const value = asked[column]
    return value === undefined ? [] : [sql`lower(${sql.ref(column)}) = ${value.toLowerCase()}`]
  })
  if (asked.jobs !== undefined) parts.push(sql`job_id in ${texts(asked.jobs)}`)
  if (parts.length === 0) return null
  const { rows: found } = await sql<{ last: Instant | null }>`
    select coalesce(max(last) filter (where ${sql.join(parts, sql` and `)}) + interval '1 ms',
      min(day)::timestamp at time zone 'UTC') as last
    from log_day where tenant_id = ${tenant} and day <= (${before ?? 'infinity'}::timestamptz at time zone 'UTC')::date`.execute(
    db,
  )
  return found[0]?.last ?? null
}

/** Forgets the counts of days before. */
export async function forgetTallies({ db, tenant }: Store, before: string): Promise<void> {
  const old = sql`tenant_id = ${tenant} and day < ${before.slice(0, 10)}::date`
  await sql`delete from log_day where ${old}`.execute(db)
  await sql`delete from log_wait where ${old}`.execute(db)
}
