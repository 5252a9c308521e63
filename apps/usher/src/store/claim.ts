import type { Change, MatchingValue, Plan } from '@usher/engine'
import { sql } from 'kysely'
import { rows, storable } from './bulk.ts'
import type { Db } from './directory.ts'

/**
 * Writes down, before the first write of a page, which matching value each create is about to use and which account
 * each join is about to take.
 *
 * Returns by key who comes too late: another object holds the value or the account, or the link is no longer as it was
 * when the plan was made.
 */
export async function claim(
  trx: Db,
  tenant: string,
  job: string,
  plan: Plan,
): Promise<ReadonlyMap<string, 'held' | 'stale'>> {
  await forgetSent(trx, tenant, job, plan)
  const wanted = plan.changes.flatMap(wish)
  if (wanted.length === 0) return new Map()
  const taken = await alreadyTaken(trx, tenant, job, wanted)
  const free = firstOfEach(wanted.filter((one) => !taken.has(one.id)))
  const { rows: claimed } = await sql<{ id: string }>`
    insert into link (tenant_id, job_id, object_type, object_id, target_id, joined_by, state, active)
    select ${tenant}::uuid, ${job}, r.type, r.id, r.target, r.joined, 'managed', true
    from ${rows('type text, id text, target text, joined jsonb, before text', free)}
    on conflict (tenant_id, job_id, object_type, object_id) do update
      set target_id = excluded.target_id, joined_by = excluded.joined_by, state = 'managed', sent = null, updated_at = now()
      where link.target_id is not distinct from (
        select f.before from ${rowsAs('f', free)} where f.id = link.object_id)
    returning object_id as id`.execute(trx)
  const got = new Set(claimed.map((row) => row.id))
  const asked = new Set(free.map((one) => one.id))
  const late = wanted.filter((one) => !got.has(one.id))
  return new Map(late.map((one) => [`${one.type}/${one.id}`, asked.has(one.id) ? 'stale' : 'held']))
}

/** A lost answer leaves unknown what the target holds: what is about to be written no longer counts as sent. */
async function forgetSent(trx: Db, tenant: string, job: string, plan: Plan): Promise<void> {
  const written = plan.changes.flatMap((change) =>
    (change.action === 'update' || change.action === 'disable' || change.action === 'delete') &&
    change.held === undefined &&
    change.facts.match.kind === 'linked'
      ? [{ type: change.ref.type, id: change.ref.id, comes_back: change.facts.verdict.inScope }]
      : [],
  )
  if (written.length === 0) return
  await sql`
    update link set sent = null, state = case when r.comes_back then 'managed' else state end, active = active or r.comes_back
    from ${rows('type text, id text, comes_back boolean', written)}
    where link.tenant_id = ${tenant} and link.job_id = ${job} and link.object_type = r.type and link.object_id = r.id`.execute(
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
  trx: Db,
  tenant: string,
  job: string,
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
