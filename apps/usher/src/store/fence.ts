/** The lease of a job, which fences every write of a cycle. */
import type { Instant } from '@usher/engine'
import { sql } from 'kysely'
import type { Db } from './directory.ts'

export type Lease = {
  readonly job: string
  readonly application: string
  readonly cycle: string
  readonly lease: string
  /** What the cycle began with. */
  readonly schemaVersion: number
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

/** Throws `LeaseLost` when the job went to somebody else; else nobody can take it until the transaction ends. */
export async function fence(trx: Db, tenant: string, { job, lease }: Lease): Promise<void> {
  const held = await sql`
    select from job where tenant_id = ${tenant} and id = ${job} and lease = ${lease} for share`.execute(trx)
  if (held.rows.length === 0) throw new LeaseLost()
}
