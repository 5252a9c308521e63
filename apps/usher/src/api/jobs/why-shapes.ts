import { z } from 'zod'
import type { Shapes } from '../shape.ts'
import { check, planLine } from '../suppose/shapes.ts'

const look = z.looseObject({
  why: z.string(),
  since: z.string(),
  next: z.string().nullable(),
  attempts: z.number(),
  error: z.string().nullable(),
  expired: z.boolean(),
  decision: z.string().nullable(),
})
const application = z.looseObject({
  application: z.string(),
  applicationId: z.string(),
  job: z.string(),
  jobName: z.string(),
  inScope: z.boolean(),
  undecided: z.boolean(),
  checks: z.array(check),
  link: z
    .strictObject({
      targetId: z.string().nullable(),
      state: z.string(),
      active: z.boolean(),
      deletedAt: z.string().nullable(),
    })
    .nullable(),
  plan: planLine.nullable(),
  problem: z.string().nullable(),
  lastChange: z.strictObject({ at: z.string(), action: z.string(), result: z.string(), reason: z.string() }).nullable(),
  notes: z.array(z.string()),
  looks: z.array(look),
})
const asks = z.object({ who: z.string(), app: z.string().optional(), job: z.string().optional() })

export const whyShapes = {
  'GET /usher/why': { asks, gives: z.looseObject({ applications: z.array(application) }) },
} satisfies Shapes
