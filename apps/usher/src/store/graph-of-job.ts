/** What the Graph keeps of jobs beside what they do: their secrets as they were given, and what only it says of a job. */
import { sql } from 'kysely'
import { storable } from './bulk.ts'
import type { Store } from './directory.ts'
import type { Keys } from './secrets.ts'
import type { GraphOfJob } from './graph-tables.ts'

export type Secret = { readonly key: string; readonly value: string }

/** What was given for an application, in its order; null when nothing ever was. */
export async function secretsOf(
  { db, tenant }: Store,
  keys: Keys,
  application: string,
): Promise<readonly Secret[] | null> {
  const row = await db
    .selectFrom('application')
    .select('secrets')
    .where('tenant_id', '=', tenant)
    .where('id', '=', application)
    .executeTakeFirst()
  const sealed = row?.secrets ?? null
  return sealed === null ? null : (JSON.parse(keys.decrypt(sealed)) as readonly Secret[])
}

export async function saveSecrets(
  { db, tenant }: Store,
  keys: Keys,
  application: string,
  list: readonly Secret[],
): Promise<void> {
  await db
    .updateTable('application')
    .set({ secrets: keys.encrypt(JSON.stringify(list)) })
    .where('tenant_id', '=', tenant)
    .where('id', '=', application)
    .execute()
}

/** The application is no longer asked: nobody knows with what. */
export async function clearCredentials({ db, tenant }: Store, job: string): Promise<void> {
  await sql`update job set secrets = null, next_secrets = null, secret_notes = null, proved = false
    where tenant_id = ${tenant} and id = ${job}`.execute(db)
}

export async function saveGraphOfJob({ db, tenant }: Store, job: string, graph: GraphOfJob): Promise<void> {
  await db
    .updateTable('job')
    .set({ graph: storable(graph) })
    .where('tenant_id', '=', tenant)
    .where('id', '=', job)
    .execute()
}

/** A client gets its first job: from now on it is an application of the gallery too. */
export async function makeProvisioned({ db, tenant }: Store, application: string, template: string): Promise<void> {
  await db
    .updateTable('application')
    .set({ template_id: template })
    .where('tenant_id', '=', tenant)
    .where('id', '=', application)
    .where('template_id', 'is', null)
    .execute()
}

/** Since when removals wait for a decision, and how many; null when none do. */
export async function removalsWaiting(
  { db, tenant }: Store,
  job: string,
): Promise<{ readonly since: string; readonly count: number } | null> {
  const { rows } = await sql<{
    since: string | null
    count: number
  }>`select min(since) as since, count(*)::int as count from look
    where tenant_id = ${tenant} and job_id = ${job} and why = 'removalHeld' and decision is null`.execute(db)
  const [row] = rows
  return row === undefined || row.since === null ? null : { since: row.since, count: row.count }
}
