/** How many requests that fail one address may make. One that succeeds is never held up by them (docs/decisions/0047). */
import { full, take, waitFor, type Bucket, type Refill } from '../edge/token-bucket.ts'

const refill: Refill = { capacity: 1200, perMillisecond: 20 / 1000 }
/** Addresses that are remembered; whoever has failed the longest ago is forgotten. */
const most = 10_000

export type Failures = {
  /** Counts one more failure of an address. Seconds it is told to wait; 0: it is answered why it failed. */
  failed(address: string): number
}

export function countFailures(now: () => number = () => performance.now()): Failures {
  const buckets = new Map<string, Bucket>()
  return {
    failed(address) {
      const at = now()
      const had = buckets.get(address) ?? full(refill, at)
      const wait = waitFor(refill, had, { now: at, count: 1 })
      buckets.delete(address)
      buckets.set(address, wait > 0 ? had : take(refill, had, { now: at, count: 1 }))
      const [oldest] = buckets.keys()
      if (buckets.size > most && oldest !== undefined) buckets.delete(oldest)
      return Math.ceil(wait / 1000)
    },
  }
}
