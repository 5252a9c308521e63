/** Who runs a job now, when it runs next, and how its cycles end. */
import type { Instant } from '@usher/engine'
import type { Json } from '@usher/scim'
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { History } from '../runner/history.ts'
import { storable } from './bulk.ts'
import type { Db, Store } from './directory.ts'
import { inboundTemplate } from './inbound-jobs.ts'
import type { JobError, LastCycle } from './jobs.ts'
import { makeDays } from './days.ts'
import { logOfJob, type JobLine } from './job-line.ts'
import { tellOfQuarantine, type Quarantine, type Told } from './quarantine.ts'
import type { JobState } from './tables.ts'

/**
 * Takes the job for one cycle; null while another worker holds it, or a shard of its cycle.
 *
 * `exclusive`: nobody else can have this store open, so an old lease is one of a process that is gone.
 */
export async function takeLease({ db, tenant }: Store, job: string, exclusive: boolean): Promise<string | null> {
  const lease = randomUUID()
  return db.transaction().execute(async (trx) => {
    const { rows: free } = await sql`select from job where tenant_id = ${tenant} and id = ${job}
      and (${exclusive} or lease is null or lease_until < now()) for update`.execute(trx)
    if (free.length === 0 || (await hasShards(trx, tenant, job))) return null
    await sql`update job set lease = ${lease}, lease_until = now() + interval '8 seconds', shared = null
      where tenant_id = ${tenant} and id = ${job}`.execute(trx)
    return lease
  })
}

/** Whether somebody still ends a shard of a cycle whose own worker is gone; whoever is too late with one is kept off. */
async function hasShards(trx: Db, tenant: string, job: string): Promise<boolean> {
  const { rows } = await sql<{ live: boolean }>`
    select lease_until > now() as live from shard where tenant_id = ${tenant} and job_id = ${job} and lease is not null`.execute(
    trx,
  )
  if (rows.some(({ live }) => live)) return true
  if (rows.length > 0)
    await sql`update shard set lease = null, lease_until = null where tenant_id = ${tenant} and job_id = ${job}`.execute(
      trx,
    )
  return false
}

/** Keeps the job, and says where its cycle is; what state it is in by now, or null when it went to somebody else or was removed. */
export async function renewLease(
  store: Store,
  job: string,
  lease: string,
  place: Json = null,
): Promise<JobState | null> {
  const progress = place === null ? null : storable(place)
  const { rows } = await sql<{
    state: JobState
  }>`update job set lease_until = now() + interval '8 seconds', progress = ${progress}::text::jsonb
    where tenant_id = ${store.tenant} and id = ${job} and lease = ${lease} returning state`.execute(store.db)
  return rows[0]?.state ?? null
}

export async function releaseLease(store: Store, job: string, lease: string): Promise<void> {
  await sql`update job set lease = null, lease_until = null, progress = null, shared = null
    where tenant_id = ${store.tenant} and id = ${job} and lease = ${lease}`.execute(store.db)
}

export type End = {
  readonly at: Instant
  readonly last: LastCycle | null
  readonly error: JobError | null
  readonly nextRun: Instant
  readonly history: History
  readonly quarantine: Quarantine | null
  /** The quarantine lasted too long: the job is switched off. */
  readonly disabled: boolean
  /** What people hear of. */
  readonly told: Told | null
  /** A line of the log: the application could not be used; one for each cause of a series, not for each probe (ER-22, BT-8). */
  readonly line: JobLine | null
  /** `Job.lifts` as the cycle began. */
  readonly lifts: number
  /** This cycle read everything again, as a restart asks for. */
  readonly verified: boolean
  /** What the cycle began with: since then a restart may have been asked for, or mappings saved. */
  readonly schemaVersion: number
}
type Of = { readonly tenant: string; readonly job: string }

/** Ends a cycle: what it did, when the next one is due, and no lease any more; and tells of it, in one transaction. */
export async function endCycle(store: Store, job: string, lease: string, end: End): Promise<void> {
  const of = { tenant: store.tenant, job }
  if (end.line !== null) await makeDays(store.db, end.at)
  await store.db.transaction().execute(async (trx) => {
    const { rows } = await sql<{
      lifts: number
    }>`select lifts from job where tenant_id = ${store.tenant} and id = ${job}
      and lease = ${lease} for update`.execute(trx)
    const [ours] = rows
    if (ours === undefined) return
    const isHeard = ours.lifts === end.lifts
    const { at, told, line, ...ended } = isHeard ? end : unheard(end)
    await saveEnd(trx, { ...of, lease }, { ...ended, proves: isHeard && end.error === null })
    if (told !== null) await tellOfQuarantine(trx, { ...of, at }, told, ended.quarantine)
    if (line !== null) await logOfJob(trx, { ...of, at }, line)
  })
}

/** New credentials or a restart came meanwhile: they are tried at once. */
function unheard(end: End): End {
  return { ...end, error: null, quarantine: null, disabled: false, told: null, nextRun: end.at }
}

async function saveEnd(
  trx: Db,
  { tenant, job, lease }: Of & { readonly lease: string },
  end: Omit<End, 'at' | 'told' | 'line'> & { readonly proves: boolean },
): Promise<void> {
  const whole = end.last !== null && !end.last.stopped
  const { quarantine } = end
  await sql`
    update job set lease = null, lease_until = null, progress = null, shared = null,
      last_cycle = coalesce(${end.last === null ? null : storable(end.last)}::text::jsonb, last_cycle),
      last_error = ${end.error === null ? null : storable(end.error)}::text::jsonb,
      quarantine = ${quarantine === null ? null : storable(quarantine)}::text::jsonb,
      history = ${storable(end.history)}::text::jsonb,
      state = case when ${end.disabled} then 'Disabled' else state end,
      restored = case when ${whole && end.verified} then null else restored end,
      proved = proved or ${end.proves},
      verify = verify and not (${whole && end.verified} and schema_version = ${end.schemaVersion}),
      -- Mappings that were saved meanwhile, or a restart, wait for nothing. What came due while the cycle ran was not looked
      -- at by it. A cycle that failed waits for its next probe, and one in quarantine for its next attempt.
      next_run = case when ${quarantine !== null} then ${end.nextRun}::timestamptz
        when ${whole} and watermark is null then now() else least(${end.nextRun}::timestamptz,
          (select min(first.next) from (values ('failed'), ('due'), ('gathered')) as kind(why),
            lateral (select next from look where tenant_id = ${tenant} and job_id = ${job} and look.why = kind.why
              and next > coalesce(${end.last?.began ?? null}::timestamptz, now()) order by next limit 1) as first),
          (select next from member_link where tenant_id = ${tenant} and job_id = ${job}
            and next > coalesce(${end.last?.began ?? null}::timestamptz, now()) order by next limit 1)) end
    where tenant_id = ${tenant} and id = ${job} and lease = ${lease}`.execute(trx)
}

/** The next cycle is due now; one in quarantine waits for its time, unless a person asks. */
export async function hasten(store: Store, job: string, when: 'always' | 'unlessQuarantined'): Promise<void> {
  await sql`update job set next_run = least(next_run, now()) where tenant_id = ${store.tenant} and id = ${job}
    and (quarantine is null or ${when === 'always'})`.execute(store.db)
}

/** Whoever held jobs before is gone, since nobody else can have this store open; what they were at is due. */
export async function releaseAll(store: Store): Promise<void> {
  await sql`update job set lease = null, lease_until = null, progress = null, shared = null, next_run = least(next_run, now())
    where tenant_id = ${store.tenant} and lease is not null`.execute(store.db)
}

/** Of inbound jobs no cycles run. */
const hasCycles = sql<boolean>`template_id <> ${inboundTemplate}`

/** Jobs that run by themselves, whose time has come or whose worker is gone, and that nobody works on. */
export async function dueJobs(store: Store): Promise<readonly string[]> {
  const rows = await store.db
    .selectFrom('job')
    .select('id')
    .where('tenant_id', '=', store.tenant)
    .where('state', '=', 'Active')
    .where(hasCycles)
    .where(
      sql<boolean>`case when lease is null then next_run is null or next_run <= now() else lease_until < now() end`,
    )
    .execute()
  return rows.map((row) => row.id)
}

/** Whether a job runs by itself. */
export async function isActive(store: Store, job: string): Promise<boolean> {
  const row = await store.db
    .selectFrom('job')
    .select('state')
    .where('tenant_id', '=', store.tenant)
    .where('id', '=', job)
    .executeTakeFirst()
  return row?.state === 'Active'
}

/** Those that a change of the directory wakes: what cannot be reached, or is in quarantine, waits for its own time. */
export async function activeJobs(store: Store): Promise<readonly string[]> {
  const rows = await store.db
    .selectFrom('job')
    .select('id')
    .where('tenant_id', '=', store.tenant)
    .where('state', '=', 'Active')
    .where('last_error', 'is', null)
    .where('quarantine', 'is', null)
    .where(hasCycles)
    .execute()
  return rows.map((row) => row.id)
}

/** The lease of whoever runs the job now; null: nobody does. */
export async function leaseOf(store: Store, job: string): Promise<string | null> {
  const { rows } = await sql<{ lease: string }>`
    select lease from job where tenant_id = ${store.tenant} and id = ${job} and lease is not null and lease_until > now()`.execute(
    store.db,
  )
  return rows[0]?.lease ?? null
}
