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
  /** Removals and unusual changes that are held, whatever a person said about them. */
  readonly held: number
  readonly changesHeld: number
  /** Of these, what waits for a person, and what a person rejected. */
  readonly undecided: number
  readonly rejected: number
  readonly changesUndecided: number
  readonly changesRejected: number
  /** Existing accounts that wait for somebody who agrees that they are taken over. */
  readonly adoptionsUndecided: number
}

const none: Counts = {
  linked: 0,
  active: 0,
  failed: 0,
  expired: 0,
  held: 0,
  changesHeld: 0,
  undecided: 0,
  rejected: 0,
  changesUndecided: 0,
  changesRejected: 0,
  adoptionsUndecided: 0,
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
      select next, error from member_link where tenant_id = ${store.tenant} and job_id = ${job} and next is not null and since is not null),
    removal as materialized (select decision from look where tenant_id = ${store.tenant} and job_id = ${job} and why = 'removalHeld'),
    change as materialized (select decision from look where tenant_id = ${store.tenant} and job_id = ${job} and why = 'changeHeld')
    select
      (select count(*)::int from link where tenant_id = ${store.tenant} and job_id = ${job} and target_id is not null) as linked,
      (select count(*)::int from link where tenant_id = ${store.tenant} and job_id = ${job} and target_id is not null and active) as active,
      (select count(*)::int from failed) as failed,
      (select count(*)::int from failed where next = ${never}::timestamptz and error ->> 'retry' <> 'never') as expired,
      (select count(*)::int from removal) as held,
      (select count(*)::int from removal where decision is null) as undecided,
      (select count(*)::int from removal where decision = 'rejected') as rejected,
      (select count(*)::int from change) as "changesHeld",
      (select count(*)::int from change where decision is null) as "changesUndecided",
      (select count(*)::int from change where decision = 'rejected') as "changesRejected",
      (select count(*)::int from look where tenant_id = ${store.tenant} and job_id = ${job} and why = 'adoptionHeld' and decision is null) as "adoptionsUndecided"`.execute(
    store.db,
  )
  return rows[0] ?? none
}
