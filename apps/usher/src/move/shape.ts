/** Which tables a store has, so that none is forgotten when they are copied. */
import { sql } from 'kysely'
import type { Db } from '../store/directory.ts'

/** A table whose rows are kept. `type` as SQL writes it; `numbered`: a number that the store gives. */
export type Shape = {
  readonly table: string
  readonly columns: readonly { readonly name: string; readonly type: string; readonly numbered: boolean }[]
  /** Its rows lie in a table a day. */
  readonly daily: boolean
}

/** Every table but those of other programs, those that need not survive anything, and the list of migrations. */
export async function shapes(db: Db): Promise<readonly Shape[]> {
  const { rows } = await sql<Shape>`
    select c.relname as table, c.relkind = 'p' as daily,
      json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'numbered', a.attidentity <> '')
        order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and c.relpersistence = 'p' and a.attnum > 0 and not a.attisdropped and c.relname <> 'migration'
    group by c.oid, c.relname, c.relkind order by c.relname`.execute(db)
  return rows
}

/** The migrations of a store, in their order. */
export async function migrationsOf(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select name from migration where name not like '!%' order by name`.execute(db)
  return rows.map(({ name }) => name)
}
