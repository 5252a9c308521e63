/** Accounts that a link holds for switched off, and that are in use: to switch them off is a removal (engine.md 7). */
import { describe, expect, test } from 'vitest'
import { active, Life, mapping, row } from '../../../test/law/life.ts'
import type { Happening } from '../../../test/law/world.ts'
import { add, addDays } from './job/ladder.ts'
import type { Rule } from './job/rule.ts'

const slots = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n)
const later = (life: Life): void => void (life.clock = add(life.clock, 60 * 60_000))

/** So many are disabled, and somebody switches their accounts on in the application. */
async function switchedOn(count: number, guard: Rule['guard']): Promise<Life> {
  const life = new Life({}, null).happen(...slots(5).map((slot) => ({ what: 'create', slot }) as const))
  await life.cycle()
  await life.happen(...slots(count).map((slot) => ({ what: 'disable', slot }) as const)).cycle()
  for (const [id, account] of life.application.accounts) life.application.accounts.set(id, { ...account, active: true })
  life.rule = { ...life.rule, guard }
  later(life)
  return life
}
/** Everybody is read again, as after a restart or a restore. */
const readAll = (life: Life) => {
  life.memory.state.watermark = null
  return life.cycle({ verify: true })
}
const inUse = (life: Life): number =>
  [...life.application.accounts.values()].filter((one) => one['active'] === true).length

describe('to switch off an account that is in use', () => {
  test('is a removal, and not an update, whatever the link remembers', async () => {
    const life = await switchedOn(2, null)
    expect(await readAll(life)).toMatchObject({ disabled: 2, updated: 0 })
    expect(life.logged(0)).toMatchObject([{ provisioningAction: 'disable' }])
  })

  test('is held from the limit on, in a cycle and in its plan', async () => {
    const life = await switchedOn(3, { threshold: 3, percent: 100 })
    life.memory.state.watermark = null
    const planned = await life.plan({ verify: true })
    expect(planned.filter(({ held }) => held?.kind === 'removal')).toHaveLength(3)
    expect(await readAll(life)).toMatchObject({ held: 3, disabled: 0, updated: 0 })
    expect(inUse(life)).toBe(5)
  })

  test('counts with the removals that were foreseen, as it turns up', async () => {
    const life = await switchedOn(2, { threshold: 3, percent: 100 })
    expect(await life.happen({ what: 'unassign', slot: 4 }).cycle()).toMatchObject({ disabled: 1, held: 0 })
    expect(await readAll(life)).toMatchObject({ held: 2, disabled: 0 })
  })

  test('counts for the next removals', async () => {
    const life = await switchedOn(2, { threshold: 3, percent: 100 })
    expect(await readAll(life)).toMatchObject({ disabled: 2, held: 0 })
    expect(await life.happen({ what: 'unassign', slot: 4 }).cycle()).toMatchObject({ held: 1, disabled: 0 })
  })

  test('waits until a person allows it, also when the person changes meanwhile', async () => {
    const life = await switchedOn(1, { threshold: 1, percent: 100 })
    await readAll(life)
    expect(await life.happen({ what: 'name', slot: 0, to: 7 }).cycle()).toMatchObject({ held: 1 })
    life.decide('allowed')
    expect(await life.cycle()).toMatchObject({ disabled: 1, held: 0 })
    expect(inUse(life)).toBe(4)
    expect(life.looks('removalHeld')).toEqual([])
  })

  test('stays rejected, and is asked anew after thirty days', async () => {
    const life = await switchedOn(1, { threshold: 1, percent: 100 })
    await readAll(life)
    life.decide('rejected')
    await readAll(life)
    expect(life.looks('removalHeld')).toMatchObject([{ decision: 'rejected' }])
    life.clock = addDays(life.clock, 31)
    await life.cycle()
    expect(life.looks('removalHeld').map(({ decision }) => decision)).toEqual([undefined])
    expect(inUse(life)).toBe(5)
  })

  test('is held without a word from the directory, when the mapping does it to those in scope', async () => {
    const rows = [row('[userPrincipalName]', 'userName', 1), row('[displayName]', 'displayName'), active]
    const life = new Life({ mapping: mapping(...rows) }, { threshold: 2, percent: 100 })
    const happenings: readonly Happening[] = slots(3).map((slot) => ({ what: 'create', slot }))
    await life.happen(...happenings).cycle()
    life.rule = { ...life.rule, version: '2', mapping: mapping(...rows.slice(0, 2), row('"False"', 'active')) }
    expect(await readAll(life)).toMatchObject({ held: 3, updated: 0 })
    expect(inUse(life)).toBe(3)
  })

  test('an account that is off already loses nothing: what else is written to it is an update', async () => {
    const life = await switchedOn(2, { threshold: 1, percent: 100 })
    for (const [id, account] of life.application.accounts)
      life.application.accounts.set(id, { ...account, active: false })
    const left = row('IIF([IsSoftDeleted]="True", "gone", "here")', 'displayName')
    life.rule = { ...life.rule, mapping: mapping(row('[userPrincipalName]', 'userName', 1), active, left) }
    expect(await readAll(life)).toMatchObject({ updated: 5, held: 0 })
  })
})
