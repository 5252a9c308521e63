/** Delegated permissions: which client may act at which service for whom. Kept for those who ask; nothing is decided by them. */
import { sql, type RawBuilder } from 'kysely'
import { brokenIndex, type Store } from './directory.ts'

export type PermissionGrant = {
  readonly id: string
  readonly clientId: string
  readonly resourceId: string
  /** Null: for everybody. */
  readonly principalId: string | null
  readonly scope: string
}
type Reading = Pick<Store, 'db' | 'tenant'>
type Asked = { readonly where: RawBuilder<unknown>; readonly order?: RawBuilder<unknown>; readonly limit?: number }

/** `s`: grants of clients and services that are not deleted. */
const grants = (tenant: string) => sql`oauth2_permission_grant s
  join application c on c.tenant_id = s.tenant_id and c.id = s.client_id and c.deleted_at is null
  join application r on r.tenant_id = s.tenant_id and r.id = s.resource_id and r.deleted_at is null
  left join directory_user u on u.tenant_id = s.tenant_id and u.id = s.principal_id
  where s.tenant_id = ${tenant} and u.deleted_at is null`

export async function permissionGrants(
  { db, tenant }: Reading,
  { where, order = sql`s.id`, limit = 1000 }: Asked,
  key: RawBuilder<string> = sql<string>`''`,
): Promise<readonly (PermissionGrant & { readonly key: string })[]> {
  const { rows } = await sql<PermissionGrant & { key: string }>`
    select s.id, s.client_id as "clientId", s.resource_id as "resourceId", s.principal_id as "principalId", s.scope, ${key} as key
    from ${grants(tenant)} and ${where} order by ${order} limit ${limit}`.execute(db)
  return rows
}

export async function countPermissionGrants({ db, tenant }: Reading, where: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{
    count: number
  }>`select count(*)::int as count from ${grants(tenant)} and ${where}`.execute(db)
  return rows[0]?.count ?? 0
}

/** The new id; null when the client has a grant for the same already. */
export async function addPermissionGrant(
  { db, tenant }: Reading,
  { clientId, resourceId, principalId, scope }: Omit<PermissionGrant, 'id'>,
): Promise<string | null> {
  try {
    const { id } = await db
      .insertInto('oauth2_permission_grant')
      .values({ tenant_id: tenant, client_id: clientId, resource_id: resourceId, principal_id: principalId, scope })
      .returning('id')
      .executeTakeFirstOrThrow()
    return id
  } catch (error) {
    if (brokenIndex(error) === null) throw error
    return null
  }
}

export async function setGrantScope({ db, tenant }: Reading, id: string, scope: string): Promise<void> {
  await db
    .updateTable('oauth2_permission_grant')
    .set({ scope })
    .where('tenant_id', '=', tenant)
    .where('id', '=', id)
    .execute()
}

export async function removePermissionGrant({ db, tenant }: Reading, id: string): Promise<void> {
  await db.deleteFrom('oauth2_permission_grant').where('tenant_id', '=', tenant).where('id', '=', id).execute()
}
