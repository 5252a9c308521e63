/** Accidental-deletion prevention (engine.md section 7, decisions "Removals"). Null switches it off. */
import { add } from '../job/ladder.ts'
import type { Instant } from '../types.ts'

export type GuardLimits = { readonly threshold: number; readonly percent: number }

/** The percentage never holds fewer than this many removals, so that small directories can work. */
const leastRemovals = 10

/** `managed`: active accounts, as the window began. */
export type Guarded = {
  readonly planned: number
  readonly done: number
  readonly held: number
  readonly managed: number
}

/**
 * Whether changes of one kind are held for a person's consent.
 *
 * Counts what is about to happen with what happened in the rolling window; reaching either limit holds all that is not
 * yet carried out (AD-5: at or above). `least`: the percentage never holds fewer.
 */
export function guard(
  limits: GuardLimits | null,
  { planned, done, held, managed }: Guarded,
  least: number = leastRemovals,
): { readonly hold: boolean; readonly limit: number; readonly count: number } {
  const count = planned + done + held
  if (limits === null) return { hold: false, limit: Infinity, count }
  const limit = Math.min(limits.threshold, Math.max(least, Math.ceil((managed * limits.percent) / 100)))
  return { hold: planned > 0 && count >= limit, limit, count }
}

/** More removals than this within a minute are a burst: the next are gathered before any of them is written. */
const mostAtOnce = 20
export const burstWindow = 60_000

/**
 * Until when removals are gathered, so that the guard can count them together; null: they are written now.
 *
 * `began`: when the first of those that are gathered already was; `recent`: removals of the last minute.
 */
export function gathering(
  { planned, recent, began }: { readonly planned: number; readonly recent: number; readonly began: Instant | null },
  now: Instant,
): { readonly since: Instant; readonly until: Instant } | null {
  if (planned === 0 || planned + recent <= mostAtOnce) return null
  const since = began ?? now
  const until = add(since, burstWindow)
  return until > now ? { since, until } : null
}

/** How long a rejection holds, in days; then it is asked anew. */
export const rejectionDays = 30
