/** Who runs a job now, when it runs next, and how its cycles end. */
import type { Instant } from '@usher/engine'
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { storable } from './bulk.ts'
import type { Store } from './directory.ts'
import type { JobError, LastCycle } from './jobs.ts'
import type { JobState } from './tables.ts'

/**
 * Takes the job for one cycle; null while another worker holds it.
 *
 * `exclusive`: nobody else can have this store open, so an old lease is one of a process that is gone.
 */
export async function takeLease(store: Store, job: string, exclusive: boolean): Promise<string | null> {
  const lease = randomUUID()
  const { numUpdatedRows } = await store.db
    .updateTable('job')
    .set({ lease, lease_until: sql`now() + interval '15 seconds'` })
    .where('tenant_id', '=', store.tenant)
    .where('id', '=', job)
    .where((eb) =>
      exclusive ? eb.lit(true) : eb.or([eb('lease', 'is', null), eb('lease_until', '<', sql<string>`now()`)]),
    )
    .executeTakeFirst()
  return numUpdatedRows === 1n ? lease : null
}

/** Keeps the job; what state it is in by now, or null when it went to somebody else or was removed. */
export async function renewLease(store: Store, job: string, lease: string): Promise<JobState | null> {
  const { rows } = await sql<{ state: JobState }>`update job set lease_until = now() + interval '15 seconds'
    where tenant_id = ${store.tenant} and id = ${job} and lease = ${lease} returning state`.execute(store.db)
  return rows[0]?.state ?? null
}

export async function releaseLease(store: Store, job: string, lease: string): Promise<void> {
  await sql`update job set lease = null, lease_until = null
    where tenant_id = ${store.tenant} and id = ${job} and lease = ${lease}`.execute(store.db)
}

/** Ends a cycle: what it did, when the next one is due, and no lease any more. */
export async function endCycle(
  store: Store,
  job: string,
  lease: string,
  end: {
    readonly last: LastCycle | null
    readonly error: JobError | null
    readonly nextRun: Instant
    /** This cycle read everything again, as a restart asks for. */
    readonly verified: boolean
    /** What the cycle began with: since then a restart may have been asked for, or mappings saved. */
    readonly schemaVersion: number
  },
): Promise<void> {
  const whole = end.last !== null && !end.last.stopped
  await sql`
    update job set lease = null, lease_until = null,
      last_cycle = coalesce(${end.last === null ? null : storable(end.last)}::text::jsonb, last_cycle),
      last_error = ${end.error === null ? null : storable(end.error)}::text::jsonb,
      verify = verify and not (${whole && end.verified} and schema_version = ${end.schemaVersion}),
      -- Mappings that were saved meanwhile, or a restart, wait for nothing. What came due while the cycle ran was not looked
      -- at by it. A cycle that failed waits for its next probe.
      next_run = case when ${whole} and watermark is null
        then now() else least(${end.nextRun}::timestamptz,
          (select min(first.next) from (values ('failed'), ('due')) as kind(why),
            lateral (select next from look where tenant_id = ${store.tenant} and job_id = ${job} and look.why = kind.why
              and next > coalesce(${end.last?.began ?? null}::timestamptz, now()) order by next limit 1) as first),
          (select next from member_link where tenant_id = ${store.tenant} and job_id = ${job}
            and next > coalesce(${end.last?.began ?? null}::timestamptz, now()) order by next limit 1)) end
    where tenant_id = ${store.tenant} and id = ${job} and lease = ${lease}`.execute(store.db)
}

/** Jobs that run by themselves and whose time has come. */
export async function dueJobs(store: Store): Promise<readonly string[]> {
  const rows = await store.db
    .selectFrom('job')
    .select('id')
    .where('tenant_id', '=', store.tenant)
    .where('state', '=', 'Active')
    .where((eb) => eb.or([eb('next_run', 'is', null), eb('next_run', '<=', sql<string>`now()`)]))
    .execute()
  return rows.map((row) => row.id)
}

export async function activeJobs(store: Store): Promise<readonly string[]> {
  const rows = await store.db
    .selectFrom('job')
    .select('id')
    .where('tenant_id', '=', store.tenant)
    .where('state', '=', 'Active')
    .where('last_error', 'is', null)
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
