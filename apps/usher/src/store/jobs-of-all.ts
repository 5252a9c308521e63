import { sql } from 'kysely'
import type { Store } from './directory.ts'
import type { Job } from './jobs.ts'

type NamedJob = Pick<Job, 'id' | 'applicationId' | 'templateId' | 'graph'> & { readonly application: string }

/** Every job, by what it is called; without what it maps, which is much. */
export async function everyJob({ db, tenant }: Store): Promise<readonly NamedJob[]> {
  const { rows } = await sql<NamedJob>`
    select j.id, j.application_id as "applicationId", j.template_id as "templateId", j.graph, a.display_name as application
    from job j join application a on a.tenant_id = j.tenant_id and a.id = j.application_id
    where j.tenant_id = ${tenant} order by j.created_at, j.id`.execute(db)
  return rows
}
