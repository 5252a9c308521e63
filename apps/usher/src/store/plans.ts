/** Plans that are kept, with what was approved of them and what became of it. */
import { add, type Instant } from '@usher/engine'
import { sql } from 'kysely'
import { isUuid, Wrong, type Store } from './directory.ts'

/** Counted while the plan was made: objects by action, and how often each target attribute would change. */
export type PlanCounts = {
  readonly read: number
  readonly actions: Readonly<Record<string, number>>
  readonly attributes: Readonly<Record<string, number>>
  /** Existing accounts that would be taken over. */
  readonly adoptions: number
  readonly members: { readonly added: number; readonly removed: number }
  /** Nothing to do, by reason. */
  readonly skipped: Readonly<Record<string, number>>
  readonly requests: number
}
/**
 * `unfinished`: it was not made to its end. `unsaved`: the mappings or settings that it was made for are proposed, and not what the job has.
 * `superseded`: mappings, filters or deciding settings are others than it was made by.
 */
export type PlanState = 'unfinished' | 'open' | 'unsaved' | 'expired' | 'superseded'
export type StoredPlan = {
  readonly id: string
  readonly job: string
  readonly actor: string
  readonly madeAt: Instant
  readonly expiresAt: Instant
  readonly whole: boolean
  readonly ruleVersion: string
  /** What it was made for, when that is not the job as it is: `schema`, `settings`. */
  readonly proposed: string | null
  readonly counts: PlanCounts | null
  readonly cycle: string
  readonly total: number
  readonly approved: number
  /** What became of what was approved, by outcome; `waiting`: approved, and not applied. */
  readonly outcomes: Readonly<Record<string, number>>
}

const hours = 24
/** What is older is forgotten when the next one is made. */
const keptDays = 30

export async function beginPlan(
  store: Store,
  of: { readonly job: string; readonly actor: string; readonly now: Instant; readonly ruleVersion: string; readonly proposed: string | null }, // prettier-ignore
): Promise<string> {
  const { job, actor, now, ruleVersion, proposed } = of
  await forgetPlans(store, sql`job_id = ${job} and made_at < ${add(now, -keptDays * 24 * 3600_000)}::timestamptz`)
  const { rows } = await sql<{ id: string }>`
    insert into plan (tenant_id, job_id, actor, made_at, expires_at, rule_version, proposed, cycle_id)
    values (${store.tenant}, ${job}, ${actor}, ${now}::timestamptz, ${add(now, hours * 3600_000)}::timestamptz, ${ruleVersion}, ${proposed},
      gen_random_uuid()) returning id`.execute(store.db)
  return rows[0]?.id ?? ''
}

export async function endPlan({ db, tenant }: Store, id: string, counts: PlanCounts): Promise<void> {
  await sql`update plan set whole = true, counts = ${JSON.stringify(counts)}::text::jsonb
    where tenant_id = ${tenant} and id = ${id}`.execute(db)
}

/** Plans with their changes; `which` is a condition on the table. */
export async function forgetPlans({ db, tenant }: Store, which: ReturnType<typeof sql<boolean>>): Promise<void> {
  await sql`delete from plan_change where tenant_id = ${tenant}
    and plan_id in (select id from plan where tenant_id = ${tenant} and ${which})`.execute(db)
  await sql`delete from plan where tenant_id = ${tenant} and ${which}`.execute(db)
}

/** The plans of a job, the newest first. */
export async function plansOf(store: Store, job: string): Promise<readonly StoredPlan[]> {
  return readPlans(store, sql`job_id = ${job}`)
}

/** The plan of a job with this id, or whose id alone begins so; `last`: the newest. Throws `Wrong` with a sentence. */
export async function planOf(store: Store, job: string, id: string): Promise<StoredPlan> {
  const isPart = /^[0-9a-f-]{4,36}$/.test(id)
  if (id === 'last') return (await readPlans(store, sql`job_id = ${job}`))[0] ?? noPlan(id)
  const found = isPart ? await readPlans(store, sql`job_id = ${job} and id::text like ${`${id}%`}`) : []
  const [plan, other] = found
  if (plan === undefined) return noPlan(id)
  if (other !== undefined && !isUuid(id))
    throw new Wrong('ambiguous', `More than one plan begins with ${id}. Give more of it.`)
  return plan
}

function noPlan(id: string): never {
  throw new Wrong('notFound', `There is no plan ${JSON.stringify(id)} of this job. usher plans APP lists them.`)
}

async function readPlans(
  { db, tenant }: Store,
  which: ReturnType<typeof sql<boolean>>,
): Promise<readonly StoredPlan[]> {
  const { rows } = await sql<StoredPlan>`
    select p.id, p.job_id as job, p.actor, p.made_at as "madeAt", p.expires_at as "expiresAt", p.whole, p.rule_version as "ruleVersion",
      p.proposed, p.counts, p.cycle_id as cycle, coalesce(c.total, 0) as total, coalesce(c.approved, 0) as approved,
      coalesce(c.outcomes, '{}') as outcomes
    from plan p left join lateral (
      select sum(n)::int as total, sum(approved)::int as approved, jsonb_object_agg(outcome, n) filter (where outcome is not null) as outcomes
      from (select coalesce(outcome, case when approved then 'waiting' end) as outcome, count(*)::int as n,
          count(*) filter (where approved)::int as approved
        from plan_change where tenant_id = p.tenant_id and plan_id = p.id group by 1) o) c on true
    where p.tenant_id = ${tenant} and ${which} order by p.made_at desc limit 100`.execute(db)
  return rows
}

export function stateOf(
  { whole, expiresAt, ruleVersion, proposed }: StoredPlan,
  now: Instant,
  version: string,
): PlanState {
  if (!whole) return 'unfinished'
  if (ruleVersion !== version && proposed === null) return 'superseded'
  if (expiresAt <= now) return 'expired'
  return ruleVersion === version ? 'open' : 'unsaved'
}
