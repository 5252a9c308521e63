/** Groups as pages of a list, which others decide what is in and how it is sorted. */
import { sql, type RawBuilder } from 'kysely'
import type { Selectable } from 'kysely'
import { isUuid, type Store } from './directory.ts'
import { mostCounted, type Asked, type Keyed } from './graph-users.ts'
import type { Tables } from './tables.ts'

type Reading = Pick<Store, 'db' | 'tenant'>
export type GroupRecord = Selectable<Tables['directory_group']>

/** `g`: groups, those that are deleted too. */
export async function groupRows(
  { db, tenant }: Reading,
  { where, order = sql`g.id`, limit = 1000 }: Asked,
  key: RawBuilder<string> = sql<string>`''`,
): Promise<readonly Keyed<GroupRecord>[]> {
  const { rows } = await sql<Keyed<GroupRecord>>`select g.*, ${key} as key from directory_group g
    where g.tenant_id = ${tenant} and ${where} order by ${order} limit ${limit}`.execute(db)
  return rows
}

export async function countGroups({ db, tenant }: Reading, where: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from (select from directory_group g
    where g.tenant_id = ${tenant} and ${where} limit ${mostCounted}) counted`.execute(db)
  return rows[0]?.count ?? 0
}

/** Null when there is none that is not deleted. */
export async function groupBy(store: Reading, by: 'id' | 'uniqueName', value: string): Promise<GroupRecord | null> {
  if (by === 'id' && !isUuid(value)) return null
  const is = by === 'id' ? sql`g.id = ${value}` : sql`g.properties ->> 'uniqueName' = ${value}`
  const [found] = await groupRows(store, { where: sql`${is} and g.deleted_at is null`, limit: 1 })
  return found ?? null
}
