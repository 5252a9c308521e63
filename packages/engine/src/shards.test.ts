import { expect, test } from 'vitest'
import { Life } from '../../../test/law/life.ts'
import { type Happening } from '../../../test/law/world.ts'
import { untilShared, withCursors } from './shards.ts'
import { emptySummary, together } from './summary.ts'

const create = (slot: number): Happening => ({ what: 'create', slot })
const people = 20
/** Everybody has a manager, most of them in another shard. */
const organisation = [
  ...Array.from({ length: people }, (_, slot) => create(slot)),
  ...Array.from({ length: people - 1 }, (_, n): Happening => ({ what: 'manage', slot: n + 1, by: (n * 7) % (n + 1) })),
]
const alone = { death: null, behind: 1_000 }

test('a cycle in shards does what it does alone, and counts the same', async () => {
  const [one, other] = [new Life().happen(...organisation), new Life().happen(...organisation)]
  const expected = await one.cycle()
  const summary = await other.cycle({ sharing: other.sharing({ behind: 1, size: 3, death: null }) })
  expect(summary).toEqual(expected)
  expect(summary).toMatchObject({ cycle: 'initial', read: people, created: people, unchanged: 0, failed: 0 })
  expect(other.memory.state.shards.length).toBeGreaterThan(3)
  expect(new Set(other.writes.filter((write) => write.startsWith('create'))).size).toBe(people)
  const managers = (life: Life) => [...life.application.accounts.values()].map((account) => account['manager'] !== undefined) // prettier-ignore
  expect(managers(other)).toEqual(managers(one))
  expect(await other.plan()).toSatisfy((changes: { action: string }[]) =>
    changes.every(({ action }) => action === 'none'),
  )
})

test('a cycle is cut only when it is worth it', async () => {
  const life = new Life().happen(...organisation)
  await life.cycle({ sharing: life.sharing({ ...alone, size: 3 }) })
  expect(life.memory.state.shards).toEqual([])
})

test('an incremental cycle is not shared', async () => {
  const life = new Life().happen(...organisation)
  await life.cycle()
  life.happen(...Array.from({ length: people }, (_, slot): Happening => ({ what: 'name', slot, to: 2 })))
  const wanted = () => Promise.reject(new Error('not asked for'))
  await life.cycle({ sharing: { wanted, carryOut: wanted } })
  expect(life.writes).toHaveLength(people)
})

test('a worker that dies in the middle of a shard is replaced, and nobody is created twice', async () => {
  const life = new Life().happen(...organisation)
  const sharing = life.sharing({ behind: 1, size: 6, death: { call: 12, when: 'after' } })
  await life.cycle({ sharing })
  expect(life.application.accounts.size).toBe(people)
  expect(life.writes.filter((write) => write.startsWith('create'))).toHaveLength(people)
})

test('A-51: the percentage of a shared cycle never falls, and comes to 100', async () => {
  const life = new Life().happen(...organisation)
  await life.cycle({ sharing: life.sharing({ behind: 1, size: 3, death: null }) })
  const percents = life.progress.map(({ percent }) => percent)
  expect(percents).toEqual(percents.toSorted((a, b) => a - b))
  expect(percents.at(-1)).toBe(100)
})

test('a cycle that was interrupted goes on with the shards that are left, though nobody else is there', async () => {
  const life = new Life().happen(...organisation)
  life.stopped = () => life.writes.length >= 8
  life.beforeWrite = () => {
    if (life.writes.length >= 8) throw new Error('The process died.')
  }
  await life.cycle({ sharing: life.sharing({ behind: 1, size: 3, death: null }) }).catch(() => undefined)
  expect(life.memory.state.checkpoint).toMatchObject({ shared: true })
  life.stopped = () => false
  life.beforeWrite = () => undefined
  const summary = await life.cycle({ sharing: life.sharing({ ...alone, size: 3 }) })
  expect(summary).toMatchObject({ cycle: 'initial', stopped: false, failed: 0 })
  expect(life.application.accounts.size).toBe(people)
})

async function* pages(...sizes: readonly number[]) {
  let next = 0
  for (const size of sizes) {
    const entries = Array.from({ length: size }, () => ({ ref: { type: 'User', id: `p${(next += 1)}` }, object: null, assignments: [] })) // prettier-ignore
    yield await Promise.resolve({ entries })
  }
}

test('what is handed over begins behind the page after which somebody else is there', async () => {
  const asked: number[] = []
  const wanted = (left: number): Promise<boolean> => Promise.resolve(asked.push(left) === 2)
  const handed: unknown[] = []
  const own: number[] = []
  const shown = untilShared(withCursors(pages(2, 3, 4)), 9, { wanted }, (cursor, left) => handed.push(cursor, left))
  for await (const { entries } of shown) own.push(entries.length)
  expect(own).toEqual([2, 3])
  expect(asked).toEqual([7, 4])
  expect(handed).toEqual(['p5', 4])
})

test('what several parts did is added, name by name', () => {
  const one = {
    ...emptySummary,
    created: 2,
    skipped: { notAssigned: 1 },
    references: { set: 1, notProvisioned: 0, unknown: 0 },
  }
  const other = { ...emptySummary, created: 3, skipped: { notAssigned: 2, disabled: 1 }, references: { set: 4, notProvisioned: 0, unknown: 0 } } // prettier-ignore
  expect(together(one, other)).toMatchObject({
    created: 5,
    skipped: { notAssigned: 3, disabled: 1 },
    references: { set: 5 },
  })
})
