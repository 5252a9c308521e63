import { sql } from 'kysely'
import type { Db } from './directory.ts'

type Table =
  | 'directory_user'
  | 'directory_change'
  | 'group_member'
  | 'membership_change'
  | 'import_row'
  | 'link'
  | 'reference_use'
  | 'look'
  | 'member_link'
  | 'discovery_key'

const first = 500
const written = new WeakMap<Db, Map<Table, { rows: number; next: number }>>()

/**
 * Gives the planner statistics of a table each time it has doubled.
 *
 * PGlite never gathers any by itself, and PostgreSQL only after a minute; without them the planner takes every index
 * that begins with tenant_id for equally good and reads whole tables. Call it after the commit.
 */
export async function grown(db: Db, table: Table, rows: number): Promise<void> {
  const tables = written.get(db) ?? new Map<Table, { rows: number; next: number }>()
  written.set(db, tables)
  const count = tables.get(table) ?? { rows: 0, next: first }
  count.rows += rows
  tables.set(table, count)
  if (count.rows < count.next) return
  count.next = count.rows * 2
  await sql`analyze ${sql.table(table)}`.execute(db)
}
