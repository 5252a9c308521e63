/** How a job is doing: failures that are open, and the one that most objects have. */
import { sql } from 'kysely'
import type { ProvisioningError } from '@usher/engine'
import { uuidIn } from './bulk.ts'
import type { Store } from './directory.ts'

/** Open failures of objects and of references, and objects in scope, those without an account included. */
export type Failures = { readonly failures: number; readonly references: number; readonly inScope: number }

export async function countFailures(store: Store, job: string): Promise<Failures> {
  const { tenant } = store
  const { rows } = await sql<Failures>`
    with failed as materialized (select object_type, object_id, error ->> 'reference' as reference from look
      where tenant_id = ${tenant} and job_id = ${job} and why = 'failed')
    select
      (select count(*)::int from failed where reference is null) as failures,
      (select count(*)::int from failed where reference is not null)
        + (select count(*)::int from member_link where tenant_id = ${tenant} and job_id = ${job} and next is not null and since is not null) as "references",
      (select count(*)::int from link where tenant_id = ${tenant} and job_id = ${job} and state = 'managed' and active and target_id is not null)
        + (select count(*)::int from failed f where not exists (select from link l where l.tenant_id = ${tenant} and l.job_id = ${job}
          and l.object_type = f.object_type and l.object_id = f.object_id and l.state = 'managed' and l.active and l.target_id is not null)) as "inScope"`.execute(
    store.db,
  )
  return rows[0] ?? { failures: 0, references: 0, inScope: 0 }
}

/** One of the objects that fail as most do, with the request that was refused, where the log still has it. */
export type Example = {
  readonly error: ProvisioningError
  readonly count: number
  readonly type: string
  readonly id: string
  readonly displayName: string
  readonly at: string | null
  readonly request: string | null
  readonly status: number | null
}

export async function mostFrequent(store: Store, job: string): Promise<Example | null> {
  const { tenant } = store
  const { rows } = await sql<Example>`
    with code as (select error ->> 'code' as code, count(*)::int as count from look
      where tenant_id = ${tenant} and job_id = ${job} and why = 'failed' group by 1 order by 2 desc, 1 limit 1),
    one as (select l.* from look l, code where l.tenant_id = ${tenant} and l.job_id = ${job} and l.why = 'failed'
      and l.error ->> 'code' = code.code order by l.since desc, l.object_id limit 1)
    select l.error, code.count, l.object_type as type, l.object_id as id,
      coalesce(u.attributes ->> 'displayName', u.user_principal_name, g.display_name, l.object_id) as "displayName",
      p.at, (p.exchanges -> -1 ->> 'method') || ' ' || (p.exchanges -> -1 ->> 'url') as request,
      (p.exchanges -> -1 ->> 'status')::int as status
    from code, one l left join directory_user u on u.tenant_id = l.tenant_id and u.id = ${uuidIn('l.object_id')}
    left join directory_group g on g.tenant_id = l.tenant_id and g.id = ${uuidIn('l.object_id')}
    left join lateral (select at, exchanges from provisioning_log p where p.tenant_id = l.tenant_id and p.object_id = l.object_id
      and p.job_id = l.job_id and p.result = 'failure' order by p.id desc limit 1) p on true`.execute(store.db)
  return rows[0] ?? null
}

/**
 * What fails now, and is not put right yet (BT-14); of a membership (`Group.members`) the id is that of the group and of the member,
 * and the name is both. `next` never: it is not tried again by itself.
 */
export type Failure = {
  readonly type: string
  readonly id: string
  readonly displayName: string
  readonly since: string
  readonly next: string
  readonly attempts: number
  readonly error: ProvisioningError
}

export async function openFailures(store: Store, job: string, limit: number): Promise<readonly Failure[]> {
  const { tenant } = store
  const { rows } = await sql<Failure>`
    with l as (
      select object_type, object_id, null as group_id, since, next, attempts, error from look
      where tenant_id = ${tenant} and job_id = ${job} and why = 'failed'
      union all
      select member_type, member_id, group_id, since, next, attempts, error from member_link
      where tenant_id = ${tenant} and job_id = ${job} and next is not null and since is not null
      order by next, since, object_id, group_id limit ${limit})
    select case when l.group_id is null then l.object_type else 'Group.members' end as type,
      concat_ws('/', l.group_id, l.object_id) as id, l.since, l.next, l.attempts, l.error,
      concat_ws(' in ', coalesce(u.attributes ->> 'displayName', u.user_principal_name, g.display_name, l.object_id),
        coalesce(w.display_name, l.group_id)) as "displayName"
    from l left join directory_user u on u.tenant_id = ${tenant} and u.id = ${uuidIn('l.object_id')}
    left join directory_group g on g.tenant_id = ${tenant} and g.id = ${uuidIn('l.object_id')}
    left join directory_group w on w.tenant_id = ${tenant} and w.id = ${uuidIn('l.group_id')}
    order by l.next, l.since, l.object_id, l.group_id`.execute(store.db)
  return rows
}
