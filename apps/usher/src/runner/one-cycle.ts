/** One cycle of one job: it takes the lease, carries the cycle out, and says how it ended and when the next one is due. */
import {
  runCycle,
  TargetUnusable,
  type CycleSummary,
  type Instant,
  type ProvisioningError,
  type Watermark,
} from '@usher/engine'
import { storeAway } from '@usher/host'
import { randomUUID } from 'node:crypto'
import { changedSince, isOurs, readMark } from '../connectors/directory/feed.ts'
import { listApplications, type Application } from '../store/applications.ts'
import { Wrong } from '../store/directory.ts'
import { LeaseLost } from '../store/fence.ts'
import { isInbound } from '../store/inbound-jobs.ts'
import { forgetWatermark, readJob, type Job, type LastCycle } from '../store/jobs.ts'
import { endCycle, hasten, releaseLease, takeLease } from '../store/leases.ts'
import type { JobState } from '../store/tables.ts'
import { besideCycle, type Beside } from './beside.ts'
import { endingOf, type Result } from './ending.ts'
import { forgetTheRest } from './forget-links.ts'
import { keepingLease } from './held-job.ts'
import { contextOf, openJob, type House, type OpenJob } from './open-job.ts'
import { placing, type Place } from './place.ts'
import { sharingOf } from './sharing.ts'

export type CycleEnd = { readonly summary: LastCycle } | { readonly error: ProvisioningError } | { readonly busy: true }
/** What a worker does with a job: a cycle, or a reconciliation. */
export type Work = typeof runCycle
export type Watching = {
  /** Aborted when the cycle is to end after the objects in flight. */
  readonly stop: AbortSignal
  say(line: string): void
  progress(at: Place): void
  /** Hears who is to be woken when the directory changes while the cycle runs. */
  beside(lane: Pick<Beside, 'wake'>): void
}

/** Runs one cycle, unless another worker runs one (`busy`). Throws what is a fault of ours, after it was written down. */
export async function oneCycle(house: House, id: string, work: Work, watching: Watching): Promise<CycleEnd> {
  const { store } = house
  const lease = await takeLease(store, id, house.exclusive)
  if (lease === null) return { busy: true }
  const job = await readJob(store, id)
  const app = await applicationOf(house, job)
  if (isInbound(job)) {
    await releaseLease(store, id, lease)
    throw new Wrong('invalid', `${app.displayName} has no cycles: it takes people when clients send them.`)
  }
  const began = house.now()
  // Another process may have paused the job, or removed it.
  const away = new AbortController()
  const told = (state: JobState | null): void => {
    if (state === null || state === 'Paused') away.abort()
  }
  const stop = AbortSignal.any([away.signal, watching.stop])
  let open: OpenJob | null = null
  const opened = (one: OpenJob): void => void (open = one)
  const end = async (result: Result): Promise<void> => {
    const cycle = open?.cycle ?? randomUUID()
    const ending = await endingOf(house, { app, job, cycle }, result)
    const began = { verified: work === runCycle && job.verify, schemaVersion: job.schemaVersion, lifts: job.lifts }
    await endCycle(store, id, lease, { ...ending, ...began })
  }
  try {
    let at: Place | null = leftBy(job)
    let mark: Watermark | null = null
    const marked = (of: Watermark): void => void (mark = of)
    const progress = (place: Place): void => watching.progress((at = place))
    const last = await keepingLease(house, { job: id, lease, told, place: () => at }, async () => {
      const done = await carryOut(
        house,
        { app, job, lease, began, work },
        { ...watching, progress, stop, opened, marked },
      )
      // Only a cycle has taken away the accounts of those who left.
      if (work === runCycle && !done.stopped) await forgetTheRest(house, app, job)
      return done
    })
    await end({ last })
    // A worker elsewhere that was told of a change meanwhile found the job taken.
    const isAlone = house.exclusive || mark === null || last.stopped
    if (!isAlone && (await changedSince(store, readMark(mark as unknown as Watermark), 'anything')))
      await hasten(store, id, 'unlessQuarantined')
    return { summary: last }
  } catch (error) {
    if (error instanceof LeaseLost) return { busy: true }
    if (!(error instanceof TargetUnusable)) {
      await end({ error: fault(error) })
      throw error
    }
    if (job.lastError?.message !== error.message) watching.say(`${app.displayName}: ${error.message}`)
    const until = (open as OpenJob | null)?.waiting()?.until as Instant | undefined
    await end({ error: error.error, witness: error.witness, until })
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
  watching: Watching & { opened(open: OpenJob): void; marked(mark: Watermark): void },
): Promise<LastCycle> {
  const mark = job.watermark ?? job.checkpoint?.watermark ?? null
  if (mark !== null && !(await isOurs(house.store, mark as never))) {
    watching.say(`${app.displayName}: the watermark is of another database, so this cycle is an initial one.`)
    await forgetWatermark(house.store, job.id)
  }
  const { stop } = watching
  const stopped = (): boolean => stop.aborted
  const open = await openJob(house, app, job, { lease, lane: 'cycle', away: stop })
  watching.opened(open)
  // Whoever could not be reached is asked one thing before the directory is read.
  const hasFailed = job.lastError !== null && job.lastError.code !== 'InternalError'
  if (hasFailed || !job.proved) await open.probe()
  const context = { ...(await contextOf(house)), now: began }
  const place = placing(open, { tell: watching.progress, from: leftBy(job) })
  const sharing = work === runCycle ? sharingOf(house, { app, job, lease, cycle: open.cycle }, stop) : null
  const lane = besideCycle(house, { app, job, lease }, watching)
  watching.beside(lane)
  // A reconciliation has no feed of its own; what changed since the last cycle is carried out beside it.
  if (work !== runCycle && job.watermark !== null) lane.began(job.watermark as Watermark)
  const alone: CycleSummary = await work(open.ports, open.rules, {
    started: began,
    context,
    verify: job.verify,
    stopped,
    progress: place.at,
    ...(sharing !== null && { sharing }),
    began(mark) {
      lane.began(mark)
      watching.marked(mark)
    },
  })
    .catch(async (error: unknown) => {
      await lane.abandon()
      throw error
    })
    .finally(place.end)
  const summary = await lane.end({ ...alone, requests: open.requests() + (sharing?.requests() ?? 0) })
  const ended = house.now()
  return {
    ...summary,
    id: open.cycle,
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

/** Where an initial cycle was whose worker died, when this one goes on with it. */
function leftBy({ watermark, checkpoint, schemaVersion, progress }: Job): Place | null {
  return watermark === null && checkpoint?.schemaVersion === schemaVersion ? progress : null
}

/** A fault of ours; its cycle is tried again. */
function fault(error: unknown): ProvisioningError {
  const message = storeAway(error) ?? (error instanceof Error ? error.message : String(error))
  return { code: 'InternalError', message, retry: 'later' }
}
