import type { Instant } from '../types.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** A time that never comes: only a change in the directory, or a person, brings the object back. */
export const never = '9999-12-31T23:59:59.999Z' as Instant

/** Waits after the first failure; then every day, and no more after 28 days (ER-2, ER-6). */
const rungs = [40 * minute, 6 * hour, 12 * hour, day]

/**
 * When a failed object is tried again.
 *
 * `attempts` counts the failures so far, this one included. A failure that can pass by itself is tried once more
 * within the cycle (ER-4), then on the ladder like any other.
 */
export function nextAttempt(
  since: Instant,
  now: Instant,
  attempts: number,
  retry: 'soon' | 'later' | 'never',
): Instant {
  if (retry === 'never') return never
  if (retry === 'soon' && attempts === 1) return now
  const rung = attempts - (retry === 'soon' ? 2 : 1)
  const wait = rungs[rung]
  const next = wait === undefined ? add(now, day) : add(since, wait)
  if (next > add(since, 28 * day)) return never
  return next > now ? next : add(now, minute)
}

export function add(instant: Instant, ms: number): Instant {
  return new Date(Date.parse(instant) + ms).toISOString() as Instant
}

export function addDays(instant: Instant, days: number): Instant {
  return add(instant, days * day)
}
