/** How long a cycle still takes, from how fast it was so far. */

/** Objects that were done at a moment, in milliseconds. */
export type Sample = { readonly at: number; readonly done: number }
export type Estimate = {
  /** Objects a second. */
  readonly rate: number
  /** Seconds until all are done. */
  readonly remaining: number
}

/** The last part of the time that has passed counts: what it was like at the beginning may be long ago. */
const part = 1 / 3
/** Nothing is said before so many milliseconds. */
const soonest = 2000

/**
 * The samples that are still needed, the oldest first, with this one.
 *
 * Of those before the part that counts the youngest is kept, since the part begins there.
 */
export function sampled(samples: readonly Sample[], now: Sample): readonly Sample[] {
  const [first = now] = samples
  const since = now.at - (now.at - first.at) * part
  const old = samples.slice(1).filter(({ at }) => at < since)
  return [first, ...samples.slice(1 + Math.max(0, old.length - 1)), now]
}

/** null: nobody can tell yet. `total`: how many there are in all, as far as is known. */
export function estimate(samples: readonly Sample[], total: number): Estimate | null {
  const [first, second] = samples
  const last = samples.at(-1)
  if (first === undefined || last === undefined || last.at - first.at < soonest || total === 0) return null
  const since = last.at - (last.at - first.at) * part
  const from = second !== undefined && second.at <= since ? second : first
  const seconds = (last.at - from.at) / 1000
  const rate = (last.done - from.done) / seconds
  return rate <= 0 ? null : { rate, remaining: Math.max(0, total - last.done) / rate }
}

/** What Entra's documents say of an initial cycle of so many objects, in minutes (ST-20). */
export function entrasEstimate(objects: number): { readonly least: number; readonly most: number } {
  return { least: 0.01 * objects, most: 0.08 * objects }
}
