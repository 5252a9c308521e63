/** The store is away, and back: each is told once, whoever meets it first. */
import { storeAway } from '@usher/host'
import type { Log } from './log.ts'

export type Outage = {
  /** Whether the error is that the store does not answer. Then it has been told, and nobody else needs to. */
  isTold(error: unknown): boolean
  /** The store has answered a statement. */
  answered(): void
}

/** A connection may still answer while others are refused: it is back when nothing was refused for so long, in milliseconds. */
const settled = 500

/** `now`: milliseconds of a clock that only goes forward. */
export function createOutage(log: Pick<Log, 'error' | 'warn'>, now: () => number = () => performance.now()): Outage {
  let away: { readonly since: number; last: number } | null = null
  return {
    isTold(error) {
      const sentence = storeAway(error)
      if (sentence === null) return false
      if (away === null) log.error(sentence)
      away = { since: away?.since ?? now(), last: now() }
      return true
    },
    answered() {
      if (away === null || now() - away.last < settled) return
      const seconds = Math.round((now() - away.since) / 1000)
      log.warn(`PostgreSQL answers again, after ${seconds} s. Everything goes on.`, { seconds })
      away = null
    },
  }
}
