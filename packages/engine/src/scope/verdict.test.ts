import type { Attributes } from '@usher/scim'
import { describe, expect, test } from 'vitest'
import type { Filter } from '../job/schema.ts'
import type { Entry, Instant, Verdict } from '../types.ts'
import { compileScope, defaultAccess, verdict as judge } from './verdict.ts'
import type { ScopeRule, ScopeSettings } from './verdict.ts'

const now = '2026-03-01T12:00:00.000Z' as Instant
const verdict = (of: ScopeRule, entry: Entry): Verdict => judge(of, entry, { now })
const user = { id: 'r1', value: 'User', displayName: 'User' }
const admin = { id: 'r2', value: 'Admin', displayName: 'Administrator' }

function rule(change: Partial<Omit<ScopeSettings, 'objectMapping'>> & { readonly scope?: Filter } = {}): ScopeRule {
  const { scope = null, ...settings } = change
  const compiled = compileScope({
    objectMapping: { scope },
    appRoles: [user, admin],
    requiresRole: true,
    syncAll: false,
    sourceDisabledAttribute: 'accountEnabled',
    ...settings,
  })
  if (compiled.kind === 'refused') throw new Error(compiled.problems.join())
  return compiled
}

function person(object: Attributes | null, ...roles: string[]): Entry {
  const ref = { type: 'User', id: 'ana' }
  return { ref, object, assignments: roles.map((appRoleId) => ({ appRoleId, via: ref })) }
}

const sales: Filter = {
  groups: [
    {
      name: 'Sales only',
      clauses: [{ sourceOperandName: 'department', operatorName: 'EQUALS', targetOperand: { values: ['Sales'] } }],
    },
  ],
}
const active = { accountEnabled: true, department: 'Sales' }

describe('why somebody is out of scope', () => {
  test.each([
    ['an object that the directory forgot', person(null, 'r1'), 'sourceDeleted'],
    ['a deleted person', person({ ...active, deletedDateTime: '2026-01-01T00:00:00Z' }, 'r1'), 'sourceSoftDeleted'],
    ['a disabled person', person({ ...active, accountEnabled: false }, 'r1'), 'sourceDisabled'],
    ['somebody without an assignment', person(active), 'notAssigned'],
    ['Default Access only', person(active, defaultAccess), 'roleMissing'],
    ['a role that is gone', person(active, 'r9'), 'roleMissing'],
    ['somebody the filter leaves out', person({ ...active, department: 'Legal' }, 'r1'), 'filteredOut'],
    ['everything at once', person({ accountEnabled: false, deletedDateTime: 'x' }), 'sourceSoftDeleted'],
  ] as const)('%s', (_, entry, because) => {
    expect(verdict(rule({ scope: sales }), entry)).toMatchObject({ inScope: false, because })
  })
})

test('somebody assigned, with a role, who passes the filter is in scope', () => {
  const entry = person(active, defaultAccess, 'r1')
  expect(verdict(rule({ scope: sales }), entry)).toMatchObject({ inScope: true, via: 'assignment' })
})

test('every check is listed in the order administrators know, also those after the first that failed', () => {
  const { checks } = verdict(rule({ scope: sales }), person({ accountEnabled: false, department: 'Legal' }))
  expect(checks).toEqual([
    { name: 'Active in source system', passed: false, expected: 'active', actual: 'disabled' },
    { name: 'Assigned to application', passed: false, actual: false },
    { name: 'Scope sync all', passed: true, actual: false },
    { name: 'User has required role', passed: false, expected: 'User or Administrator', actual: [] },
    { name: 'Sales only department EQUALS Sales', passed: false, expected: 'EQUALS Sales', actual: 'Legal', decides: true }, // prettier-ignore
  ])
})

test('the roles somebody has are called by their names', () => {
  const { checks } = verdict(rule(), person(active, defaultAccess, 'r2', 'r9'))
  expect(checks[3]).toMatchObject({ actual: ['Default Access', 'Administrator', 'r9'] })
})

test('with sync all neither assignment nor role is asked for, the filter is', () => {
  const all = rule({ syncAll: true, scope: sales })
  expect(verdict(all, person(active))).toMatchObject({ inScope: true, via: 'all' })
  expect(verdict(all, person({ ...active, department: 'Legal' }))).toMatchObject({ because: 'filteredOut' })
})

test('an application that needs no role takes Default Access', () => {
  expect(verdict(rule({ requiresRole: false }), person(active, defaultAccess))).toMatchObject({ inScope: true })
})

test('one group that holds is enough', () => {
  const legal = { sourceOperandName: 'department', operatorName: 'EQUALS', targetOperand: { values: ['Legal'] } }
  const scope = { groups: [...sales.groups, { name: 'Legal', clauses: [legal] }] }
  const { inScope, checks } = verdict(rule({ scope }), person({ department: 'Legal' }, 'r1'))
  expect(inScope).toBe(true)
  expect(checks.slice(4).map(({ passed }) => passed)).toEqual([false, true])
})

test('a regular expression that takes too long decides nothing about anybody', () => {
  const pattern = {
    sourceOperandName: 'department',
    operatorName: 'REGEX MATCH',
    targetOperand: { values: ['(a+)+\\1$'] },
  }
  const scope = { groups: [{ name: 'g', clauses: [pattern] }] }
  const department = `${'a'.repeat(40)}!`
  expect(verdict(rule({ scope }), person({ ...active, department }, 'r1'))).toMatchObject({ because: 'scopeUnknown' })
  expect(verdict(rule({ scope }), person({ ...active, department: 'aa' }, 'r1'))).toMatchObject({ inScope: true })
})

test('a filter that cannot be understood is refused as a whole', () => {
  const clause = { sourceOperandName: 'x', operatorName: 'NEAR', targetOperand: { values: ['y'] } }
  const scope = { groups: [{ name: 'g', clauses: [clause] }] }
  const settings = { appRoles: [], requiresRole: false, syncAll: false, sourceDisabledAttribute: 'accountEnabled' }
  expect(compileScope({ objectMapping: { scope }, ...settings })).toMatchObject({ kind: 'refused' })
})
