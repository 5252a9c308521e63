/** The guard over a few cycles: bursts, rejections, and changes that are no removals (engine.md 7, decision 0031). */
import { describe, expect, test } from 'vitest'
import { active, Life, mapping, row } from '../../../test/law/life.ts'
import type { Happening } from '../../../test/law/world.ts'
import { add, addDays } from './job/ladder.ts'
import type { Rule } from './job/rule.ts'
import { TargetError } from './ports.ts'

const minute = 60_000
const slots = (count: number, from = 0): readonly number[] => Array.from({ length: count }, (_, n) => from + n)
const unassign = (slot: number): Happening => ({ what: 'unassign', slot })

async function staffed(count: number, change: Partial<Rule> = {}, guard: Rule['guard'] = null): Promise<Life> {
  const life = new Life(change, guard).happen(...slots(count).map((slot) => ({ what: 'create', slot }) as const))
  await life.cycle()
  return life
}
/** One leaver after the other, a cycle for each, a second apart. */
async function oneByOne(life: Life, leavers: readonly number[]): Promise<void> {
  for (const slot of leavers) {
    life.clock = add(life.clock, -minute + 100)
    await life.happen(unassign(slot)).cycle()
  }
}
const inactive = (life: Life): number =>
  [...life.application.accounts.values()].filter((one) => one['active'] === false).length

describe('a burst of removals', () => {
  const limits = { threshold: 50, percent: 100 }

  test('A-55: sixty leave one by one within a minute, limit 50: all are held but the first twenty', async () => {
    const life = await staffed(70, {}, limits)
    await oneByOne(life, slots(60))
    expect(inactive(life)).toBe(20)
    expect(life.looks('gathered')).toEqual([])
    expect(life.looks('removalHeld')).toHaveLength(40)
  })

  test('A-55: who is gathered is written after a minute, when it stays below the limit', async () => {
    const life = await staffed(70, {}, limits)
    await oneByOne(life, slots(30))
    expect(inactive(life)).toBe(20)
    expect(life.looks('gathered')).toHaveLength(10)
    const [first] = life
      .looks('gathered')
      .map(({ next }) => next)
      .toSorted()
    life.clock = add(first ?? life.clock, -minute)
    expect(await life.cycle()).toMatchObject({ disabled: 10, gathered: 0 })
    expect(life.looks('gathered')).toEqual([])
  })

  test('who is gathered has no line in the log yet, and nothing else waits', async () => {
    const life = await staffed(70, {}, limits)
    const summary = await life.happen(...slots(30).map(unassign), { what: 'name', slot: 40, to: 1 }).cycle()
    expect(summary).toMatchObject({ gathered: 30, disabled: 0, held: 0, updated: 1 })
    expect(life.memory.state.log.map(({ change }) => change.action)).toEqual(['update'])
  })

  test('whoever comes back within the minute is never written to', async () => {
    const life = await staffed(70, {}, limits)
    await life.happen(...slots(30).map(unassign)).cycle()
    await life.happen(...slots(30).map((slot) => ({ what: 'assign', slot }) as const)).cycle()
    expect(life.writes).toEqual([])
    expect(life.looks('gathered')).toEqual([])
  })

  test('twenty at once are no burst, and AD-1: without the guard nobody is gathered', async () => {
    const few = await staffed(30, {}, limits)
    expect(await few.happen(...slots(20).map(unassign)).cycle()).toMatchObject({ disabled: 20 })
    const off = await staffed(30)
    expect(await off.happen(...slots(30).map(unassign)).cycle()).toMatchObject({ disabled: 30 })
  })

  test('what a person allowed does not count for the next', async () => {
    const life = await staffed(20, {}, { threshold: 3, percent: 100 })
    await life.happen(...slots(10).map(unassign)).cycle()
    life.decide('allowed')
    expect(await life.cycle()).toMatchObject({ disabled: 10 })
    expect(await life.happen(unassign(11), unassign(12)).cycle()).toMatchObject({ disabled: 2, held: 0 })
  })
})

describe('AD-3: a removal whose answer was lost', () => {
  const limits = { threshold: 2, percent: 100 }
  /** The account is read, then disabled. */
  const lost = async (...then: ('refused' | null)[]): Promise<Life> => {
    const life = await staffed(5, {}, limits)
    life.application.failNext([null, 'answerLost', ...then])
    await life.happen(unassign(0)).cycle()
    expect(inactive(life)).toBe(1)
    return life
  }

  test('counts while nobody knows whether it was carried out, but not for longer than the window', async () => {
    const life = await lost('refused')
    expect(await life.happen(unassign(1)).cycle()).toMatchObject({ disabled: 0, held: 1 })
    const other = await lost('refused')
    other.application.failNext(['refused', 'refused'])
    other.clock = add(other.clock, 41 * minute)
    expect(await other.happen(unassign(1)).cycle()).toMatchObject({ held: 0 })
  })

  test('counts when it is found carried out', async () => {
    const life = await lost()
    expect(life.looks('failed')).toEqual([])
    expect(await life.happen(unassign(1)).cycle()).toMatchObject({ disabled: 0, held: 1 })
  })

  test('counts once', async () => {
    const life = await staffed(5, {}, { threshold: 3, percent: 100 })
    life.application.failNext([null, 'answerLost', 'refused'])
    await life.happen(unassign(0)).cycle()
    expect(await life.happen(unassign(0), unassign(1)).cycle()).toMatchObject({ disabled: 1, held: 0 })
  })
})

describe('a rejected removal', () => {
  const rejected = async (): Promise<Life> => {
    const life = await staffed(5, {}, { threshold: 2, percent: 100 })
    await life.happen(unassign(0), unassign(1)).cycle()
    life.decide('rejected')
    return life
  }

  test('stays for 30 days, and is asked anew then', async () => {
    const life = await rejected()
    life.clock = addDays(life.clock, 29)
    await life.cycle()
    expect(life.looks('removalHeld').map(({ decision }) => decision)).toEqual(['rejected', 'rejected'])
    life.clock = addDays(life.clock, 1)
    await life.cycle()
    expect(life.writes).toEqual([])
    expect(life.looks('removalHeld').map(({ decision }) => decision)).toEqual([undefined, undefined])
  })

  test('is asked anew when the person has become another one', async () => {
    const life = await rejected()
    await life.happen({ what: 'name', slot: 0, to: 2 }).cycle()
    expect(life.writes).toEqual([])
    expect(new Set(life.looks('removalHeld').map(({ decision }) => decision))).toEqual(new Set(['rejected', undefined]))
  })

  test('stays so when the account cannot be read, as does one that nobody decided about', async () => {
    const life = await staffed(5, {}, { threshold: 2, percent: 100 })
    await life.happen(unassign(0), unassign(1)).cycle()
    life.decide('rejected', (id) => id === life.world.at(0)?.id)
    const held = life.looks('removalHeld')
    life.application.failNext(Array.from({ length: 4 }, () => 'refused'))
    expect(await life.happen(unassign(0), unassign(1)).cycle()).toMatchObject({ failed: 2, disabled: 0 })
    expect(life.looks('removalHeld'), 'listed meanwhile').toEqual(held)
    life.clock = add(life.clock, 40 * minute)
    expect(await life.cycle(), 'tried again').toMatchObject({ failed: 0, disabled: 0 })
    expect(life.looks('failed')).toEqual([])
    expect(life.looks('removalHeld')).toEqual(held)
    expect(inactive(life)).toBe(0)
  })

  test('does not count towards the limit', async () => {
    const life = await rejected()
    expect(await life.happen(unassign(2)).cycle()).toMatchObject({ disabled: 1, held: 0 })
  })
})

describe('unusual changes', () => {
  const clears = { ...row('[title]', 'title'), usher: { nullPolicy: 'clear' as const } }
  const rows = [row('[userPrincipalName]', 'userName', 1), active, row('[displayName]', 'displayName'), clears]
  const limit = { threshold: 30, percent: 100 }
  const changes = { wipe: limit, rename: limit, creation: { threshold: 300, percent: 100 } }
  const set = (slot: number, to: string | null): Happening => ({ what: 'set', slot, attribute: 'title', to })
  const titled = async (count: number): Promise<Life> => {
    const life = await staffed(count, { mapping: mapping(...rows), changes })
    await life.happen(...slots(count).map((slot) => set(slot, 'Seller'))).cycle()
    return life
  }

  test('BT-21: a title that would become empty for thirty is held before anything is asked or written', async () => {
    const life = await titled(40)
    const summary = await life.happen(...slots(30).map((slot) => set(slot, null)), set(35, 'Chief')).cycle()
    expect(life.writes).toEqual(['update u35@x title=Chief'])
    expect(summary).toMatchObject({ changesHeld: 30, updated: 1 })
    expect(life.looks('changeHeld')[0]).toMatchObject({ what: ['wipe:title'] })
    expect(life.logged(0)).toMatchObject([
      {
        provisioningAction: 'other',
        provisioningStatusInfo: {
          status: 'skipped',
          errorInformation: {
            errorCode: 'TooManyChanges',
            recommendedAction: 'Allow or reject the change: usher changes APP.',
          },
        },
      },
    ])
  })

  test('one fewer is written, and those of the window count with the next', async () => {
    const life = await titled(40)
    expect(await life.happen(...slots(29).map((slot) => set(slot, null))).cycle()).toMatchObject({ updated: 29 })
    expect(await life.happen(set(30, null)).cycle()).toMatchObject({ changesHeld: 1 })
    life.clock = add(life.clock, 41 * minute)
    expect(await life.happen(set(31, null)).cycle()).toMatchObject({ changesHeld: 0, updated: 1 })
  })

  test('thirty other names are held; those that changed something else are not', async () => {
    const life = await titled(40)
    const rename = (slot: number): Happening => ({ what: 'name', slot, to: 3 })
    const summary = await life
      .happen(...slots(30).map(rename), ...slots(5, 31).map((slot) => set(slot, 'Chief')))
      .cycle()
    expect(summary).toMatchObject({ changesHeld: 30, updated: 5 })
    expect(life.looks('changeHeld')[0]).toMatchObject({ what: ['rename:displayName'] })
  })

  test('what is allowed is written by the next cycle; whoever is as before is held no longer', async () => {
    const life = await titled(40)
    await life.happen(...slots(30).map((slot) => set(slot, null))).cycle()
    life.decide('allowed', (id) => id === life.world.at(0)?.id)
    await life.happen(set(1, 'Seller')).cycle()
    expect(life.writes).toEqual(['update u0@x title=undefined'])
    expect(life.looks('changeHeld')).toHaveLength(28)
  })

  test('what is held is not written because the account could not be read at first', async () => {
    const life = await titled(40)
    await life.happen(...slots(30).map((slot) => set(slot, null))).cycle()
    life.application.failNext(['refused'])
    await life.happen(set(0, null)).cycle()
    expect(life.writes).toEqual([])
    expect(life.looks('changeHeld')).toHaveLength(30)
  })

  test('a leaver is never held by it', async () => {
    const life = await titled(40)
    await life.happen(...slots(30).map((slot) => set(slot, null))).cycle()
    expect(await life.happen(unassign(0)).cycle()).toMatchObject({ disabled: 1 })
    expect(life.looks('changeHeld')).toHaveLength(29)
  })

  test('many new accounts at once are held, but not those of the first cycle, however often it is interrupted', async () => {
    const life = new Life({ changes }).happen(...slots(400).map((slot) => ({ what: 'create', slot }) as const))
    let made = 0
    life.stopped = () => made > 20
    life.beforeWrite = () => void (made += 1)
    await life.cycle()
    life.stopped = () => false
    expect((await life.cycle()).changesHeld).toBe(0)
    expect(life.application.accounts.size).toBe(400)
    const one = { what: 'create', slot: 399 + 300 + 1 } as const
    expect(await life.happen(one).cycle(), 'it does not count for those that come after it').toMatchObject({
      created: 1,
    })
    const more = slots(300, 400).map((slot) => ({ what: 'create', slot }) as const)
    expect(await life.happen(...more).cycle()).toMatchObject({ changesHeld: 300, created: 0 })
    life.decide('allowed')
    expect(await life.cycle()).toMatchObject({ created: 300 })
  })
})

test('ER-6: what had expired is tried again when the object changes, and its ladder begins anew', async () => {
  const life = new Life().happen({ what: 'create', slot: 0 })
  life.beforeWrite = () => {
    throw new TargetError({ code: 'UnprocessableEntity', message: 'bad name', retry: 'later' })
  }
  for (let attempts = 0; attempts < 40; attempts += 1) {
    await life.cycle()
    life.clock = addDays(life.clock, 1)
  }
  const [expired] = life.looks('failed')
  expect(expired).toMatchObject({ next: '9999-12-31T23:59:59.999Z' })
  await life.happen({ what: 'name', slot: 0, to: 1 }).cycle()
  expect(life.looks('failed')).toMatchObject([{ attempts: 1, next: add(life.clock, 40 * minute) }])
})
