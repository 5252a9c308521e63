import { z } from 'zod'
import { isAddress, readAddresses } from '../../mail-addresses.ts'

export const address = z.string().refine(isAddress, 'must be an e-mail address')
export const mailBody = z.strictObject({
  host: z
    .string()
    .trim()
    .regex(/^[\w.:-]{1,253}$/, 'must be a host name or an address')
    .optional(),
  /** null: the usual one of the security. */
  port: z.number().int().min(1).max(65_535).nullable().optional(),
  security: z.enum(['starttls', 'tls', 'none']).optional(),
  user: z.string().trim().min(1).max(320).nullable().optional(),
  password: z.string().min(1).max(1000).nullable().optional(),
  from: address.optional(),
  /** Separated by commas; empty for nobody. */
  recipients: z
    .string()
    .refine(
      (text) => text === '' || readAddresses(text) !== null,
      'must be e-mail addresses separated by commas, at most 20',
    )
    .optional(),
  digest: z.enum(['immediate', 'hourly', 'daily']).optional(),
  tell: z.enum(['failures', 'everything']).optional(),
})
