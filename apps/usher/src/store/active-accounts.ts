import { sql } from 'kysely'
import type { Store } from './directory.ts'

/** Applications in which a person has an account that is active, as far as Usher knows: the names, in order. */
export async function activeAccounts({ db, tenant }: Store, person: string): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select distinct a.display_name as name from link l
    join job j on j.tenant_id = l.tenant_id and j.id = l.job_id
    join application a on a.tenant_id = j.tenant_id and a.id = j.application_id
    where l.tenant_id = ${tenant} and l.object_type = 'User' and l.object_id = ${person} and l.active and l.target_id is not null
    order by 1`.execute(db)
  return rows.map(({ name }) => name)
}
