import { expect, test } from 'vitest'
import { dayOf, dayStart, isTimeZone, nextMidnight } from './zone.ts'

const iso = (instant: number): string => new Date(instant).toISOString()

test.each([
  ['UTC', { year: 2026, month: 3, day: 1 }, '2026-03-01T00:00:00.000Z'],
  ['Europe/Berlin', { year: 2026, month: 3, day: 1 }, '2026-02-28T23:00:00.000Z'],
  ['Europe/Berlin', { year: 2026, month: 3, day: 29 }, '2026-03-28T23:00:00.000Z'],
  ['Europe/Berlin', { year: 2026, month: 3, day: 30 }, '2026-03-29T22:00:00.000Z'],
  ['America/New_York', { year: 2026, month: 11, day: 1 }, '2026-11-01T04:00:00.000Z'],
  ['America/New_York', { year: 2026, month: 11, day: 2 }, '2026-11-02T05:00:00.000Z'],
  ['Pacific/Auckland', { year: 2026, month: 1, day: 1 }, '2025-12-31T11:00:00.000Z'],
  // Midnight does not exist there on that day: the clock goes from 23:59 to 01:00.
  ['America/Santiago', { year: 2026, month: 9, day: 6 }, '2026-09-06T04:00:00.000Z'],
  ['UTC', { year: 2026, month: 2, day: 29 }, '2026-03-01T00:00:00.000Z'],
  ['UTC', { year: 26, month: 1, day: 1 }, '0026-01-01T00:00:00.000Z'],
] as const)('in %s the day %j begins at %s', (zone, day, start) => {
  expect(iso(dayStart(day, zone))).toBe(start)
})

test('an instant belongs to a day, which ends at the next midnight of its zone', () => {
  const instant = Date.parse('2026-03-01T23:30:00Z')
  expect(dayOf(instant, 'Europe/Berlin')).toEqual({ year: 2026, month: 3, day: 2 })
  expect(iso(nextMidnight(instant, 'Europe/Berlin'))).toBe('2026-03-02T23:00:00.000Z')
  expect(iso(nextMidnight(instant, 'UTC'))).toBe('2026-03-02T00:00:00.000Z')
})

test('a time zone has a name that is known', () => {
  expect(['UTC', 'Europe/Berlin', 'Mars/Olympus', ''].map(isTimeZone)).toEqual([true, true, false, false])
})
