import { describe, expect, test } from 'vitest'
import type { Rate } from '../gallery/template.ts'
import { full, refillOf, take, waitFor } from './token-bucket.ts'

/** When so many requests go that all come at once, in milliseconds. */
function goings(rate: Rate, count: number, weight = 1): readonly number[] {
  const refill = refillOf(rate)
  let bucket = full(refill, 0)
  let now = 0
  return Array.from({ length: count }, () => {
    now += waitFor(refill, bucket, { now, count: weight })
    bucket = take(refill, bucket, { now, count: weight })
    return now
  })
}

/** The most that went within any window of the rate. */
function mostWithin(times: readonly number[], { seconds }: Rate): number {
  let most = 0
  let from = 0
  for (const [index, at] of times.entries()) {
    while ((times[from] ?? 0) <= at - seconds * 1000) from += 1
    most = Math.max(most, index - from + 1)
  }
  return most
}

describe('a published limit', () => {
  test.each<Rate>([
    { requests: 20, seconds: 1 },
    { requests: 25, seconds: 1 },
    { requests: 180, seconds: 60, burst: 20 },
    { requests: 5, seconds: 30 },
    { requests: 1, seconds: 10 },
    { requests: 600, seconds: 60, burst: 180 },
    { requests: 25_000, seconds: 3600 },
  ])('%j is not passed in any window, and nearly used', (rate) => {
    const allowed = rate.requests + (rate.burst ?? 0)
    const times = goings(rate, 3 * rate.requests + 5)
    expect(mostWithin(times, rate)).toBeLessThanOrEqual(Math.max(allowed, 1))
    const [last = 0] = times.slice(-1)
    const atBest = ((3 * rate.requests + 4) / rate.requests) * rate.seconds * 1000
    // A limit of very few loses a part of it, so that no window is passed.
    expect(last).toBeLessThan(atBest * (rate.requests < 10 ? 2.1 : 1.2))
  })

  test('a request that counts as several takes as many', () => {
    const rate = { requests: 20, seconds: 1 }
    const times = goings(rate, 5, 10)
    expect(times[0]).toBe(0)
    expect((times[4] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(2000)
  })

  test('what was not used is not saved beyond the bucket', () => {
    const refill = refillOf({ requests: 10, seconds: 1, burst: 3 })
    const bucket = full(refill, 0)
    expect(waitFor(refill, bucket, { now: 3_600_000, count: 3 })).toBe(0)
    const after = take(refill, bucket, { now: 3_600_000, count: 3 })
    expect(waitFor(refill, after, { now: 3_600_000, count: 1 })).toBe(100)
  })

  test('a clock that goes back gives nothing', () => {
    const refill = refillOf({ requests: 10, seconds: 1, burst: 1 })
    const bucket = take(refill, full(refill, 1000), { now: 1000, count: 1 })
    expect(waitFor(refill, bucket, { now: 500, count: 1 })).toBe(100)
  })
})
