/** Whoever makes something owns it (graph-api.md 3.2): the service principal of a client, or a person. */
import type { Db } from '../store/directory.ts'
import { addOwner, ownerById, type Owned } from '../store/owners.ts'
import type { Call } from './route.ts'

export async function callerOwns(
  trx: Db,
  { caller, context }: Pick<Call, 'caller' | 'context'>,
  ...made: readonly Owned[]
): Promise<void> {
  const { tenant } = context.house.store
  // The token of this machine is nobody's.
  const owner = await ownerById({ db: trx, tenant }, caller.id)
  if (owner === null) return
  for (const owned of made) await addOwner({ db: trx, tenant }, owned, owner)
}
