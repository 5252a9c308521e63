import { z } from 'zod'

/** A delegated permission as it is answered. */
export const grantShape = z.looseObject({
  id: z.guid(),
  clientId: z.guid(),
  consentType: z.enum(['AllPrincipals', 'Principal']),
  principalId: z.guid().nullable(),
  resourceId: z.guid(),
  scope: z.string(),
})
