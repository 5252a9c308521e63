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

export const asksAssignments = z.object({
  /** The next page: `next` of the one before. */
  after: z.guid().optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(1000),
})
const assigned = z.strictObject({
  id: z.string(),
  principalType: z.string(),
  principalId: z.string(),
  displayName: z.string(),
  effective: z.boolean(),
  role: z.string(),
})

export const applicationShapes = {
  'GET /usher/apps/:app/assignments': {
    asks: asksAssignments,
    gives: z.strictObject({ assignments: z.array(assigned), next: z.string().nullable() }),
  },
  'POST /usher/apps/:app/assignments': {
    takes: z.object({ who: z.string(), role: z.string().nullable().optional() }),
    gives: z.strictObject({ assigned: z.boolean(), warning: z.string().optional() }),
  },
  'POST /usher/apps/:app/assignments/remove': {
    takes: z.object({ who: z.string(), role: z.string().nullable().optional(), fromGroups: z.boolean().optional() }),
    gives: z.strictObject({ removed: z.int(), left: z.array(z.string()), keeps: z.array(z.string()) }),
  },
  'GET /usher/apps': { gives: z.strictObject({ applications: z.array(application) }) },
  'POST /usher/apps': {
    takes: z.object({ template: z.string(), name: z.string().optional() }),
    gives: application,
  },
  'GET /usher/apps/:app': { gives: application },
  'PATCH /usher/apps/:app': { takes: z.object({ requiresRole: z.boolean() }), gives: application },
} satisfies Shapes
