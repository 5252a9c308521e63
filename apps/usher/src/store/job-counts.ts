/** How many accounts a job has, and how many fail or are held. */
import { never } from '@usher/engine'
import { sql } from 'kysely'
import type { Store } from './directory.ts'

export type Counts = {
  readonly linked: number
  readonly active: number
  /** Objects, and memberships. */
  readonly failed: number
  /** Among those that failed, which are not tried again by themselves. */
  readonly expired: number
  /** Removals and unusual changes that wait for a person, rejected ones included; and removals that nobody decided about. */
  readonly held: number
  readonly changesHeld: number
  readonly undecided: number
}

/** Who has an account, by type: `{ User: 304, Group: 2 }`. */
export async function countByType(store: Store, job: string): Promise<Readonly<Record<string, number>>> {
  const { rows } = await sql<{ type: string; count: number }>`
    select object_type as type, count(*)::int as count from link
    where tenant_id = ${store.tenant} and job_id = ${job} and target_id is not null group by object_type`.execute(
    store.db,
  )
  return Object.fromEntries(rows.map(({ type, count }) => [type, count]))
}

export async function countJob(store: Store, job: string): Promise<Counts> {
  const { rows } = await sql<Counts>`
    with failed as materialized (
      select next, error from look where tenant_id = ${store.tenant} and job_id = ${job} and why = 'failed'
      union all
      select next, error from member_link where tenant_id = ${store.tenant} and job_id = ${job} and next is not null and since is not null)
    select
      (select count(*)::int from link where tenant_id = ${store.tenant} and job_id = ${job} and target_id is not null) as linked,
      (select count(*)::int from link where tenant_id = ${store.tenant} and job_id = ${job} and target_id is not null and active) as active,
      (select count(*)::int from failed) as failed,
      (select count(*)::int from failed where next = ${never}::timestamptz and error ->> 'retry' <> 'never') as expired,
      (select count(*)::int from look where tenant_id = ${store.tenant} and job_id = ${job} and why = 'changeHeld') as "changesHeld",
      (select count(*)::int from look where tenant_id = ${store.tenant} and job_id = ${job} and why = 'removalHeld' and decision is null) as undecided,
      (select count(*)::int from look where tenant_id = ${store.tenant} and job_id = ${job} and why = 'removalHeld') as held`.execute(
    store.db,
  )
  return rows[0] ?? { linked: 0, active: 0, failed: 0, expired: 0, held: 0, changesHeld: 0, undecided: 0 }
}
