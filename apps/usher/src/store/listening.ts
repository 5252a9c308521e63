/** What is to be known of jobs and applications to tell people of them. */
import { sql } from 'kysely'
import type { Store } from './directory.ts'
import type { JobRowSettings } from './job-row-settings.ts'

export type Named = {
  readonly id: string
  readonly name: string
  readonly applicationId: string
  readonly application: string
  readonly settings: JobRowSettings
}

/** Every job by id, without its mappings. */
export async function jobsByName({ db, tenant }: Store): Promise<ReadonlyMap<string, Named>> {
  const { rows } = await sql<Named>`
    select j.id, j.name, j.settings, a.id as "applicationId", a.display_name as application
    from job j join application a on a.tenant_id = j.tenant_id and a.id = j.application_id
    where j.tenant_id = ${tenant}`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}

/** Names of applications by id, of those without a job too. */
export async function applicationNames({ db, tenant }: Store): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom('application')
    .select(['id', 'display_name'])
    .where('tenant_id', '=', tenant)
    .execute()
  return new Map(rows.map((row) => [row.id, row.display_name]))
}
