import type { Rate } from '../gallery/template.ts'

/** How a bucket fills; times are milliseconds of any clock that does not go back. */
export type Refill = { readonly capacity: number; readonly perMillisecond: number }
/** What was left at a moment; below zero when more was promised than was there. */
export type Bucket = { readonly tokens: number; readonly at: number }

/** Of a limit without a burst, this share may come at once; the rest of it flows evenly. */
const share = 0.1

/**
 * A bucket that keeps a published limit in every window of its length, wherever the window begins.
 *
 * A full bucket and what flows into it meanwhile are never more than `requests` (and `burst`) together.
 */
export function refillOf({ requests, seconds, burst = 0 }: Rate): Refill {
  const window = seconds * 1000
  const capacity = burst > 0 ? burst : Math.max(1, Math.floor(requests * share))
  const flowing = burst > 0 ? requests : Math.max(requests - capacity, requests / 2)
  return { capacity, perMillisecond: flowing / window }
}

export function full({ capacity }: Refill, now: number): Bucket {
  return { tokens: capacity, at: now }
}

/** Milliseconds until so many tokens are there; more than the bucket holds count as a full one. */
export function waitFor(
  refill: Refill,
  bucket: Bucket,
  { now, count }: { readonly now: number; readonly count: number },
): number {
  const missing = Math.min(count, refill.capacity) - at(refill, bucket, now)
  return missing <= 0 ? 0 : Math.ceil(missing / refill.perMillisecond)
}

export function take(
  refill: Refill,
  bucket: Bucket,
  { now, count }: { readonly now: number; readonly count: number },
): Bucket {
  return { tokens: at(refill, bucket, now) - count, at: now }
}

function at({ capacity, perMillisecond }: Refill, { tokens, at: before }: Bucket, now: number): number {
  return Math.min(capacity, tokens + Math.max(0, now - before) * perMillisecond)
}
