/** The group that an address names. */
import { groupBy, type GroupRecord } from '../../store/graph-groups.ts'
import type { Call } from '../route.ts'
import { keyIn } from '../wire/address.ts'
import { notFound } from '../wire/fault.ts'

export async function whichGroup(call: Pick<Call, 'context' | 'params'>): Promise<GroupRecord> {
  const { by, value } = keyIn(call.params['id'] ?? '', ['uniqueName'])
  const found = await groupBy(call.context.house.store, by as 'id', value)
  if (found === null) throw notFound(value)
  return found
}
