/** People as pages of a list, which others decide what is in and how it is sorted. */
import { sql, type RawBuilder } from 'kysely'
import { uuids } from './bulk.ts'
import { isUuid, type Store } from './directory.ts'
import type { UserRow } from './users.ts'

type Reading = Pick<Store, 'db' | 'tenant'>
export type Asked = {
  readonly where: RawBuilder<unknown>
  readonly order?: RawBuilder<unknown>
  readonly limit?: number
}
export type Keyed<R> = R & { readonly key: string }

/** More than that are not counted. */
export const mostCounted = 1_000_000

/** `u`: people, those that are deleted too. */
export async function userRows(
  { db, tenant }: Reading,
  { where, order = sql`u.id`, limit = 1000 }: Asked,
  key: RawBuilder<string> = sql<string>`''`,
): Promise<readonly Keyed<UserRow>[]> {
  const { rows } = await sql<Keyed<UserRow>>`select u.*, ${key} as key from directory_user u
    where u.tenant_id = ${tenant} and ${where} order by ${order} limit ${limit}`.execute(db)
  return rows
}

export async function countUsers({ db, tenant }: Reading, where: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from (select from directory_user u
    where u.tenant_id = ${tenant} and ${where} limit ${mostCounted}) counted`.execute(db)
  return rows[0]?.count ?? 0
}

/** By id or userPrincipalName; null when there is nobody who is not deleted. */
export async function userBy(store: Reading, which: string): Promise<UserRow | null> {
  const is = isUuid(which) ? sql`u.id = ${which}` : sql`lower(u.user_principal_name) = ${which.toLowerCase()}`
  const [found] = await userRows(store, { where: sql`${is} and u.deleted_at is null`, limit: 1 })
  return found ?? null
}

export async function usersByIds(store: Reading, ids: readonly string[]): Promise<ReadonlyMap<string, UserRow>> {
  if (ids.length === 0) return new Map()
  const rows = await userRows(store, { where: sql`u.id in ${uuids(ids)} and u.deleted_at is null`, limit: ids.length })
  return new Map(rows.map((row) => [row.id, row]))
}

/** Whether a person or a group has one of these addresses, besides that one. Returns the address. */
export async function addressTaken(
  { db, tenant }: Reading,
  addresses: readonly string[],
  besides: string | null,
): Promise<string | null> {
  for (const address of addresses) {
    const one = JSON.stringify([address.toLowerCase()])
    const { rows } = await sql`
      select from directory_user where tenant_id = ${tenant} and attributes ? 'proxyAddresses'
        and lower(attributes ->> 'proxyAddresses')::jsonb @> ${one}::text::jsonb
        and id is distinct from ${besides}::uuid limit 1`.execute(db)
    if (rows.length > 0) return address
  }
  return null
}
