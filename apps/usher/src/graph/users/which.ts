/** The person that an address names, by id or userPrincipalName. */
import { userBy } from '../../store/graph-users.ts'
import type { UserRow } from '../../store/users.ts'
import type { Call } from '../route.ts'
import { keyIn } from '../wire/address.ts'
import { notFound } from '../wire/fault.ts'

export async function whichUser(call: Pick<Call, 'context' | 'params'>): Promise<UserRow> {
  return userBehind(call, keyIn(call.params['id'] ?? '', ['userPrincipalName']).value)
}

/** By id or userPrincipalName. Throws `GraphFault` (404). */
export async function userBehind({ context }: Pick<Call, 'context'>, which: string): Promise<UserRow> {
  const found = await userBy(context.house.store, which)
  if (found === null) throw notFound(which)
  return found
}
