/** The second secret of a job: stored beside the one in use, tested, switched to, dropped. */
import type { Instant } from '@usher/engine'
import { sql, type ColumnType } from 'kysely'
import { randomUUID } from 'node:crypto'
import { announce } from './announcements.ts'
import { storable } from './bulk.ts'
import type { Application } from './applications.ts'
import { makeDays } from './days.ts'
import { Wrong, type Store } from './directory.ts'
import { logOfJob } from './job-line.ts'
import type { Credentials, Job } from './jobs.ts'
import { liftQuarantine } from './quarantine.ts'
import type { Keys } from './secrets.ts'

/** `testedAt`: the other one worked then. `helpedAt`: the one in use was refused then, and the other one was taken. */
export type SecretNotes = {
  readonly storedAt?: Instant
  readonly testedAt?: Instant
  readonly switchedAt?: Instant
  readonly helpedAt?: Instant
}

/** What a row of a job has of it, and since when it waits after a restore. */
export type SecondSecret = {
  restored: string | null
  next_secrets: string | null
  secret_notes: ColumnType<SecretNotes, string, string> | null
}

const instant = (): Instant => new Date().toISOString() as Instant

/** The credentials that are not in use, and what is known of them; null when there is one secret only. */
export async function otherCredentials(
  { db, tenant }: Store,
  keys: Keys,
  job: string,
): Promise<{ readonly credentials: Credentials; readonly notes: SecretNotes } | null> {
  const row = await db
    .selectFrom('job')
    .select(['next_secrets', 'secret_notes'])
    .where('tenant_id', '=', tenant)
    .where('id', '=', job)
    .executeTakeFirstOrThrow()
  if (row.next_secrets === null) return null
  return { credentials: JSON.parse(keys.decrypt(row.next_secrets)) as Credentials, notes: row.secret_notes ?? {} }
}

/** Stores a secret beside the one in use, in the place of another one that was there. */
export async function saveOther({ db, tenant }: Store, keys: Keys, job: string, value: Credentials): Promise<void> {
  await db
    .updateTable('job')
    .set({ next_secrets: keys.encrypt(JSON.stringify(value)), secret_notes: storable({ storedAt: instant() }) })
    .where('tenant_id', '=', tenant)
    .where('id', '=', job)
    .execute()
}

export async function noteTested({ db, tenant }: Store, job: string): Promise<void> {
  await sql`update job set secret_notes = secret_notes || ${storable({ testedAt: instant() })}::text::jsonb
    where tenant_id = ${tenant} and id = ${job} and next_secrets is not null`.execute(db)
}

/** The other one is in use from the next cycle on, and the one of before stays beside it. Its day of expiry is not known. */
export async function switchSecrets(store: Store, job: string): Promise<void> {
  const at = instant()
  await store.db.transaction().execute(async (trx) => {
    await liftQuarantine(trx, { tenant: store.tenant, job, at }, 'credentials')
    await sql`update job set secrets = next_secrets, next_secrets = secrets, next_run = ${at}::timestamptz,
      secret_notes = ${storable({ switchedAt: at })}::text::jsonb, settings = settings - 'secretExpiresOn', proved = false
      where tenant_id = ${store.tenant} and id = ${job} and next_secrets is not null`.execute(trx)
  })
}

export async function dropOther({ db, tenant }: Store, job: string): Promise<void> {
  await db
    .updateTable('job')
    .set({ next_secrets: null, secret_notes: null })
    .where('tenant_id', '=', tenant)
    .where('id', '=', job)
    .execute()
}

/** Writes down that the secret in use was refused and the other one was not; tells of it once, in the log too. */
export async function tellHelped(store: Store, app: Application, job: Job): Promise<void> {
  const at = instant()
  await makeDays(store.db, at)
  await store.db.transaction().execute(async (trx) => {
    const { rows } = await sql`
      update job set secret_notes = coalesce(secret_notes, '{}') || ${storable({ helpedAt: at })}::text::jsonb
      where tenant_id = ${store.tenant} and id = ${job.id} and next_secrets is not null
        and secret_notes ->> 'helpedAt' is null returning id`.execute(trx)
    if (rows.length === 0) return
    const advice = `Make it the one in use: usher secret ${JSON.stringify(app.displayName)} switch.`
    const happened = 'the secret in use (401) and takes the other one that is stored: requests go on with that one'
    await logOfJob(
      trx,
      { tenant: store.tenant, job: job.id, at },
      {
        application: app.id,
        displayName: app.displayName,
        cycle: randomUUID(),
        reason: 'secretRefused',
        sentence: `refuses ${happened}`,
        advice,
      },
    )
    await announce({ ...store, db: trx }, at, {
      kind: 'secretRefused',
      application: app.id,
      job: job.id,
      facts: {
        sentence: `${app.displayName} refuses ${happened}.`,
        remedy: advice,
      },
    })
  })
}

/** Throws `Wrong` when there is one secret only. */
export function noOther(application: string): Wrong {
  return new Wrong(
    'notFound',
    `${application} has one secret only. Store a new one beside it: usher settings ${JSON.stringify(application)} --new-secret-token -.`,
  )
}
