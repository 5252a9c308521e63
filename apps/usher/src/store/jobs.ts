import { type CycleSummary, type Instant, type ProvisioningError, type SynchronizationSchema } from '@usher/engine'
import { randomUUID } from 'node:crypto'
import { sql, type Selectable } from 'kysely'
import type { Application } from './applications.ts'
import { beginAnew } from './begin-anew.ts'
import { storable } from './bulk.ts'
import { freeHeld } from './decisions.ts'
import { brokenIndex, Wrong, type Store } from './directory.ts'
import { noHistory, type History } from '../runner/history.ts'
import type { Place } from '../runner/place.ts'
import { liftQuarantine, type Quarantine } from './quarantine.ts'
import type { Keys } from './secrets.ts'
import { forgetPlans } from './plans.ts'
import type { GraphOfJob } from './graph-tables.ts'
import type { JobRowSettings } from './job-row-settings.ts'
import type { JobState, Tables } from './tables.ts'

export type Job = {
  readonly id: string
  readonly name: string
  readonly applicationId: string
  readonly templateId: string
  readonly schema: SynchronizationSchema
  readonly schemaVersion: number
  readonly settings: JobRowSettings
  readonly hasSecrets: boolean
  readonly state: JobState
  readonly watermark: string | null
  /** Where an interrupted initial cycle goes on. */
  readonly checkpoint: { readonly watermark: string; readonly schemaVersion: number } | null
  readonly verify: boolean
  readonly nextRun: Instant | null
  /** Where the cycle of the worker that holds it is, as of some seconds ago. */
  readonly progress: Place | null
  readonly history: History
  /** The application was asked with the credentials that are stored. */
  readonly proved: boolean
  readonly lastCycle: LastCycle | null
  readonly lastError: JobError | null
  readonly quarantine: Quarantine | null
  /** How often a person did something that may end a quarantine. */
  readonly lifts: number
  /** It comes from a backup of then, and nobody has seen its plan yet: a first cycle removes nothing by itself. */
  readonly restored: Instant | null
  /** The secret in use was refused then, and the other one was taken: requests go on with that one. */
  readonly secretRefused: Instant | null
  readonly graph: GraphOfJob
}
export type LastCycle = CycleSummary & {
  /** Of its lines in the log; absent in a cycle of an older version. */
  readonly id?: string
  readonly began: string
  readonly ended: string
  readonly seconds: number
  readonly requests: number
}
/** `since`: when it began. `causes`: what the log has a line about already. */
export type JobError = ProvisioningError & {
  readonly at: Instant
  readonly times: number
  readonly since?: Instant
  readonly causes?: readonly string[]
}
/**
 * Where an application is and how it is asked, encrypted as one; all but the address is secret or goes with it.
 *
 * One of token, OAuth client and client certificate says who asks; a certificate may come with either of the others.
 */
export type Credentials = {
  readonly tenantUrl: string
  readonly secretToken?: string
  readonly oauth?: {
    readonly tokenEndpoint: string
    readonly clientId: string
    readonly clientSecret: string
    readonly scope?: string
    readonly authentication: 'post' | 'basic'
  }
  /** PEM. */
  readonly client?: { readonly certificate: string; readonly key: string; readonly passphrase?: string }
  /** PEM: authorities that are trusted for this application beside those of the system. */
  readonly authorities?: string
}

/** The name of the job that comes with an application. */
export const firstJob = 'Provisioning'

/** Makes a job that is not started yet. Throws `Wrong` when the application has one of that name. */
export async function insertJob(
  store: Store,
  app: Application,
  template: { readonly schema: SynchronizationSchema; readonly settings: JobRowSettings },
  name: string = firstJob,
): Promise<Job> {
  if (name.trim() === '' || name.length > 120)
    throw new Wrong('invalid', 'A job needs a name of at most 120 characters.')
  try {
    const row = await store.db
      .insertInto('job')
      .values({
        tenant_id: store.tenant,
        // The Graph's job id is this one behind template and tenant; here it is part of every key, so it is short.
        id: randomUUID(),
        name: name.trim(),
        application_id: app.id,
        template_id: app.templateId,
        schema: JSON.stringify(template.schema),
        settings: JSON.stringify(template.settings),
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    return toJob(row)
  } catch (error) {
    if (brokenIndex(error) === null) throw error
    throw new Wrong('conflict', `${app.displayName} has a job "${name}" already. Give this one another name.`)
  }
}

/** The jobs of an application, the oldest first. */
export async function jobsOf(store: Store, app: Pick<Application, 'id'>): Promise<readonly Job[]> {
  const rows = await store.db
    .selectFrom('job')
    .selectAll()
    .where('tenant_id', '=', store.tenant)
    .where('application_id', '=', app.id)
    .orderBy('created_at')
    .orderBy('name')
    .execute()
  return rows.map(toJob)
}

/** The job of that name or id; without a name the only one. Throws `Wrong` with a sentence that names them. */
export async function jobOf(store: Store, app: Application, name?: string): Promise<Job> {
  const all = await jobsOf(store, app)
  const wanted = name?.toLowerCase()
  const found = wanted === undefined ? all : all.filter((job) => job.name.toLowerCase() === wanted || job.id === wanted)
  if (found.length === 1 && found[0] !== undefined) return found[0]
  const names = all.map((job) => JSON.stringify(job.name)).join(', ')
  const quoted = JSON.stringify(app.displayName)
  if (all.length === 0)
    throw new Wrong('notFound', `${app.displayName} has no job. usher job add ${quoted} NAME makes one.`)
  if (name !== undefined) throw new Wrong('notFound', `${app.displayName} has no job "${name}". It has ${names}.`)
  throw new Wrong('ambiguous', `${app.displayName} has more than one job: ${names}. Say which: --job NAME.`)
}

/** What is kept for a job, besides its row and the log. */
export const tablesOfJob = ['link', 'member_link', 'reference_use', 'look', 'guard_count', 'shard', 'inbound_upload', 'mapping_version'] as const // prettier-ignore

/** Deletes a job with all that it remembers; the log stays. Changes neither the directory nor the application. */
export async function removeJob(store: Store, job: string): Promise<void> {
  await store.db.transaction().execute(async (trx) => {
    // First of all: a cycle that runs elsewhere has lost its lease then, and records nothing more.
    await trx.deleteFrom('job').where('tenant_id', '=', store.tenant).where('id', '=', job).execute()
    for (const table of tablesOfJob)
      await sql`delete from ${sql.table(table)} where tenant_id = ${store.tenant} and job_id = ${job}`.execute(trx)
    await forgetPlans({ ...store, db: trx }, sql`job_id = ${job}`)
  })
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
  const at = new Date().toISOString() as Instant
  await store.db.transaction().execute(async (trx) => {
    await liftQuarantine(trx, { tenant: store.tenant, job, at }, 'credentials')
    const secrets = keys.encrypt(JSON.stringify(value))
    await update({ ...store, db: trx }, job, { secrets, next_run: at })
    // What failed before is forgotten, but not that it did: the next cycle begins by asking whether it works now.
    await sql`update job set last_error = last_error || ${storable({ since: at, times: 0, causes: [] })}::text::jsonb,
      proved = last_cycle is null, secret_notes = secret_notes - 'helpedAt' where tenant_id = ${store.tenant} and id = ${job}`.execute(
      trx,
    )
  })
}

/** The next cycle begins by asking the application whether it answers. */
export async function askFirst(store: Store, job: string): Promise<void> {
  await update(store, job, { proved: false })
}

/** What decides who is in scope, or what becomes of those who are not. */
const deciding = ['syncAll', 'nestedGroups', 'skipOutOfScopeDeletions', 'keepReleased', 'deleteAfterDays'] as const

/** Whether somebody else would be in scope with these, or something else become of those who are not. */
export function decidesAnew(job: Pick<Job, 'settings'>, settings: JobRowSettings): boolean {
  return deciding.some((name) => (settings[name] ?? false) !== (job.settings[name] ?? false))
}

/**
 * Saves settings. When those change that decide about everybody, the next cycle is an initial one, after the one that may
 * be running (UI-39, A-41); true then.
 */
export async function saveSettings(store: Store, job: Job, settings: JobRowSettings): Promise<boolean> {
  const anew = decidesAnew(job, settings)
  const { preventAccidentalDeletions: removals, preventMassChanges: changes } = settings
  await store.db.transaction().execute(async (trx) => {
    await update({ ...store, db: trx }, job.id, { settings: JSON.stringify(settings) })
    // What nobody guards any more, nobody holds. What a person rejected stays so.
    if (!removals.enabled) await freeHeld(trx, store.tenant, job.id, 'removalHeld')
    if (changes?.enabled === false) await freeHeld(trx, store.tenant, job.id, 'changeHeld')
    if (anew) await beginAnew(trx, store.tenant, sql`id = ${job.id}`)
  })
  return anew
}

export async function setState(store: Store, job: string, state: JobState): Promise<void> {
  await update(store, job, { state, next_run: new Date().toISOString() })
}

/** Lifts the quarantine of a job that is started again after it was switched off. */
export async function startAnew(store: Store, job: string, at: Instant): Promise<void> {
  await store.db.transaction().execute((trx) => liftQuarantine(trx, { tenant: store.tenant, job, at }, 'start'))
}

export async function forgetWatermark(store: Store, job: string): Promise<void> {
  await update(store, job, { watermark: null, checkpoint: null })
}

async function update(
  store: Store,
  job: string,
  set: Partial<
    Record<'secrets' | 'settings' | 'state' | 'watermark' | 'checkpoint' | 'next_run' | 'last_error', string | null>
  > & {
    verify?: boolean
    proved?: boolean
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
    name: row.name,
    applicationId: row.application_id,
    templateId: row.template_id,
    schema: row.schema,
    schemaVersion: row.schema_version,
    settings: row.settings,
    hasSecrets: row.secrets !== null,
    state: row.state,
    watermark: row.watermark,
    checkpoint: row.checkpoint,
    verify: row.verify,
    nextRun: row.next_run as Instant | null,
    progress: row.lease === null ? null : (row.progress as Place | null),
    history: { ...noHistory, ...row.history },
    proved: row.proved,
    lastCycle: row.last_cycle as LastCycle | null,
    lastError: row.last_error as JobError | null,
    quarantine: row.quarantine,
    lifts: row.lifts,
    restored: row.restored as Instant | null,
    secretRefused: (row.next_secrets === null ? null : row.secret_notes?.helpedAt) ?? null,
    graph: row.graph,
  }
}
