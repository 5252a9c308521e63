import { z } from 'zod'
import type { Shapes } from '../shape.ts'
import { credentialsBody } from './credentials.ts'
import { settingsBody } from './settings.ts'
import { applicationStatus } from './status-shape.ts'

/** Which job of the application; without it the only one. */
export const asksJob = z.object({ job: z.string().optional() })

const settings = z.looseObject({
  application: z.string(),
  job: z.string(),
  tenantUrl: z.string().nullable(),
  secretToken: z.string().nullable(),
  notificationEmail: z.string().nullable(),
  notifyOnFailure: z.boolean(),
  preventAccidentalDeletions: z.object({ enabled: z.boolean(), threshold: z.number(), percent: z.number() }),
  scope: z.enum(['assigned', 'all']),
  interval: z.number(),
  dialect: z.string(),
  secretExpiresOn: z.string().nullable(),
  nestedGroups: z.boolean(),
  skipOutOfScopeDeletions: z.boolean(),
  keepReleased: z.boolean(),
  adoptAfterReview: z.boolean(),
  deleteAfterDays: z.number().nullable(),
  onVanished: z.string(),
  pace: z.strictObject({ perSecond: z.number().nullable(), atOnce: z.number().nullable() }),
  paceInForce: z.string(),
  bulk: z.boolean(),
  logOutOfScope: z.boolean(),
  userAgent: z.boolean(),
  retries: z.looseObject({ after: z.array(z.number()), every: z.number(), days: z.number() }),
})
const secret = z.looseObject({
  application: z.string(),
  other: z
    .looseObject({ storedAt: z.string().optional(), testedAt: z.string().optional() })
    .nullable()
    .describe('Of the other secret; null: there is none.'),
  tested: z.looseObject({ ok: z.boolean(), message: z.string() }).optional(),
})
const stage = z.object({
  stage: z.string(),
  status: z.enum(['passed', 'failed', 'skipped', 'notTried']),
  says: z.string(),
})
const exchange = z.looseObject({
  method: z.string(),
  url: z.string(),
  status: z.number().nullable(),
  contentType: z.string().nullable(),
  body: z.string(),
})
const tested = z.strictObject({
  ok: z.boolean(),
  message: z.string(),
  found: z.array(z.string()).optional(),
  stages: z.array(stage).optional(),
  exchange: exchange.nullish(),
})
const run = z.object({
  yes: z.boolean().optional(),
  restart: z.boolean().optional(),
  recreate: z.string().optional().describe('Somebody whose account was removed in the application: a new one is made.'),
  wait: z.boolean().optional().describe('false: answers as soon as it is begun, instead of line by line.'),
  prove: z.boolean().optional().describe('Asks the application once, when there is nothing to do.'),
})
const restarted = z.strictObject({
  name: z.string(),
  job: z.string(),
  resetScope: z.array(z.string()),
  says: z.string(),
  leavers: z.int(),
  runs: z.boolean(),
})

export const jobShapes = {
  'GET /usher/status': {
    gives: z.strictObject({
      users: z.int(),
      deleted: z.int(),
      groups: z.int(),
      applications: z.array(applicationStatus),
    }),
  },
  'GET /usher/apps/:app/status': { asks: asksJob, gives: applicationStatus },
  'POST /usher/apps/:app/jobs': {
    takes: z.object({ name: z.string() }),
    gives: z.strictObject({ id: z.string(), name: z.string() }),
  },
  'DELETE /usher/apps/:app/jobs/:job': { gives: z.strictObject({ name: z.string(), active: z.int() }) },
  'GET /usher/apps/:app/jobs': { gives: z.strictObject({ jobs: z.array(applicationStatus) }) },
  'GET /usher/apps/:app/settings': { asks: asksJob, gives: settings },
  'PATCH /usher/apps/:app/settings': { asks: asksJob, takes: settingsBody, gives: settings },
  'POST /usher/apps/:app/settings/plan': {
    asks: asksJob.extend({ limit: z.number().optional() }),
    takes: settingsBody,
  },
  'GET /usher/apps/:app/secret': { asks: asksJob, gives: secret },
  'POST /usher/apps/:app/secret/test': { asks: asksJob, gives: secret },
  'POST /usher/apps/:app/secret/switch': { asks: asksJob, gives: secret },
  'POST /usher/apps/:app/secret/drop': { asks: asksJob, gives: secret },
  'POST /usher/apps/:app/test-connection': {
    asks: asksJob,
    takes: z.strictObject(credentialsBody).optional(),
    gives: tested,
  },
  'POST /usher/apps/:app/run': { asks: asksJob, takes: run },
  'POST /usher/apps/:app/stop': { asks: asksJob, gives: applicationStatus },
  'POST /usher/apps/:app/restart': {
    asks: asksJob,
    takes: z.object({ resetScope: z.string().optional() }),
    gives: restarted,
  },
} satisfies Shapes
