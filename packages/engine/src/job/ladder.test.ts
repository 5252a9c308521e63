import { expect, test } from 'vitest'
import type { Instant } from '../types.ts'
import { add, isExpired, never, nextAttempt, usualLadder, type Ladder } from './ladder.ts'

const t0 = '2026-01-01T00:00:00.000Z' as Instant
const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** When each attempt is made, in milliseconds after the first failure, until there is none any more. */
function attempts(retry: 'soon' | 'later', ladder: Ladder = usualLadder): readonly number[] {
  const times: number[] = []
  let now = t0
  for (let count = 1; count < 100; count += 1) {
    const next = nextAttempt(ladder, { since: t0, now, attempts: count }, retry)
    if (next === never) return times
    times.push(Date.parse(next) - Date.parse(t0))
    now = next
  }
  throw new Error('It never ends')
}

test('ER-6, A-26: 40 minutes, 6, 12 and 24 hours after the first failure, then daily, until 28 days', () => {
  const daily = Array.from({ length: 27 }, (_, n) => (n + 2) * day)
  expect(attempts('later')).toEqual([40 * minute, 6 * hour, 12 * hour, day, ...daily])
})

test('ER-4: what can pass by itself is tried once more at once, then by the same ladder', () => {
  expect(attempts('soon')).toEqual([0, ...attempts('later')])
})

test('what cannot pass waits for a change in the directory', () => {
  expect(nextAttempt(usualLadder, { since: t0, now: t0, attempts: 1 }, 'never')).toBe(never)
})

test('a rung that lies in the past, since the service was off, is a minute from now', () => {
  const now = add(t0, 3 * hour)
  expect(nextAttempt(usualLadder, { since: t0, now, attempts: 1 }, 'later')).toBe(add(now, minute))
})

test('the time that never comes is later than any other as text', () => {
  expect(never > add(t0, 5000 * day)).toBe(true)
})

test('ER-6: all figures can be others', () => {
  const ladder = { rungs: [5 * minute, hour], every: 2 * hour, end: 6 * hour }
  expect(attempts('later', ladder)).toEqual([5 * minute, hour, 3 * hour, 5 * hour])
})

test('what has reached the end of its ladder is expired; what cannot pass by itself never was on it', () => {
  expect(isExpired({ next: never, error: { retry: 'later' } })).toBe(true)
  expect(isExpired({ next: t0, error: { retry: 'later' } })).toBe(false)
  expect(isExpired({ next: never, error: { retry: 'never' } })).toBe(false)
})
