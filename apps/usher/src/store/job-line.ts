/** A line of the provisioning log that is about a job, and not about one object. */
import type { Instant, LogRecord, ProvisioningError } from '@usher/engine'
import type { Db } from './directory.ts'
import { insertLines, lineOf } from './log.ts'

export type JobLine = {
  readonly application: string
  readonly displayName: string
  readonly cycle: string
  /** What it is found by: `usher log --reason`. */
  readonly reason: 'cycleFailed' | 'secretRefused'
  readonly sentence: string
  readonly advice: string
  /** Without one it is a warning. */
  readonly error?: ProvisioningError
}
type Of = { readonly tenant: string; readonly job: string; readonly at: Instant }

/** The tables of that day have been made (`makeDays`). */
export async function logOfJob(trx: Db, { tenant, job, at }: Of, line: JobLine): Promise<void> {
  const { application, displayName, cycle, reason, sentence, advice, error } = line
  const record: LogRecord = {
    action: 'other',
    result: error === undefined ? 'warning' : 'failure',
    ref: { type: 'Job', id: job },
    displayName,
    targetId: '',
    facts: {
      reason: { code: reason, details: {} },
      written: [],
      match: error === undefined ? 'linked' : 'unreachable',
      says: { sentence, advice },
      ...(error !== undefined && { error }),
    },
  }
  await insertLines(
    { trx, tenant, now: at, job, application, cycle },
    { list: [lineOf(record, { job, cycle })], page: null },
  )
}
