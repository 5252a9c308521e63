import type { Instant } from '../types.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** A time that never comes: only a change in the directory, or a person, brings the object back. */
export const never = '9999-12-31T23:59:59.999Z' as Instant

/**
 * When something that failed is tried again, in milliseconds: after the first failure, then every so often, until it has
 * lasted for so long.
 */
export type Ladder = { readonly rungs: readonly number[]; readonly every: number; readonly end: number }

/** ER-2, ER-6. */
export const usualLadder: Ladder = { rungs: [40 * minute, 6 * hour, 12 * hour, day], every: day, end: 28 * day }

/** Where something stands on its ladder: `attempts` counts the failures so far, this one included. */
export type Standing = { readonly since: Instant; readonly now: Instant; readonly attempts: number }

/**
 * When a failed object is tried again.
 *
 * A failure that can pass by itself is tried once more within the cycle (ER-4), then on the ladder like any other. A rung
 * that lies in the past, since nothing ran then, is a minute from now.
 */
export function nextAttempt(
  { rungs, every, end }: Ladder,
  { since, now, attempts }: Standing,
  retry: 'soon' | 'later' | 'never',
): Instant {
  if (retry === 'never') return never
  if (retry === 'soon' && attempts === 1) return now
  const wait = rungs[attempts - (retry === 'soon' ? 2 : 1)]
  const next = wait === undefined ? add(now, every) : add(since, wait)
  if (next > add(since, end)) return never
  return next > now ? next : add(now, minute)
}

/** Whether a failure that could pass has reached the end of its ladder. */
export function isExpired({
  next,
  error,
}: {
  readonly next: Instant
  readonly error?: { readonly retry: string }
}): boolean {
  return next === never && error !== undefined && error.retry !== 'never'
}

export function add(instant: Instant, ms: number): Instant {
  return new Date(Date.parse(instant) + ms).toISOString() as Instant
}

export function addDays(instant: Instant, days: number): Instant {
  return add(instant, days * day)
}
