import { isTimeZone } from '@usher/engine'
import { z } from 'zod'

const days = z.number().int().min(1).max(3650)
export const tenantBody = z.strictObject({
  displayName: z.string().trim().min(1).max(200).optional(),
  defaultDomain: z
    .string()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i, 'must be a domain name like contoso.com')
    .optional(),
  logDays: days.nullable().optional(),
  exchangeDays: days.optional(),
  auditDays: days.nullable().optional(),
  timeZone: z.string().refine(isTimeZone, 'must be the name of a time zone like Europe/Berlin').optional(),
})
