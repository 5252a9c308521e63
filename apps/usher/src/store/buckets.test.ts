import { expect, test } from 'vitest'
import { bucketOf, quantile, secondsOf } from './buckets.ts'

test.each([0.002, 0.3, 1, 59, 3600, 86_400])('%d seconds are told to ten percent', (seconds) => {
  const told = secondsOf(bucketOf(seconds))
  expect(Math.abs(told - seconds) / seconds).toBeLessThan(0.1)
})

test('half and nearly all of what was counted, and nothing of nothing', () => {
  const buckets = [
    { bucket: bucketOf(600), count: 1 },
    { bucket: bucketOf(1), count: 90 },
    { bucket: bucketOf(60), count: 9 },
  ]
  expect(quantile(buckets, 0.5)).toBeCloseTo(1, 0)
  expect(quantile(buckets, 0.95)).toBeGreaterThan(54)
  expect(quantile(buckets, 1)).toBeGreaterThan(540)
  expect(quantile([], 0.5)).toBeNull()
})

test('no time is too short or too long to be counted', () => {
  expect([bucketOf(0), bucketOf(-5), bucketOf(1e12)]).toEqual([0, 0, 140])
})
