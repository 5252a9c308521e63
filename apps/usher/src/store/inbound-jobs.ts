/** Jobs that bring people into the directory; no cycle of the others' kind runs for them. */
import { sql } from 'kysely'
import { inbound } from '../gallery/inbound/template.ts'
import type { Store } from './directory.ts'
import type { Job } from './jobs.ts'

export const inboundTemplate = inbound.id

export function isInbound({ templateId }: Pick<Job, 'templateId'>): boolean {
  return templateId === inboundTemplate
}

/** Those that have something to do now: people who were sent, and removals that are due or were allowed. */
export async function dueInbound({ db, tenant }: Store): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from job where tenant_id = ${tenant} and template_id = ${inboundTemplate} and state = 'Active'
      and (lease is null or lease_until < now())
      and (exists (select from inbound_upload u where u.tenant_id = job.tenant_id and u.job_id = job.id and u.operations is not null)
        or exists (select from look l where l.tenant_id = job.tenant_id and l.job_id = job.id
          and (l.why = 'gathered' and l.next <= now() or l.why = 'removalHeld' and l.decision = 'allowed')))`.execute(
    db,
  )
  return rows.map(({ id }) => id)
}
