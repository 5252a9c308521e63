import { z } from 'zod'
import type { ownersOf } from '../../store/owners.ts'

/** A person or an application. */
export const ownerShape = z.looseObject({
  '@odata.type': z.string(),
  id: z.guid(),
  displayName: z.string().nullable(),
  userPrincipalName: z.string().optional(),
})

export function shownOwner({ id, type, displayName, userPrincipalName }: Awaited<ReturnType<typeof ownersOf>>[number]) {
  const name = userPrincipalName === null ? {} : { userPrincipalName }
  return { '@odata.type': `#microsoft.graph.${type}`, id, displayName, ...name }
}
