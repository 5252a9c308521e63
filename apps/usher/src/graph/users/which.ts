/** The person that an address names, by id or userPrincipalName. */
import { userBy } from '../../store/graph-users.ts'
import type { UserRow } from '../../store/users.ts'
import type { Call } from '../route.ts'
import { keyIn } from '../wire/address.ts'
import { notFound } from '../wire/fault.ts'

export async function whichUser(call: Pick<Call, 'context' | 'params'>): Promise<UserRow> {
  const { value } = keyIn(call.params['id'] ?? '', ['userPrincipalName'])
  const found = await userBy(call.context.house.store, value)
  if (found === null) throw notFound(value)
  return found
}
