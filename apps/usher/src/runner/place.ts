import type { Progress } from '@usher/engine'
import type { Wait } from '../edge/http.ts'
import { entrasEstimate, estimate, sampled, type Estimate, type Sample } from './estimate.ts'
import type { OpenJob } from './open-job.ts'

/**
 * Where a running cycle is. `waiting`: the application asked for time, and nothing is sent before. `estimate`: how fast it is, and
 * how long it still takes; null while nobody can tell.
 */
export type Place = Progress & {
  readonly requests: number
  readonly waiting: Wait | null
  readonly estimate: Estimate | null
  /** What Entra's documents say of an initial cycle of so many objects, in minutes. */
  readonly entra: { readonly least: number; readonly most: number }
}

export type Placing = { at(progress: Progress): void; end(): void }

const beat = 500

/**
 * Tells where a cycle is: when the engine says so, and when a wait for the application begins or is over, which the engine
 * does not see. `from`: where the cycle was that this one goes on with, since it never goes back.
 */
export function placing(
  { requests, waiting }: Pick<OpenJob, 'requests' | 'waiting'>,
  { tell, from = null }: { tell(at: Place): void; readonly from?: Pick<Place, 'percent'> | null },
  now: () => number = () => performance.now(),
): Placing {
  let last: Progress | null = null
  let told: Wait | null = null
  let samples: readonly Sample[] = []
  const say = (): void => {
    told = waiting()
    if (last === null) return
    // The census takes no time that says anything about the rest.
    if (last.phase !== 'census') samples = sampled(samples, { at: now(), done: last.overall.done })
    tell({
      ...last,
      percent: Math.max(last.percent, from?.percent ?? 0),
      requests: requests(),
      waiting: told,
      estimate: estimate(samples, last.overall.total),
      entra: entrasEstimate(last.overall.total),
    })
  }
  const timer = setInterval(() => {
    if (waiting()?.until !== told?.until) say()
  }, beat)
  return {
    at(progress) {
      last = progress
      say()
    },
    end: () => clearInterval(timer),
  }
}
