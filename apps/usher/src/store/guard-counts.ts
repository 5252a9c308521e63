/** What the guard counts: what was carried out lately, and what is held. */
import type { Instant, Removals, Settled } from '@usher/engine'
import { sql } from 'kysely'
import { rows } from './bulk.ts'
import type { Db, Store } from './directory.ts'

/** Longer than any window of the guard, which is the interval of the job. */
const kept = '2 days'

/** Adds what a page did to the second in which it was done; the accounts of the first cycle are no unusual number. */
export async function countDone({ trx, tenant, job, now }: Counting, settled: readonly Settled[]): Promise<void> {
  const kinds = Map.groupBy(
    settled.flatMap(({ counts = [] }) => counts),
    (kind) => kind,
  )
  await countKinds({ trx, tenant, job, now }, new Map([...kinds].map(([kind, { length }]) => [kind, length])))
}

type Counting = { readonly trx: Db; readonly tenant: string; readonly job: string; readonly now: Instant }

export async function countKinds(
  { trx, tenant, job, now }: Counting,
  kinds: ReadonlyMap<string, number>,
): Promise<void> {
  const list = [...kinds].flatMap(([kind, count]) => (count === 0 ? [] : [{ kind, count }]))
  if (list.length === 0) return
  await sql`
    insert into guard_count (tenant_id, job_id, kind, at, count)
    select ${tenant}::uuid, ${job}, r.kind, date_trunc('second', ${now}::timestamptz), r.count
    from ${rows('kind text, count int', list)}
    where r.kind <> 'creation' or (select seasoned from job where tenant_id = ${tenant} and id = ${job})
    on conflict (tenant_id, job_id, kind, at) do update set count = guard_count.count + excluded.count`.execute(trx)
  await sql`delete from guard_count where tenant_id = ${tenant} and job_id = ${job}
    and at < ${now}::timestamptz - interval '${sql.raw(kept)}'`.execute(trx)
}

export async function removals(store: Store, job: string, since: Instant): Promise<Removals> {
  const { rows: found } = await sql<Removals>`
    select
      (select coalesce(sum(count), 0)::int from guard_count where tenant_id = ${store.tenant} and job_id = ${job}
        and kind = 'removal' and at >= date_trunc('second', ${since}::timestamptz)) as done,
      (select count(*)::int from look where tenant_id = ${store.tenant} and job_id = ${job} and why = 'removalHeld' and decision is null) as held,
      (select count(*)::int from look where tenant_id = ${store.tenant} and job_id = ${job} and why = 'failed' and decision is null
        and what @> '["removal"]' and since >= ${since}::timestamptz) as failing,
      (select count(*)::int from link where tenant_id = ${store.tenant} and job_id = ${job} and state = 'managed' and active and target_id is not null) as managed,
      exists (select from link where tenant_id = ${store.tenant} and job_id = ${job}) as linked`.execute(store.db)
  return found[0] ?? { done: 0, failing: 0, held: 0, managed: 0, linked: false }
}

export async function changes(
  store: Store,
  job: string,
  since: Instant,
): Promise<{ done: ReadonlyMap<string, number>; held: ReadonlyMap<string, number>; seasoned: boolean }> {
  const { tenant } = store
  const { rows: found } = await sql<{ kind: string; done: number | null; held: number | null }>`
    select kind, sum(count)::int as done, null::int as held from guard_count where tenant_id = ${tenant} and job_id = ${job}
      and at >= date_trunc('second', ${since}::timestamptz) group by kind
    union all
    select kind, null, count(*)::int from look cross join jsonb_array_elements_text(what) as kind
      where tenant_id = ${tenant} and job_id = ${job} and why = 'changeHeld' and decision is null group by kind`.execute(
    store.db,
  )
  const { seasoned } = await store.db
    .selectFrom('job')
    .select('seasoned')
    .where('tenant_id', '=', tenant)
    .where('id', '=', job)
    .executeTakeFirstOrThrow()
  const counted = (of: 'done' | 'held'): ReadonlyMap<string, number> =>
    new Map(found.flatMap((row) => (row[of] === null ? [] : [[row.kind, row[of]] as const])))
  return { done: counted('done'), held: counted('held'), seasoned }
}
