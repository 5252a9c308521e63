import { z } from 'zod'
import { asksJob } from '../jobs/shapes.ts'
import type { Shapes } from '../shape.ts'

const count = z.int()
const counts = z.record(z.string(), count)
const plan = z.looseObject({
  id: z.string(),
  state: z.enum(['unfinished', 'open', 'unsaved', 'expired', 'superseded']),
  actor: z.string(),
  madeAt: z.string(),
  expiresAt: z.string(),
  proposed: z.string().nullable(),
  counts: z
    .looseObject({
      read: count,
      actions: counts,
      attributes: counts,
      adoptions: count,
      members: z.object({ added: count, removed: count }),
      skipped: counts,
      requests: count,
    })
    .nullable(),
  total: count,
  approved: count,
  outcomes: counts,
})
const modified = z.looseObject({
  displayName: z.string(),
  oldValue: z.string().nullable(),
  newValue: z.string().nullable(),
})
const shown = z.looseObject({
  reason: z.string(),
  advice: z.string().nullable(),
  changes: z.array(modified),
  problem: z.looseObject({ code: z.string(), message: z.string() }).nullable(),
  userPrincipalName: z.string().nullish(),
  adopts: z.looseObject({ targetId: z.string() }).optional(),
})
const change = z.looseObject({
  n: count,
  type: z.string(),
  id: z.string(),
  displayName: z.string(),
  action: z.string(),
  approved: z.boolean(),
  outcome: z.string().nullable(),
  decision: z.string().nullable(),
  shown,
})
const text = z.string().optional()
const which = { action: text, attribute: text, name: text }

const modifiedRow = z.looseObject({
  target: z.string(),
  sourceValue: z.string().nullable(),
  expression: z.string(),
  original: z.string().nullable(),
  modified: z.string().nullable(),
})
const demandStep = z.looseObject({
  step: z.string(),
  status: z.enum(['success', 'failure', 'skipped', 'warning']),
  says: z.string(),
  properties: z.record(z.string(), z.unknown()).optional(),
  checks: z
    .array(
      z.looseObject({
        name: z.string(),
        passed: z.boolean(),
        expected: z.string().optional(),
        actual: z.unknown(),
        problem: z.string().optional(),
      }),
    )
    .optional(),
  matches: z
    .array(
      z.looseObject({
        by: z.array(z.looseObject({ path: z.string(), value: z.unknown() })).nullable(),
        found: z.array(z.looseObject({ id: z.string(), properties: z.record(z.string(), z.unknown()) })),
      }),
    )
    .optional(),
  rows: z.array(modifiedRow).optional(),
  error: z.looseObject({ code: z.string(), message: z.string() }).optional(),
  advice: z.string().nullish(),
})
const demanded = z.looseObject({
  job: z.string(),
  type: z.string(),
  id: z.string(),
  displayName: z.string(),
  action: z.string(),
  reason: z.string(),
  result: z.enum(['planned', 'success', 'partial', 'failure', 'skipped', 'busy']),
  steps: z.array(demandStep),
})
const undone = z.looseObject({
  id: z.string(),
  displayName: z.string(),
  since: z.string(),
  problem: z.string().nullable(),
})

export const reviewShapes = {
  'GET /usher/apps/:app/plans': { asks: asksJob, gives: z.strictObject({ plans: z.array(plan) }) },
  'POST /usher/apps/:app/plans': { asks: asksJob },
  'GET /usher/apps/:app/plans/:id': {
    asks: asksJob.extend({
      ...which,
      who: text,
      approved: z.boolean().optional(),
      outcome: text,
      after: count.optional(),
      limit: count.optional(),
    }),
    gives: z.strictObject({ plan, matching: counts, changes: z.array(change), next: count.nullable() }),
  },
  'POST /usher/apps/:app/plans/:id/approve': {
    asks: asksJob,
    takes: z.object({
      ...which,
      who: z.array(z.string()).optional(),
      all: z.literal(true).optional(),
      withdraw: z.boolean().optional(),
    }),
    gives: z.looseObject({ changed: count, left: z.object({ held: count, rejected: count }), plan }),
  },
  'POST /usher/apps/:app/plans/:id/stop': { asks: asksJob, gives: z.strictObject({ id: z.string() }) },
  'POST /usher/apps/:app/provision': {
    asks: asksJob,
    takes: z.object({
      who: z.array(z.string()),
      members: z.array(z.string()).optional(),
      write: z.boolean().optional(),
    }),
    gives: z.strictObject({ results: z.array(demanded) }),
  },
  'GET /usher/apps/:app/undone': { asks: asksJob, gives: z.strictObject({ undone: z.array(undone) }) },
  'POST /usher/apps/:app/undone': {
    asks: asksJob,
    takes: z.object({ who: z.union([z.literal('all'), z.array(z.string())]) }),
    gives: z.strictObject({ lifted: count }),
  },
} satisfies Shapes
