import { z } from 'zod'

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])
/** Attributes of a person; null clears. */
export const values = z.record(z.string(), scalar)
/** Without `yes` it only says what would be erased. */
export const forgetting = z.strictObject({ yes: z.boolean().default(false) })
