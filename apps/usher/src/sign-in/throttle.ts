/** How often somebody may do something: so many at once, and so many a second on average. */
import { whoseAddress } from '../edge/addresses.ts'
import { full, take, waitFor, type Bucket, type Refill } from '../edge/token-bucket.ts'

/** Who is remembered; whoever has done it the longest ago is forgotten. */
const most = 10_000

export type Throttle = {
  /** Counts once more. Seconds to wait before it may be done; 0: it may be done, and is counted. */
  spend(who: string): number
}

export function throttle(refill: Refill, now: () => number = () => performance.now()): Throttle {
  const buckets = new Map<string, Bucket>()
  return {
    spend(who) {
      const at = now()
      const had = buckets.get(who) ?? full(refill, at)
      const wait = waitFor(refill, had, { now: at, count: 1 })
      buckets.delete(who)
      buckets.set(who, wait > 0 ? had : take(refill, had, { now: at, count: 1 }))
      const [oldest] = buckets.keys()
      if (buckets.size > most && oldest !== undefined) buckets.delete(oldest)
      return Math.ceil(wait / 1000)
    },
  }
}

/** Requests that fail, by the address they come from. One that succeeds is never held up by them. */
export const failures = (now?: () => number): Throttle =>
  ofAddresses({ capacity: 1200, perMillisecond: 20 / 1000 }, now)

/** Sign-ins that begin, each of which is kept for half an hour, by the address they come from. */
export const beginnings = (now?: () => number): Throttle =>
  ofAddresses({ capacity: 1200, perMillisecond: 20 / 1000 }, now)

function ofAddresses(refill: Refill, now?: () => number): Throttle {
  const { spend } = throttle(refill, now)
  return { spend: (address) => spend(whoseAddress(address)) }
}

/** Requests of one client or person. `perSecond` on average, five times as many at once. */
export const ofClients = (perSecond: number): Throttle =>
  throttle({ capacity: 5 * perSecond, perMillisecond: perSecond / 1000 })
