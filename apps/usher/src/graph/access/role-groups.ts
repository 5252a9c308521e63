/** Whoever puts people into a group with a directory role gives them that role, so may do what it allows. */
import { rolesOfPrincipals } from '../../store/principals.ts'
import { allowedBy } from '../../sign-in/caller.ts'
import type { Store } from '../../store/directory.ts'
import { GraphFault } from '../wire/fault.ts'
import { may, type Caller } from './may.ts'

/** Throws `GraphFault` (403). */
export async function mayAddMembers(store: Pick<Store, 'db' | 'tenant'>, caller: Caller, group: string): Promise<void> {
  if (may(caller, 'microsoft.directory/roleManagement/allProperties/update', false)) return
  const gives = [...allowedBy(await rolesOfPrincipals(store, [group]))]
  if (gives.every((action) => may(caller, action, false))) return
  throw new GraphFault(
    'denied',
    'Insufficient privileges to complete the operation. This group has a directory role that allows more than you may, so who is in it is not yours to change.',
  )
}
