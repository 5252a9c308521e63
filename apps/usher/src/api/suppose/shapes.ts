import { z } from 'zod'
import { asksJob } from '../jobs/shapes.ts'
import type { Shapes } from '../shape.ts'
import { values } from '../users/bodies.ts'

const event = z.discriminatedUnion('event', [
  z.strictObject({ event: z.enum(['nothing', 'disable', 'enable', 'delete', 'purge', 'unassign']) }),
  z.strictObject({ event: z.literal('leaveGroup'), group: z.string().min(1) }),
  z.strictObject({ event: z.literal('change'), attributes: values }),
])
export const supposeBody = z.strictObject({ who: z.string().min(1), suppose: event })

const request = z.strictObject({ method: z.string(), path: z.string(), body: z.unknown() })
export const check = z.looseObject({
  name: z.string(),
  passed: z.boolean(),
  expected: z.string().optional(),
  actual: z.unknown(),
  problem: z.string().optional(),
  decides: z.boolean().optional(),
})
export const planLine = z.looseObject({
  action: z.string(),
  code: z.string().describe('The reason as a word.'),
  reason: z.string(),
  advice: z.string().nullable(),
  problem: z.looseObject({ code: z.string(), message: z.string() }).nullable(),
  changes: z.array(
    z.looseObject({ displayName: z.string(), oldValue: z.string().nullable(), newValue: z.string().nullable() }),
  ),
})
const would = z.strictObject({
  application: z.string(),
  job: z.string(),
  inScope: z.boolean(),
  checks: z.array(check),
  plan: planLine,
  requests: z.array(request),
})
const cell = z.strictObject({
  requests: z.array(request),
  says: z.string(),
  advice: z.string().nullable(),
  afterwards: z.string(),
})
const matrix = z.strictObject({
  application: z.string(),
  job: z.string(),
  disables: z.boolean(),
  deletes: z.boolean(),
  settings: z.array(z.strictObject({ id: z.string(), title: z.string(), isNow: z.boolean() })),
  events: z.array(z.strictObject({ id: z.string(), title: z.string(), cells: z.array(cell) })),
})

export const supposeShapes = {
  'POST /usher/apps/:app/suppose': { asks: asksJob, takes: supposeBody, gives: would },
  'GET /usher/apps/:app/deprovisioning': { asks: asksJob, gives: matrix },
} satisfies Shapes
