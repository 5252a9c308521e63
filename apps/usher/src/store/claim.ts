import { refKey, type Change, type MatchingValue, type Plan, type Taken } from '@usher/engine'
import { sql } from 'kysely'
import { readMark } from '../connectors/directory/feed.ts'
import { rows, storable } from './bulk.ts'
import { lookAtGroups } from './members.ts'
import { isOfCycle } from './fence.ts'
import {
  changedAfter,
  claimOf,
  heldElsewhere,
  isFree,
  lookAgain,
  movedSince,
  noteUndone,
  type Place,
  type Seen,
} from './lanes.ts'

/**
 * Writes down, before the first write of a page, which matching value each create is about to use and which account
 * each join is about to take.
 *
 * Returns by key who comes too late: another object holds the value or the account, the link is no longer as it was
 * when the plan was made, or the other lane writes the object. `seen`: what the plan of the lane of changes found.
 */
export async function claim(place: Place, plan: Plan, seen: Seen): Promise<ReadonlyMap<string, Taken>> {
  const { trx, tenant, lease } = place
  const away = await leftToOthers(place, plan, seen)
  const changes = plan.changes.filter(({ ref }) => !away.has(refKey(ref)))
  if (lease.via !== undefined)
    await lookAgain(
      place,
      changes.flatMap(({ ref, action }) => (action === 'none' ? [] : [ref])),
    )
  await noteUndone(
    place,
    changes.filter(({ reason, action }) => reason.code === 'undo' && action !== 'none'),
  )
  await forgetSent(place, changes)
  const wanted = changes.flatMap(wish)
  if (wanted.length === 0) return away
  const taken = await alreadyTaken(place, wanted)
  const free = firstOfEach(wanted.filter((one) => !taken.has(one.id)))
  const { rows: claimed } = await sql<{ id: string }>`
    insert into link (tenant_id, job_id, object_type, object_id, target_id, joined_by, state, active, claim)
    select ${tenant}::uuid, ${lease.job}, r.type, r.id, r.target, r.joined, 'managed', true, ${claimOf(lease)}
    from ${rows('type text, id text, target text, joined jsonb, before text', free)}
    on conflict (tenant_id, job_id, object_type, object_id) do update
      set target_id = excluded.target_id, joined_by = excluded.joined_by, state = 'managed', sent = null, claim = excluded.claim,
        updated_at = now()
      where ${isFree(lease)} and link.target_id is not distinct from (
        select f.before from ${rowsAs('f', free)} where f.id = link.object_id)
    returning object_id as id`.execute(trx)
  const got = new Set(claimed.map((row) => row.id))
  const asked = new Set(free.map((one) => one.id))
  const late = wanted.filter((one) => !got.has(one.id))
  const meanwhile = await heldElsewhere(place, late.map(({ id }) => id)) // prettier-ignore
  const overtaken = late.filter(({ id }) => meanwhile.has(id))
  // A cycle that breaks off before it is recorded leaves the group linked, so that nothing would say that it has come.
  const groups = wanted.filter((one) => got.has(one.id) && one.target !== null && one.type === 'Group')
  await lookAtGroups(trx, { tenant, job: lease.job, now: lease.now() }, groups)
  // What the cycle has written to an account since it was found is seen when it is read again.
  const joined = !isOfCycle(lease.lane) ? wanted.filter((one) => got.has(one.id) && one.target !== null) : []
  await lookAgain(place, [...joined, ...overtaken])
  return new Map([
    ...away,
    ...late.map((one) => [refKey(one), asked.has(one.id) ? 'stale' : 'held'] as const),
    ...[...joined, ...overtaken].map((one) => [refKey(one), 'busy'] as const),
  ])
}

/** What the other lane writes, or will, since it changed after this cycle had begun. */
async function leftToOthers(place: Place, plan: Plan, seen: Seen): Promise<ReadonlyMap<string, 'busy'>> {
  const { lane } = place.lease
  const refs = plan.changes.map(({ ref }) => ref)
  const snapshot = plan.watermark === null || !isOfCycle(lane) ? undefined : readMark(plan.watermark).snapshot
  const changed = snapshot === undefined ? new Set() : await changedAfter(place, snapshot, refs)
  const rest = refs.filter(({ id }) => !changed.has(id))
  // Who had no link gets one now, and if somebody else was faster that shows then.
  const isNew = new Set(
    plan.changes.filter(({ action, facts }) => action === 'create' && facts.link === null).map(({ ref }) => ref),
  )
  const held = await heldElsewhere(place, rest.filter((ref) => !isNew.has(ref)).map(({ id }) => id)) // prettier-ignore
  const moved = lane !== 'cycle' ? await movedSince(place, seen, rest) : new Set()
  const taken = rest.filter(({ id }) => held.has(id) || moved.has(id))
  await lookAgain(place, taken)
  const away = [...refs.filter(({ id }) => changed.has(id)), ...taken]
  return new Map(away.map((ref) => [refKey(ref), 'busy'] as const))
}

/** A lost answer leaves unknown what the target holds: what is about to be written no longer counts as sent. */
async function forgetSent({ trx, tenant, lease }: Place, changes: Plan['changes']): Promise<void> {
  const written = changes.flatMap((change) =>
    (change.action === 'update' || change.action === 'disable' || change.action === 'delete') &&
    change.held === undefined &&
    change.facts.match.kind === 'linked'
      ? [{ type: change.ref.type, id: change.ref.id, comes_back: change.facts.verdict.inScope }]
      : [],
  )
  if (written.length === 0) return
  await sql`
    update link set sent = null, claim = ${claimOf(lease)}, state = case when r.comes_back then 'managed' else state end, active = active or r.comes_back
    from ${rows('type text, id text, comes_back boolean', written)}
    where link.tenant_id = ${tenant} and link.job_id = ${lease.job} and link.object_type = r.type and link.object_id = r.id`.execute(
    trx,
  )
}

type Wish = {
  readonly type: string
  readonly id: string
  readonly target: string | null
  readonly joined: MatchingValue | null
  /** What it is found by. */
  readonly by: MatchingValue | null
  readonly before: string | null
}

function wish({ ref, action, matching, facts, held }: Change): readonly Wish[] {
  const { match, link } = facts
  if (held !== undefined) return []
  const before = link?.targetId ?? null
  if (action === 'create') return [{ ...ref, target: null, joined: matching, by: matching, before }]
  if (match.kind === 'joined') return [{ ...ref, target: match.target.id, joined: null, by: matching, before }]
  return []
}

/** Two of one page may want the same value or account: the first gets it. */
function firstOfEach(wanted: readonly Wish[]): readonly Wish[] {
  const seen = new Set<string>()
  return wanted.filter((one) => {
    const key = one.target ?? `${one.joined?.path}\n${one.joined?.value.toLowerCase()}`
    return seen.has(key) ? false : seen.add(key) !== undefined
  })
}

/** An account that is found by what somebody else's create is about to use may be theirs, though no link says so yet. */
async function alreadyTaken(
  { trx, tenant, lease: { job } }: Place,
  wanted: readonly Wish[],
): Promise<ReadonlySet<string>> {
  const joining = wanted.filter((one) => one.target !== null)
  const found = wanted.flatMap(({ type, id, by }) =>
    by === null ? [] : [{ type, id, path: by.path, value: by.value }],
  )
  // Few intents are pending at any time; looked at once, they cannot be looked at again for each row.
  const { rows: taken } = await sql<{ id: string }>`
    with pending as materialized (
      select object_type, object_id, sought ->> 'path' as path, lower(sought ->> 'value') as value from link
      cross join jsonb_array_elements(jsonb_build_array(joined_by) || coalesce(joined_by -> 'besides', '[]')) as sought
      where tenant_id = ${tenant} and job_id = ${job} and target_id is null and joined_by is not null)
    select r.id from ${rows('type text, id text, target text', joining)}
    join link l on l.tenant_id = ${tenant} and l.job_id = ${job} and l.object_type = r.type and l.target_id = r.target and l.object_id <> r.id
    union
    select r.id from ${rows('type text, id text, path text, value text', found)}
    join pending p on p.object_type = r.type and p.path = r.path and p.value = lower(r.value) and p.object_id <> r.id`.execute(
    trx,
  )
  return new Set(taken.map((row) => row.id))
}

function rowsAs(name: string, list: readonly Wish[]) {
  return sql`jsonb_to_recordset(${storable(list.map(({ id, before }) => ({ id, before })))}::text::jsonb) as ${sql.raw(name)}(id text, before text)`
}
