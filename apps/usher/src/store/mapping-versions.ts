/** Mappings and filters of a job as they were saved, one version each; the last hundred are kept. */
import type { Instant, SynchronizationSchema } from '@usher/engine'
import { sql } from 'kysely'
import { Wrong, type Db, type Store } from './directory.ts'
import { liftQuarantine } from './quarantine.ts'

/** `at` and `actor` are null of what was there before anything was saved. */
type MappingVersion = { readonly version: number; readonly at: Instant | null; readonly actor: string | null }

const most = 100

/**
 * Saves mappings and filters; the next cycle is an initial one, so that everybody is looked at by them.
 *
 * `verify`: it reads every account and compares, whatever was sent before.
 */
export async function saveSchema(
  store: Store,
  job: string,
  schema: SynchronizationSchema,
  { verify, actor }: { readonly verify: boolean; readonly actor?: string },
): Promise<void> {
  await store.db.transaction().execute(async (trx) => {
    const at = new Date().toISOString() as Instant
    await keepVersion(trx, { tenant: store.tenant, job })
    await liftQuarantine(trx, { tenant: store.tenant, job, at }, 'mappings')
    await sql`
    update job set schema = ${JSON.stringify(schema)}::text::json, schema_version = schema_version + 1, watermark = null,
      verify = verify or ${verify}, next_run = now()
    where tenant_id = ${store.tenant} and id = ${job}`.execute(trx)
    await keepVersion(trx, { tenant: store.tenant, job, at, actor })
  })
}

/** Keeps what the job has now, as long as it is not kept yet. */
async function keepVersion(
  db: Db,
  of: { readonly tenant: string; readonly job: string; readonly at?: Instant; readonly actor?: string | undefined },
): Promise<void> {
  const { tenant, job, at = null, actor = null } = of
  await sql`
    insert into mapping_version (tenant_id, job_id, version, schema, saved_at, actor)
    select tenant_id, id, schema_version, schema, ${at}::timestamptz, ${actor} from job
    where tenant_id = ${tenant} and id = ${job} on conflict do nothing`.execute(db)
  await sql`
    delete from mapping_version where tenant_id = ${tenant} and job_id = ${job}
      and version <= (select schema_version from job where tenant_id = ${tenant} and id = ${job}) - ${most}`.execute(db)
}

/** The newest first, without what the job has now. */
export async function earlierVersions(
  store: Store,
  { id, schemaVersion }: { readonly id: string; readonly schemaVersion: number },
): Promise<readonly MappingVersion[]> {
  const { rows } = await sql<{ version: number; at: Date | null; actor: string | null }>`
    select version, saved_at as at, actor from mapping_version
    where tenant_id = ${store.tenant} and job_id = ${id} and version < ${schemaVersion} order by version desc`.execute(
    store.db,
  )
  return rows.map(toVersion)
}

/** Who saved what the job has now, and when. */
export async function currentVersion(
  store: Store,
  { id, schemaVersion: version }: { readonly id: string; readonly schemaVersion: number },
): Promise<MappingVersion> {
  const { rows } = await sql<{ version: number; at: Date | null; actor: string | null }>`
    select version, saved_at as at, actor from mapping_version
    where tenant_id = ${store.tenant} and job_id = ${id} and version = ${version}`.execute(store.db)
  return rows[0] === undefined ? { version, at: null, actor: null } : toVersion(rows[0])
}

/** Throws `Wrong` (notFound) when it is not kept. */
export async function schemaOfVersion(store: Store, job: string, version: number): Promise<SynchronizationSchema> {
  const { rows } = await sql<{ schema: SynchronizationSchema }>`
    select schema from mapping_version where tenant_id = ${store.tenant} and job_id = ${job} and version = ${version}`.execute(
    store.db,
  )
  const [found] = rows
  if (found === undefined) throw new Wrong('notFound', `Version ${version} of these mappings is not kept.`)
  return found.schema
}

function toVersion({ version, at, actor }: { version: number; at: Date | null; actor: string | null }): MappingVersion {
  return { version, at: at === null ? null : (new Date(at).toISOString() as Instant), actor }
}
