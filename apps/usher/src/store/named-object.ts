import type { Ref } from '@usher/scim'
import type { Store } from './directory.ts'
import { lookUpGroup, type Group } from './groups.ts'
import { findUser, type User } from './users.ts'

export type Named = { readonly ref: Ref } & (
  | { readonly kind: 'group'; readonly group: Group }
  | { readonly kind: 'user'; readonly user: User }
)

/**
 * The group or the person that somebody means by a name or an id; a group goes before a person of the same name.
 *
 * Throws `Wrong` (notFound, ambiguous) with a sentence.
 */
export async function namedObject(
  store: Store,
  who: string,
  state: 'live' | 'deleted' | 'any' = 'any',
): Promise<Named> {
  const group = await lookUpGroup(store, who)
  if (group !== null) return { kind: 'group', ref: { type: 'Group', id: group.id }, group }
  const user = await findUser(store, who, state)
  return { kind: 'user', ref: { type: 'User', id: user.id }, user }
}
