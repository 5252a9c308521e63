import { jobsByName } from '../store/listening.ts'
import { oneCycle, type CycleEnd, type Watching, type Work } from './one-cycle.ts'
import type { House } from './open-job.ts'

/** `oneCycle`, seen by whoever watches the house. */
export async function watchedCycle(house: House, id: string, work: Work, watching: Watching): Promise<CycleEnd> {
  const run = (): Promise<CycleEnd> => oneCycle(house, id, work, watching)
  if (house.watch === undefined) return run()
  const named = (await jobsByName(house.store)).get(id)
  return named === undefined ? run() : house.watch.cycle({ id, application: named.application, job: named.name }, run)
}
