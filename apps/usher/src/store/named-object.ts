import type { Ref } from '@usher/scim'
import { sql } from 'kysely'
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

/** The same of several. Throws `Wrong` about one that is nobody. */
export async function namedRefs(store: Store, who: readonly string[], state?: 'live'): Promise<Ref[]> {
  return Promise.all(who.map(async (one) => (await namedObject(store, one, state)).ref))
}

export async function namedIds(store: Store, who: readonly string[], state?: 'live'): Promise<string[]> {
  return (await namedRefs(store, who, state)).map(({ id }) => id)
}

/** What an object of the directory is called; its id where it has no name, or is gone. */
export async function nameOf(store: Store, { type, id }: Ref): Promise<string> {
  const { rows } = await sql<{ name: string | null }>`
    select coalesce(attributes ->> 'displayName', user_principal_name) as name from directory_user
      where tenant_id = ${store.tenant} and id = ${id}::uuid and ${type}::text = 'User'
    union all
    select display_name from directory_group where tenant_id = ${store.tenant} and id = ${id}::uuid and ${type}::text = 'Group'`.execute(
    store.db,
  )
  return rows[0]?.name ?? id
}
