import type { Instant } from '@usher/engine'
import { expect, test } from 'vitest'
import { leavesAt, nextAttempt, rungs } from './ladder.ts'

const now = '2026-03-02T09:20:00.000Z' as Instant

test('a delivery is tried from seconds to a day apart, for about three days, and then given up', () => {
  expect(nextAttempt(1, now)).toBe('2026-03-02T09:20:05.000Z')
  expect(nextAttempt(rungs.length, now)).toBe('2026-03-03T09:20:00.000Z')
  expect(nextAttempt(rungs.length + 1, now)).toBeNull()
  expect(rungs.toSorted((one, other) => one - other)).toEqual(rungs)
  expect(rungs.reduce((sum, one) => sum + one, 0) / 86_400_000).toBeCloseTo(3.15, 1)
})

test.each([
  ['immediate', 'UTC', now],
  ['hourly', 'UTC', '2026-03-02T10:00:00.000Z'],
  ['daily', 'UTC', '2026-03-03T08:00:00.000Z'],
  ['daily', 'America/New_York', '2026-03-02T13:00:00.000Z'],
  ['daily', 'Asia/Kathmandu', '2026-03-03T02:15:00.000Z'],
] as const)('%s mail in %s leaves at %s', (digest, zone, at) => {
  expect(leavesAt(digest, now, zone)).toBe(at)
})

test('on the day on which clocks are put back, the digest leaves in the morning all the same', () => {
  expect(leavesAt('daily', '2026-10-24T06:00:00.000Z' as Instant, 'Europe/Berlin')).toBe('2026-10-25T07:00:00.000Z')
})
