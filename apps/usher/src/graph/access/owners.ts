import { sql, type RawBuilder } from 'kysely'
import { isUuid, type Store } from '../../store/directory.ts'
import { registrationBy } from '../../store/registrations.ts'
import type { Call, Owned } from '../route.ts'
import { keyIn } from '../wire/address.ts'
import type { Action } from './actions.ts'
import { may, type Caller } from './may.ts'

/** Whether somebody may do it, to whatever it is or to what they own. Most may without owning anything, and then nothing is asked. */
export async function mayTo(store: Store, caller: Caller, action: Action, owned?: Owned): Promise<boolean> {
  if (may(caller, action, false)) return true
  return owned !== undefined && may(caller, action, true) && owns(store, caller, owned)
}

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

/** Which rows of a list the caller may see: all of them with the right to read them, else those that they own. `id`: of a row. */
export async function seen(
  { caller, context }: Pick<Call, 'caller' | 'context'>,
  { type, read, id }: { readonly type: Owned['type']; readonly read: Action; readonly id: RawBuilder<unknown> },
): Promise<RawBuilder<boolean>> {
  if (may(caller, read, false)) return sql<boolean>`true`
  return sql<boolean>`exists (select from owner o where o.tenant_id = ${context.house.store.tenant} and o.owned_type = ${type}
    and o.owned_id = ${id} and o.owner_id = ${caller.id}::uuid)`
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
