/** BT-29: scope by groups, manager, dates and several values; and what time alone changes. */
import { describe, expect, test } from 'vitest'
import { Life } from '../../../test/law/life.ts'
import { create, scopeOf, touch, withMore } from '../../../test/law/mapped.ts'
import type { Rule } from './job/rule.ts'
import type { Filter } from './job/schema.ts'
import { logRecord } from './record/log-record.ts'
import type { Instant } from './types.ts'

function scopeBy(expressions: readonly string[], scope: Filter | null = null): Rule['scope'] {
  const scopingExpressions = expressions.map((expression) => ({ name: 'Joiners', expression }))
  return scopeOf({ scope, usher: { scopingExpressions } })
}

function living(expression: string, more: Readonly<Record<string, unknown>>, people = 1): Life {
  const life = new Life({ scope: scopeBy([expression]) }).happen(
    ...Array.from({ length: people }, (_, slot) => create(slot)),
  )
  life.says = withMore(more)
  return life
}

describe('a person is in scope', () => {
  test.each([
    ['as a member of a group', 'Includes([memberOf], "Sales")', { memberOf: ['IT', 'Sales'] }, { memberOf: ['IT'] }],
    ['by the manager’s department', '[manager.department] = "Sales"', { 'manager.department': 'Sales' }, { 'manager.department': 'IT' }],
    ['by one of several values', 'Includes([proxyAddresses], "smtp:a@x")', { proxyAddresses: ['smtp:a@x'] }, {}],
    ['by a role', 'Includes([appRoleAssignments], "Admin")', { appRoleAssignments: [{ id: '1', value: 'Admin', displayName: 'Administrator' }] }, { appRoleAssignments: [{ id: '2', value: 'User', displayName: 'User' }] }],
    ['by one condition or another', 'AnyOf([a] = "1", [b] = "1")', { b: '1' }, { a: '2' }],
  ])('%s', async (_, expression, inside, outside) => {
    const life = living(expression, inside)
    await life.cycle()
    expect(life.writes).toEqual(['create u0@x'])
    life.says = withMore(outside)
    await life.happen({ what: 'name', slot: 0, to: 1 }).cycle()
    expect(life.writes).toEqual(['update u0@x active=false'])
  }) // prettier-ignore

  test('the reason names the condition that failed, and the value it saw', async () => {
    const life = living('AllOf([level] = "1", Includes([memberOf], "Sales"))', { level: 1, memberOf: ['IT'] })
    await life.cycle()
    expect(life.logged(0)).toMatchObject([
      {
        usher: {
          reason: 'does not pass the scoping filter: Joiners Includes([memberOf], "Sales"), and memberOf is ["IT"]',
        },
      },
    ])
  })

  test('of two groups of which one holds, neither is named when a condition fails', async () => {
    const clause = (value: string) => ({ sourceOperandName: 'department', operatorName: 'EQUALS', targetOperand: { values: [value] } }) // prettier-ignore
    const groups = ['Sales', 'Legal'].map((name) => ({ name, clauses: [clause(name)] }))
    const life = new Life({ scope: scopeBy(['[level] = "1"'], { groups }) }).happen(create(0))
    life.says = withMore({ department: 'Legal', level: 2 })
    await life.cycle()
    expect(life.logged(0)).toMatchObject([
      { usher: { reason: 'does not pass the scoping filter: Joiners [level] = "1", and level is 2' } },
    ])
  })

  test('also by the clauses of a filter: the reason names the clause that failed', async () => {
    const clause = { sourceOperandName: 'department', operatorName: 'EQUALS', targetOperand: { values: ['Sales'] } }
    const life = new Life({ scope: scopeBy([], { groups: [{ name: 'Sellers', clauses: [clause] }] }) }).happen(
      create(0),
    )
    life.says = withMore({ department: 'Legal' })
    await life.cycle()
    expect(life.logged(0)).toMatchObject([
      { usher: { reason: 'does not pass the scoping filter: Sellers department EQUALS Sales, and it is Legal' } },
    ])
  })
})

test('what is redacted in a condition is not told by the reason', async () => {
  const life = living('AllOf([level] = "1", Redact([clearance]) = "top")', { level: 1, clearance: 'hunter2' })
  await life.cycle()
  expect(life.logged(0)).toMatchObject([{ usher: { reason: expect.stringContaining('clearance is [Redact]') } }])
  expect(JSON.stringify(life.outcomes(0).map(logRecord))).not.toContain('hunter2')
})

test('a line of the log stays short for somebody in many groups', async () => {
  const memberOf = Array.from({ length: 300 }, (_, n) => `Group number ${n}`)
  const life = living('Includes([memberOf], "Sales")', { memberOf })
  await life.cycle()
  const [outcome] = life.outcomes(0)
  expect(outcome && JSON.stringify(logRecord(outcome)).length).toBeLessThan(1000)
})

describe('time alone', () => {
  const at = (instant: string): Instant => instant as Instant
  const joiners = 'AllOf(DayBegun([hired], -7), Not(DayEnded([leaves])))'

  test('seven days before the hire date an account is made; at the end of the last day it is disabled', async () => {
    const life = living(joiners, { hired: '2026-02-10', leaves: '2026-03-31' })
    await life.cycle()
    expect(life.writes).toEqual([])
    expect(life.looks('due')).toMatchObject([{ next: '2026-02-03T00:00:00.000Z' }])
    life.clock = at('2026-02-02T23:00:00.000Z')
    await life.cycle()
    expect(life.writes).toEqual([])
    life.clock = at('2026-02-03T00:00:00.000Z')
    await life.cycle()
    expect(life.writes).toEqual(['create u0@x'])
    expect(life.looks('due')).toMatchObject([{ next: '2026-04-01T00:00:00.000Z' }])
    life.clock = at('2026-03-31T23:50:00.000Z')
    await life.cycle()
    expect(life.writes).toEqual([])
    life.clock = at('2026-04-01T00:00:00.000Z')
    await life.cycle()
    expect(life.writes).toEqual(['update u0@x active=false'])
    expect(life.looks('due')).toEqual([])
  })

  test.each(['2026-02-10', '2026-02-10T00:00:00Z'])('in the time zone of the tenant: %s', async (hired) => {
    const life = living('DayBegun([hired])', { hired })
    await life.cycle({ context: { now: life.clock, timeZone: 'America/New_York' } })
    expect(life.looks('due')).toMatchObject([{ next: '2026-02-10T05:00:00.000Z' }])
  })

  test('a change in the directory moves the moment', async () => {
    const life = living('DayBegun([hired])', { hired: '2026-02-10' })
    await life.cycle()
    life.says = withMore({ hired: '2026-05-01' })
    await life.happen({ what: 'name', slot: 0, to: 1 }).cycle()
    expect(life.looks('due')).toMatchObject([{ next: '2026-05-01T00:00:00.000Z' }])
  })

  test('what compares Now is found to the second on its day, and looked at each midnight before', async () => {
    const life = living('DateDiff("h", Now(), CDate([hired])) <= 36', { hired: '2026-01-04T12:00:00Z' })
    await life.cycle()
    expect(life.looks('due')).toMatchObject([{ next: '2026-01-02T00:00:00.000Z' }])
    life.clock = at('2026-01-02T00:00:00.000Z')
    await life.cycle()
    // Truncated hours: 36 from less than 37 hours before.
    expect(life.looks('due')[0]?.next.slice(0, 16)).toBe('2026-01-02T23:00')
    life.clock = at('2026-01-02T23:00:30.000Z')
    await life.cycle()
    expect(life.writes).toEqual(['create u0@x'])
  })

  test('A-55: many whose last day ends at once are counted by the guard before any write', async () => {
    const life = new Life({ scope: scopeBy(['Not(DayEnded([leaves]))']) }, { threshold: 3, percent: 100 })
    life.happen(create(0), create(1), create(2), create(3))
    life.says = withMore({ leaves: '2026-01-31' })
    await life.cycle()
    life.clock = at('2026-02-01T00:00:00.000Z')
    const summary = await life.cycle()
    expect(life.writes).toEqual([])
    expect(summary).toMatchObject({ disabled: 0 })
    expect(life.looks('removalHeld')).toHaveLength(4)
  })

  test('is no reason to look at somebody who is not assigned, or gone', async () => {
    const life = living('DateDiff("d", Now(), CDate([hired])) <= 7', { hired: '2027-01-01' }, 3)
    await life.happen({ what: 'unassign', slot: 0 }, { what: 'purge', slot: 1 }).cycle()
    expect(life.looks('due').map(({ ref }) => ref.id)).toEqual([life.world.at(2)?.id])
    await life.happen({ what: 'assign', slot: 0 }).cycle()
    expect(life.looks('due')).toHaveLength(2)
  })

  test('a plan shows them once', async () => {
    const life = living('Not(DayEnded([leaves]))', { leaves: '2026-01-31' })
    await life.cycle()
    life.clock = at('2026-02-01T00:00:00.000Z')
    expect((await life.plan()).map(({ action }) => action)).toEqual(['disable'])
  })

  test('a plan shows them once, also when they were changed in the directory', async () => {
    const life = living('DayBegun([hired])', { hired: '2026-01-10' })
    await life.cycle()
    life.clock = at('2026-01-10T00:00:00.000Z')
    expect((await life.happen(touch(0)).plan()).map(({ action }) => action)).toEqual(['create'])
  })
})

describe('when a condition cannot be evaluated', () => {
  test('nobody gets an account, and nobody loses one; the log says why', async () => {
    const life = living('DayBegun([hired])', { hired: '2025-12-01' }, 1)
    await life.cycle()
    expect(life.writes).toEqual(['create u0@x'])
    life.says = withMore({ hired: 'soon' })
    await life.happen({ what: 'name', slot: 0, to: 1 }, create(1)).cycle()
    expect(life.writes).toEqual([])
    expect(life.looks('failed')).toHaveLength(2)
    expect(life.looks('failed')[0]?.error?.message).toContain('DayBegun')
    await life.happen({ what: 'disable', slot: 0 }).cycle()
    expect(life.writes, 'a leaver leaves all the same').toEqual(['update u0@x active=false'])
  })
})

describe('an input filter and a category filter', () => {
  const clause = { sourceOperandName: 'department', operatorName: 'NOT EQUALS', targetOperand: { values: ['Legal'] } }
  test.each(['inputFilterGroups', 'categoryFilterGroups'])('%s leaves alone who fails it', async (list) => {
    const filter = { groups: [], [list]: [{ name: 'Ours', clauses: [clause] }] }
    const life = new Life({ scope: scopeBy([], filter) }).happen(create(0))
    life.says = withMore({ department: 'Sales' })
    await life.cycle()
    expect(life.writes).toEqual(['create u0@x'])
    life.says = withMore({ department: 'Legal' })
    await life.happen({ what: 'unassign', slot: 0 }, create(1)).cycle()
    expect(life.writes).toEqual([])
    expect(life.account('u0@x')?.['active']).toBe(true)
    expect(life.link(0)).toMatchObject({ state: 'managed', active: true })
  })
})
