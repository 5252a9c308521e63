import { z } from 'zod'
import { ownedBy, ownersOf, type NamedOwner, type Owned } from '../../store/owners.ts'
import { shownObjects, typed } from '../directory-objects/objects.ts'
import type { Answer, Call } from '../route.ts'
import { shortList } from '../wire/short-list.ts'

/** A person or an application. */
export const ownerShape = z.looseObject({
  '@odata.type': z.string(),
  id: z.guid(),
  displayName: z.string().nullable(),
  userPrincipalName: z.string().optional(),
})

/** People with what they usually have. */
export async function shownOwners(call: Call, owned: Owned) {
  const owners = await ownersOf(call.context.house.store, owned)
  const people = await shownObjects(call, owners.map(({ id }) => id)) // prettier-ignore
  const known = new Map(people.map((one) => [one.id, one]))
  return owners.map(({ id, type, displayName }) => ({ ...typed(type, { id, displayName }), ...known.get(id) }))
}

export function shownOwner({ id, type, displayName, userPrincipalName }: NamedOwner) {
  return typed(type, { id, displayName, ...(userPrincipalName !== null && { userPrincipalName }) })
}

/** The applications, service principals and groups of a person or a client. */
export async function ownedObjects(call: Call, owner: string): Promise<Answer> {
  const owned = await ownedBy(call.context.house.store, owner)
  const items = owned.map(({ type, appId, ...one }) => typed(type, { ...one, ...(appId !== null && { appId }) }))
  return shortList(call, { of: 'directoryObjects', resource: 'directoryObject', items, usual: 100 })
}
