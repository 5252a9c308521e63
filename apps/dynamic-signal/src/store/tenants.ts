import { randomUUIDv7 } from 'node:crypto'
import { userNameKey } from '@usher/scim'
import type { Db } from './tables.ts'

export type Tenant = { readonly id: string; readonly isNew: boolean }

/**
 * The tenant of this installation; on an empty store it is made, together with its first administrator.
 *
 * Both are made in one transaction, so that an interrupted first start leaves nothing half made. `passwordHash` is
 * asked for only then.
 */
export async function openTenant(
  db: Db,
  first: { readonly userName: string; readonly passwordHash: () => Promise<string> },
): Promise<Tenant> {
  const existing = await db.selectFrom('tenant').select('tenant_id').orderBy('created').executeTakeFirst()
  if (existing !== undefined) return { id: existing.tenant_id, isNew: false }
  const tenant_id = randomUUIDv7()
  const password_hash = await first.passwordHash()
  await db.transaction().execute(async (trx) => {
    await trx.insertInto('tenant').values({ tenant_id }).execute()
    const user_name_key = userNameKey(first.userName)
    await trx
      .insertInto('administrator')
      .values({ tenant_id, id: randomUUIDv7(), user_name: first.userName, user_name_key, password_hash })
      .execute()
  })
  return { id: tenant_id, isNew: true }
}
