import { z } from 'zod'
import type { Shapes } from '../shape.ts'

const application = z.strictObject({
  id: z.string(),
  displayName: z.string(),
  templateId: z.string(),
  appRoles: z.array(
    z.looseObject({ id: z.string(), value: z.string(), displayName: z.string(), description: z.string() }),
  ),
  requiresRole: z.boolean(),
})

export const applicationShapes = {
  'GET /usher/apps': { gives: z.strictObject({ applications: z.array(application) }) },
  'POST /usher/apps': {
    takes: z.object({ template: z.string(), name: z.string().optional() }),
    gives: application,
  },
  'GET /usher/apps/:app': { gives: application },
  'PATCH /usher/apps/:app': { takes: z.object({ requiresRole: z.boolean() }), gives: application },
} satisfies Shapes
