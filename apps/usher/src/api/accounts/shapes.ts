import { z } from 'zod'
import { asksJob } from '../jobs/shapes.ts'
import type { Shapes } from '../shape.ts'

const person = z.object({ id: z.string(), displayName: z.string(), userPrincipalName: z.string() })
const account = z.looseObject({
  targetId: z.string(),
  userName: z.string().nullable(),
  displayName: z.string().nullable(),
  active: z.boolean().nullable(),
  kind: z.enum(['local', 'unassigned', 'assigned']),
  by: z.string().nullable(),
  because: z.string().nullish(),
  of: z.array(person),
})
const discovery = z.looseObject({
  began: z.string(),
  ended: z.string(),
  counts: z.object({ local: z.int(), unassigned: z.int(), assigned: z.int(), ambiguous: z.int() }),
})

export const accountShapes = {
  'GET /usher/apps/:app/accounts': {
    asks: asksJob.extend({
      kind: z.string().optional(),
      active: z.boolean().optional(),
      search: z.string().optional(),
      after: z.string().optional(),
      limit: z.int().optional(),
    }),
    gives: z.strictObject({
      discovery: discovery.nullable(),
      accounts: z.array(account),
      next: z.string().nullable(),
    }),
  },
  'GET /usher/apps/:app/drift': {
    asks: asksJob.extend({
      limit: z.int().optional(),
      who: z.string().optional().describe('Somebody alone: a name or an id, of a person or a group.'),
    }),
  },
  'PUT /usher/apps/:app/object-connections/:who': {
    asks: asksJob,
    takes: z.object({ targetAnchor: z.string() }),
  },
  'DELETE /usher/apps/:app/object-connections/:who': { asks: asksJob },
} satisfies Shapes
