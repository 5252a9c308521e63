/** When a delivery is tried again, and until when it is gathered. */
import { add, type Instant } from '@usher/engine'

const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** As Standard Webhooks recommends: from seconds to a day, about three days in all. */
export const rungs: readonly number[] = [
  5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour,
] // prettier-ignore

/** When it is tried again after so many attempts; null: not any more. */
export function nextAttempt(attempts: number, now: Instant): Instant | null {
  const wait = rungs[attempts - 1]
  return wait === undefined ? null : add(now, wait)
}

/** The time of day, in the time zone of the tenant, at which a daily digest leaves. */
const morning = '08:00'

/** When a mail leaves that was made now: at once, with the next full hour, or the next morning. */
export function leavesAt(digest: 'immediate' | 'hourly' | 'daily', now: Instant, timeZone: string): Instant {
  if (digest === 'immediate') return now
  const fullHour = add(now, hour - (Date.parse(now) % hour))
  if (digest === 'hourly') return fullHour
  // Offsets of zones are multiples of a quarter of an hour; at most a day and an hour, when clocks are put back.
  const quarter = 15 * minute
  for (
    let at = add(now, quarter - (Date.parse(now) % quarter)), steps = 0;
    steps < 101;
    at = add(at, quarter), steps += 1
  )
    if (isMorning(at, timeZone)) return at
  return fullHour
}

function isMorning(at: Instant, timeZone: string): boolean {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  return clock.format(new Date(at)) === morning
}
