import { z } from 'zod'
import type { Shapes } from '../shape.ts'
import { tenantBody } from './body.ts'

const tenant = z.strictObject({
  displayName: z.string(),
  defaultDomain: z.string(),
  timeZone: z.string(),
  logDays: z.number().nullable(),
  exchangeDays: z.number(),
  auditDays: z.number().nullable(),
})

export const tenantShapes = {
  'GET /usher/tenant': { gives: tenant },
  'PATCH /usher/tenant': { takes: tenantBody, gives: tenant },
} satisfies Shapes
