/** Fills an empty store with the rows of another one. */
import { Refusal } from '@usher/host'
import { daily, dayOf, makeDay } from '../store/days.ts'
import type { Db } from '../store/directory.ts'
import { anew, type Into } from './anew.ts'
import type { Piece } from './read-backup.ts'
import { countOn, sayAlike, writeRows } from './rows.ts'
import { shapes, type Shape } from './shape.ts'

/** All of it, or nothing when the transaction is rolled back. `told`: how many rows of a table are there by now. */
export async function load(
  trx: Db,
  pieces: AsyncIterable<Piece>,
  into: Into,
  told: (table: string, rows: number) => void,
): Promise<void> {
  await sayAlike(trx)
  const all = new Map((await shapes(trx)).map((shape) => [shape.table, shape]))
  const counts = new Map<string, number>()
  const days = new Set<string>()
  for await (const { table, columns, rows } of pieces) {
    const shape = narrowed(all.get(table), { table, columns })
    if (shape.daily) for (const day of daysIn(shape, rows)) await dayFor(trx, shape, day, days)
    if (rows.length > 0) await writeRows(trx, shape, rows, anew(shape, into))
    counts.set(table, (counts.get(table) ?? 0) + rows.length)
    told(table, counts.get(table) ?? 0)
  }
  for (const shape of all.values()) await countOn(trx, shape)
}

/** The columns that are given, in their order. */
function narrowed(shape: Shape | undefined, given: Omit<Piece, 'rows'>): Shape {
  const columns = given.columns.map((name) => shape?.columns.find((column) => column.name === name))
  const known = columns.filter((column) => column !== undefined)
  if (shape === undefined || known.length < columns.length)
    throw new Refusal(`The table ${given.table} is not one of this version. Nothing was changed.`)
  return { ...shape, columns: known }
}

function daysIn({ columns }: Shape, rows: readonly string[]): ReadonlySet<string> {
  const at = columns.findIndex(({ name }) => name === 'at')
  return new Set(rows.map((row) => dayOf(String((JSON.parse(row) as readonly (string | null)[])[at]))))
}

async function dayFor(trx: Db, { table }: Shape, day: string, made: Set<string>): Promise<void> {
  const its = daily.find((one) => one === table)
  if (its === undefined || made.has(`${table} ${day}`)) return
  await makeDay(trx, its, day)
  made.add(`${table} ${day}`)
}
