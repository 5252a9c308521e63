import { expect, test } from 'vitest'
import { Life, mapping, row } from '../../../test/law/life.ts'
import type { Happening } from '../../../test/law/world.ts'
import { TargetError, TargetUnusable } from './ports.ts'

const create = (...slots: number[]): readonly Happening[] => slots.map((slot) => ({ what: 'create', slot }))
const slots = (count: number, from = 0): readonly number[] => Array.from({ length: count }, (_, n) => from + n)

/** Holds back what is recorded until `open`. */
function gate(life: Life) {
  const opened = Promise.withResolvers<void>()
  const journal = life.memory.journal.bind(life.memory)
  life.memory.journal = (now) => {
    const { record, ...rest } = journal(now)
    return {
      ...rest,
      record: async (...what) => {
        await opened.promise
        await record(...what)
      },
    }
  }
  return { open: () => opened.resolve() }
}

/** Everything that can go on goes on. */
async function rest(): Promise<void> {
  for (let turn = 0; turn < 1000; turn += 1) await Promise.resolve()
}

test('what was done until the application became unusable is recorded before the cycle ends', async () => {
  const life = new Life().happen(...create(...slots(9)))
  const journal = gate(life)
  life.asks = ([term]) => {
    if (term?.value === 'u4@x') throw new TargetUnusable({ code: 'Unauthorized', message: 'no', retry: 'later' })
  }
  let ended = false
  const cycle = life.cycle().finally(() => (ended = true))
  cycle.catch(() => undefined)
  await rest()
  expect(ended).toBe(false)
  journal.open()
  await expect(cycle).rejects.toThrow(TargetUnusable)
  const linked = [...life.memory.state.links.values()].flatMap(({ targetId }) => (targetId === null ? [] : [targetId]))
  expect(linked.toSorted()).toEqual([...life.application.accounts.keys()].toSorted())
  expect(linked.length).toBeGreaterThan(0)
})

test('an application that answers a create with the account of somebody else spoils nobody else’s record', async () => {
  const life = new Life().happen(...create(0))
  await life.cycle()
  const target = life.application.target.bind(life.application)
  life.application.target = () => {
    const given = target()
    return {
      ...given,
      create: (type, attributes, trace) =>
        attributes['userName'] === 'u3@x' || attributes['userName'] === 'u4@x'
          ? Promise.resolve({ id: attributes['userName'] === 'u3@x' ? 'a1' : 'a2', attributes })
          : given.create(type, attributes, trace),
    }
  }
  const summary = await life.happen(...create(1, 2, 3, 4)).cycle()
  expect(summary).toMatchObject({ created: 2, failed: 2 })
  const targets = [...life.memory.state.links.values()].flatMap(({ targetId }) => (targetId === null ? [] : [targetId]))
  expect(targets.toSorted()).toEqual(['a1', 'a2', 'a3'])
  expect([...life.logged(3), ...life.logged(4)]).toMatchObject(
    [3, 4].map(() => ({ provisioningStatusInfo: { errorInformation: { errorCode: 'EntryConflict' } } })),
  )
})

test('a manager who cannot be made is tried with their own page and once more, however many refer to them', async () => {
  const life = new Life().happen(...create(...slots(31)))
  life.happen(...slots(30, 1).map((slot): Happening => ({ what: 'manage', slot, by: 0 })))
  life.beforeWrite = (write) => {
    if (write === 'create u0@x') throw new TargetError({ code: 'EntryConflict', message: 'taken', retry: 'soon' })
  }
  const summary = await life.cycle()
  expect(life.looks('failed')).toMatchObject([{ attempts: 2 }])
  expect(summary).toMatchObject({ read: 31, created: 30, failed: 1 })
})

test('a manager who is skipped comes with their own page and once more, however many refer to them', async () => {
  const nameless = mapping(row('[userPrincipalName]', 'userName', 1), row('[manager]', 'manager'))
  const life = new Life({ mapping: nameless }).happen(...create(...slots(61)))
  life.happen(...slots(60, 1).map((slot): Happening => ({ what: 'manage', slot, by: 0 })))
  const boss = life.world.at(0)?.id
  life.says = (entry) =>
    entry.ref.id === boss ? { ...entry, object: { ...entry.object, userPrincipalName: null } } : entry
  const summary = await life.cycle()
  expect(life.logged(0).filter(({ usher }) => usher.code === 'unmatchable')).toHaveLength(2)
  expect(summary).toMatchObject({ read: 62, created: 60 })
})
