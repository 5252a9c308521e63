import type { Attributes, Json } from '@usher/scim'
import { describe, expect, test } from 'vitest'
import { judge, readVector, type JudgedExpression } from './vectors.ts'

function judged(entry: Attributes): JudgedExpression | string {
  const read = readVector(entry, 'one')
  return typeof read === 'string' ? read : judge(read, (count) => new Uint8Array(count))
}

const passes = (expression: string, expected: Json, source: Attributes = {}): boolean => {
  const result = judged({ expression, expected, source })
  return typeof result === 'object' && result.pass
}

describe('a vector passes when what comes out is what is expected', () => {
  test('texts exactly, null as null', () => {
    expect(judged({ expression: '[a]', source: { a: 'x' }, expected: 'x' })).toEqual({
      id: 'one',
      pass: true,
      actual: 'x',
      expected: 'x',
    })
    expect(passes('[a]', 'X', { a: 'x' })).toBe(false)
    expect(passes('[a]', null)).toBe(true)
    expect(passes('[a]', '')).toBe(false)
    expect(passes('[a]', 7, { a: 7 })).toBe(false)
  })

  test('lists element by element, in their order; objects in them may have more members', () => {
    expect(passes('[a]', ['x', 'y'], { a: ['x', 'y'] })).toBe(true)
    expect(passes('[a]', ['y', 'x'], { a: ['x', 'y'] })).toBe(false)
    expect(passes('[a]', ['x'], { a: ['x', 'y'] })).toBe(false)
    expect(passes('[a]', [{ value: 'x' }], { a: [{ value: 'x', id: '1' }] })).toBe(true)
    expect(passes('[a]', [{ value: 'x', id: null }], { a: [{ value: 'x' }] })).toBe(false)
  })

  test('signals', () => {
    expect(passes('IgnoreFlowIfNullOrEmpty([a])', { $flow: 'ignore' })).toBe(true)
    expect(passes('IgnoreObjectFlow', { $flow: 'ignoreObject' })).toBe(true)
    expect(passes('IgnoreObjectFlow', { $flow: 'ignore' })).toBe(false)
  })

  test('errors of both kinds, and what was expected instead', () => {
    expect(judged({ expression: 'append("a", "b")', errorExpected: true })).toMatchObject({ pass: true })
    expect(judged({ expression: 'Error("no")', errorExpected: true, expected: null })).toEqual({
      id: 'one',
      pass: true,
      actual: { $error: 'Error: no' },
      expected: { $error: true },
    })
    expect(judged({ expression: '"a"', errorExpected: true })).toMatchObject({ pass: false, actual: 'a' })
    expect(passes('Error("no")', null)).toBe(false)
  })

  test('a pattern', () => {
    expect(judged({ expression: '"a1"', expected: null, expectedPattern: '^a\\d$' })).toMatchObject({ pass: true })
    expect(judged({ expression: '"a"', expectedPattern: '^a\\d$' })).toEqual({
      id: 'one',
      pass: false,
      actual: 'a',
      expected: { $pattern: '^a\\d$' },
    })
  })

  test('what logs show', () => {
    const redacting = { expression: 'Redact("a")', expected: 'a' }
    expect(judged({ ...redacting, expectedLog: '[Redact]' })).toMatchObject({ pass: true, actualLog: '[Redact]' })
    expect(judged({ ...redacting, expectedLog: 'a' })).toMatchObject({ pass: false })
    expect(judged({ expression: '"a"', expectedLog: 'a' })).toMatchObject({ pass: true })
    expect(judged({ ...redacting, expectedLog: null })).toEqual({ id: 'one', pass: true, actual: 'a', expected: 'a' })
  })

  test('the clock, the values that are taken, the default domain', () => {
    expect(judged({ expression: 'DayBegun("2026-03-01")', now: '2026-03-01', expected: 'True' })).toMatchObject({
      pass: true,
    })
    const context = { takenValues: ['a'], defaultDomain: 'contoso.com' }
    expect(judged({ expression: 'SelectUniqueValue("a", "b")', context, expected: 'b' })).toMatchObject({ pass: true })
    expect(judged({ expression: 'DefaultDomain()', context, expected: 'contoso.com' })).toMatchObject({ pass: true })
  })
})

test.each([
  [{}, 'expression must be a text'],
  [{ expression: '"a"' }, 'nothing is expected; give it expected, expectedPattern or errorExpected'],
  [{ expression: '"a"', source: [] }, 'source must be an object of attributes'],
  [{ expression: '"a"', now: 'yesterday' }, 'now must be a date and time like 2026-03-01T00:00:00Z'],
  [{ expression: '"a"', context: { takenValues: 'a' } }, 'context.takenValues must be a list of texts'],
  [{ expression: '"a"', expectedPattern: '(' }, 'expectedPattern must be a regular expression of JavaScript'],
])('%j is not of the form', (entry, problem) => {
  expect(judged(entry)).toBe(problem)
})

test('a vector may say in which time zone days begin', () => {
  const entry = { expression: 'DayBegun("2026-03-01")', now: '2026-02-28T23:30:00Z', expected: 'True' }
  expect(judged({ ...entry, context: { timeZone: 'Europe/Berlin' } })).toMatchObject({ pass: true })
  expect(judged(entry)).toMatchObject({ pass: false, actual: 'False' })
  expect(readVector({ ...entry, context: { timeZone: 'Mars' } }, 'one')).toBe(
    'context.timeZone must be the name of a time zone like Europe/Berlin',
  )
})
