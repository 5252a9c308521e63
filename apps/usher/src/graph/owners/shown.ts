import type { ownersOf } from '../../store/owners.ts'

export function shownOwner({ id, type, displayName, userPrincipalName }: Awaited<ReturnType<typeof ownersOf>>[number]) {
  const name = userPrincipalName === null ? {} : { userPrincipalName }
  return { '@odata.type': `#microsoft.graph.${type}`, id, displayName, ...name }
}
