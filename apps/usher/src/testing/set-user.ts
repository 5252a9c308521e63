import type { Json } from '@usher/scim'
import { Wrong, type Store } from '../store/directory.ts'
import { createUser, findUser, updateUser, type SetUser } from '../store/users.ts'

/** Sets attributes of a person, who is made when there is none of that userPrincipalName yet. */
export async function setUser(store: Store, who: string, values: Readonly<Record<string, Json>>): Promise<SetUser> {
  const isThere = await findUser(store, who, 'live').then(
    () => true,
    (error: unknown) => !(error instanceof Wrong && error.code === 'notFound'),
  )
  return isThere || !who.includes('@') ? updateUser(store, who, values) : createUser(store, who, values)
}
