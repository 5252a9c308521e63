import { readFileSync } from 'node:fs'
import type { Attributes, Json } from '@usher/scim'
import { describe, expect, test } from 'vitest'
import { readEntries } from '../expression/entries.ts'
import { checkFilter, compileFilter } from './filter.ts'
import { operatorNamed } from './operators.ts'
import { judgeScope, readScopeVector, type ScopeVector } from './vectors.ts'

const file = new URL('scoping-filters.vectors.json', import.meta.url)
const read = readEntries(JSON.parse(readFileSync(file, 'utf8')) as Json, readScopeVector)
if (read.kind === 'malformed') throw new Error(read.problem)
const vectors = read.entries

function waits({ filter }: ScopeVector): boolean {
  return filter.groups.some(({ clauses }) =>
    clauses.some(({ operatorName }) => operatorNamed(operatorName) === undefined),
  )
}

const ready = vectors.filter((vector) => !waits(vector))
const waiting = vectors.filter(waits)

describe(`examples of scoping filters (${ready.length} run, ${waiting.length} wait for regular expressions)`, () => {
  test.each(ready.map((vector) => [vector.id, vector] as const))('%s', (_, vector) => {
    expect(judgeScope(vector)).toEqual({ id: vector.id, pass: true, actual: vector.inScope, expected: vector.inScope })
  })
})

test('only the operators with regular expressions wait', () => {
  const names = waiting.flatMap(({ filter }) =>
    filter.groups.flatMap((group) => group.clauses.map((c) => c.operatorName)),
  )
  expect([...new Set(names)].filter((name) => operatorNamed(name) === undefined)).toEqual(
    expect.arrayContaining(['REGEX MATCH']),
  )
  process.stdout.write(`Scoping examples: ${ready.length} of ${vectors.length} run; ${waiting.length} wait.\n`)
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

  test.each(['EQUALS', 'NOT EQUALS', 'IS FALSE', 'IS NOT NULL', '!&', 'INCLUDES'])(
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

  test('the name of an operator may be spelled in any case', () => {
    expect(holds('equals', 'a', 'a')).toBe(true)
    expect(holds('Is_Not_Null', 'a')).toBe(true)
  })
})

test('an operator that is not known is refused by name, with the nearest', () => {
  const clause = { sourceOperandName: 'department', operatorName: 'EQUAL', targetOperand: { values: ['a'] } }
  expect(compileFilter({ groups: [{ name: 'Sales', clauses: [clause] }] }).problems).toEqual([
    'Scoping filter "Sales": the operator EQUAL of department is not known. Did you mean EQUALS?',
  ])
})
