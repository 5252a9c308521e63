import type { Progress } from '@usher/engine'
import type { Wait } from '../edge/http.ts'
import type { OpenJob } from './open-job.ts'

/** Where a running cycle is. `waiting`: the application asked for time, and nothing is sent before. */
export type Place = Progress & { readonly requests: number; readonly waiting: Wait | null }

export type Placing = { at(progress: Progress): void; end(): void }

const beat = 500

/**
 * Tells where a cycle is: when the engine says so, and when a wait for the application begins or is over, which the engine
 * does not see.
 */
export function placing(
  { requests, waiting }: Pick<OpenJob, 'requests' | 'waiting'>,
  tell: (at: Place) => void,
): Placing {
  let last: Progress | null = null
  let told: Wait | null = null
  const say = (): void => {
    told = waiting()
    if (last !== null) tell({ ...last, requests: requests(), waiting: told })
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
