/** Carries out what changes while a cycle runs, beside it: nobody who leaves waits for an initial cycle of hours. */
import {
  add,
  burstWindow,
  runChanges,
  TargetUnusable,
  withActions,
  type CycleSummary,
  type Instant,
  type Watermark,
} from '@usher/engine'
import type { Ref } from '@usher/scim'
import { changedSince, readMark } from '../connectors/directory/feed.ts'
import type { Application } from '../store/applications.ts'
import { LeaseLost } from '../store/fence.ts'
import type { Job } from '../store/jobs.ts'
import { contextOf, openJob, type House } from './open-job.ts'

export type Beside = {
  /** The cycle has begun there. */
  began(mark: Watermark): void
  /** The directory changed. */
  wake(): void
  /** The cycle is over; what was done beside it is added to what it did itself. */
  end<S extends CycleSummary>(summary: S): Promise<S & { readonly requests: number }>
  /** The cycle failed. */
  abandon(): Promise<void>
}

/** How often the feed is asked where another process may have changed the directory, and what the cycle was writing is tried again. */
const beat = 250

type Of = { readonly app: Application; readonly job: Job; readonly lease: string }

export function besideCycle(
  house: House,
  of: Of,
  { stop, say }: { readonly stop: AbortSignal; say(line: string): void },
): Beside {
  let at: Watermark | null = null
  let again: readonly Ref[] = []
  const ended = new AbortController()
  const over = AbortSignal.any([ended.signal, stop])
  let woken = false
  let round: Promise<void> = Promise.resolve()
  let running = false
  let done: CycleSummary | null = null
  let requests = 0
  // When those who left all at once have been gathered long enough.
  let due: Instant | null = null

  const once = async (from: Watermark): Promise<void> => {
    const open = await openJob(house, of.app, of.job, { lease: of.lease, lane: 'changes', away: over })
    const started = house.now()
    const options = {
      started,
      context: { ...(await contextOf(house)), now: started },
      verify: false,
      stopped: () => over.aborted,
      progress: () => undefined,
    }
    try {
      const { summary, reached, busy } = await runChanges(open.ports, open.rules, options, { after: from, again })
      done = done === null ? summary : withActions(done, summary)
      again = busy
      due = summary.gathered > 0 ? add(started, burstWindow) : null
      if (!summary.stopped) at = reached
    } finally {
      requests += open.requests()
    }
  }
  const look = async (): Promise<void> => {
    while (at !== null && !over.aborted) {
      const isDue = due !== null && house.now() >= due
      const asked =
        woken ||
        isDue ||
        again.length > 0 ||
        (!house.exclusive && (await changedSince(house.store, readMark(at), 'people')))
      if (!asked) return
      woken = false
      await once(at)
      if (again.length > 0) return
    }
  }
  const poke = (): void => {
    if (running || over.aborted || at === null) return
    running = true
    round = look()
      .catch((error: unknown) => {
        // The cycle itself will say what is wrong with the application, or that the job is somebody else's.
        ended.abort()
        if (error instanceof TargetUnusable || error instanceof LeaseLost) return
        if (house.outage?.isTold(error) === true) return
        say(
          `${of.app.displayName}: changes wait for the end of the cycle: ${error instanceof Error ? error.message : String(error)}`,
        )
      })
      .finally(() => {
        running = false
      })
  }
  const timer = setInterval(poke, beat)
  const abandon = async (): Promise<void> => {
    ended.abort()
    clearInterval(timer)
    await round
  }

  return {
    began: (mark) => void (at ??= mark),
    wake() {
      woken = true
      poke()
    },
    async end(summary) {
      await abandon()
      const own = (summary as { readonly requests?: number }).requests ?? 0
      return { ...summary, ...(done !== null && withActions(summary, done)), requests: own + requests }
    },
    abandon,
  }
}
