/** Runs the jobs: at once when the directory changes, else by their interval; one cycle of a job at a time. */
import {
  add,
  runCycle,
  runReconciliation,
  TargetUnusable,
  type CycleSummary,
  type Instant,
  type ProvisioningError,
} from '@usher/engine'
import { EventEmitter } from 'node:events'
import { isOurs } from '../connectors/directory/feed.ts'
import { listApplications, type Application } from '../store/applications.ts'
import { forgetWatermark, readJob, type Job, type LastCycle } from '../store/jobs.ts'
import { activeJobs, dueJobs, endCycle, takeLease } from '../store/leases.ts'
import { LeaseLost } from '../store/fence.ts'
import type { JobState } from '../store/tables.ts'
import { purgeExchanges } from '../store/exchanges.ts'
import { purgeExpired } from '../store/user-life.ts'
import { forgetTheRest } from './forget-links.ts'
import { holdJob, keepingLease } from './held-job.ts'
import { contextOf, openJob, type House, type OpenJob } from './open-job.ts'
import { placing, type Place } from './place.ts'

export type CycleEnd = { readonly summary: LastCycle } | { readonly error: ProvisioningError } | { readonly busy: true }
/** `asked`: a job runs only when somebody asks for it by name, since no service runs that would follow it up. */
export type Pace = 'always' | 'asked'
export type Runner = {
  readonly pace: Pace
  /** The directory changed: every active job looks, now or when a service runs again. */
  wake(): void
  /**
   * Runs one cycle now and waits for its end. When one runs already: after that one, or with `join` that one.
   */
  run(job: string, join: boolean, progress?: (at: Place) => void): Promise<CycleEnd>
  /** Puts right what differs in the application, when no cycle runs. */
  reconcile(job: string, progress: (at: Place) => void): Promise<CycleEnd>
  /** Ends the running cycle after the objects in flight, and waits for its end. */
  stop(job: string): Promise<void>
  /**
   * Ends the running cycle likewise, and does something to the job before another one may begin.
   *
   * Throws `Wrong` (conflict) when a worker elsewhere runs one.
   */
  hold<R>(job: string, work: () => Promise<R>): Promise<R>
  /** Where the running cycle of a job is, if one runs. */
  progress(job: string): Place | null
  close(): Promise<void>
}
type Say = (line: string) => void
/** What a worker does with a job: a cycle, or a reconciliation. */
type Work = typeof runCycle

const tick = 1000
/** A burst of directory changes is one wake-up. */
const debounce = 50
const day = 24 * 3600_000
const restDays = 30
/** Requests and answers are kept whole for so long (decisions, "Log volume"). */
const exchangeDays = 7
const firstProbe = 10_000
const lastProbe = 5 * 60_000

const waiting =
  'No service runs here, so no application was told yet: npm start does that, or usher run APP for one of them.'

export function createRunner(house: House, say: Say, pace: Pace = 'always'): Runner {
  const events = new EventEmitter()
  const running = new Map<string, Promise<CycleEnd>>()
  const places = new Map<string, Place>()
  const again = new Set<string>()
  const stopping = new Set<string>()
  let closing = false
  let woken: NodeJS.Timeout | undefined
  let waits = false

  const start = (job: string, work: Work = runCycle): Promise<CycleEnd> => {
    const cycle = oneCycle(house, job, work, {
      stopped: () => closing || stopping.has(job),
      say,
      progress(at) {
        places.set(job, at)
        events.emit(job, at)
      },
    }).finally(() => ended(job))
    running.set(job, cycle)
    return cycle
  }
  const ended = (job: string): void => {
    running.delete(job)
    places.delete(job)
    if (again.delete(job) && !closing) start(job).catch(report(say))
  }
  const stop = async (job: string): Promise<void> => {
    stopping.add(job)
    again.delete(job)
    for (let cycle = running.get(job); cycle !== undefined; cycle = running.get(job)) await cycle.catch(() => undefined)
    stopping.delete(job)
  }
  const heard = async <R>(
    job: string,
    progress: ((at: Place) => void) | undefined,
    work: () => Promise<R>,
  ): Promise<R> => {
    const listen = (at: Place): void => progress?.(at)
    events.on(job, listen)
    try {
      return await work()
    } finally {
      events.off(job, listen)
    }
  }
  const startAll = async (jobs: Promise<readonly string[]>, whileRunning: 'again' | 'skip'): Promise<void> => {
    for (const job of await jobs) {
      if (!running.has(job)) start(job).catch(report(say))
      else if (whileRunning === 'again' && !stopping.has(job)) again.add(job)
    }
  }
  const every = (milliseconds: number, work: () => void): NodeJS.Timeout | undefined =>
    pace === 'asked' ? undefined : setInterval(work, milliseconds)
  const timer = every(tick, () => {
    if (!closing) startAll(dueJobs(house.store), 'skip').catch(report(say))
  })
  const purger = every(60 * tick, () => {
    purgeExpired(house.store, add(house.now(), -restDays * day)).catch(report(say))
    purgeExchanges(house.store, add(house.now(), -exchangeDays * day)).catch(report(say))
  })

  return {
    pace,
    wake() {
      if (pace === 'asked') waits = true
      if (pace === 'asked' || closing || woken !== undefined) return
      woken = setTimeout(() => {
        woken = undefined
        startAll(activeJobs(house.store), 'again').catch(report(say))
      }, debounce)
    },
    run: (job, join, progress) =>
      heard(job, progress, async () => {
        const before = running.get(job)
        if (before !== undefined && join) return await before
        if (before !== undefined) await before.catch(() => undefined)
        return await (running.get(job) ?? start(job))
      }),
    reconcile: (job, progress) =>
      heard(job, progress, async () => {
        for (let before = running.get(job); before !== undefined; before = running.get(job))
          await before.catch(() => undefined)
        return await start(job, runReconciliation)
      }),
    stop,
    async hold(job, work) {
      await stop(job)
      const done = holdJob(house, job, work)
      running.set(
        job,
        done.then(
          () => ({ busy: true }),
          () => ({ busy: true }),
        ),
      )
      try {
        return await done
      } finally {
        ended(job)
      }
    },
    progress: (job) => places.get(job) ?? null,
    async close() {
      closing = true
      clearInterval(timer)
      clearInterval(purger)
      clearTimeout(woken)
      await Promise.allSettled(running.values())
      if (waits && (await activeJobs(house.store)).length > 0) say(waiting)
    },
  }
}

function report(say: Say): (error: unknown) => void {
  return (error) => say(`A cycle ended with a fault: ${error instanceof Error ? error.message : String(error)}`)
}

type Watching = { stopped(): boolean; say: Say; progress(at: Place): void }

async function oneCycle(house: House, id: string, work: Work, watching: Watching): Promise<CycleEnd> {
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
  const open = await openJob(house, app, job, lease)
  watching.opened(open)
  const context = { ...(await contextOf(house)), now: began }
  const place = placing(open, watching.progress)
  const summary: CycleSummary = await work(open.ports, open.rules, {
    started: began,
    context,
    verify: job.verify,
    stopped: watching.stopped,
    progress: place.at,
  }).finally(place.end)
  const ended = house.now()
  return {
    ...summary,
    began,
    ended,
    seconds: (Date.parse(ended) - Date.parse(began)) / 1000,
    requests: open.requests(),
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
