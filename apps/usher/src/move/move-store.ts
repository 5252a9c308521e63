/** Moves a store to another place: row by row, counted and compared, and the old one closed. */
import { makeFolder, Refusal } from '@usher/host'
import { sql } from 'kysely'
import { rm } from 'node:fs/promises'
import { audit } from '../store/audit.ts'
import type { Db } from '../store/directory.ts'
import { uncounted } from './anew.ts'
import { load } from './load.ts'
import { bar, nameOf, openPlace, refuseFolder, refuseFull, unbar, type Place } from './place.ts'
import { differing, type Piece } from './read-backup.ts'
import { rowsOf, sayAlike, snapshot, type Snapshot } from './rows.ts'
import { shapes } from './shape.ts'
import { tally, type Tally } from './tally.ts'

export type Moving = {
  readonly from: Place
  readonly to: Place
  readonly actor: string
  told(table: string, rows: number): void
}
/** Rows of each table, which are the same in both places. */
export type Moved = Readonly<Record<string, Tally>>

/** Throws a `Refusal` when it cannot be moved; then the old place is as it was, and the new one empty. */
export async function moveStore({ from, to, actor, told }: Moving): Promise<Moved> {
  if (nameOf(from) === nameOf(to)) throw new Refusal(`The store is in ${nameOf(to)} already.`, 2)
  if (to.kind === 'pglite') refuseFolder(to.folder)
  await using opened = new AsyncDisposableStack()
  const source = await openPlace(from)
  opened.defer(() => source.close())
  if (to.kind === 'pglite') await makeFolder(to.folder)
  const target = await openPlace(to, { barred: true })
  opened.defer(() => target.close())
  let failed = true
  if (to.kind === 'pglite')
    opened.defer(async () => {
      // What was begun there is no store.
      if (!failed) return
      await target.close()
      await rm(to.folder, { recursive: true, force: true })
    })
  await refuseFull(target.db, to)
  // Closed first, so that nobody starts with it meanwhile; then nobody may be at work.
  await bar(source.db, `This store is being moved to ${nameOf(to)}. If that was broken off, usher store reopen opens it again.`) // prettier-ignore
  try {
    if (from.kind === 'postgres') await refuseOthers(source.db, from)
    await bar(target.db, `A store was being moved here from ${nameOf(from)}, and that did not end. Move it again into an empty place.`) // prettier-ignore
    const moved = await copied(source.db, target.db, told)
    await target.db.transaction().execute(async (trx) => {
      for (const { tenant_id: tenant } of await trx.selectFrom('tenant').select('tenant_id').execute())
        await audit(
          { db: trx, tenant, changed: () => undefined },
          { actor, activity: 'Move store', object: 'Store', details: { from: nameOf(from), to: nameOf(to) } },
        )
      // From here on there are two of it: the old one is closed before the new one opens.
      await bar(source.db, movedSentence(to, new Date().toISOString()))
      await unbar(trx)
    })
    failed = false
    return moved
  } catch (error) {
    await unbar(source.db)
    throw error
  }
}

function movedSentence(to: Place, at: string): string {
  const start =
    to.kind === 'postgres' ? `Start with --database-url ${nameOf(to)}` : `Start with the folder ${nameOf(to)}`
  return `This store was moved to ${nameOf(to)} on ${at.slice(0, 10)}. ${start}. What is here is from before; usher store reopen opens it all the same.`
}

async function copied(from: Db, to: Db, told: Moving['told']): Promise<Moved> {
  const at = await snapshot(from)
  try {
    return await to.transaction().execute(async (trx) => {
      const read = new Map<string, ReturnType<typeof tally>>()
      await load(trx, piecesOf(at, read), 'move', told)
      await sayAlike(trx)
      const expected = Object.fromEntries([...read].map(([table, count]) => [table, count.end()]))
      const wrong = differing(expected, await tallies({ db: trx, close: () => Promise.resolve() }))
      if (wrong !== null) throw new Refusal(`The copy of ${wrong} is not as it should be. Nothing was moved.`)
      return expected
    })
  } finally {
    await at.close()
  }
}

async function* piecesOf(at: Snapshot, read: Map<string, ReturnType<typeof tally>>): AsyncGenerator<Piece> {
  for (const shape of await shapes(at.db)) {
    const columns = shape.columns.map(({ name }) => name)
    const count = tally()
    read.set(shape.table, count)
    yield { table: shape.table, columns, rows: [] }
    for await (const rows of rowsOf(at, shape, uncounted(shape))) {
      count.add(rows)
      yield { table: shape.table, columns, rows }
    }
  }
}

async function tallies(at: Snapshot): Promise<Moved> {
  const found: Record<string, Tally> = {}
  for (const shape of await shapes(at.db)) {
    const count = tally()
    for await (const rows of rowsOf(at, shape, uncounted(shape))) count.add(rows)
    found[shape.table] = count.end()
  }
  return found
}

/** Throws a `Refusal` while other programs are connected to this database. */
async function refuseOthers(db: Db, place: Place): Promise<void> {
  const { rows } = await sql<{ others: number }>`
    select count(*)::int as others from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`.execute(db)
  const others = rows[0]?.others ?? 0
  if (others > 0)
    throw new Refusal(`Others work with ${nameOf(place)} (${others} connections). End every service and worker first.`)
}
