import { readFileSync } from 'node:fs'
import type { Attributes, Json } from '@usher/scim'
import { describe, expect, test } from 'vitest'
import { readEntries } from '../expression/entries.ts'
import { applyRules } from '../job/finding.ts'
import type { FilterClause } from '../job/schema.ts'
import { explainFilter } from './explain.ts'
import { clauseRules } from './filter-rules.ts'
import { checkFilter, compileFilter } from './filter.ts'
import { judgeScope, readScopeVector } from './vectors.ts'

const file = new URL('scoping-filters.vectors.json', import.meta.url)
const read = readEntries(JSON.parse(readFileSync(file, 'utf8')) as Json, readScopeVector)
const vectors = (read ?? []).map((entry) => {
  if (entry.kind === 'unreadable') throw new Error(`${entry.id}: ${entry.problem}`)
  return entry.vector
})

describe('examples of scoping filters', () => {
  test.each(vectors.map((vector) => [vector.id, vector] as const))('%s', (_, vector) => {
    expect(judgeScope(vector)).toEqual({ id: vector.id, pass: true, actual: vector.inScope, expected: vector.inScope })
  })
})

describe('a clause', () => {
  const holds = (operator: string, actual: Attributes[string], ...values: string[]): boolean => {
    const clause = { sourceOperandName: 'x', operatorName: operator, targetOperand: { values } }
    return checkFilter(compileFilter({ groups: [{ name: 'g', clauses: [clause] }] }).groups, { x: actual }).passed
  }

  test('with several values: one may match, or none may', () => {
    expect(holds('EQUALS', 'b', 'a', 'b')).toBe(true)
    expect(holds('NOT EQUALS', 'b', 'a', 'b')).toBe(false)
    expect(holds('NOT EQUALS', 'c', 'a', 'b')).toBe(true)
    expect(holds('!&', 'a', 'bc', 'cab')).toBe(false)
  })

  test.each(['EQUALS', 'NOT EQUALS', 'IS FALSE', 'IS NOT NULL', '!&', 'INCLUDES', 'REGEX MATCH', 'NOT REGEX MATCH'])(
    '%s is false without a value',
    (name) => {
      expect(holds(name, null, 'a')).toBe(false)
      expect(holds(name, '', 'a')).toBe(false)
    },
  )

  test('numbers are compared as numbers, and only whole ones that are not negative', () => {
    expect(holds('GREATER_THAN', 1001, '1000')).toBe(true)
    expect(holds('GREATER_THAN', '18446744073709551617', '18446744073709551616')).toBe(true)
    expect(holds('GREATER_THAN', '-1', '-2')).toBe(false)
    expect(holds('GREATER_THAN_OR_EQUALS', '10.5', '10')).toBe(false)
  })

  test('an attribute with several values, or a reference, is never let through', () => {
    expect(holds('EQUALS', ['a'], 'a')).toBe(false)
    expect(holds('IS NOT NULL', { type: 'User', id: '1' })).toBe(false)
  })

  test('a regular expression is looked for anywhere, and case counts', () => {
    expect(holds('REGEX MATCH', 'jane@domain.com', '\\@domain')).toBe(true)
    expect(holds('REGEX MATCH', 'jane@DOMAIN.com', '\\@domain')).toBe(false)
    expect(holds('REGEX MATCH', 'jane@domain.com', '^domain')).toBe(false)
    expect(holds('REGEX MATCH', 1_234_567, '^1[0-9]{6}$')).toBe(true)
    expect(holds('NOT REGEX MATCH', 'jane@domain.com', '\\@domain')).toBe(false)
    expect(holds('NOT REGEX MATCH', 'jane@other.com', '\\@domain')).toBe(true)
  })

  test('of several regular expressions one may be found, or none may', () => {
    expect(holds('REGEX MATCH', 'b', '^a$', '^b$')).toBe(true)
    expect(holds('NOT REGEX MATCH', 'b', '^a$', '^b$')).toBe(false)
    expect(holds('NOT REGEX MATCH', 'c', '^a$', '^b$')).toBe(true)
  })

  test('the name of an operator may be spelled in any case', () => {
    expect(holds('equals', 'a', 'a')).toBe(true)
    expect(holds('Is_Not_Null', 'a')).toBe(true)
  })
})

test('an operator that is not known is refused by name, with the nearest', () => {
  const clause = { sourceOperandName: 'department', operatorName: 'EQUAL', targetOperand: { values: ['a'] } }
  expect(compileFilter({ groups: [{ name: 'Sales', clauses: [clause] }] }).problems).toEqual([
    'Scoping filter "Sales", department: there is no operator EQUAL. Did you mean EQUALS?',
  ])
})

describe('a clause with a regular expression', () => {
  const clause = (pattern: string, operatorName = 'REGEX MATCH'): FilterClause => ({
    sourceOperandName: 'department',
    operatorName,
    targetOperand: { values: [pattern] },
  })
  const compiled = (one: FilterClause): ReturnType<typeof compileFilter> =>
    compileFilter({ groups: [{ name: 'Sales', clauses: [one] }] })

  test('that is wrong is refused, with the place in the expression', () => {
    expect(compiled(clause('^(Sales$')).problems).toEqual([
      'Scoping filter "Sales", department: the regular expression ^(Sales$ is wrong at character 2: The group that begins here is not closed; add ).',
    ])
  })

  test.each(['REGEX MATCH', 'NOT REGEX MATCH'])('that takes too long does not hold, and %s says why', (name) => {
    const { groups } = compiled(clause('(a+)+\\1$', name))
    const department = `${'a'.repeat(40)}!`
    const text = `${name} (a+)+\\1$`
    const problem = 'the regular expression needs too long for this text; avoid nested repetitions like (a+)+'
    expect(checkFilter(groups, { department })).toEqual({
      passed: false,
      unknown: true,
      checks: [{ name: `Sales department ${text}`, passed: false, expected: text, actual: department, problem }],
    })
    const filter = { groups: [{ name: 'Sales', clauses: [clause('(a+)+\\1$', name)] }] }
    expect(explainFilter(filter, { department })).toMatchObject({
      sentence: `Not decided: department ${text} does not hold, since ${problem}.`,
    })
  })

  test('that takes too long leaves open what it decides, and only that', () => {
    const endless = clause('(a+)+\\1$')
    const equals = (value: string): FilterClause => ({ ...clause(value), operatorName: 'EQUALS' })
    const department = `${'a'.repeat(40)}!`
    const check = (...groups: FilterClause[][]): object => {
      const filter = { groups: groups.map((clauses, i) => ({ name: `${i}`, clauses })) }
      return checkFilter(compileFilter(filter).groups, { department })
    }
    expect(check([endless, equals(department)])).toMatchObject({ passed: false, unknown: true })
    expect(check([endless, equals('Legal')])).toMatchObject({ passed: false, unknown: false })
    expect(check([endless], [equals(department)])).toMatchObject({ passed: true, unknown: false })
    expect(check([endless], [equals('Legal')])).toMatchObject({ passed: false, unknown: true })
  })

  test.each([
    ['^Sales', 'warning', 'the pattern is looked for anywhere in the value; write ^(…)$ for the whole value.'],
    [
      'Sal[es',
      'error',
      'the regular expression Sal[es is wrong at character 4: The class that begins here is not closed; add ].',
    ],
  ] as const)('%s is remarked when it is saved', (pattern, severity, message) => {
    const subject = { clause: clause(pattern), source: undefined }
    expect(applyRules(clauseRules, subject, { at: '/x', name: 'Sales' })).toEqual([
      { severity, at: '/x', message: `Sales: ${message}` },
    ])
  })

  test.each(['^Sales$', '^(Sales|Legal)$', '\\ASales\\z'])('%s is the whole value, and nothing is said', (pattern) => {
    expect(applyRules(clauseRules, { clause: clause(pattern), source: undefined }, { at: '', name: '' })).toEqual([])
  })
})
