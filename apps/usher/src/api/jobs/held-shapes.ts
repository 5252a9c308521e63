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

const asksPage = asksJob.extend({
  search: z.string().optional().describe('A part of a name.'),
  decision: z.enum(['none', 'allowed', 'rejected']).optional(),
  after: z.string().optional().describe('The `next` of the page before.'),
  limit: z.number().optional(),
})
const paged = {
  totals: z
    .strictObject({ undecided: z.int(), allowed: z.int(), rejected: z.int() })
    .describe('Of all that is held of this kind, whatever page it is on.'),
  next: z.string().nullable(),
}
const adoption = held.extend({
  targetId: z.string().nullable(),
  owner: z.string().nullable(),
  by: z.string().nullable(),
})
const change = held.extend({ says: z.array(z.string()) })
const kind = z.object({ kind: z.string(), says: z.string(), count: z.int() })

const failure = z.looseObject({
  type: z.string(),
  id: z.string(),
  displayName: z.string(),
  since: z.string(),
  attempts: z.int(),
  code: z.string(),
  message: z.string(),
  next: z.string().nullable().describe('When it is tried again; null: not by itself.'),
  expired: z.boolean(),
})

export const heldShapes = {
  'GET /usher/apps/:app/failures': {
    asks: asksJob.extend({ limit: z.int().optional() }),
    gives: z.strictObject({ failures: z.array(failure) }),
  },
  'GET /usher/apps/:app/removals': {
    asks: asksPage,
    gives: z.strictObject({ removals: z.array(held), done: z.array(done), deletions: z.array(coming), ...paged }),
  },
  'POST /usher/apps/:app/removals': { asks: asksJob, takes: decision, gives: decided },
  'GET /usher/apps/:app/changes': {
    asks: asksPage,
    gives: z.strictObject({ changes: z.array(change), counts: z.array(kind), ...paged }),
  },
  'POST /usher/apps/:app/changes': { asks: asksJob, takes: decision, gives: decided },
  'GET /usher/apps/:app/adoptions': {
    asks: asksPage,
    gives: z.strictObject({ adoptions: z.array(adoption), ...paged }),
  },
  'POST /usher/apps/:app/adoptions': { asks: asksJob, takes: decision, gives: decided },
} satisfies Shapes
