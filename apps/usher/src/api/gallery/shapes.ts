import { z } from 'zod'
import type { Shapes } from '../shape.ts'

const summary = {
  id: z.string(),
  displayName: z.string(),
  publisher: z.string(),
  description: z.string(),
  does: z.array(z.string()),
  dialect: z.string(),
}
/** What people read of it before they add it; the rest is for whoever builds on it. */
const told = z.looseObject({
  ...summary,
  direction: z.literal('inbound').optional(),
  documentation: z.string(),
  tenantUrl: z.array(z.string()),
  authentication: z.array(z.enum(['bearerToken', 'clientCredentials', 'mutualTls'])),
  token: z.string(),
  requiresRole: z.boolean(),
  said: z.array(z.looseObject({ label: z.string(), here: z.string().optional() })),
})

export const galleryShapes = {
  'GET /usher/gallery': {
    asks: z.object({ search: z.string().optional() }),
    gives: z.strictObject({ templates: z.array(z.strictObject(summary)) }),
  },
  'GET /usher/gallery/:template': { gives: told },
} satisfies Shapes
