/** The lease of a job, which fences every write of a cycle. */
import type { Instant, Settled } from '@usher/engine'
import { sql, type RawBuilder } from 'kysely'
import type { Db } from './directory.ts'

/** Each shard of a cycle is a lane of its own (0044). `changes` carries out what changes while a cycle runs, beside it; each demand of a person is a lane of its own. */
export type Lane = 'cycle' | `shard-${number}` | 'changes' | `demand-${string}`
/** Of the cycle itself, or of a part of it. */
export function isOfCycle(lane: Lane): boolean {
  return lane === 'cycle' || lane.startsWith('shard-')
}

/** Why something was written that no cycle brought about. */
export type Via = 'onDemand' | 'plan' | 'undo'
export type Lease = {
  readonly job: string
  readonly application: string
  readonly cycle: string
  readonly lease: string
  readonly lane: Lane
  /** The lease of the shard, which stands for that of the job: who takes the job over waits until nobody has a shard. */
  readonly shard?: string
  /** What the cycle began with. */
  readonly schemaVersion: number
  /** No feed brings these objects: whatever is about to be written is looked at again unless it is recorded. */
  readonly via?: Via
  /** What else becomes true with a page, in its transaction. */
  also?(trx: Db, settled: readonly Settled[]): Promise<void>
  /** Whoever is left out of scope gets a line of the log, too. */
  readonly logsLeftOut?: boolean
  now(): Instant
}

/** The lease went to somebody else: nothing more is written by this cycle. */
export class LeaseLost extends Error {
  constructor() {
    super('Another worker has taken this job over.')
    this.name = 'LeaseLost'
  }
}

type Fenced = Pick<Lease, 'job' | 'lease' | 'shard'>

/** Throws `LeaseLost` when the job, or the shard, went to somebody else; else nobody can take it until the transaction ends. */
export async function fence(trx: Db, tenant: string, lease: Fenced): Promise<void> {
  const held = await sql`select from ${heldBy(tenant, lease)}`.execute(trx)
  if (held.rows.length === 0) throw new LeaseLost()
}

/** As `fence`, and the lanes of the job claim one after the other. */
export async function fenceClaim(trx: Db, tenant: string, lease: Fenced): Promise<void> {
  const held = await sql`
    select pg_advisory_xact_lock(hashtextextended(${`${tenant}/${lease.job}`}, 0)) from ${heldBy(tenant, lease)}`.execute(
    trx,
  )
  if (held.rows.length === 0) throw new LeaseLost()
}

function heldBy(tenant: string, { job, lease, shard }: Fenced): RawBuilder<unknown> {
  return shard === undefined
    ? sql`job where tenant_id = ${tenant} and id = ${job} and lease = ${lease} for share`
    : sql`shard where tenant_id = ${tenant} and job_id = ${job} and lease = ${shard} for update`
}
