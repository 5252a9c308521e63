import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Instant } from '../../types.ts'
import { compile } from '../compile.ts'
import { parseExpression } from '../parse.ts'
import type { Evaluated, EvaluationContext } from '../value.ts'

const now = '2026-01-01T00:00:00.000Z' as Instant

function evaluate(expression: string, random?: EvaluationContext['random']): Evaluated {
  const parsed = parseExpression(expression)
  if (parsed.kind === 'error') throw new Error(parsed.message)
  return compile(parsed)(() => undefined, { now, ...(random !== undefined && { random }) })
}

const random = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count))

function text(expression: string): string {
  const result = evaluate(expression, random)
  if (result.kind !== 'value' || typeof result.value !== 'string') throw new Error(JSON.stringify(result))
  return result.value
}

const specials = '~!@#$%^&*_-+=`|\\(){}[]:;"\'<>,.?/'
const count = (of: string, pattern: RegExp): number => of.match(pattern)?.length ?? 0

test('a random text has its length and its minima, and nothing of what is to be avoided', () => {
  const minimum = fc.nat({ max: 12 })
  const wanted = fc.record({ numbers: minimum, special: minimum, capital: minimum, lower: minimum, more: minimum })
  fc.assert(
    fc.property(wanted, ({ numbers, special, capital, lower, more }) => {
      const length = numbers + special + capital + lower + more
      const value = text(`RandomString(${length}, ${numbers}, ${special}, ${capital}, ${lower}, "0OIl1?,")`)
      expect(value).toHaveLength(length)
      expect(value).not.toMatch(/[0OIl1?,]/)
      expect(count(value, /\d/g)).toBeGreaterThanOrEqual(numbers)
      expect(count(value, /[A-Z]/g)).toBeGreaterThanOrEqual(capital)
      expect(count(value, /[a-z]/g)).toBeGreaterThanOrEqual(lower)
      expect(count(value, /[^A-Za-z\d]/g)).toBeGreaterThanOrEqual(special)
      for (const character of value.replaceAll(/[A-Za-z\d]/g, '')) expect(specials).toContain(character)
    }),
  )
})

test.each([
  ['RandomString(6, 3, 0, 0, 3)', /^(?=(?:[^0-9]*[0-9]){3}[^0-9]*$)[0-9a-z]{6}$/],
  ['RandomString(200, 1, 0, 0, 0)', /^\d{200}$/],
  ['RandomString(200, 0, 1, 0, 1)', /^[^A-Z0-9]{200}$/],
  ['RandomString(200, 0, 0, 0, 0)', /^[A-Za-z0-9]{200}$/],
  ['RandomString(256, 2, 2, 2, 2)', /^.{256}$/],
  ['RandomString(0, 0, 0, 0, 0)', /^$/],
  ['RandomString(3, 3, 0, 0, 0, )', /^\d{3}$/],
  ['RandomString(50, 1, 0, 0, 0, "12345678")', /^[09]{50}$/],
  ['RandomString(3, 3, 0, 0, 0, "ABC")', /^\d{3}$/],
  ['RandomString("3", "3", 0, 0, 0, [nobody])', /^\d{3}$/],
  ['Guid()', /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/],
])('%s looks like %s', (expression, pattern) => {
  for (let i = 0; i < 20; i++) expect(text(expression)).toMatch(pattern)
})

test.each([
  ['RandomString(5, 2, 2, 1, 1)', 'RandomString: the minima together exceed length'],
  ['RandomString(257, 0, 0, 0, 0)', 'RandomString: length is 0 to 256'],
  ['RandomString(-1, 0, 0, 0, 0)', 'RandomString: length is 0 to 256'],
  ['RandomString(8, 0, 0, -1, 0)', 'RandomString: minimumCapital must not be negative'],
  ['RandomString(8, 1, 0, 0, 0, "0123456789")', 'RandomString: charactersToAvoid leaves nothing for minimumNumbers'],
  ['RandomString("8.5", 0, 0, 0, 0)', 'RandomString: length must be a whole number; this is a text'],
  ['RandomString(9, 99999999999999999999, 0, 0, 0)', 'RandomString: the minima together exceed length'],
])('%s is an error', (expression, message) => {
  expect(evaluate(expression, random)).toEqual({ kind: 'error', message })
})

test('a kind without a minimum may be avoided as a whole', () => {
  expect(text('RandomString(8, 0, 0, 0, 8, "0123456789")')).toMatch(/^[a-z]{8}$/)
})

describe('while a plan is made there is no randomness', () => {
  test.each(['Guid()', 'RandomString(6, 3, 0, 0, 3)'])('%s waits until it is written', (expression) => {
    expect(evaluate(expression)).toMatchObject({
      kind: 'error',
      message: expect.stringContaining('a random value is made when it is written'),
    })
  })
})

test('every character and every place is as likely', () => {
  const seen = new Map<string, number>()
  const first = new Map<string, number>()
  for (let i = 0; i < 4_000; i++) {
    const value = text('RandomString(10, 5, 0, 5, 0)')
    for (const character of value) seen.set(character, (seen.get(character) ?? 0) + 1)
    const kind = /\d/.test(value) && /^\d/.test(value) ? 'digit' : 'letter'
    first.set(kind, (first.get(kind) ?? 0) + 1)
  }
  // 2,000 of each digit, 769 of each letter, 2,000 of each kind at the beginning; six standard deviations around that.
  for (const digit of '0123456789') expect(Math.abs((seen.get(digit) ?? 0) - 2_000)).toBeLessThan(260)
  for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') expect(Math.abs((seen.get(letter) ?? 0) - 769)).toBeLessThan(170)
  expect(Math.abs((first.get('digit') ?? 0) - 2_000)).toBeLessThan(200)
})
