import type { Instant } from '../types.ts'
import { nextMidnight } from './zone.ts'

const second = 1000

/**
 * When something that depends on the time must be looked at again.
 *
 * Exact to the second when it changes before the next midnight, which is assumed to be once; else that midnight.
 * `at` gives what it is at an instant, as a text that can be compared.
 */
export function nextChange(now: Instant, timeZone: string, at: (instant: Instant) => string): Instant {
  const before = at(now)
  let same = Date.parse(now)
  let other = nextMidnight(same, timeZone)
  if (at(instantAt(other)) === before) return instantAt(other)
  while (other - same > second) {
    const middle = same + Math.ceil((other - same) / 2 / second) * second
    if (middle >= other) break
    if (at(instantAt(middle)) === before) same = middle
    else other = middle
  }
  return instantAt(other)
}

function instantAt(ms: number): Instant {
  return new Date(ms).toISOString() as Instant
}
