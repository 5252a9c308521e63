import { z } from 'zod'
import type { Shapes } from '../shape.ts'
import { asksJob } from './shapes.ts'

const held = z.looseObject({
  id: z.string(),
  displayName: z.string(),
  since: z.string(),
  decision: z.string().nullable(),
  type: z.string(),
  until: z.string().nullable(),
})
const done = z.object({ id: z.string(), displayName: z.string(), action: z.string(), at: z.string() })
const coming = z.looseObject({ id: z.string(), displayName: z.string(), leftAt: z.string(), deletedAt: z.string() })
const decision = z.object({
  decision: z.enum(['allowed', 'rejected']),
  who: z.union([z.literal('all'), z.array(z.string())]),
})
const decided = z.strictObject({ decided: z.int(), rejected: z.int() })

export const heldShapes = {
  'GET /usher/apps/:app/removals': {
    asks: asksJob,
    gives: z.strictObject({ removals: z.array(held), done: z.array(done), deletions: z.array(coming) }),
  },
  'POST /usher/apps/:app/removals': { asks: asksJob, takes: decision, gives: decided },
} satisfies Shapes
