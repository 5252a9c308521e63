import type { CycleSummary, Instant, ProvisioningError, SynchronizationSchema } from '@usher/engine'
import { randomUUID } from 'node:crypto'
import { sql, type Selectable } from 'kysely'
import type { Application } from './applications.ts'
import { beginAnew } from './begin-anew.ts'
import { storable } from './bulk.ts'
import type { Store } from './directory.ts'
import type { Keys } from './secrets.ts'
import type { JobRowSettings, JobState, Tables } from './tables.ts'

export type Job = {
  readonly id: string
  readonly applicationId: string
  readonly templateId: string
  readonly schema: SynchronizationSchema
  readonly schemaVersion: number
  readonly settings: JobRowSettings
  readonly hasSecrets: boolean
  readonly state: JobState
  readonly watermark: string | null
  readonly verify: boolean
  readonly nextRun: Instant | null
  readonly lastCycle: LastCycle | null
  readonly lastError: JobError | null
}
export type LastCycle = CycleSummary & {
  readonly began: string
  readonly ended: string
  readonly seconds: number
  readonly requests: number
}
export type JobError = ProvisioningError & { readonly at: string; readonly times: number }
export type Credentials = { readonly tenantUrl: string; readonly secretToken: string }

export async function insertJob(
  store: Store,
  app: Application,
  template: { readonly schema: SynchronizationSchema; readonly settings: JobRowSettings },
): Promise<void> {
  await store.db
    .insertInto('job')
    .values({
      tenant_id: store.tenant,
      // The Graph's job id is this one behind template and tenant; here it is part of every key, so it is short.
      id: randomUUID(),
      application_id: app.id,
      template_id: app.templateId,
      schema: JSON.stringify(template.schema),
      settings: JSON.stringify(template.settings),
    })
    .execute()
}

export async function jobOf(store: Store, app: Application): Promise<Job> {
  const row = await store.db
    .selectFrom('job')
    .selectAll()
    .where('tenant_id', '=', store.tenant)
    .where('application_id', '=', app.id)
    .orderBy('created_at')
    .executeTakeFirstOrThrow()
  return toJob(row)
}

export async function readJob(store: Store, id: string): Promise<Job> {
  const row = await store.db
    .selectFrom('job')
    .selectAll()
    .where('tenant_id', '=', store.tenant)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return toJob(row)
}

export async function credentials(store: Store, keys: Keys, job: string): Promise<Credentials | null> {
  const row = await store.db
    .selectFrom('job')
    .select('secrets')
    .where('tenant_id', '=', store.tenant)
    .where('id', '=', job)
    .executeTakeFirstOrThrow()
  return row.secrets === null ? null : (JSON.parse(keys.decrypt(row.secrets)) as Credentials)
}

export async function saveCredentials(store: Store, keys: Keys, job: string, value: Credentials): Promise<void> {
  await update(store, job, {
    secrets: keys.encrypt(JSON.stringify(value)),
    last_error: null,
    next_run: new Date().toISOString(),
  })
}

/** What decides who is in scope, or what becomes of those who are not. */
const deciding = ['syncAll', 'nestedGroups', 'skipOutOfScopeDeletions'] as const

/**
 * Saves settings. When those change that decide about everybody, the next cycle is an initial one, after the one that may
 * be running (UI-39, A-41); true then.
 */
export async function saveSettings(store: Store, job: Job, settings: JobRowSettings): Promise<boolean> {
  const anew = deciding.some((name) => (settings[name] ?? false) !== (job.settings[name] ?? false))
  await store.db.transaction().execute(async (trx) => {
    await update({ ...store, db: trx }, job.id, { settings: JSON.stringify(settings) })
    if (anew) await beginAnew(trx, store.tenant, sql`id = ${job.id}`)
  })
  return anew
}

/**
 * Saves mappings and filters; the next cycle is an initial one, so that everybody is looked at by them.
 *
 * `verify`: it reads every account and compares, whatever was sent before.
 */
export async function saveSchema(
  store: Store,
  job: string,
  schema: SynchronizationSchema,
  verify: boolean,
): Promise<void> {
  await sql`
    update job set schema = ${JSON.stringify(schema)}::text::json, schema_version = schema_version + 1, watermark = null,
      verify = verify or ${verify}, next_run = now()
    where tenant_id = ${store.tenant} and id = ${job}`.execute(store.db)
}

export async function setState(store: Store, job: string, state: JobState): Promise<void> {
  await update(store, job, { state, next_run: new Date().toISOString() })
}

/** Forgets how far the source was read, so that the next cycle is an initial one; links are kept (CY-21). */
export async function restart(store: Store, job: string): Promise<void> {
  await sql`delete from look where tenant_id = ${store.tenant} and job_id = ${job} and why = 'failed'`.execute(store.db)
  await update(store, job, { watermark: null, verify: true, last_error: null })
}

export async function forgetWatermark(store: Store, job: string): Promise<void> {
  await update(store, job, { watermark: null })
}

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

export async function renewLease(store: Store, job: string, lease: string): Promise<void> {
  await sql`update job set lease_until = now() + interval '15 seconds'
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
  },
): Promise<void> {
  await sql`
    update job set lease = null, lease_until = null,
      last_cycle = coalesce(${end.last === null ? null : storable(end.last)}::text::jsonb, last_cycle),
      last_error = ${end.error === null ? null : storable(end.error)}::text::jsonb,
      -- A restart that was asked for meanwhile is still to come: the next cycle is an initial one.
      watermark = case when verify and not ${end.verified} then null else watermark end,
      verify = verify and ${end.last === null || end.last.stopped || !end.verified},
      -- Mappings that were saved meanwhile, or a restart, wait for nothing. What came due while the cycle ran was not looked
      -- at by it. A cycle that failed waits for its next probe.
      next_run = case when ${end.last?.stopped === false} and (watermark is null or (verify and not ${end.verified}))
        then now() else (select least(${end.nextRun}::timestamptz, min(first.next)) from (values ('failed'), ('due')) as kind(why),
        lateral (select next from look where tenant_id = ${store.tenant} and job_id = ${job} and look.why = kind.why
          and next > coalesce(${end.last?.began ?? null}::timestamptz, now()) order by next limit 1) as first) end
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

export type Counts = {
  readonly linked: number
  readonly active: number
  readonly failed: number
  readonly held: number
}

export async function countJob(store: Store, job: string): Promise<Counts> {
  const { rows } = await sql<Counts>`
    select
      (select count(*)::int from link where tenant_id = ${store.tenant} and job_id = ${job} and target_id is not null) as linked,
      (select count(*)::int from link where tenant_id = ${store.tenant} and job_id = ${job} and target_id is not null and active) as active,
      (select count(*)::int from look where tenant_id = ${store.tenant} and job_id = ${job} and why = 'failed') as failed,
      (select count(*)::int from look where tenant_id = ${store.tenant} and job_id = ${job} and why = 'removalHeld') as held`.execute(
    store.db,
  )
  return rows[0] ?? { linked: 0, active: 0, failed: 0, held: 0 }
}

async function update(
  store: Store,
  job: string,
  set: Partial<Record<'secrets' | 'settings' | 'state' | 'watermark' | 'next_run' | 'last_error', string | null>> & {
    verify?: boolean
  },
): Promise<void> {
  await store.db
    .updateTable('job')
    .set(set as never)
    .where('tenant_id', '=', store.tenant)
    .where('id', '=', job)
    .execute()
}

function toJob(row: Selectable<Tables['job']>): Job {
  return {
    id: row.id,
    applicationId: row.application_id,
    templateId: row.template_id,
    schema: row.schema,
    schemaVersion: row.schema_version,
    settings: row.settings,
    hasSecrets: row.secrets !== null,
    state: row.state,
    watermark: row.watermark,
    verify: row.verify,
    nextRun: row.next_run as Instant | null,
    lastCycle: row.last_cycle as LastCycle | null,
    lastError: row.last_error as JobError | null,
  }
}
