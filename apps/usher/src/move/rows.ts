/** Rows of a store as text, read from one snapshot, and written into another store. */
import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../store/directory.ts'
import type { Shape } from './shape.ts'

/** Rows that are in memory at once: a page of exchanges may have a megabyte. */
const pageSize = 100

/** One snapshot of a store. Everybody else goes on; on PGlite, which has one session, they wait until it is closed. */
export type Snapshot = { readonly db: Db; close(): Promise<void> }

export async function snapshot(db: Db): Promise<Snapshot> {
  const trx = await db.startTransaction().setIsolationLevel('repeatable read').execute()
  await sayAlike(trx)
  return { db: trx, close: () => trx.rollback().execute() }
}

/** Within this transaction times are said alike, wherever the store is. */
export async function sayAlike(trx: Db): Promise<void> {
  await sql`set local time zone 'UTC'`.execute(trx)
  await sql`set local datestyle = 'ISO, YMD'`.execute(trx)
}

/**
 * All rows of a table, in pages: each a JSON list of its values as PostgreSQL writes them, null for none.
 *
 * `value`: the expression of a column, if it is another than the column itself.
 */
export async function* rowsOf(
  { db }: Snapshot,
  { table, columns }: Shape,
  value: (column: string) => string | undefined = () => undefined,
): AsyncGenerator<readonly string[]> {
  const values = columns.map(({ name }) => {
    const other = value(name)
    return other === undefined ? sql`${sql.ref(name)}::text` : sql`(${sql.raw(other)})::text`
  })
  await sql`declare moving no scroll cursor for
    select json_build_array(${sql.join(values)})::text as row from ${sql.table(table)}`.execute(db)
  for (;;) {
    const { rows } = await sql<{ row: string }>`fetch forward ${sql.lit(pageSize)} from moving`.execute(db)
    if (rows.length > 0) yield rows.map(({ row }) => row)
    if (rows.length < pageSize) break
  }
  await sql`close moving`.execute(db)
}

/** Writes a page of rows as `rowsOf` gives them. `anew`: columns that get another value here, as SQL. */
export async function writeRows(
  trx: Db,
  { table, columns }: Shape,
  page: readonly string[],
  anew: (column: string) => string | undefined = () => undefined,
): Promise<void> {
  const values = columns.map(({ name, type }, at): RawBuilder<unknown> => {
    const given = sql`(r ->> ${sql.lit(at)})::${sql.raw(type)}`
    const other = anew(name)
    return other === undefined ? given : sql`${sql.raw(other)}`
  })
  const names = columns.map(({ name }) => sql.ref(name))
  await sql`insert into ${sql.table(table)} (${sql.join(names)}) overriding system value
    select ${sql.join(values)} from (select line::jsonb as r from unnest(${page}::text[]) as line) as given`.execute(
    trx,
  )
}

/** New rows go on behind the last number that was given. */
export async function countOn(trx: Db, { table, columns }: Shape): Promise<void> {
  for (const { name, numbered } of columns) {
    if (!numbered) continue
    await sql`select setval(pg_get_serial_sequence(${table}, ${name}), (select coalesce(max(${sql.ref(name)}), 0) + 1 from ${sql.table(table)}), false)`.execute(
      trx,
    )
  }
}
