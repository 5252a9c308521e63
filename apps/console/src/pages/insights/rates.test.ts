import { expect, test } from 'vitest'
import { dayName, percent, successRate, took } from './rates.ts'

const of = (success: number, failure: number) => ({ success, failure, skipped: 5, warning: 0, held: 1 })

test('what was left out or waits was not tried, and of nothing there is no rate', () => {
  expect([successRate(of(3, 1)), successRate(of(0, 2)), successRate(of(0, 0))]).toEqual([75, 0, null])
})

test('all is only said when nothing failed', () => {
  expect([percent(100), percent(99.99), percent(66.666), percent(null)]).toEqual(['100 %', '99.9 %', '66.7 %', '–'])
})

test.each([
  [null, '–'],
  [0.0123, '12 ms'],
  [1.23, '1.2 s'],
  [180, '3 min'],
  [5400, '1.5 h'],
  [200_000, '2.3 days'],
])('%s seconds are %s', (seconds, says) => expect(took(seconds)).toBe(says))

test('a day is one of UTC, wherever one reads', () => expect(dayName('2026-03-02')).toBe('Mar 2'))
