import { z } from 'zod'
import { leastRequestsPerSecond } from '../tenant/settings.ts'
import { allScopes } from '../tenant/scopes.ts'
import { Failure } from './failure.ts'

const text = (most: number): z.ZodString =>
  z
    .string()
    .max(most)
    .refine((value) => value.isWellFormed() && !value.includes('\0'), 'is not text')

const integer = (least: number, most: number): z.ZodCoercedNumber => z.coerce.number().int().min(least).max(most)

const label = text(100).trim().min(1)
const userName = text(300).trim().min(1)
const newPassword = text(1000).min(10, 'must have at least 10 characters')
const scopes = z
  .array(z.enum(allScopes))
  .min(1)
  .default([...allScopes])

const tenantName = z
  .string()
  .regex(/^[a-z0-9](-?[a-z0-9]){1,39}$/, 'may have lower-case letters, digits and hyphens, 2 to 40 of them')

export const signInBody = z.object({
  tenant: text(100).min(1).optional(),
  userName: text(300).min(1),
  password: text(1000).min(1),
})

export const tokenBody = z.object({
  label,
  /** null: never expires. */
  expiresInDays: z.int().min(1).max(3650).nullable().default(365),
  scopes,
})

// Identity providers want secrets that hold between one and three years.
const secretDays = z.int().min(1).max(1095).default(365)

export const clientBody = z.object({ label, scopes, secretExpiresInDays: secretDays })

export const secretBody = z.object({ expiresInDays: secretDays })

export const deleteBody = z.object({ confirm: text(1000) })

export const pageQuery = z.object({
  search: text(200).trim().default(''),
  startIndex: integer(1, 1e9).default(1),
  count: integer(1, 200).default(50),
})

export const usersQuery = pageQuery.extend({
  status: z.enum(['active', 'inactive', 'archived']).optional(),
  sortBy: z.enum(['created', 'userName', 'displayName', 'lastModified']).default('created'),
  sortOrder: z.enum(['ascending', 'descending']).default('ascending'),
})

export const activityQuery = z.object({
  limit: integer(1, 1000).default(50),
  before: integer(1, Number.MAX_SAFE_INTEGER).optional(),
  method: z
    .string()
    .regex(/^[A-Za-z]{1,20}$/)
    .transform((method) => method.toUpperCase())
    .optional(),
  status: z
    .string()
    .regex(/^[1-5](\d\d|xx)$/, 'is a status such as 404, or a class such as 4xx')
    .optional(),
  search: text(500).trim().optional(),
  by: text(100).optional(),
})

export const accountBody = z.object({ userName, password: newPassword, isAdmin: z.boolean().default(false) })

export const accountChange = z.object({ isAdmin: z.boolean().optional(), password: newPassword.optional() })

const perSecond = z.int().min(leastRequestsPerSecond).max(1_000_000).nullable()

export const settingsBody = z.strictObject({
  mode: z.enum(['lenient', 'strict']).optional(),
  /** null: as the mode says. */
  switches: z.record(text(60), z.boolean().nullable()).optional(),
  groups: z.boolean().optional(),
  deletePolicy: z.enum(['archive', 'refuse', 'deactivate']).optional(),
  requestsPerSecond: perSecond.optional(),
  listsPerSecond: perSecond.optional(),
  uniqueExternalId: z.boolean().optional(),
  uniqueGroupNames: z.boolean().optional(),
  requireIfMatch: z.boolean().optional(),
  danglingManagers: z.boolean().optional(),
  listExternalId: z.boolean().optional(),
  activityDays: z.int().min(1).max(90).optional(),
  sensitiveAttributes: z.array(text(200).trim().min(1)).max(50).optional(),
  schemas: z.array(z.unknown()).max(20).optional(),
})

export const tenantBody = z.object({ name: tenantName, adminUser: userName, adminPassword: newPassword })

/** Reads input at the door; throws a `Failure` 400 that names what is wrong. */
export function read<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input ?? {})
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new Failure(400, `${issue?.path.join('.') || 'The body'}: ${issue?.message ?? 'is wrong'}.`)
}

/** No stored text contains NUL, and PostgreSQL refuses to be asked for it. */
export function cleaned(id: string): string {
  return id.replaceAll('\0', '')
}
