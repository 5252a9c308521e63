/** Runs the jobs: at once when the directory changes, else by their interval; one cycle of a job at a time. */
import { add, runCycle, runReconciliation } from '@usher/engine'
import { EventEmitter } from 'node:events'
import { activeJobs, dueJobs } from '../store/leases.ts'
import { purgeExpired } from '../store/user-life.ts'
import { helping } from './helping.ts'
import { holdJob } from './held-job.ts'
import { listening } from './listening.ts'
import type { CycleEnd, Work } from './one-cycle.ts'
import { runElsewhere } from './elsewhere.ts'
import type { House } from './open-job.ts'
import type { Place } from './place.ts'
import { ownQueue, type Queue, type Why } from './queue.ts'
import { upkeep } from './upkeep.ts'
import { watchedCycle } from './watched-cycle.ts'

/**
 * `asked`: a job runs only when somebody asks for it by name, since no service runs that would follow it up. `elsewhere`: likewise,
 * and workers elsewhere hear of what has to be done.
 */
export type Pace = 'always' | 'asked' | 'elsewhere'
export type Runner = {
  readonly pace: Pace
  /** The directory changed: every active job looks, now or when a service runs again. */
  wake(): void
  /** A wake-up: this job is to be looked at here. */
  look(job: string, why: Why): void
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
  hold<R>(job: string, work: (lease: string) => Promise<R>): Promise<R>
  /** Where the running cycle of a job is, if one runs. */
  progress(job: string): Place | null
  close(): Promise<void>
}
type Say = (line: string) => void

const tick = 1000
/** A burst of directory changes is one wake-up. */
const debounce = 50
const day = 24 * 3600_000
const restDays = 30

const waiting =
  'No service runs here, so no application was told yet: npm start does that, or usher run APP for one of them.'

type Ways = { readonly pace?: Pace; readonly queue?: Pick<Queue, 'send'> }

/** `queue`: how wake-ups reach whoever works; without one it is this process alone. */
export function createRunner(house: House, say: Say, { pace = 'always', queue: given }: Ways = {}): Runner {
  const events = new EventEmitter()
  const running = new Map<string, Promise<CycleEnd>>()
  const places = new Map<string, Place>()
  const again = new Set<string>()
  const lanes = new Map<string, { wake(): void }>()
  const stopping = new Set<string>()
  const stops = new Map<string, AbortController>()
  let closing = false
  let woken: NodeJS.Timeout | undefined
  let waits = false
  const report = (error: unknown): void => {
    if (house.outage?.isTold(error) === true) return
    say(`A cycle ended with a fault: ${error instanceof Error ? error.message : String(error)}`)
  }

  const start = (job: string, work: Work = runCycle): Promise<CycleEnd> => {
    const stop = new AbortController()
    if (closing || stopping.has(job)) stop.abort()
    stops.set(job, stop)
    const cycle = watchedCycle(house, job, work, {
      stop: stop.signal,
      say,
      beside: (lane) => void lanes.set(job, lane),
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
    stops.delete(job)
    places.delete(job)
    lanes.delete(job)
    if (again.delete(job) && !closing) start(job).catch(report)
  }
  const stop = async (job: string): Promise<void> => {
    stopping.add(job)
    again.delete(job)
    stops.get(job)?.abort()
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
  const look = (job: string, why: Why): void => {
    if (closing) return
    if (!running.has(job)) start(job).catch(report)
    else if (why === 'changed' && !stopping.has(job)) {
      again.add(job)
      lanes.get(job)?.wake()
    }
  }
  const queue = given ?? ownQueue(look)
  const every = (milliseconds: number, work: () => void): NodeJS.Timeout | undefined =>
    pace === 'always' ? setInterval(work, milliseconds) : undefined
  const sendDue = async (): Promise<void> => {
    const due = await dueJobs(house.store)
    await queue.send(
      due.filter((job) => !running.has(job)),
      'due',
    )
  }
  const sendActive = async (): Promise<void> => {
    const active = await activeJobs(house.store)
    // What runs here hears of it without a way through the store.
    for (const job of active) if (running.has(job)) look(job, 'changed')
    await queue.send(
      active.filter((job) => !running.has(job)),
      'changed',
    )
  }
  const helper = helping(house, { isOurs: (job) => running.has(job), say: report })
  const inbound = listening(house, report)
  const timer = every(tick, () => {
    if (!closing) sendDue().catch(report)
    helper.look()
    inbound.look()
  })
  const keepUp = upkeep(house)
  const purger = every(60 * tick, () => {
    purgeExpired(house.store, add(house.now(), -restDays * day)).catch(report)
    keepUp().catch(report)
  })

  return {
    pace,
    wake() {
      if (pace === 'asked') waits = true
      if (pace === 'asked' || closing || woken !== undefined) return
      woken = setTimeout(() => {
        woken = undefined
        sendActive().catch(report)
        if (pace === 'always') inbound.look()
      }, debounce)
    },
    look,
    run(job, join, progress) {
      if (pace === 'elsewhere')
        return runElsewhere(house.store, job, { stopped: () => closing, ...(progress && { progress }) })
      return heard(job, progress, async () => {
        const before = running.get(job)
        if (before !== undefined && join) return await before
        if (before !== undefined) await before.catch(() => undefined)
        return await (running.get(job) ?? start(job))
      })
    },
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
      for (const stop of stops.values()) stop.abort()
      clearInterval(timer)
      clearInterval(purger)
      clearTimeout(woken)
      await Promise.allSettled([helper.close(), inbound.close(), ...running.values()])
      if (waits && (await activeJobs(house.store)).length > 0) say(waiting)
    },
  }
}
