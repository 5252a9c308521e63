/** What an import would do: rows are staged and decided about, and nothing of the directory is changed. */
import { sql } from 'kysely'
import type { Instant } from '@usher/engine'
import type { AppliedRow, ImportStore } from '../import/import-store.ts'
import type { Db, Store } from './directory.ts'
import { gatherAbsent, importStore, lastRows, usualLimits, window, type ImportOptions } from './import-rows.ts'
import { decidePeople, knownPeople } from './inbound-people.ts'
import { gatherRemovals, settleRemovals, type Settled } from './inbound-removals.ts'

export function previewStore(store: Store, options: ImportOptions): ImportStore {
  const real = importStore(store, options)
  /** Whoever the file says is not there any more. */
  const going: string[] = []
  return {
    ...real,
    apply: (id) => decide(store, id, going),
    removals: (id) => foreseen(store, id, { ...options, going }),
    // Who is a manager of whom is known when everybody is there.
    managers: () => nobody(),
    async end(id) {
      await real.end(id)
      await sql`delete from import where tenant_id = ${store.tenant} and id = ${id}`.execute(store.db)
    },
  }
}

async function* decide({ db, tenant }: Store, id: string, going: string[]): AsyncGenerator<readonly AppliedRow[]> {
  let last = ''
  for (;;) {
    const known = await knownPeople(db, tenant, lastRows(tenant, id, last))
    const end = known.at(-1)
    if (end === undefined) return
    const { results, writes } = await decidePeople(db, tenant, known)
    going.push(...writes.flatMap((one) => (one.removes && one.id !== null ? [one.id] : [])))
    yield [
      ...results,
      ...writes.map((one): AppliedRow => ({
        key: one.key,
        result: one.id === null ? 'created' : 'updated',
        userId: one.id ?? '',
      })),
    ]
    last = end.key
  }
}

class Undone extends Error {
  readonly settled: Settled

  constructor(settled: Settled) {
    super('A preview is undone.')
    this.settled = settled
  }
}

/** Settles them as the import would, in a transaction that is undone: the guard itself says who would be held. */
async function foreseen(
  { db, tenant }: Store,
  id: string,
  { complete = false, limits = usualLimits, going }: ImportOptions & { readonly going: readonly string[] },
): Promise<Settled> {
  const at = new Date().toISOString() as Instant
  const of = { tenant, job: id }
  const work = async (trx: Db): Promise<never> => {
    await gatherRemovals(trx, { ...of, at }, going)
    if (complete) await gatherAbsent(trx, of, at)
    throw new Undone(await settleRemovals(trx, of, { limits, window, gathers: false, at }))
  }
  try {
    return await db.transaction().execute(work)
  } catch (error) {
    if (error instanceof Undone) return error.settled
    throw error
  }
}

async function* nobody(): AsyncGenerator<never> {}
