/** One shard of a cycle that several processes carry out: taken, kept, carried out, let go. */
import { runShard, type Lister } from '@usher/engine'
import type { Application } from '../store/applications.ts'
import type { Shared } from '../store/cut-shards.ts'
import { LeaseLost } from '../store/fence.ts'
import type { Job } from '../store/jobs.ts'
import { leaveShard, renewShard, takeShard } from '../store/shards.ts'
import { openJob, type House } from './open-job.ts'

const renewal = 2000

/** `lease`: of whoever runs the cycle. `lister`: of this process, as long as the cycle is shared. */
export type Part = {
  readonly app: Application
  readonly job: Job
  readonly lease: string
  readonly shared: Shared
  readonly lister: Lister
}

/** Carries out one shard; false: there is none to be taken. Throws `TargetUnusable` as a cycle does, after letting go of it. */
export async function oneShard(house: House, part: Part, stop: AbortSignal): Promise<boolean> {
  const { store } = house
  const { app, job, lease, shared, lister } = part
  const shard = await takeShard(store, { job: job.id, lease })
  if (shard === null) return false
  const away = new AbortController()
  const over = AbortSignal.any([away.signal, stop])
  const timer = setInterval(() => {
    renewShard(store, shard, lease).then(
      (goesOn) => (goesOn ? undefined : away.abort()),
      () => undefined,
    )
  }, renewal)
  let isDone = false
  let requests = 0
  try {
    const lane = `shard-${shard.number}` as const
    const open = await openJob(house, app, job, { lease, lane, shard: shard.token, cycle: shared.cycle, away: over })
    try {
      const options = { started: shared.brief.context.now, stopped: () => over.aborted }
      await runShard(open.ports, open.rules, options, { brief: shared.brief, shard, lister })
      isDone = !over.aborted
    } finally {
      requests = open.requests()
    }
  } catch (error) {
    // Somebody else has it, and goes on where it was recorded.
    if (!(error instanceof LeaseLost)) throw error
  } finally {
    clearInterval(timer)
    await leaveShard(store, shard, { over: isDone, requests })
  }
  return true
}
