/** The state of a job, as `statusOf` says it. */
import { z } from 'zod'

const instant = z.string().describe('An instant, in ISO 8601 and UTC.')
const count = z.int()

export const cycle = z.looseObject({
  id: z.string().optional(),
  cycle: z.enum(['initial', 'incremental']),
  began: instant,
  ended: instant,
  seconds: z.number(),
  requests: count,
  read: count,
  inScope: count,
  created: count,
  joined: count,
  updated: count,
  disabled: count,
  deleted: count,
  unchanged: count,
  failed: count,
  held: count,
  skipped: z.record(z.string(), count),
  stopped: z.boolean(),
})
export const progress = z.looseObject({
  phase: z.string(),
  done: count,
  total: count,
  percent: z.number(),
  overall: z.object({ done: count, total: count }),
  requests: count,
  waiting: z.object({ until: instant, status: count }).nullable(),
  estimate: z.object({ rate: z.number(), remaining: z.number() }).nullable(),
  entra: z.object({ least: z.number(), most: z.number() }),
})
const quarantine = z.looseObject({
  reason: z.string(),
  currentBegan: instant,
  nextAttempt: instant,
  seriesBegan: instant,
  seriesCount: count,
  error: z.looseObject({ code: z.string(), message: z.string() }),
  evidence: z.looseObject({
    at: instant,
    request: z.string().nullable(),
    status: count.nullable(),
    said: z.string().nullable(),
    object: z.object({ type: z.string(), id: z.string(), displayName: z.string() }).nullable(),
    failures: count,
    successes: count,
    references: count,
    remedy: z.string().describe('The step that lifts it.'),
  }),
})

const jobStatus = z.looseObject({
  id: z.string(),
  name: z.string(),
  state: z.string(),
  code: z.enum(['NotConfigured', 'NotRun', 'Active', 'Paused', 'Quarantine']),
  progress: progress.nullable(),
  lastCycle: cycle.nullable(),
  lastError: z.looseObject({ code: z.string(), message: z.string(), at: instant }).nullable(),
  quarantine: quarantine.nullable(),
  restored: z.object({ madeAt: instant, sentence: z.string() }).nullable(),
  secretRefused: z.object({ at: instant, sentence: z.string() }).nullable(),
  history: z.looseObject({
    steadyStateFirstAchievedTime: instant.nullable(),
    steadyStateLastAchievedTime: instant.nullable(),
    countSuccessiveCompleteFailures: count,
    synchronizedEntryCountByType: z.record(z.string(), count),
  }),
  nextRun: instant.nullable(),
  linked: count,
  active: count,
  failed: count,
  expired: count,
  held: count,
  undecided: count,
  rejected: count,
  changesHeld: count,
  changesUndecided: count,
  changesRejected: count,
  adoptionsUndecided: count,
})

export const applicationStatus = z.strictObject({
  id: z.string(),
  name: z.string(),
  templateId: z.string(),
  job: jobStatus,
})
