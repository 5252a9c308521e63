import { planCycle, type Instant, type Planned, type Rules, type Source, type Watermark } from '@usher/engine'
import type { Application } from '../store/applications.ts'
import type { Job } from '../store/jobs.ts'
import { contextOf, openJob, type House } from './open-job.ts'

export type OpenPlan = {
  readonly pages: AsyncIterable<Planned>
  readonly source: Source
  readonly rules: Rules
  readonly started: Instant
  requests(): number
}

/** What the next cycle would do, of the job as it is or as it would be. Nothing is written. */
export async function openPlan(
  house: House,
  { app, job }: { readonly app: Application; readonly job: Job },
): Promise<OpenPlan> {
  const { ports, rules, requests } = await openJob(house, app, job, null)
  // The plan of mappings that are not saved yet begins where a job with them would: at the beginning.
  const watermark = () => Promise.resolve(job.watermark as Watermark | null)
  const started = house.now()
  const pages = planCycle({ ...ports, journal: { ...ports.journal, watermark } }, rules, {
    started,
    context: { ...(await contextOf(house)), now: started },
    verify: job.verify,
    progress: () => undefined,
    stopped: () => false,
  })
  return { pages, source: ports.source, rules, started, requests }
}
