import { isUuid, type Store } from '../../store/directory.ts'
import { registrationBy } from '../../store/registrations.ts'
import type { Owned } from '../route.ts'
import { keyIn } from '../wire/address.ts'
import type { Caller } from './may.ts'

/** Whether the caller owns it. Who owns an app registration owns its service principal too, as both are made by one person. */
export async function owns(store: Store, caller: Caller, { type, id: given }: Owned): Promise<boolean> {
  const { db, tenant } = store
  const id = await objectId(store, type, given)
  if (!isUuid(caller.id) || id === null || !isUuid(id)) return false
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

/** The id behind an alternate key: `appId=…`; null when nothing has it. */
async function objectId({ db, tenant }: Store, type: Owned['type'], given: string): Promise<string | null> {
  const { by, value } = keyIn(given, ['appId', 'uniqueName'])
  if (by === 'id' || type === 'group') return given
  if (by === 'uniqueName') return (await registrationBy({ db, tenant }, by, value))?.id ?? null
  if (!isUuid(value)) return null
  const found = await db
    .selectFrom(type === 'application' ? 'app_registration' : 'application')
    .select('id')
    .where('tenant_id', '=', tenant)
    .where('app_id', '=', value)
    .executeTakeFirst()
  return found?.id ?? null
}
