/** How the cycle of a job is shared with other processes: by whoever runs it. */
import { Lister, type Rest, type ShardDone, type Sharing } from '@usher/engine'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Application } from '../store/applications.ts'
import { gather, share } from '../store/cut-shards.ts'
import type { Job } from '../store/jobs.ts'
import { shardState, unshare } from '../store/shards.ts'
import { oneShard } from './one-shard.ts'
import type { House } from './open-job.ts'

/** Milliseconds between looks at how far the others are. */
const beat = 250

type Of = { readonly app: Application; readonly job: Job; readonly lease: string; readonly cycle: string }

/** `requests`: those that were sent for shards, by all. Null where nobody else can be: on the embedded store. */
export function sharingOf(house: House, of: Of, stop: AbortSignal): (Sharing & { requests(): number }) | null {
  const { store, company } = house
  if (company === undefined) return null
  const { app, job, lease, cycle } = of
  const own = { job: job.id, lease, schemaVersion: job.schemaVersion }
  let requests = 0

  /** Takes shards like everybody else, until all are over. */
  const withOthers = async (rest: Rest, progress: (done: number) => void): Promise<void> => {
    const shared = { cycle, schemaVersion: job.schemaVersion, brief: rest.brief }
    await share(store, own, shared, rest)
    const tell = async (): Promise<number> => {
      const { done, open } = await shardState(store, job.id)
      progress(done)
      return open
    }
    const lister = new Lister()
    const timer = setInterval(() => void tell().catch(() => undefined), beat)
    try {
      while (!stop.aborted) {
        if (await oneShard(house, { app, job, lease, shared, lister }, stop)) continue
        if ((await tell()) === 0) return
        await sleep(beat)
      }
    } finally {
      clearInterval(timer)
      await ended()
    }
  }
  /** Who has a shard ends after the objects in flight; who is gone loses it in time. */
  const ended = async (): Promise<void> => {
    await unshare(store, own)
    while ((await shardState(store, job.id)).busy > 0) await sleep(beat)
  }
  return {
    wanted: async (left) => left >= company.least && (await company.others()),
    async carryOut(rest, progress): Promise<ShardDone> {
      await withOthers(rest, progress)
      const { requests: sent, ...done } = await gather(store, own, rest)
      requests += sent
      return done
    },
    requests: () => requests,
  }
}
