/** Takes a part in large cycles that other processes run. */
import { Lister, TargetUnusable } from '@usher/engine'
import { listApplications } from '../store/applications.ts'
import { readJob } from '../store/jobs.ts'
import { sharedCycles } from '../store/shards.ts'
import { oneShard } from './one-shard.ts'
import type { House } from './open-job.ts'

export type Helping = {
  /** Looks whether there is something to help with, unless it does already. */
  look(): void
  close(): Promise<void>
}

/** `isOurs`: this process runs the cycle itself. */
export function helping(
  house: House,
  { isOurs, say }: { isOurs(job: string): boolean; say(error: unknown): void },
): Helping {
  let working: Promise<void> | null = null
  const closing = new AbortController()
  // What this process cannot do, others may: the application may be out of reach from here. By the lease of the cycle.
  const failed = new Set<string>()

  const help = async (): Promise<void> => {
    const cycles = await sharedCycles(house.store)
    const found = cycles.find((one) => !isOurs(one.job) && !failed.has(one.lease))
    if (found === undefined) return
    const { lease, shared } = found
    const job = await readJob(house.store, found.job)
    const app = (await listApplications(house.store)).find(({ id }) => id === job.applicationId)
    // Mappings that were saved meanwhile are not those of the cycle.
    if (app === undefined || job.schemaVersion !== shared.schemaVersion) return
    const lister = new Lister()
    try {
      while (!closing.signal.aborted && (await oneShard(house, { app, job, lease, shared, lister }, closing.signal)));
    } catch (error) {
      failed.add(lease)
      // Whoever runs the cycle will meet it too, and say so.
      if (!(error instanceof TargetUnusable)) throw error
    }
  }
  return {
    look() {
      if (working !== null || closing.signal.aborted || house.company === undefined) return
      working = help()
        .catch(say)
        .finally(() => (working = null))
    },
    async close() {
      closing.abort()
      await working
    },
  }
}
