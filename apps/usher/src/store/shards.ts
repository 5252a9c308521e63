/** Who carries out which shard of a cycle: taken for eight seconds, like a job, and for longer while it is renewed. */
import type { Shard } from '@usher/engine'
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Shared } from './cut-shards.ts'
import type { Store } from './directory.ts'
import { LeaseLost } from './fence.ts'
import { claimOf } from './lanes.ts'

/** A cycle that runs, and of which others take a part. */
export type Running = { readonly job: string; readonly lease: string }
/** `token`: the lease of the shard. */
export type TakenShard = Shard & { readonly job: string; readonly number: number; readonly token: string }

/** Takes a shard that nobody carries out; null when there is none, or the cycle is not shared any more. */
export async function takeShard({ db, tenant }: Store, { job, lease }: Running): Promise<TakenShard | null> {
  const token = randomUUID()
  return db.transaction().execute(async (trx) => {
    // Nobody takes the job over meanwhile.
    const { rows: held } = await sql`select from job where tenant_id = ${tenant} and id = ${job} and lease = ${lease}
      and lease_until > now() and shared is not null for share`.execute(trx)
    if (held.length === 0) return null
    const { rows } = await sql<Shard & { number: number; takes: number }>`
      update shard set lease = ${token}, lease_until = now() + interval '8 seconds', takes = takes + 1
      where tenant_id = ${tenant} and job_id = ${job} and number = (
        select number from shard where tenant_id = ${tenant} and job_id = ${job} and not over
          and (lease is null or lease_until < now()) order by number limit 1 for update skip locked)
      returning number, after_id as "from", to_id as "to", size, without, begun, takes`.execute(trx)
    const [found] = rows
    if (found === undefined) return null
    const { takes, ...shard } = found
    // What the one before was writing is free for whoever comes to it now.
    const before = claimOf({ lease, lane: `shard-${shard.number}` })
    if (takes > 1)
      await sql`update link set claim = null where tenant_id = ${tenant} and job_id = ${job} and claim = ${before}`.execute(
        trx,
      )
    return { ...shard, job, token }
  })
}

/** Keeps a shard; whether to go on: it is still one's own, and the cycle is still shared by whoever began to. */
export async function renewShard(
  { db, tenant }: Store,
  { job, token }: Pick<TakenShard, 'job' | 'token'>,
  lease: string,
): Promise<boolean> {
  const { rows } = await sql<{ on: boolean }>`
    update shard set lease_until = now() + interval '8 seconds' where tenant_id = ${tenant} and job_id = ${job} and lease = ${token}
    returning exists (select from job where tenant_id = ${tenant} and id = ${job} and lease = ${lease} and lease_until > now()
      and shared is not null) as on`.execute(db)
  return rows[0]?.on === true
}

/** Lets go of a shard. */
export async function leaveShard(
  { db, tenant }: Store,
  { job, token }: Pick<TakenShard, 'job' | 'token'>,
  { over, requests }: { readonly over: boolean; readonly requests: number },
): Promise<void> {
  await sql`update shard set lease = null, lease_until = null, over = ${over}, requests = requests + ${requests},
      done = case when ${over} then size else done end
    where tenant_id = ${tenant} and job_id = ${job} and lease = ${token}`.execute(db)
}

/** `open`: shards that are not over; `busy`: that somebody carries out now. */
export type ShardState = { readonly done: number; readonly open: number; readonly busy: number }

export async function shardState({ db, tenant }: Store, job: string): Promise<ShardState> {
  const { rows } = await sql<ShardState>`
    select coalesce(sum(done), 0)::int as done, (count(*) filter (where not over))::int as open,
      (count(*) filter (where lease_until > now()))::int as busy
    from shard where tenant_id = ${tenant} and job_id = ${job}`.execute(db)
  return rows[0] ?? { done: 0, open: 0, busy: 0 }
}

/**
 * Nobody takes a shard from here on, and those who have one end after the objects in flight.
 *
 * Throws `LeaseLost` when the job went to somebody else, whose shards these are by now.
 */
export async function unshare({ db, tenant }: Store, { job, lease }: Running): Promise<void> {
  const { rows } = await sql`update job set shared = null
    where tenant_id = ${tenant} and id = ${job} and lease = ${lease} returning id`.execute(db)
  if (rows.length === 0) throw new LeaseLost()
}

/** Cycles of which a shard can be taken now. */
export async function sharedCycles({ db, tenant }: Store): Promise<readonly (Running & { readonly shared: Shared })[]> {
  const { rows } = await sql<Running & { shared: Shared }>`
    select id as job, lease, shared from job where tenant_id = ${tenant} and shared is not null and lease_until > now()
      and exists (select from shard where tenant_id = ${tenant} and job_id = job.id and not over
        and (shard.lease is null or shard.lease_until < now()))`.execute(db)
  return rows
}
