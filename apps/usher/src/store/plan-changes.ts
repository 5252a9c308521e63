/** The changes of a kept plan: shown in pages, approved, applied. */
import type { Approved, MemberChange, Settled } from '@usher/engine'
import type { Json, Ref } from '@usher/scim'
import { sql, type RawBuilder } from 'kysely'
import { rows, storable, texts } from './bulk.ts'
import type { Db, Store } from './directory.ts'
import { nameOf } from './named-object.ts'

export type NewChange = {
  readonly ref: Ref
  readonly displayName: string
  readonly action: string
  readonly basis: string
  readonly attributes: readonly string[]
  readonly shown: Json
  readonly members: readonly MemberChange[] | null
}
export type PlanChange = {
  readonly n: number
  readonly type: string
  readonly id: string
  readonly displayName: string
  readonly action: string
  readonly approved: boolean
  readonly outcome: string | null
  /** Of what is held: what a person said about it elsewhere. */
  readonly decision: 'allowed' | 'rejected' | null
  readonly shown: Json
}
/** Which changes are meant; all of what is given must hold. `name`: a part of the display name. */
export type Which = {
  readonly action?: string | undefined
  readonly attribute?: string | undefined
  readonly name?: string | undefined
  readonly ids?: readonly string[] | undefined
  readonly approved?: boolean | undefined
  readonly outcome?: string | undefined
}

const perPage = 100

export async function addChanges(
  { db, tenant }: Store,
  plan: string,
  from: number,
  list: readonly NewChange[],
): Promise<void> {
  if (list.length === 0) return
  const all = list.map(({ ref, members, displayName, ...one }, at) => ({
    ...one,
    ...ref,
    n: from + at,
    name: displayName,
    members,
  }))
  await sql`
    insert into plan_change (tenant_id, plan_id, n, object_type, object_id, display_name, action, basis, attributes, shown, members)
    select ${tenant}::uuid, ${plan}::uuid, r.n, r.type, r.id, r.name, r.action, r.basis, r.attributes, r.shown, r.members
    from ${rows('n int, type text, id text, name text, action text, basis text, attributes jsonb, shown jsonb, members jsonb', all)}`.execute(
    db,
  )
}

/** Those after a place in the plan, in its order. */
export async function changesOf(
  { db, tenant }: Store,
  plan: string,
  { after, limit, ...which }: Which & { readonly after: number; readonly limit: number },
): Promise<readonly PlanChange[]> {
  const { rows: found } = await sql<PlanChange>`
    select n, object_type as type, object_id as id, display_name as "displayName", action, approved, outcome,
      ${decision} as decision, shown from plan_change
    where tenant_id = ${tenant} and plan_id = ${plan} and n > ${after} and ${meant(which)} order by n limit ${limit}`.execute(
    db,
  )
  return found
}

/** How many are meant, by action. */
export async function countChanges(
  { db, tenant }: Store,
  plan: string,
  which: Which,
): Promise<Readonly<Record<string, number>>> {
  const { rows: found } = await sql<{ action: string; n: number }>`
    select action, count(*)::int as n from plan_change where tenant_id = ${tenant} and plan_id = ${plan} and ${meant(which)}
    group by action order by action`.execute(db)
  return Object.fromEntries(found.map(({ action, n }) => [action, n]))
}

/** What a person said about a change that is held; null: nothing yet, or it is not held. */
const decision = sql<PlanChange['decision']>`case when action = 'held' then (
  select l.decision from plan p join look l on l.tenant_id = p.tenant_id and l.job_id = p.job_id
  where p.tenant_id = plan_change.tenant_id and p.id = plan_change.plan_id and l.object_type = plan_change.object_type
    and l.object_id = plan_change.object_id and l.why in ('removalHeld', 'adoptionHeld', 'changeHeld') and l.decision is not null
  limit 1) end`

/** How many were changed. `left`: what is held is approved by `action` or `ids` only, what was rejected by `ids` only. */
export type Approval = {
  readonly changed: number
  readonly left: { readonly held: number; readonly rejected: number }
}

/** Approves what is meant, or takes the approval back; what was applied stays so. */
export async function approve({ db, tenant }: Store, plan: string, which: Which, approved: boolean): Promise<Approval> {
  const open = sql<boolean>`tenant_id = ${tenant} and plan_id = ${plan} and outcome is null and action <> 'problem'
    and approved <> ${approved} and ${meant(which)}`
  const { numAffectedRows = 0n } = await sql`
    update plan_change set approved = ${approved} where ${open} and ${approved ? named(which) : sql`true`}`.execute(db)
  const { rows: found } = await sql<Approval['left']>`
    select count(*) filter (where ${isRejected})::int as rejected, count(*) filter (where not ${isRejected})::int as held
    from plan_change where ${open} and action = 'held'`.execute(db)
  return { changed: Number(numAffectedRows), left: found[0] ?? { held: 0, rejected: 0 } }
}

const isRejected = sql<boolean>`(${decision} is not distinct from 'rejected')`

/** To approve what is held is to consent to it, so it must be meant; and what somebody rejected must be called by its name. */
function named({ action, ids }: Which): RawBuilder<boolean> {
  if (ids !== undefined) return sql`true`
  return action === 'held' ? sql`not ${isRejected}` : sql`action <> 'held'`
}

/** What of it an approval, or its withdrawal, changes nothing of. */
export type Standing = 'already' | 'carriedOut' | 'problem'

/** How many are meant that stay as they are, by why they do. */
export async function standing(
  { db, tenant }: Store,
  plan: string,
  which: Which,
  approved: boolean,
): Promise<Readonly<Partial<Record<Standing, number>>>> {
  const { rows: found } = await sql<{ why: Standing; n: number }>`
    select case when outcome is not null then 'carriedOut' when action = 'problem' then 'problem' else 'already' end as why, count(*)::int as n
    from plan_change where tenant_id = ${tenant} and plan_id = ${plan}
    and (outcome is not null or action = 'problem' or approved = ${approved}) and ${meant(which)} group by 1`.execute(
    db,
  )
  return Object.fromEntries(found.map(({ why, n }) => [why, n]))
}

/** What those are called of whom the plan has no change. */
export async function absentIn(store: Store, plan: string, refs: readonly Ref[]): Promise<readonly string[]> {
  const ids = refs.map(({ id }) => id)
  const { rows: found } = await sql<{ id: string }>`
    select distinct object_id as id from plan_change where tenant_id = ${store.tenant} and plan_id = ${plan}
    and object_id in ${texts(ids)}`.execute(store.db)
  const there = new Set(found.map(({ id }) => id))
  return Promise.all(refs.filter(({ id }) => !there.has(id)).map((ref) => nameOf(store, ref)))
}

type Row = {
  readonly n: number
  readonly type: string
  readonly id: string
  readonly basis: string
  readonly members: readonly MemberChange[] | null
}

/** What was approved and has no outcome, in the order of the plan: objects, or memberships. */
export async function* approvedOf(
  { db, tenant }: Store,
  plan: string,
  what: 'objects' | 'members',
): AsyncGenerator<readonly Row[]> {
  const kind = what === 'members' ? sql`members is not null` : sql`members is null`
  for (let last = -1; ;) {
    const { rows: found } = await sql<Row>`
      select n, object_type as type, object_id as id, basis, members from plan_change where tenant_id = ${tenant} and plan_id = ${plan}
      and approved and outcome is null and ${kind} and n > ${last} order by n limit ${what === 'members' ? 1 : perPage}`.execute(
      db,
    )
    if (found.length > 0) yield found
    const end = found.at(-1)
    if (end === undefined) return
    last = end.n
  }
}

export function asApproved({ type, id, basis }: Row): Approved {
  return { ref: { type, id }, basis }
}

/** Which of these the plan carried out. */
export async function carriedOut({ db, tenant }: Store, plan: string, refs: readonly Ref[]): Promise<readonly Ref[]> {
  const { rows: found } = await sql<Ref>`
    select distinct object_type as type, object_id as id from plan_change where tenant_id = ${tenant} and plan_id = ${plan}
    and outcome in ('success', 'warning') and object_id in ${texts(refs.map(({ id }) => id))}`.execute(db)
  return found
}

/** What became of objects, in the transaction in which it is recorded. */
export async function noteOutcomes(trx: Db, tenant: string, plan: string, settled: readonly Settled[]): Promise<void> {
  const list = settled.map(({ outcome: { change, result } }) => ({ ...change.ref, result }))
  await note({ db: trx, tenant }, plan, list)
}

export async function noteChanged({ db, tenant }: Store, plan: string, refs: readonly Ref[]): Promise<void> {
  await note(
    { db, tenant },
    plan,
    refs.map((ref) => ({ ...ref, result: 'changed' })),
  )
}

async function note(
  { db, tenant }: Pick<Store, 'db' | 'tenant'>,
  plan: string,
  list: readonly (Ref & { readonly result: string })[],
): Promise<void> {
  if (list.length === 0) return
  await sql`
    update plan_change p set outcome = r.result from ${rows('type text, id text, result text', list)}
    where p.tenant_id = ${tenant} and p.plan_id = ${plan} and p.object_type = r.type and p.object_id = r.id
    and p.approved and p.outcome is null and p.members is null`.execute(db)
}

export async function noteMembers({ db, tenant }: Store, plan: string, n: number, outcome: string): Promise<void> {
  await sql`update plan_change set outcome = ${outcome} where tenant_id = ${tenant} and plan_id = ${plan} and n = ${n}`.execute(
    db,
  )
}

function meant({ action, attribute, name, ids, approved, outcome }: Which): RawBuilder<boolean> {
  const like = name === undefined ? '' : `%${name.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  const parts = [
    sql<boolean>`true`,
    ...(action === undefined ? [] : [sql<boolean>`action = ${action}`]),
    ...(attribute === undefined ? [] : [sql<boolean>`attributes @> ${storable([attribute])}::text::jsonb`]),
    ...(name === undefined ? [] : [sql<boolean>`lower(display_name) like ${like}`]),
    ...(ids === undefined ? [] : [sql<boolean>`object_id in ${texts(ids)}`]),
    ...(approved === undefined ? [] : [sql<boolean>`approved = ${approved}`]),
    ...(outcome === undefined ? [] : [sql<boolean>`outcome is not distinct from ${outcome}`]),
  ]
  return sql.join(parts, sql` and `) as RawBuilder<boolean>
}
