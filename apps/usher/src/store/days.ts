/** Tables by day: made ahead of time, and dropped when nobody wants them any more. A day is one of UTC. */
import { addDays, type Instant } from '@usher/engine'
import { sql } from 'kysely'
import type { Db } from './directory.ts'

/** `exchange_page` goes with the lines that it belongs to. */
export const daily = ['provisioning_log', 'exchange_page'] as const
export type Daily = (typeof daily)[number]

const lock = 7211705 // any number, the same in every process
const made = new WeakMap<Db, Set<string>>()

/** Makes the tables of that day and the next. Costs nothing when this process made them before. */
export async function makeDays(db: Db, at: Instant): Promise<void> {
  const known = made.get(db) ?? new Set<string>()
  made.set(db, known)
  for (const day of [dayOf(at), dayOf(addDays(at, 1))]) {
    if (known.has(day)) continue
    for (const table of daily) await makeDay(db, table, day)
    known.add(day)
  }
}

/** Attached rather than made as a part, since that would wait for every statement on the log. */
async function makeDay(db: Db, table: Daily, day: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${lock})`.execute(trx)
    const name = nameOf(table, day)
    const { rows } = await sql<{ there: boolean }>`select to_regclass(${name}) is not null as there`.execute(trx)
    if (rows[0]?.there === true) return
    await sql`create table ${sql.table(name)} (like ${sql.table(table)} including defaults)`.execute(trx)
    const [from, to] = [`${day} 00:00:00+00`, `${dayOf(addDays(`${day}T00:00:00.000Z` as Instant, 1))} 00:00:00+00`]
    await sql`alter table ${sql.table(table)} attach partition ${sql.table(name)}
      for values from (${sql.lit(from)}) to (${sql.lit(to)})`.execute(trx)
  })
}

/** The days that there are, oldest first. */
export async function daysOf(db: Db, table: Daily): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = ${table}::regclass order by 1`.execute(db)
  return rows.map(({ name }) => name.slice(-8).replace(/(\d{4})(\d{2})(\d{2})/, '$1-$2-$3'))
}

/**
 * Drops the days that ended before, the oldest first and `most` at once, so that a clock that is wrong for an hour does
 * not cost the whole log. Returns which.
 */
export async function dropDays(
  db: Db,
  table: Daily,
  { before, most }: { readonly before: Instant; readonly most: number },
): Promise<readonly string[]> {
  const old = (await daysOf(db, table)).filter((day) => day < dayOf(before)).slice(0, most)
  for (const day of old) {
    await db.transaction().execute(async (trx) => {
      // Whoever reads the log now goes first; an hour later is soon enough.
      await sql`set local lock_timeout = '2s'`.execute(trx)
      await sql`drop table ${sql.table(nameOf(table, day))}`.execute(trx)
    })
    made.get(db)?.delete(day)
  }
  return old
}

export function dayOf(at: string): string {
  return at.slice(0, 10)
}

function nameOf(table: Daily, day: string): string {
  return `${table}_${day.replaceAll('-', '')}`
}
