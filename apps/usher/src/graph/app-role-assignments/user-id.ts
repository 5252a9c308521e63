import { sql } from 'kysely'
import { isUuid, type Store } from '../../store/directory.ts'
import { notFound } from '../wire/fault.ts'

/** The id of the person with this id or userPrincipalName. */
export async function userIdOf({ db, tenant }: Store, which: string): Promise<string> {
  const row = await db
    .selectFrom('directory_user')
    .select('id')
    .where('tenant_id', '=', tenant)
    .where('deleted_at', 'is', null)
    .where((eb) =>
      isUuid(which) ? eb('id', '=', which) : eb(sql`lower(user_principal_name)`, '=', which.toLowerCase()),
    )
    .executeTakeFirst()
  if (row === undefined) throw notFound(which)
  return row.id
}
