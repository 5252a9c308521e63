import { z } from 'zod'
import { Failure } from './failure.ts'

const text = (most: number): z.ZodString =>
  z
    .string()
    .max(most)
    .refine((value) => value.isWellFormed() && !value.includes('\0'), 'is not text')

const integer = (least: number, most: number): z.ZodCoercedNumber => z.coerce.number().int().min(least).max(most)

export const signInBody = z.object({ userName: text(300).min(1), password: text(1000).min(1) })

export const tokenBody = z.object({
  label: text(100).trim().min(1),
  /** null: never expires. */
  expiresInDays: z.int().min(1).max(3650).nullable().default(365),
})

export const deleteBody = z.object({ confirm: text(1000) })

export const usersQuery = z.object({
  search: text(200).default(''),
  startIndex: integer(1, 1e9).default(1),
  count: integer(1, 200).default(50),
  active: z.enum(['true', 'false']).optional(),
})

export const activityQuery = z.object({
  limit: integer(1, 1000).default(100),
  before: integer(1, Number.MAX_SAFE_INTEGER).optional(),
  method: z
    .string()
    .regex(/^[A-Za-z]{1,20}$/)
    .transform((method) => method.toUpperCase())
    .optional(),
  status: integer(100, 599).optional(),
  path: text(500).optional(),
})

/** Reads input at the door; throws a `Failure` 400 that names what is wrong. */
export function read<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input ?? {})
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new Failure(400, `${issue?.path.join('.') || 'The body'}: ${issue?.message ?? 'is wrong'}.`)
}
