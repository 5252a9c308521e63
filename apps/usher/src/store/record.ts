/** What a page of outcomes leaves behind, in one transaction: links, uses, looks, log, watermark. */
import { isLogged, type Instant, type Look, type Settled, type Mark } from '@usher/engine'
import { sql } from 'kysely'
import { rows, storable, texts } from './bulk.ts'
import type { Db, Store } from './directory.ts'
import { fence, fenceClaim, type Lease } from './fence.ts'
import { countDone } from './guard-counts.ts'
import { becauseOf, countLeftOut } from './left-out.ts'
import { insertLines, linesOf } from './log.ts'
import { lookAtGroups, lookAtMemberships } from './members.ts'
import { claimAfter, heldElsewhere, isFree, release } from './lanes.ts'
import { grown } from './statistics.ts'
import { countChanges } from './tallies.ts'

/** Records a page in one transaction; throws `LeaseLost` when the job went to somebody else. */
export async function record(store: Store, lease: Lease, page: readonly Settled[], mark: Mark | null): Promise<void> {
  const { tenant } = store
  const { job } = lease
  const now = lease.now()
  const settled = await ours(store, lease, page)
  // Compressed before the transaction begins.
  const outcomes = settled.map(({ outcome }) => outcome)
  const told = outcomes.filter(
    (outcome) => isLogged(outcome) || (lease.logsLeftOut === true && becauseOf(outcome).length > 0),
  )
  const lines = await linesOf(store, lease, told)
  await store.db.transaction().execute(async (trx) => {
    // Several shards record rows that are the same: counts, looks.
    await (lease.shard === undefined ? fence : fenceClaim)(trx, tenant, lease)
    const at = { trx, tenant, lease, job, now }
    await saveLinks(at, settled)
    await saveUses(at, settled)
    await saveLooks(at, settled)
    await countDone(at, settled)
    await insertLines(
      { trx, tenant, now, job, application: lease.application, cycle: lease.cycle, via: lease.via },
      lines,
    )
    await countChanges(at, lease.via === undefined ? told.flatMap(writtenOf) : [])
    await countLeftOut({ trx, tenant, lease }, outcomes)
    await lease.also?.(trx, settled)
    if (mark !== null) await saveMark(at, mark)
  })
  await grown(store.db, 'link', settled.filter(({ link }) => link !== null && link !== undefined).length)
  await grown(store.db, 'reference_use', settled.filter(({ uses }) => uses !== undefined && uses.length > 0).length)
  await grown(
    store.db,
    'look',
    settled.filter(({ outcome, due }) => outcome.look !== undefined || due !== undefined).length,
  )
}

/** Whose account is now as the directory says. */
function writtenOf({ change, result }: Settled['outcome']): readonly string[] {
  return change.action !== 'none' && (result === 'success' || result === 'warning') ? [change.ref.id] : []
}

/** Without those of whom nothing was written here, and whom the other lane has written meanwhile. */
async function ours({ db, tenant }: Store, lease: Lease, page: readonly Settled[]): Promise<readonly Settled[]> {
  const unclaimed = page.filter(({ outcome, note }) => outcome.change.action === 'none' && note !== true)
  const away = await heldElsewhere(
    { trx: db, tenant, lease },
    unclaimed.map(({ outcome }) => outcome.change.ref.id),
  )
  return away.size === 0 ? page : page.filter((one) => !unclaimed.includes(one) || !away.has(one.outcome.change.ref.id))
}

/** The transaction of one page. */
type At = {
  readonly trx: Db
  readonly tenant: string
  readonly lease: Lease
  readonly job: string
  readonly now: Instant
}

async function saveMark({ trx, tenant, lease, job }: At, mark: Mark): Promise<void> {
  if ('shard' in mark) {
    await sql`update shard set begun = ${storable(mark.shard)}::text::jsonb, done = ${mark.shard.done}
      where tenant_id = ${tenant} and job_id = ${job} and lease = ${lease.shard}`.execute(trx)
    return
  }
  // A mapping or filter that was saved meanwhile asks for everybody to be looked at again.
  const { schemaVersion } = lease
  const set =
    'watermark' in mark
      ? sql`watermark = ${mark.watermark}, checkpoint = null, seasoned = true`
      : sql`checkpoint = ${JSON.stringify({ ...mark.checkpoint, schemaVersion })}::text::json`
  await sql`update job set ${set} where tenant_id = ${tenant} and id = ${job}
    and schema_version = ${schemaVersion}`.execute(trx)
}

async function saveLinks({ trx, tenant, lease, job }: At, settled: readonly Settled[]): Promise<void> {
  const gone = settled.filter(({ link }) => link === null).map(({ outcome }) => outcome.change.ref.id)
  if (gone.length > 0) {
    await sql`delete from link where tenant_id = ${tenant} and job_id = ${job} and object_id in ${texts(gone)}`.execute(
      trx,
    )
  }
  const kept = settled.flatMap(({ outcome, link }) =>
    link === null || link === undefined
      ? []
      : [
          {
            type: outcome.change.ref.type,
            id: outcome.change.ref.id,
            target: link.targetId,
            joined: link.joinedBy,
            state: link.state,
            active: link.active,
            sent: link.sent,
            left: link.leftAt ?? null,
            outline: link.outline ?? null,
          },
        ],
  )
  const left = settled.filter(({ link, outcome }) => link === undefined && outcome.change.action !== 'none')
  await release(
    { trx, tenant, lease },
    left.map(({ outcome }) => outcome.change.ref.id),
  )
  if (kept.length === 0) return
  await sql`
    insert into link (tenant_id, job_id, object_type, object_id, target_id, joined_by, state, active, sent, left_at, outline, claim)
    select ${tenant}::uuid, ${job}, r.type, r.id, r.target, r.joined, r.state, r.active, r.sent, r."left", r.outline,
      ${claimAfter(lease)}
    from ${rows('type text, id text, target text, joined jsonb, state text, active boolean, sent text, "left" timestamptz, outline text', kept)}
    on conflict (tenant_id, job_id, object_type, object_id) do update set target_id = excluded.target_id,
      joined_by = excluded.joined_by, state = excluded.state, active = excluded.active, sent = excluded.sent, left_at = excluded.left_at,
      outline = excluded.outline, claim = excluded.claim, updated_at = now() where ${isFree(lease)}`.execute(trx)
}

async function saveUses({ trx, tenant, job }: At, settled: readonly Settled[]): Promise<void> {
  const known = settled.filter(({ uses }) => uses !== undefined)
  if (known.length === 0) return
  const ids = known.map(({ outcome }) => outcome.change.ref.id)
  const kept = known.flatMap(({ outcome, uses }) =>
    (uses ?? []).map((use) => ({
      type: outcome.change.ref.type,
      id: outcome.change.ref.id,
      path: use.path,
      of_type: use.of.type,
      of_id: use.of.id,
      written: use.written,
    })),
  )
  await sql`
    with kept as materialized (select * from ${rows('type text, id text, path text, of_type text, of_id text, written text', kept)}),
    gone as (delete from reference_use u where tenant_id = ${tenant} and job_id = ${job} and object_id in ${texts(ids)}
      and not exists (select from kept where kept.id = u.object_id and kept.path = u.path))
    insert into reference_use (tenant_id, job_id, object_type, object_id, path, of_type, of_id, written)
    select ${tenant}::uuid, ${job}, r.type, r.id, r.path, r.of_type, r.of_id, r.written from kept r
    on conflict (tenant_id, job_id, object_type, object_id, path) do update set
      reported = reference_use.reported and reference_use.of_id = excluded.of_id and excluded.written is null,
      of_type = excluded.of_type, of_id = excluded.of_id, written = excluded.written`.execute(trx)
}

async function saveLooks(at: At, settled: readonly Settled[]): Promise<void> {
  const { trx, tenant, job, now } = at
  const reports = settled.filter(isReport)
  if (reports.length > 0) {
    await sql`
      update reference_use set reported = true where tenant_id = ${tenant} and job_id = ${job} and written is null
      and object_id in ${texts(reports.map(({ outcome }) => outcome.change.ref.id))}`.execute(trx)
  }
  const looked = settled.filter((one) => !isReport(one))
  if (looked.length === 0) return
  const ids = looked.map(({ outcome }) => outcome.change.ref.id)
  const gone = await sql<{ id: string; why: string; since: Instant; next: Instant; decision: Look['decision'] | null }>`
    delete from look where tenant_id = ${tenant} and job_id = ${job} and object_id in ${texts(ids)} and why <> 'membersUnread'
    returning object_id as id, why, since, next, decision`.execute(trx)
  const before = new Map(gone.rows.map((row) => [`${row.id}/${row.why}`, row]))
  const again = looked
    .flatMap((one) => looksOf(one, now))
    .map(({ ref, ...look }) => ({ ...ref, ...look, ...decided(look, before.get(`${ref.id}/${look.why}`)) }))
  if (again.length > 0) {
    await sql`
      insert into look (tenant_id, job_id, object_type, object_id, why, since, next, attempts, decision, basis, error, what)
      select ${tenant}::uuid, ${job}, r.type, r.id, r.why, r.since, r.next, r.attempts, r.decision, r.basis, r.error, r.what
      from ${rows('type text, id text, why text, since timestamptz, next timestamptz, attempts int, decision text, basis text, error jsonb, what jsonb', again)}`.execute(
      trx,
    )
  }
  await lookAtReferrers(at, looked)
  const refs = (some: readonly Settled[]) => some.map(({ outcome }) => outcome.change.ref)
  await lookAtMemberships(trx, at, refs(looked.filter(({ link }) => link !== undefined)))
  await lookAtGroups(trx, at, refs(looked.filter(({ readMembers }) => readMembers === true)))
}

/** A person may have decided since the page was planned; that holds, unless it is asked anew. */
function decided(
  look: Pick<Look, 'since'>,
  before: { readonly since: Instant; readonly next: Instant; readonly decision: Look['decision'] | null } | undefined,
): Partial<Pick<Look, 'next' | 'decision'>> {
  if (before === undefined || before.decision === null || before.decision === undefined) return {}
  const isAnew = before.decision === 'rejected' && look.since > before.since
  return isAnew ? {} : { decision: before.decision, ...(before.decision === 'rejected' && { next: before.next }) }
}

function looksOf({ outcome, due }: Settled, now: Instant): readonly Look[] {
  const look = [outcome.look, outcome.waits].filter((one) => one !== undefined)
  if (due === undefined) return look
  return [...look, { ref: outcome.change.ref, why: 'due', since: now, next: due, attempts: 0 }]
}

/**
 * Looks again at whoever holds a reference that was not written with the id its link has now.
 *
 * Seen from both ends, since either may be recorded last: the object referred to, and the one that refers.
 */
async function lookAtReferrers({ trx, tenant, job, now }: At, looked: readonly Settled[]): Promise<void> {
  const refs = (some: readonly Settled[]) =>
    rows(
      'type text, id text',
      some.map(({ outcome }) => outcome.change.ref),
    )
  const changed = looked.filter(({ link }) => link !== undefined)
  const users = looked.filter(({ uses }) => uses !== undefined && uses.length > 0)
  if (changed.length + users.length === 0) return
  // Each half begins at the page's own objects and goes by index; one condition with "or" would read the whole table.
  // `offset 0` keeps a link asked for by its key: before the first statistics a join multiplies the page by itself.
  await sql`
    with concerned as (
      select u.object_type, u.object_id, u.of_type, u.of_id, u.written from ${refs(changed)}
      join reference_use u on u.tenant_id = ${tenant} and u.job_id = ${job} and u.of_type = r.type and u.of_id = r.id
      union
      select u.object_type, u.object_id, u.of_type, u.of_id, u.written from ${refs(users)}
      join reference_use u on u.tenant_id = ${tenant} and u.job_id = ${job} and u.object_type = r.type and u.object_id = r.id)
    insert into look (tenant_id, job_id, object_type, object_id, why, since, next)
    select distinct ${tenant}::uuid, ${job}, c.object_type, c.object_id, 'referenceChanged', ${now}::timestamptz, ${now}::timestamptz
    from concerned c
    cross join lateral (select target_id from link l where l.tenant_id = ${tenant} and l.job_id = ${job}
      and l.object_type = c.of_type and l.object_id = c.of_id offset 0) its
    cross join lateral (select state, active from link me where me.tenant_id = ${tenant} and me.job_id = ${job}
      and me.object_type = c.object_type and me.object_id = c.object_id offset 0) own
    where its.target_id is not null and c.written is distinct from its.target_id and own.state = 'managed' and own.active
    on conflict do nothing`.execute(trx)
}

/** A line about an unwritten reference: nothing happened to the object itself. */
function isReport({ note }: Settled): boolean {
  return note === true
}
