/** One cycle of one job: it takes the lease, carries the cycle out, and says how it ended and when the next one is due. */
import {
  add,
  runCycle,
  TargetUnusable,
  type CycleSummary,
  type Instant,
  type ProvisioningError,
  type Watermark,
} from '@usher/engine'
import { isOurs } from '../connectors/directory/feed.ts'
import { listApplications, type Application } from '../store/applications.ts'
import { LeaseLost } from '../store/fence.ts'
import { forgetWatermark, readJob, type Job, type LastCycle } from '../store/jobs.ts'
import { endCycle, takeLease } from '../store/leases.ts'
import type { JobState } from '../store/tables.ts'
import { besideCycle, type Beside } from './beside.ts'
import { forgetTheRest } from './forget-links.ts'
import { keepingLease } from './held-job.ts'
import { contextOf, openJob, type House, type OpenJob } from './open-job.ts'
import { placing, type Place } from './place.ts'

export type CycleEnd = { readonly summary: LastCycle } | { readonly error: ProvisioningError } | { readonly busy: true }
/** What a worker does with a job: a cycle, or a reconciliation. */
export type Work = typeof runCycle
export type Watching = {
  stopped(): boolean
  say(line: string): void
  progress(at: Place): void
  /** Hears who is to be woken when the directory changes while the cycle runs. */
  beside(lane: Pick<Beside, 'wake'>): void
}

const firstProbe = 10_000
const lastProbe = 5 * 60_000

/** Runs one cycle, unless another worker runs one (`busy`). Throws what is a fault of ours, after it was written down. */
export async function oneCycle(house: House, id: string, work: Work, watching: Watching): Promise<CycleEnd> {
  const { store } = house
  const lease = await takeLease(store, id, house.exclusive)
  if (lease === null) return { busy: true }
  const job = await readJob(store, id)
  const app = await applicationOf(house, job)
  const began = house.now()
  const end = { verified: work === runCycle && job.verify, schemaVersion: job.schemaVersion }
  // Another process may have paused the job, or removed it.
  let away = false
  const told = (state: JobState | null): void => void (away = state === null || state === 'Paused')
  const stopped = (): boolean => away || watching.stopped()
  let open: OpenJob | null = null
  const opened = (one: OpenJob): void => void (open = one)
  try {
    const last = await keepingLease(house, { job: id, lease, told }, async () => {
      const done = await carryOut(house, { app, job, lease, began, work }, { ...watching, stopped, opened })
      // Only a cycle has taken away the accounts of those who left.
      if (work === runCycle && !done.stopped) await forgetTheRest(house, app, job)
      return done
    })
    await endCycle(store, id, lease, {
      last,
      error: null,
      ...end,
      nextRun: add(house.now(), job.settings.interval * 60_000),
    })
    return { summary: last }
  } catch (error) {
    if (error instanceof LeaseLost) return { busy: true }
    if (!(error instanceof TargetUnusable)) {
      await endCycle(store, id, lease, {
        last: null,
        error: fault(error, job, house),
        ...end,
        nextRun: add(house.now(), lastProbe),
      })
      throw error
    }
    const times = (job.lastError?.times ?? 0) + 1
    if (job.lastError?.message !== error.message) watching.say(`${app.displayName}: ${error.message}`)
    const probe = add(house.now(), Math.min(lastProbe, firstProbe * 2 ** (times - 1)))
    // An application that asked to wait is left alone until then.
    const until = (open as OpenJob | null)?.waiting()?.until as Instant | undefined
    await endCycle(store, id, lease, {
      last: null,
      error: { ...error.error, at: house.now(), times },
      ...end,
      nextRun: until !== undefined && until > probe ? until : probe,
    })
    return { error: error.error }
  }
}

type Begun = {
  readonly app: Application
  readonly job: Job
  readonly lease: string
  readonly began: Instant
  readonly work: Work
}

async function carryOut(
  house: House,
  { app, job, lease, began, work }: Begun,
  watching: Watching & { opened(open: OpenJob): void },
): Promise<LastCycle> {
  const mark = job.watermark ?? job.checkpoint?.watermark ?? null
  if (mark !== null && !(await isOurs(house.store, mark as never))) {
    watching.say(`${app.displayName}: the watermark is of another database, so this cycle is an initial one.`)
    await forgetWatermark(house.store, job.id)
  }
  const open = await openJob(house, app, job, { lease, lane: 'cycle' })
  watching.opened(open)
  const context = { ...(await contextOf(house)), now: began }
  const place = placing(open, watching.progress)
  const lane = besideCycle(house, { app, job, lease }, watching)
  watching.beside(lane)
  // A reconciliation has no feed of its own; what changed since the last cycle is carried out beside it.
  if (work !== runCycle && job.watermark !== null) lane.began(job.watermark as Watermark)
  const alone: CycleSummary = await work(open.ports, open.rules, {
    started: began,
    context,
    verify: job.verify,
    stopped: watching.stopped,
    progress: place.at,
    began: lane.began,
  })
    .catch(async (error: unknown) => {
      await lane.abandon()
      throw error
    })
    .finally(place.end)
  const summary = await lane.end({ ...alone, requests: open.requests() })
  const ended = house.now()
  return {
    ...summary,
    began,
    ended,
    seconds: (Date.parse(ended) - Date.parse(began)) / 1000,
  }
}

async function applicationOf(house: House, job: Job): Promise<Application> {
  const apps = await listApplications(house.store)
  const app = apps.find((one) => one.id === job.applicationId)
  if (app === undefined) throw new Error(`The application of the job ${job.id} is gone`)
  return app
}

function fault(error: unknown, job: Job, house: House) {
  const message = error instanceof Error ? error.message : String(error)
  return {
    code: 'InternalError' as const,
    message,
    retry: 'later' as const,
    at: house.now(),
    times: (job.lastError?.times ?? 0) + 1,
  }
}
