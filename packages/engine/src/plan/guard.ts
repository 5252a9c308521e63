/** Accidental-deletion prevention (engine.md section 7, decisions "Removals"). Null switches it off. */
export type GuardLimits = { readonly threshold: number; readonly percent: number }

/** The percentage never holds fewer than this many removals, so that small directories can work. */
const least = 10

/**
 * Whether removals are held for a person's consent.
 *
 * Counts what is about to be removed with what was removed in the rolling window; reaching either limit holds all
 * that is not yet carried out (AD-5: at or above).
 */
export function guard(
  limits: GuardLimits | null,
  removals: { readonly planned: number; readonly done: number; readonly held: number; readonly managed: number },
): { readonly hold: boolean; readonly limit: number; readonly count: number } {
  const count = removals.planned + removals.done + removals.held
  if (limits === null) return { hold: false, limit: Infinity, count }
  // Those already removed in the window were managed when it began.
  const share = Math.ceil(((removals.managed + removals.done) * limits.percent) / 100)
  const limit = Math.min(limits.threshold, Math.max(least, share))
  return { hold: removals.planned > 0 && count >= limit, limit, count }
}
