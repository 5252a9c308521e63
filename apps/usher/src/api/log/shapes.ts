import { z } from 'zod'
import type { Shapes } from '../shape.ts'

const instant = z.string().describe('An instant, in ISO 8601 and UTC.')
const named = z.looseObject({ id: z.string(), displayName: z.string() })
const identity = z.looseObject({
  id: z.string(),
  displayName: z.string(),
  identityType: z.string(),
  details: z.record(z.string(), z.string()),
})
const error = z.looseObject({
  errorCode: z.string(),
  reason: z.string(),
  additionalDetails: z.string().nullable(),
  errorCategory: z.string(),
  recommendedAction: z.string().nullable(),
})
const step = z.looseObject({
  name: z.string(),
  provisioningStepType: z.string(),
  status: z.enum(['success', 'failure', 'skipped', 'warning']),
  description: z.string(),
  details: z.record(z.string(), z.string()),
})
const summary = z.looseObject({
  id: z.string(),
  activityDateTime: instant,
  jobId: z.string(),
  cycleId: z.string(),
  changeId: z.string(),
  durationInMilliseconds: z.number(),
  servicePrincipal: named,
  sourceSystem: named,
  targetSystem: named,
  sourceIdentity: identity,
  targetIdentity: identity,
  provisioningSteps: z.array(step),
  modifiedProperties: z.array(
    z.looseObject({ displayName: z.string(), oldValue: z.string().nullable(), newValue: z.string().nullable() }),
  ),
  provisioningStatusInfo: z.looseObject({ status: z.string(), errorInformation: error.nullable() }),
  usher: z.looseObject({
    reason: z.string(),
    code: z.string(),
    advice: z.string().nullable(),
    by: z.enum(['onDemand', 'plan', 'undo']).optional(),
  }),
})
const exchange = z.looseObject({
  method: z.string(),
  url: z.string(),
  status: z.number().nullable(),
  ms: z.number(),
  via: z.string().optional(),
  requestBody: z.unknown().optional(),
  responseBody: z.unknown().optional(),
})
const line = z.looseObject({
  id: z.int(),
  at: instant,
  jobId: z.string(),
  cycleId: z.string(),
  action: z.enum(['create', 'update', 'disable', 'delete', 'stagedDelete', 'other']),
  result: z.enum(['success', 'failure', 'skipped', 'warning', 'held']),
  objectId: z.string(),
  displayName: z.string(),
  targetId: z.string(),
  entry: summary,
  exchanges: z.array(exchange).nullable(),
  curl: z.array(z.array(z.string())).optional(),
})
const text = z.string().optional()
const asks = z.object({
  app: text,
  job: text,
  who: text,
  result: text,
  action: text,
  reason: text,
  code: text,
  cycle: text,
  change: text,
  attribute: text,
  search: text,
  since: text,
  until: text,
  after: text,
  curl: z.boolean().optional(),
  bodies: z.boolean().optional(),
  count: z.boolean().optional(),
  limit: z.int().optional(),
})

const texts = z.array(z.string())
const auditEntry = z.looseObject({
  id: z.int(),
  at: instant,
  actor: z.string(),
  activity: z.string(),
  service: z.string(),
  category: z.string(),
  object: z.string(),
  applicationId: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
  changes: z.array(z.looseObject({ property: z.string(), before: z.unknown(), after: z.unknown() })),
})

export const logShapes = {
  'GET /usher/log': {
    asks,
    gives: z.looseObject({ entries: z.array(line), next: z.string().nullable(), count: z.int().optional() }),
  },
  'GET /usher/log/left-out': {
    asks: z.object({ app: text, job: text, cycle: text, limit: z.int().optional() }),
    gives: z.strictObject({
      leftOut: z.array(
        z.strictObject({
          jobId: z.string(),
          cycleId: z.string(),
          at: z.string(),
          because: z.string(),
          count: z.int(),
          says: z.string(),
        }),
      ),
    }),
  },
  'GET /usher/audit': {
    asks: z.object({
      app: text,
      actor: text,
      activity: text,
      service: text,
      category: text,
      search: text,
      since: text,
      until: text,
      after: text,
      limit: z.int().optional(),
    }),
    gives: z.strictObject({ entries: z.array(auditEntry), next: z.string().nullable() }),
  },
  'GET /usher/audit/activities': { gives: z.strictObject({ activities: texts, services: texts, categories: texts }) },
} satisfies Shapes
