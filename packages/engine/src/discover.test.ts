import { expect, test } from 'vitest'
import { Life, mapping, active, row } from '../../../test/law/life.ts'
import type { Happening } from '../../../test/law/world.ts'
import type { Rule } from './job/rule.ts'
import { unlistable } from './ports.ts'

const create = (...slots: number[]): readonly Happening[] => slots.map((slot) => ({ what: 'create', slot }))
const account = (life: Life, id: string, attributes: object): void =>
  void life.application.accounts.set(id, { active: true, ...attributes })

const found = async (life: Life) =>
  (await life.discover()).map(({ targetId, kind, by, because, of }) => [
    targetId,
    because === undefined ? kind : `${kind}: ${because}`,
    by,
    of.length,
  ])

test('UI-13: accounts are local, of somebody unassigned, or of somebody assigned', async () => {
  const life = new Life().happen(...create(0, 1, 2), { what: 'unassign', slot: 1 }, { what: 'disable', slot: 2 })
  account(life, 'x1', { userName: 'U0@x' })
  account(life, 'x2', { userName: 'u1@x' })
  account(life, 'x3', { userName: 'u2@x' })
  account(life, 'x4', { userName: 'admin' })
  expect(await found(life)).toEqual([
    ['x1', 'assigned', 'userName', 1],
    ['x2', 'unassigned: notAssigned', 'userName', 1],
    ['x3', 'unassigned: sourceDisabled', 'userName', 1],
    ['x4', 'local', null, 0],
  ])
  expect(life.writes).toEqual([])
})

test('an account that is linked is its person’s, whatever it is called by now', async () => {
  const life = new Life().happen(...create(0))
  await life.cycle()
  account(life, 'a1', { userName: 'renamed by hand' })
  expect(await found(life)).toEqual([['a1', 'assigned', 'link', 1]])
})

test('BT-33: every matching rule counts, expressions too, in the order of precedence', async () => {
  const rules: Partial<Rule> = {
    mapping: mapping(
      row('[userPrincipalName]', 'userName', 1),
      active,
      row('Replace([displayName], "N", , , "Nr. ", , )', 'displayName', 2),
    ),
  }
  const life = new Life(rules).happen(...create(0, 1))
  account(life, 'x1', { userName: 'other', displayName: 'nr. 0' })
  account(life, 'x2', { userName: 'u1@x', displayName: 'Nr. 0' })
  expect(await found(life)).toEqual([
    ['x1', 'assigned', 'displayName', 1],
    ['x2', 'assigned', 'userName', 1],
  ])
})

test('an account that several people match is told as theirs', async () => {
  const life = new Life({ mapping: mapping(row('[displayName]', 'displayName', 1), active) }).happen(...create(0, 1))
  life.happen({ what: 'name', slot: 0, to: 1 }, { what: 'name', slot: 1, to: 1 })
  account(life, 'x1', { displayName: 'name 1' })
  expect(await found(life)).toEqual([['x1', 'assigned', 'displayName', 2]])
})

test('an account without the attribute matches nobody', async () => {
  const life = new Life().happen(...create(0))
  account(life, 'x1', {})
  expect(await found(life)).toEqual([['x1', 'local', null, 0]])
})

test('an application that cannot be listed is said to be so, not to be empty', async () => {
  const life = new Life().happen(...create(0))
  const plain = life.application.target()
  life.application.target = () => ({
    ...plain,
    list: async function* () {
      yield { objects: [], total: unlistable }
    },
  })
  await expect(life.discover()).rejects.toThrow('does not let its accounts be listed')
})
