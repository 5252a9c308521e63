import { z } from 'zod'
import type { Shapes } from '../shape.ts'

export const insightsAsked = z.strictObject({
  /** An application; without it all of them. */
  app: z.string().min(1).optional(),
  /** Days of UTC, today included. */
  days: z.coerce.number().int().min(1).max(365).default(30),
})
const count = z.int()
const seconds = z.number().nullable().describe('Seconds; null when there was none.')
const waited = z.strictObject({ count, p50: seconds, p95: seconds })
const results = { success: count, failure: count, skipped: count, warning: count, held: count }

export const insightShapes = {
  'GET /usher/insights': {
    asks: z.object({ app: z.string().optional(), days: z.int().optional() }),
    gives: z.strictObject({
      days: z.array(
        z.strictObject({
          day: z.string(),
          create: count,
          update: count,
          disable: count,
          delete: count,
          other: count,
          ...results,
          change: waited,
        }),
      ),
      results: z.strictObject(results),
      errors: z.array(z.strictObject({ code: z.string(), lines: count, applications: z.array(z.string()) })),
      change: waited,
      targets: z.array(z.strictObject({ application: z.string(), displayName: z.string(), ...waited.shape })),
    }),
  },
} satisfies Shapes
