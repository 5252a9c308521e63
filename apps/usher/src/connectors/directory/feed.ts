/** The change feed of the directory: which objects to look at, in pages, and how far one has read. */
import type { Watermark } from '@usher/engine'
import { sql } from 'kysely'
import type { Store } from '../../store/directory.ts'

export const pageSize = 500
/** Less than every id. */
export const firstId = '00000000-0000-0000-0000-000000000000'

/**
 * Where the feed stands: every transaction before `xmin` is over, and its changes were read.
 *
 * Only good for the database that made it: transaction numbers mean nothing elsewhere. One mark counts for objects of
 * every type and for memberships, when it is taken before the first of them is read.
 *
 * `snapshot`: what was visible then (`pg_snapshot`); absent in marks of earlier versions.
 */
export type Mark = {
  readonly system: string
  readonly database: string
  readonly xmin: string
  readonly snapshot?: string
}

export async function currentMark(store: Store): Promise<Mark> {
  const { rows } = await sql<Mark>`
    select (select system_identifier::text from pg_control_system()) as system,
      (select oid::text from pg_database where datname = current_database()) as database,
      pg_snapshot_xmin(pg_current_snapshot())::text as xmin, pg_current_snapshot()::text as snapshot`.execute(store.db)
  return rows[0] as Mark
}

export function toWatermark(mark: Mark): Watermark {
  return JSON.stringify(mark) as Watermark
}

export function readMark(watermark: Watermark): Mark {
  return JSON.parse(watermark) as Mark
}

/** Whether a watermark was made by this database; another one means that an initial cycle is needed. */
export async function isOurs(store: Store, watermark: Watermark): Promise<boolean> {
  const mark = await currentMark(store)
  const other = readMark(watermark)
  return mark.system === other.system && mark.database === other.database
}

/** Whether people, people or groups, or memberships too changed after that: what nobody could see then. */
export async function changedSince(
  { db, tenant }: Pick<Store, 'db' | 'tenant'>,
  { xmin, snapshot = `${xmin}:${xmin}:` }: Pick<Mark, 'xmin' | 'snapshot'>,
  what: 'people' | 'objects' | 'anything',
): Promise<boolean> {
  const since = sql`tenant_id = ${tenant} and xid >= ${xmin}::text::xid8
    and not pg_visible_in_snapshot(xid, ${snapshot}::text::pg_snapshot)`
  const types = what === 'people' ? sql`('User')` : sql`('User', 'Group')`
  const { rows } = await sql`
    (select from directory_change where ${since} and object_type in ${types} limit 1)
    union all (select from membership_change where ${since} and ${what === 'anything'} limit 1)`.execute(db)
  return rows.length > 0
}

export async function countObjects(store: Store, type: string): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*)::int as total from directory_change where tenant_id = ${store.tenant} and object_type = ${type}`.execute(
    store.db,
  )
  return rows[0]?.total ?? 0
}

/** The ids of all objects of a type behind this one, in order, those that are gone too; at least one page. */
export async function* allObjects(store: Store, type: string, from = firstId): AsyncGenerator<readonly string[]> {
  let last = from
  for (;;) {
    const { rows } = await sql<{ id: string }>`
      select object_id as id from directory_change
      where tenant_id = ${store.tenant} and object_type = ${type} and object_id > ${last}
      order by object_id limit ${pageSize}`.execute(store.db)
    yield rows.map((row) => row.id)
    const end = rows.at(-1)
    if (end === undefined || rows.length < pageSize) return
    last = end.id
  }
}

/**
 * The ids of the objects of a type that were touched since then; at least one page.
 *
 * Everything visible is read; the mark moves only to the oldest transaction still open anywhere on the server, so that
 * what commits late is seen next time, and nobody waits for a stranger's transaction.
 */
export async function* changedObjects(store: Store, type: string, xmin: string): AsyncGenerator<readonly string[]> {
  let last = { xid: xmin, id: firstId }
  for (;;) {
    const { rows } = await sql<{ xid: string; id: string }>`
      select xid::text as xid, object_id as id from directory_change
      where tenant_id = ${store.tenant} and object_type = ${type}
        and xid >= ${last.xid}::text::xid8 and (xid > ${last.xid}::text::xid8 or object_id > ${last.id})
      order by xid, object_id limit ${pageSize}`.execute(store.db)
    yield rows.map((row) => row.id)
    const end = rows.at(-1)
    if (end === undefined || rows.length < pageSize) return
    last = end
  }
}
