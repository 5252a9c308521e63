import { describe, expect, test } from 'vitest'
import type { Instant } from '../types.ts'
import { natureOf } from './nature.ts'
import { nextChange } from './next-change.ts'
import { parseExpression } from './parse.ts'

const now = '2026-03-01T10:20:30.400Z' as Instant

describe('what depends on the time is looked at again', () => {
  test.each([
    ['2026-03-01T10:20:31.000Z', '2026-03-01T10:20:31.400Z'],
    ['2026-03-01T17:00:00.000Z', '2026-03-01T17:00:00.400Z'],
    ['2026-03-01T23:59:59.900Z', '2026-03-02T00:00:00.000Z'],
  ])('when it changes at %s: within a second after', (flip, again) => {
    expect(nextChange(now, 'UTC', (instant) => String(instant >= flip))).toBe(again)
  })

  test('at midnight, when it does not change before', () => {
    expect(nextChange(now, 'UTC', () => 'same')).toBe('2026-03-02T00:00:00.000Z')
    expect(nextChange(now, 'Europe/Berlin', () => 'same')).toBe('2026-03-01T23:00:00.000Z')
  })
})

test.each([
  ['[a]', false, 'no'],
  ['IIF(DateDiff("d", Now(), CDate([hired])) > 5, "False", "True")', false, 'compared'],
  ['Join("_", FormatDateTime(Now(), "M/d/yyyy h:mm:ss tt", "yyyy"), [mail])', false, 'shown'],
  ['IIF([a] = "b", Now(), "c")', false, 'shown'],
  ['Append([a], RandomString(6, 3, 0, 0, 3))', true, 'no'],
  ['Guid()', true, 'no'],
  ['DayBegun([hired], -7)', false, 'no'],
])('%s: random %s, now %s', (expression, random, time) => {
  const parsed = parseExpression(expression)
  expect(parsed.kind === 'parsed' && natureOf(parsed)).toEqual({
    random,
    now: time,
    days: expression.startsWith('Day'),
  })
})
