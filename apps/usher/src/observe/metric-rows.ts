/** Every metric of Usher's own, one row each; the page of the reference is printed from here. */

type Row = {
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly labels: readonly string[]
  readonly help: string
  /** Upper bounds, in seconds. */
  readonly buckets?: readonly number[]
}

/** `directory`: with several, the domain of the one that it is about. */
const of = ['directory', 'application', 'job'] as const
const short = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
const long = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600, 4 * 3600, 24 * 3600]

/** What this process did and saw, since it started. */
export const counted = {
  usher_cycle_duration_seconds: { type: 'histogram', labels: [...of, 'cycle', 'result'], buckets: long, help: 'How long cycles took. cycle: initial, incremental, unknown; result: success, stopped, failure' },
  usher_actions_total: { type: 'counter', labels: [...of, 'action', 'result'], help: 'Objects written, or not. action: create, update, disable, delete, none; result: success, failure, held, skipped, warning' },
  usher_memberships_total: { type: 'counter', labels: [...of, 'change'], help: 'Memberships. change: added, removed, failed' },
  usher_failures_total: { type: 'counter', labels: [...of, 'code'], help: 'Failures of objects, and of whole cycles, by error code' },
  usher_requests_total: { type: 'counter', labels: [...of, 'status'], help: 'Requests to applications. status: 2xx, 3xx, 4xx, 5xx, or none when no answer came' },
  usher_request_duration_seconds: { type: 'histogram', labels: of, buckets: short, help: 'How long applications took to answer' },
  usher_deliveries_total: { type: 'counter', labels: ['directory', 'channel', 'state'], help: 'Attempts to tell somebody. channel: mail, webhook; state: delivered, waiting (will be tried again), givenUp' },
  usher_store_statement_duration_seconds: { type: 'histogram', labels: [], buckets: [0.0005, 0.001, 0.0025, ...short.slice(0, 10)], help: 'How long statements of the store took' },
} as const satisfies Readonly<Record<string, Row>> // prettier-ignore

/** How things stand in the store: every process of an installation says the same, so take the greatest, not the sum. */
export const standing = {
  usher_jobs: { type: 'gauge', labels: ['directory', 'state'], help: 'Jobs by state: NotConfigured, NotRun, Active, Paused, Quarantine' },
  usher_job_quarantined: { type: 'gauge', labels: of, help: '1 while the job is in quarantine' },
  usher_job_last_cycle_timestamp_seconds: { type: 'gauge', labels: of, help: 'When the last cycle ended that came to its end' },
  usher_job_next_run_timestamp_seconds: { type: 'gauge', labels: of, help: 'When the next cycle is due, of jobs that run by themselves' },
  usher_accounts: { type: 'gauge', labels: of, help: 'Managed accounts that are active' },
  usher_queue: { type: 'gauge', labels: [...of, 'why'], help: 'Objects to look at again. why: failed (escrow), due, referenceChanged, removalHeld, adoptionHeld and others' },
  usher_queue_due: { type: 'gauge', labels: of, help: 'Of these, how many are due now' },
  usher_deliveries: { type: 'gauge', labels: ['directory', 'channel', 'state'], help: 'Deliveries by state: waiting, delivered, givenUp' },
} as const satisfies Readonly<Record<string, Row>> // prettier-ignore

export type Counted = keyof typeof counted
export type Standing = keyof typeof standing
