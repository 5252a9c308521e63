/** What Usher remembers about one job, in SQL. Every write is fenced by the job's lease. */
import { type Again, type Instant, type Journal, type Link, type Look, type Plan, type Watermark } from '@usher/engine'
import type { Ref } from '@usher/scim'
import { sql, type Selectable } from 'kysely'
import { texts } from './bulk.ts'
import type { Store } from './directory.ts'
import { claim } from './claim.ts'
import { note, type Seen } from './lanes.ts'
import { memberJournal } from './members.ts'
import { fenceClaim, type Lease } from './fence.ts'
import { changes, removals } from './guard-counts.ts'
import { record } from './record.ts'
import type { Tables } from './tables.ts'
import { tellHeld } from './tell-held.ts'

const pageSize = 500
const keyOf = (type: string, id: string): string => `${type}/${id}`

export function journal(store: Store, lease: Lease): Journal {
  const { db, tenant } = store
  const { job } = lease
  const seen: Seen = new Map()
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
    async checkpoint() {
      const row = await db
        .selectFrom('job')
        .select('checkpoint')
        .where('tenant_id', '=', tenant)
        .where('id', '=', job)
        .executeTakeFirstOrThrow()
      return row.checkpoint?.schemaVersion === lease.schemaVersion ? row.checkpoint : null
    },
    async links(refs) {
      if (lease.lane !== 'cycle') await note({ trx: db, tenant, lease }, seen, refs)
      return links(store, job, refs)
    },
    owners: (type, ids) => owners(store, job, type, ids),
    linked: (type) => linked(store, job, type),
    looks: (why, due) => looks(store, job, why, due),
    looksOf: (refs) => looksOf(store, job, refs),
    intend: (plan: Plan) =>
      db.transaction().execute(async (trx) => {
        await fenceClaim(trx, tenant, lease)
        return claim({ trx, tenant, lease }, plan, seen)
      }),
    record: (settled, mark) => record(store, lease, settled, mark),
    members: memberJournal(store, lease),
    unresolved: () => unresolved(store, job),
    removals: (since) => removals(store, job, since),
    changes: (since) => changes(store, job, since),
    tellHeld: (found) => tellHeld(store, lease, found),
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

async function owners(
  store: Store,
  job: string,
  type: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Ref>> {
  if (ids.length === 0) return new Map()
  const { rows: found } = await sql<{ id: string; target: string }>`
    select object_id as id, target_id as target from link where tenant_id = ${store.tenant} and job_id = ${job}
      and object_type = ${type} and target_id in ${texts(ids)}`.execute(store.db)
  return new Map(found.map(({ id, target }) => [target, { type, id }]))
}

async function* linked(
  store: Store,
  job: string,
  type: string,
): AsyncGenerator<readonly { ref: Ref; targetId: string }[]> {
  let last = ''
  for (;;) {
    const { rows: found } = await sql<{ id: string; target: string }>`
      select object_id as id, target_id as target from link where tenant_id = ${store.tenant} and job_id = ${job}
        and object_type = ${type} and object_id > ${last} and state = 'managed' and target_id is not null
      order by object_id limit ${pageSize}`.execute(store.db)
    if (found.length > 0) yield found.map(({ id, target }) => ({ ref: { type, id }, targetId: target }))
    const end = found.at(-1)
    if (end === undefined || found.length < pageSize) return
    last = end.id
  }
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

export async function looksOf(
  store: Store,
  job: string,
  refs: readonly Ref[],
): Promise<ReadonlyMap<string, readonly Look[]>> {
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

function toLink(row: Selectable<Tables['link']>): Link {
  const { target_id: targetId, joined_by: joinedBy, state, active, sent, left_at: leftAt, outline } = row
  return {
    targetId,
    joinedBy,
    state,
    active,
    sent,
    ...(leftAt !== null && { leftAt: leftAt as Instant }),
    ...(outline !== null && { outline }),
  }
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
    ...(row.what !== null && { what: row.what }),
  }
}
