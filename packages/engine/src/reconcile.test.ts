import { expect, test } from 'vitest'
import { groupRules } from '../../../test/law/groups/rule.ts'
import { Life } from '../../../test/law/life.ts'
import type { Happening } from '../../../test/law/world.ts'
import type { Rule } from './job/rule.ts'

const create = (...slots: number[]): readonly Happening[] => slots.map((slot) => ({ what: 'create', slot }))

async function settled(change: Partial<Rule> = {}, ...slots: number[]): Promise<Life> {
  const life = new Life({ ...groupRules[0], ...change }).happen(...create(...(slots.length === 0 ? [0, 1, 2] : slots)))
  await life.cycle()
  return life
}
const byHand = (life: Life, id: string, change: object): void => {
  life.application.accounts.set(id, { ...life.application.accounts.get(id), ...change })
}
const shown = (changes: Awaited<ReturnType<Life['drift']>>) =>
  changes.map((change) => ({ action: change.action, patch: 'patch' in change ? change.patch : [] }))

test('BT-19: what somebody changed in the application is shown, attribute by attribute, and nothing is written', async () => {
  const life = await settled()
  byHand(life, 'a2', { displayName: 'Somebody', note: 'theirs' })
  expect(shown(await life.drift())).toMatchObject([
    { action: 'update', patch: [{ path: 'displayName', from: 'Somebody', to: 'N1' }] },
  ])
  expect(life.account('u1@x')).toMatchObject({ displayName: 'Somebody' })
})

test('one account alone is compared without reading the others', async () => {
  const life = await settled()
  byHand(life, 'a1', { displayName: 'Another' })
  byHand(life, 'a2', { displayName: 'Somebody' })
  const only = [{ type: 'User', id: life.world.at(1)?.id ?? '' }] as const
  const before = life.application.requests
  expect(shown(await life.drift(only))).toMatchObject([{ patch: [{ from: 'Somebody', to: 'N1' }] }])
  expect(life.application.requests - before).toBe(1)
})

test('BT-19: applied, the application is what the mapping says; what no mapping writes stays', async () => {
  const life = await settled()
  byHand(life, 'a2', { displayName: 'Somebody', note: 'theirs' })
  expect(await life.reconcile()).toMatchObject({ read: 3, updated: 1, unchanged: 2 })
  expect(life.account('u1@x')).toMatchObject({ displayName: 'N1', note: 'theirs' })
  expect(await life.drift()).toEqual([])
})

test('what agrees costs no request of its own', async () => {
  const life = await settled({}, 0, 1, 2, 3)
  const before = life.application.requests
  await life.drift()
  expect(life.application.requests - before).toBe(2) // two pages of two
})

test('what a list leaves out is no difference: what seems to differ is read once more', async () => {
  const life = await settled()
  life.lists = ({ id, attributes: { userName, active } }) => ({
    id,
    attributes: { userName: userName ?? null, active: active ?? null },
  })
  byHand(life, 'a1', { displayName: 'Somebody' })
  expect(shown(await life.drift())).toMatchObject([{ patch: [{ path: 'displayName' }] }])
})

test.each([
  ['recreate', 'create', ['create u0@x']],
  ['report', undefined, []],
] as const)(
  'A-25: an account that is gone is found though the list only lacks it: %s',
  async (onVanished, action, writes) => {
    const life = await settled({ onVanished })
    life.application.vanish('a1')
    expect(shown(await life.drift())[0]?.action).toBe(action)
    await life.reconcile()
    expect(life.writes).toEqual(writes)
    expect(life.looks('failed')).toHaveLength(onVanished === 'report' ? 1 : 0)
  },
)

test('A-25: who refers to an account that is made again refers to the new one at once', async () => {
  const life = new Life(groupRules[0]).happen(...create(0, 1), { what: 'manage', slot: 1, by: 0 })
  await life.cycle()
  life.application.vanish(life.link(0)?.targetId ?? '')
  expect(await life.reconcile()).toMatchObject({ created: 1, references: { set: 1 } })
  expect(life.account('u1@x')?.['manager']).toEqual({ value: life.link(0)?.targetId })
})

test('whose account was switched on again after they left is switched off again', async () => {
  const life = await settled()
  await life.happen({ what: 'disable', slot: 0 }).cycle()
  byHand(life, 'a1', { active: true })
  await life.reconcile()
  expect(life.writes).toEqual(['update u0@x active=false'])
})

test('who left since the last cycle is no drift: the cycle sees to it, and the guard counts them', async () => {
  const life = (await settled()).happen({ what: 'unassign', slot: 0 })
  expect(await life.drift()).toEqual([])
  expect(await life.reconcile()).toMatchObject({ disabled: 0 })
  expect(await life.cycle()).toMatchObject({ disabled: 1 })
})

test('a released account is nobody’s to repair', async () => {
  const life = await settled()
  await life.happen({ what: 'unassign', slot: 0 }).cycle()
  byHand(life, 'a1', { active: true })
  expect(await life.drift()).toEqual([])
})

test('members that were put in or taken out by hand; strangers stay', async () => {
  const life = new Life(groupRules[0])
  life.others = groupRules.slice(1)
  const joins = [0, 1].map((slot): Happening => ({ what: 'join', group: 0, slot }))
  life.happen(...create(0, 1, 2), { what: 'form', group: 0, slot: 0 }, ...joins)
  await life.cycle()
  life.application.accounts.set('x', { userName: 'stranger@x' })
  const idOf = (name: string) => [...life.application.accounts].find(([, one]) => one['userName'] === name)?.[0] ?? ''
  const [group = ''] = life.application.groups.keys()
  life.application.members.set(group, new Set([idOf('u0@x'), idOf('u2@x'), 'x']))
  expect(shown(await life.drift())).toMatchObject([
    { action: 'update', patch: [{ op: 'remove', from: ['N2'] }] },
    { action: 'update', patch: [{ op: 'add', to: ['N1'] }] },
  ])
  expect(await life.reconcile()).toMatchObject({ members: { added: 1, removed: 1 } })
  expect(life.members(0)).toEqual(['stranger@x', 'u0@x', 'u1@x'])
  expect(await life.drift()).toEqual([])
})

test('who was deleted for good since the last cycle is left to it too: a deletion is never without the guard', async () => {
  const deleting = { actions: { create: true, update: true, delete: true } }
  const life = await settled(deleting)
  life.canDelete = true
  await life.happen({ what: 'delete', slot: 0 }).cycle()
  life.happen({ what: 'purge', slot: 0 })
  life.rule = { ...life.rule, guard: { threshold: 1, percent: 100 } }
  expect(await life.drift()).toEqual([])
  await life.reconcile()
  expect(life.writes).toEqual([])
  expect(await life.cycle()).toMatchObject({ held: 1, deleted: 0 })
})

test('an account whose days are over is left to the cycle as well', async () => {
  const life = await settled({ deleteAfterDays: 1 })
  life.canDelete = true
  await life.happen({ what: 'disable', slot: 0 }).cycle()
  life.clock = '2026-02-01T00:00:00.000Z' as typeof life.clock
  await life.reconcile()
  expect(life.writes).toEqual([])
  await life.cycle()
  expect(life.writes).toEqual(['delete u0@x'])
})
