import type { Ref } from '@usher/scim'
import { sql } from 'kysely'
import type { Store } from './directory.ts'

/** What a person or group lacks in the application now: a reference at a path, or a member. */
export type Missing = { readonly of: Ref } & ({ readonly path: string } | { readonly member: true })

/** Whom a cycle found without an account, and who has none since; of a group, its members. */
export async function missingOf({ db, tenant }: Store, job: string, { type, id }: Ref): Promise<readonly Missing[]> {
  const { rows } = await sql<{ path: string | null; type: string; id: string }>`
    select path, of_type as type, of_id as id from reference_use u
    where tenant_id = ${tenant} and job_id = ${job} and object_type = ${type} and object_id = ${id} and written is null and reported
      and not exists (select from link l where l.tenant_id = u.tenant_id and l.job_id = u.job_id and l.object_type = u.of_type
        and l.object_id = u.of_id and l.target_id is not null)
    union all
    select null, m.member_type, m.member_id from member_link m
    where m.tenant_id = ${tenant} and m.job_id = ${job} and ${type} = 'Group' and m.group_id = ${id}
      and m.group_target is null and m.reported and not exists (select from link l
        where l.tenant_id = m.tenant_id and l.job_id = m.job_id and l.object_type = m.member_type
          and l.object_id = m.member_id and l.target_id is not null)
    order by 1, 2, 3`.execute(db)
  return rows.map(({ path, ...of }) => (path === null ? { of, member: true } : { of, path }))
}
