/**
 * Two lanes of one job write at the same time; an object is written by one of them.
 *
 * Whoever writes puts a claim on the link: the lease and the lane. That of the cycle is taken off when the page is recorded; that of
 * the changes stays until the cycle ends, since what the cycle knows of the object is older. A claim of another lease is void.
 */
import type { Ref } from '@usher/scim'
import { sql, type RawBuilder } from 'kysely'
import { rows, texts } from './bulk.ts'
import { isUuid, type Db } from './directory.ts'
import type { Lease } from './fence.ts'

export function claimOf({ lease, lane }: Lease): string {
  return `${lease}/${lane}`
}

/** Whether nobody of the other lane holds this link. */
export function isFree(lease: Lease): RawBuilder<boolean> {
  return sql`(link.claim is null or link.claim = ${claimOf(lease)} or split_part(link.claim, '/', 1) <> ${lease.lease})`
}

/** By id, which of these the other lane holds. */
export async function heldElsewhere(
  trx: Db,
  tenant: string,
  lease: Lease,
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
  trx: Db,
  tenant: string,
  snapshot: string,
  refs: readonly Ref[],
): Promise<ReadonlySet<string>> {
  const known = refs.filter(({ id }) => isUuid(id))
  if (known.length === 0) return new Set()
  const { rows: changed } = await sql<{ id: string }>`
    select r.id from ${rows('type text, id uuid', known)}
    join directory_change c on c.tenant_id = ${tenant} and c.object_type = r.type and c.object_id = r.id
      and not pg_visible_in_snapshot(c.xid, ${snapshot}::text::pg_snapshot)`.execute(trx)
  return new Set(changed.map(({ id }) => id))
}

/** Takes the claims of the cycle off links that were left as they were. */
export async function release(trx: Db, tenant: string, lease: Lease, ids: readonly string[]): Promise<void> {
  if (lease.lane !== 'cycle' || ids.length === 0) return
  await sql`update link set claim = null where tenant_id = ${tenant} and job_id = ${lease.job} and object_id in ${texts(ids)}
    and claim = ${claimOf(lease)}`.execute(trx)
}
