import { z } from 'zod'
import { asksJob } from '../jobs/shapes.ts'
import type { Shapes } from '../shape.ts'

const connection = z.strictObject({
  objectTypeName: z.string(),
  sourceAnchor: z.string(),
  targetAnchor: z.string().nullable(),
  displayName: z.string(),
  state: z.string(),
  active: z.boolean(),
  updatedAt: z.string(),
})

export const objectConnectionShapes = {
  'GET /usher/apps/:app/object-connections': {
    asks: asksJob.extend({
      search: z.string().optional(),
      state: z.enum(['managed', 'released', 'pending']).optional(),
      type: z.enum(['User', 'Group']).optional(),
      after: z.string().optional(),
      limit: z.int().optional(),
    }),
    gives: z.strictObject({
      connections: z.array(connection),
      total: z.int().nullable().describe('Null: more than 10,000.'),
      next: z.string().nullable(),
    }),
  },
  'GET /usher/apps/:app/object-connections/:who': { asks: asksJob, gives: connection },
  'PUT /usher/apps/:app/object-connections/:who': {
    asks: asksJob,
    takes: z.strictObject({ targetAnchor: z.string() }),
    gives: connection,
  },
  'DELETE /usher/apps/:app/object-connections/:who': {
    asks: asksJob,
    gives: z.strictObject({
      removed: z.boolean(),
      type: z.string(),
      id: z.string(),
      displayName: z.string(),
      targetAnchor: z.string().nullable(),
    }),
  },
} satisfies Shapes
