import { isUuid, type Store } from '../../store/directory.ts'
import type { Owned } from '../route.ts'
import type { Caller } from './may.ts'

/** Whether the caller owns it. Who owns an app registration owns its service principal too, as both are made by one person. */
export async function owns({ db, tenant }: Store, caller: Caller, { type, id }: Owned): Promise<boolean> {
  if (!isUuid(caller.id) || !isUuid(id)) return false
  const found = await db
    .selectFrom('owner')
    .select('owner_id')
    .where('tenant_id', '=', tenant)
    .where('owned_type', '=', type)
    .where('owned_id', '=', id)
    .where('owner_id', '=', caller.id)
    .executeTakeFirst()
  return found !== undefined
}
