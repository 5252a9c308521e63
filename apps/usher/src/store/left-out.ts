/**
 * How many were left out of scope: counted by cycle and reason, since a line for each would hide what was done (BT-11).
 *
 * Whoever has a line all the same is counted too, so that the counts are those of the cycle.
 */
import type { Outcome } from '@usher/engine'
import { sql } from 'kysely'
import { rows } from './bulk.ts'
import type { Db, Store } from './directory.ts'
import type { Lease } from './fence.ts'

/** `because`: the reason by which the cycle's summary counts them too. */
export type LeftOut = {
  readonly jobId: string
  readonly cycleId: string
  readonly at: string
  readonly because: string
  readonly count: number
}

/** Part of the transaction that records the outcomes. */
export async function countLeftOut(
  { trx, tenant, lease }: { readonly trx: Db; readonly tenant: string; readonly lease: Lease },
  outcomes: readonly Outcome[],
): Promise<void> {
  const reasons = outcomes.flatMap(becauseOf)
  if (reasons.length === 0) return
  const list = Object.entries(Object.groupBy(reasons, (because) => because))
  const counts = list.map(([because, all = []]) => ({ because, count: all.length }))
  await sql`
    insert into left_out (tenant_id, job_id, cycle_id, because, at, count)
    select ${tenant}::uuid, ${lease.job}, ${lease.cycle}::uuid, r.because, ${lease.now()}::timestamptz, r.count
    from ${rows('because text, count int', counts)}
    on conflict (tenant_id, job_id, cycle_id, because) do update set count = left_out.count + excluded.count, at = excluded.at`.execute(
    trx,
  )
}

/** By the reason, if it is one of scope. */
export function becauseOf({ change }: Outcome): readonly string[] {
  const { code, details } = change.reason
  if (code !== 'outOfScope') return []
  return typeof details['because'] === 'string' ? [details['because']] : []
}

/** Of the newest cycles that left somebody out, newest first. */
export async function leftOut(
  { db, tenant }: Store,
  {
    jobs,
    cycle,
    limit,
  }: { readonly jobs?: readonly string[] | undefined; readonly cycle?: string | undefined; readonly limit: number },
): Promise<readonly LeftOut[]> {
  const found = await db
    .selectFrom('left_out')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .$if(jobs !== undefined, (q) => q.where('job_id', 'in', jobs?.length === 0 ? [''] : (jobs ?? [])))
    .$if(cycle !== undefined, (q) => q.where('cycle_id', '=', cycle ?? ''))
    .orderBy('at', 'desc')
    .orderBy('count', 'desc')
    .limit(limit)
    .execute()
  return found.map(({ job_id: jobId, cycle_id: cycleId, at, because, count }) => ({
    jobId,
    cycleId,
    at,
    because,
    count,
  }))
}

/** Forgets the counts of cycles before. */
export async function forgetLeftOut({ db, tenant }: Store, before: string): Promise<void> {
  await db.deleteFrom('left_out').where('tenant_id', '=', tenant).where('at', '<', before).execute()
}
