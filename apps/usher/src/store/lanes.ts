/**
 * Two lanes of one job write at the same time; an object is written by one of them.
 *
 * Whoever writes puts a claim on the link: the lease and the lane. That of the cycle or a shard is taken off when the page is recorded; what
 * another lane has recorded is `done`, which keeps the cycle off until it ends, since what it knows of the object is older, and
 * nobody else. A claim of another lease is void.
 */
import { leaveUndone, refKey, type Change, type Look } from '@usher/engine'
import type { Ref } from '@usher/scim'
import { sql, type RawBuilder } from 'kysely'
import { rows, texts } from './bulk.ts'
import { changedSince } from '../connectors/directory/feed.ts'
import { isUuid, type Db } from './directory.ts'
import { isOfCycle, type Lease } from './fence.ts'

/** Where claims are read and made: one tenant, mostly in a transaction. */
export type Place = { readonly trx: Db; readonly tenant: string; readonly lease: Lease }

/** Of what was about to be put back when nothing more was recorded. */
const unknown: Look['error'] = {
  code: 'InternalError',
  message: 'the undo was broken off, so it may be as it was or not; undo it again',
  retry: 'never',
}

type Claiming = Pick<Lease, 'lease' | 'lane'>

export function claimOf({ lease, lane }: Claiming): string {
  return `${lease}/${lane}`
}

/** What is left of a claim when its page is recorded. */
export function claimAfter({ lease, lane }: Claiming): string | null {
  return isOfCycle(lane) ? null : `${lease}/done`
}

/** Whether nobody of another lane holds this link. */
export function isFree(lease: Claiming): RawBuilder<boolean> {
  const done = isOfCycle(lease.lane) ? claimOf(lease) : `${lease.lease}/done`
  // While the cycle itself writes there are no shards.
  const shards = lease.lane === 'cycle' ? `${lease.lease}/shard-%` : done
  return sql`(link.claim is null or link.claim in (${claimOf(lease)}, ${done}) or link.claim like ${shards}
    or split_part(link.claim, '/', 1) <> ${lease.lease})`
}

/** Versions of links, by `refKey`, as a plan found them first. */
export type Seen = Map<string, string>

/** Notes how these links are now, unless that was noted for a plan that is not claimed yet. */
export async function note(place: Place, seen: Seen, refs: readonly Ref[]): Promise<void> {
  const unseen = refs.filter((ref) => !seen.has(refKey(ref)))
  const found = await versions(place, unseen)
  for (const ref of unseen) seen.set(refKey(ref), found.get(refKey(ref)) ?? none)
}

/** No link. */
const none = ''

async function versions(
  { trx, tenant, lease: { job } }: Place,
  refs: readonly Ref[],
): Promise<ReadonlyMap<string, string>> {
  if (refs.length === 0) return new Map()
  // The transaction that wrote the row last.
  const { rows: found } = await sql<{ type: string; id: string; version: string }>`
    select object_type as type, object_id as id, xmin::text as version from link
    where tenant_id = ${tenant} and job_id = ${job} and object_id in ${texts(refs.map(({ id }) => id))}`.execute(trx)
  return new Map(found.map(({ type, id, version }) => [refKey({ type, id }), version]))
}

/** By id, whose link was written since it was noted: what a plan knows of the account may be older. */
export async function movedSince(place: Place, seen: Seen, refs: readonly Ref[]): Promise<ReadonlySet<string>> {
  const now = await versions(place, refs)
  const moved = refs.filter((ref) => seen.get(refKey(ref)) !== (now.get(refKey(ref)) ?? none))
  for (const ref of refs) seen.delete(refKey(ref))
  return new Set(moved.map(({ id }) => id))
}

/** What is left to the other lane and does not come up in the feed again is put on the list. */
export async function lookAgain({ trx, tenant, lease }: Place, refs: readonly Ref[]): Promise<void> {
  if (refs.length === 0) return
  const now = lease.now()
  await sql`
    insert into look (tenant_id, job_id, object_type, object_id, why, since, next)
    select ${tenant}::uuid, ${lease.job}, r.type, r.id, 'referenceChanged', ${now}::timestamptz, ${now}::timestamptz
    from ${rows('type text, id text', refs)} on conflict do nothing`.execute(trx)
}

/** What is about to be put back is left alone from here on: should the answer be lost, it may have been. */
export async function noteUndone({ trx, tenant, lease }: Place, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return
  const now = lease.now()
  const looks = changes
    .map((change) => leaveUndone(change, now, unknown))
    .map(({ ref, ...look }) => ({ ...ref, ...look }))
  await sql`
    insert into look (tenant_id, job_id, object_type, object_id, why, since, next, attempts, basis, error)
    select ${tenant}::uuid, ${lease.job}, r.type, r.id, r.why, r.since, r.next, r.attempts, r.basis, r.error
    from ${rows('type text, id text, why text, since timestamptz, next timestamptz, attempts int, basis text, error jsonb', looks)}
    on conflict (tenant_id, job_id, object_type, object_id, why) do update
      set since = excluded.since, basis = excluded.basis, error = excluded.error`.execute(trx)
}

/** By id, which of these the other lane holds. */
export async function heldElsewhere(
  { trx, tenant, lease }: Place,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const { rows: held } = await sql<{ id: string }>`
    select object_id as id from link where tenant_id = ${tenant} and job_id = ${lease.job} and object_id in ${texts(ids)}
      and not ${isFree(lease)}`.execute(trx)
  return new Set(held.map(({ id }) => id))
}

/**
 * By id, which of these changed after the snapshot was taken: a cycle that read them before would write what is no longer so.
 *
 * They are read again by the other lane, and by the next cycle, whose feed begins where this snapshot was taken.
 */
export async function changedAfter(
  { trx, tenant }: Place,
  snapshot: string,
  refs: readonly Ref[],
): Promise<ReadonlySet<string>> {
  const known = refs.filter(({ id }) => isUuid(id))
  const [xmin = ''] = snapshot.split(':')
  // Mostly nothing changed at all, which is known without going through them.
  if (known.length === 0 || !(await changedSince({ db: trx, tenant }, { xmin, snapshot }, 'objects'))) return new Set()
  const { rows: changed } = await sql<{ id: string }>`
    select r.id from ${rows('type text, id uuid', known)}
    join directory_change c on c.tenant_id = ${tenant} and c.object_type = r.type and c.object_id = r.id
      and not pg_visible_in_snapshot(c.xid, ${snapshot}::text::pg_snapshot)`.execute(trx)
  return new Set(changed.map(({ id }) => id))
}

/** Takes claims off links that were left as they were. */
export async function release({ trx, tenant, lease }: Place, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`update link set claim = ${claimAfter(lease)} where tenant_id = ${tenant} and job_id = ${lease.job} and object_id in ${texts(ids)}
    and claim = ${claimOf(lease)}`.execute(trx)
}
