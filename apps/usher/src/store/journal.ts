/** What Usher remembers about one job, in SQL. Every write is fenced by the job's lease. */
import {
  isLogged,
  logExchanges,
  logRecord,
  type Again,
  type Instant,
  type Journal,
  type Link,
  type Look,
  type Outcome,
  type Plan,
  type Settled,
  type Watermark,
} from '@usher/engine'
import type { Ref } from '@usher/scim'
import { sql, type Selectable } from 'kysely'
import { rows, texts } from './bulk.ts'
import type { Db, Store } from './directory.ts'
import { claim } from './claim.ts'
import { insertLines, type NewLine } from './log.ts'
import { grown } from './statistics.ts'
import type { Tables } from './tables.ts'

export type Lease = {
  readonly job: string
  readonly application: string
  readonly cycle: string
  readonly lease: string
  now(): Instant
}

/** The lease went to somebody else: nothing more is written by this cycle. */
export class LeaseLost extends Error {
  constructor() {
    super('Another worker has taken this job over.')
    this.name = 'LeaseLost'
  }
}

const pageSize = 500
const keyOf = (type: string, id: string): string => `${type}/${id}`

export function journal(store: Store, lease: Lease): Journal {
  const { db, tenant } = store
  const { job } = lease
  return {
    async watermark() {
      const row = await db
        .selectFrom('job')
        .select('watermark')
        .where('tenant_id', '=', tenant)
        .where('id', '=', job)
        .executeTakeFirstOrThrow()
      return row.watermark as Watermark | null
    },
    links: (refs) => links(store, job, refs),
    looks: (why, due) => looks(store, job, why, due),
    looksOf: (refs) => looksOf(store, job, refs),
    intend: (plan: Plan) =>
      db.transaction().execute(async (trx) => {
        await fence(trx, tenant, lease)
        return claim(trx, tenant, job, plan)
      }),
    record: (settled, watermark) => record(store, lease, settled, watermark),
    unresolved: () => unresolved(store, job),
    removals: (since) => removals(store, job, since),
  }
}

export async function links(store: Store, job: string, refs: readonly Ref[]): Promise<ReadonlyMap<string, Link>> {
  if (refs.length === 0) return new Map()
  const found = await store.db
    .selectFrom('link')
    .selectAll()
    .where('tenant_id', '=', store.tenant)
    .where('job_id', '=', job)
    .where(sql<boolean>`object_id in ${texts([...new Set(refs.map((ref) => ref.id))])}`)
    .execute()
  return new Map(found.map((row) => [keyOf(row.object_type, row.object_id), toLink(row)]))
}

async function* looks(store: Store, job: string, why: readonly Again[], due: Instant): AsyncGenerator<readonly Look[]> {
  // Keyset paging: what is recorded meanwhile has a later `next`, or is gone.
  for (const one of why) {
    let last = ''
    for (;;) {
      const found = await store.db
        .selectFrom('look')
        .selectAll()
        .where('tenant_id', '=', store.tenant)
        .where('job_id', '=', job)
        .where('why', '=', one)
        .where((eb) => eb.or([eb('next', '<=', due), eb('decision', '=', 'allowed')]))
        .where('object_id', '>', last)
        .orderBy('object_id')
        .limit(pageSize)
        .execute()
      if (found.length > 0) yield found.map(toLook)
      const end = found.at(-1)
      if (end === undefined || found.length < pageSize) break
      last = end.object_id
    }
  }
}

async function looksOf(store: Store, job: string, refs: readonly Ref[]): Promise<ReadonlyMap<string, readonly Look[]>> {
  const result = new Map<string, Look[]>()
  if (refs.length === 0) return result
  const found = await store.db
    .selectFrom('look')
    .selectAll()
    .where('tenant_id', '=', store.tenant)
    .where('job_id', '=', job)
    .where(sql<boolean>`object_id in ${texts(refs.map((ref) => ref.id))}`)
    .execute()
  for (const row of found) {
    const key = keyOf(row.object_type, row.object_id)
    result.set(key, [...(result.get(key) ?? []), toLook(row)])
  }
  return result
}

async function record(
  store: Store,
  lease: Lease,
  settled: readonly Settled[],
  watermark: Watermark | null,
): Promise<void> {
  const { tenant } = store
  const { job } = lease
  const now = lease.now()
  await store.db.transaction().execute(async (trx) => {
    await fence(trx, tenant, lease)
    const at = { trx, tenant, lease, job, now }
    await saveLinks(at, settled)
    await saveUses(at, settled)
    await saveLooks(at, settled)
    await saveLog(at, settled)
    if (watermark !== null) {
      await sql`update job set watermark = ${watermark} where tenant_id = ${tenant} and id = ${job}`.execute(trx)
    }
  })
  await grown(store.db, 'link', settled.filter(({ link }) => link !== null && link !== undefined).length)
  await grown(store.db, 'reference_use', settled.filter(({ uses }) => uses !== undefined && uses.length > 0).length)
  await grown(store.db, 'look', settled.filter(({ outcome }) => outcome.look !== undefined).length)
}

/** The transaction of one page. */
type At = {
  readonly trx: Db
  readonly tenant: string
  readonly lease: Lease
  readonly job: string
  readonly now: Instant
}

async function fence(trx: Db, tenant: string, { job, lease }: Lease): Promise<void> {
  const held = await sql`
    select from job where tenant_id = ${tenant} and id = ${job} and lease = ${lease} for share`.execute(trx)
  if (held.rows.length === 0) throw new LeaseLost()
}

async function saveLinks({ trx, tenant, job }: At, settled: readonly Settled[]): Promise<void> {
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
          },
        ],
  )
  if (kept.length === 0) return
  await sql`
    insert into link (tenant_id, job_id, object_type, object_id, target_id, joined_by, state, active, sent)
    select ${tenant}::uuid, ${job}, r.type, r.id, r.target, r.joined, r.state, r.active, r.sent
    from ${rows('type text, id text, target text, joined jsonb, state text, active boolean, sent text', kept)}
    on conflict (tenant_id, job_id, object_type, object_id) do update set target_id = excluded.target_id,
      joined_by = excluded.joined_by, state = excluded.state, active = excluded.active, sent = excluded.sent, updated_at = now()`.execute(
    trx,
  )
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
    with kept as (select * from ${rows('type text, id text, path text, of_type text, of_id text, written text', kept)})
    delete from reference_use u where tenant_id = ${tenant} and job_id = ${job} and object_id in ${texts(ids)}
      and not exists (select from kept where kept.id = u.object_id and kept.path = u.path)`.execute(trx)
  if (kept.length === 0) return
  await sql`
    insert into reference_use (tenant_id, job_id, object_type, object_id, path, of_type, of_id, written)
    select ${tenant}::uuid, ${job}, r.type, r.id, r.path, r.of_type, r.of_id, r.written
    from ${rows('type text, id text, path text, of_type text, of_id text, written text', kept)}
    on conflict (tenant_id, job_id, object_type, object_id, path) do update set
      reported = reference_use.reported and reference_use.of_id = excluded.of_id and excluded.written is null,
      of_type = excluded.of_type, of_id = excluded.of_id, written = excluded.written`.execute(trx)
}

async function saveLooks(at: At, settled: readonly Settled[]): Promise<void> {
  const { trx, tenant, job } = at
  const reports = settled.filter(isReport)
  if (reports.length > 0) {
    await sql`
      update reference_use set reported = true where tenant_id = ${tenant} and job_id = ${job} and written is null
      and object_id in ${texts(reports.map(({ outcome }) => outcome.change.ref.id))}`.execute(trx)
  }
  const looked = settled.filter((one) => !isReport(one))
  if (looked.length === 0) return
  const ids = looked.map(({ outcome }) => outcome.change.ref.id)
  await sql`delete from look where tenant_id = ${tenant} and job_id = ${job} and object_id in ${texts(ids)}`.execute(
    trx,
  )
  const again = looked.flatMap(({ outcome: { look } }) =>
    look === undefined ? [] : [{ ...look, type: look.ref.type, id: look.ref.id }],
  )
  if (again.length > 0) {
    await sql`
      insert into look (tenant_id, job_id, object_type, object_id, why, since, next, attempts, decision, basis, error)
      select ${tenant}::uuid, ${job}, r.type, r.id, r.why, r.since, r.next, r.attempts, r.decision, r.basis, r.error
      from ${rows('type text, id text, why text, since timestamptz, next timestamptz, attempts int, decision text, basis text, error jsonb', again)}`.execute(
      trx,
    )
  }
  await lookAtReferrers(at, looked)
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
    join link l on l.tenant_id = ${tenant} and l.job_id = ${job} and l.object_type = c.of_type and l.object_id = c.of_id
    join link me on me.tenant_id = ${tenant} and me.job_id = ${job} and me.object_type = c.object_type and me.object_id = c.object_id
    where l.target_id is not null and c.written is distinct from l.target_id and me.state = 'managed' and me.active
    on conflict do nothing`.execute(trx)
}

/** A line about an unwritten reference: nothing happened to the object itself. */
function isReport({ outcome }: Settled): boolean {
  return outcome.result === 'warning'
}

async function saveLog({ trx, tenant, lease, now }: At, settled: readonly Settled[]): Promise<void> {
  const lines = settled.filter(({ outcome }) => isLogged(outcome)).map(({ outcome }) => lineOf(outcome))
  await insertLines({ trx, tenant, now, job: lease.job, application: lease.application, cycle: lease.cycle }, lines)
}

function lineOf(outcome: Outcome): NewLine {
  return { record: logRecord(outcome), exchanges: outcome.exchanges.length === 0 ? null : logExchanges(outcome) }
}

async function* unresolved(store: Store, job: string): AsyncGenerator<readonly { ref: Ref; path: string; of: Ref }[]> {
  for (;;) {
    const { rows: found } = await sql<Selectable<Tables['reference_use']>>`
      select u.* from reference_use u
      join link me on me.tenant_id = u.tenant_id and me.job_id = u.job_id and me.object_type = u.object_type
        and me.object_id = u.object_id and me.state = 'managed' and me.active and me.target_id is not null
      where u.tenant_id = ${store.tenant} and u.job_id = ${job} and u.written is null and not u.reported
      order by u.object_id limit ${pageSize}`.execute(store.db)
    if (found.length === 0) return
    // Recording them sets `reported`, so the next page begins after these.
    yield found.map((row) => ({
      ref: { type: row.object_type, id: row.object_id },
      path: row.path,
      of: { type: row.of_type, id: row.of_id },
    }))
  }
}

async function removals(
  store: Store,
  job: string,
  since: Instant,
): Promise<{ done: number; held: number; managed: number }> {
  const { rows: found } = await sql<{ done: number; held: number; managed: number }>`
    select
      (select count(*)::int from provisioning_log where tenant_id = ${store.tenant} and job_id = ${job} and at >= ${since}::timestamptz
        and action in ('disable', 'delete') and result = 'success') as done,
      (select count(*)::int from look where tenant_id = ${store.tenant} and job_id = ${job} and why = 'removalHeld' and decision is null) as held,
      (select count(*)::int from link where tenant_id = ${store.tenant} and job_id = ${job} and state = 'managed' and active and target_id is not null) as managed`.execute(
    store.db,
  )
  return found[0] ?? { done: 0, held: 0, managed: 0 }
}

function toLink(row: Selectable<Tables['link']>): Link {
  return { targetId: row.target_id, joinedBy: row.joined_by, state: row.state, active: row.active, sent: row.sent }
}

function toLook(row: Selectable<Tables['look']>): Look {
  return {
    ref: { type: row.object_type, id: row.object_id },
    why: row.why as Again,
    since: row.since as Instant,
    next: row.next as Instant,
    attempts: row.attempts,
    ...(row.decision !== null && { decision: row.decision }),
    ...(row.basis !== null && { basis: row.basis }),
    ...(row.error !== null && { error: row.error }),
  }
}
