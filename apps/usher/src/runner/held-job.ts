import { Wrong } from '../store/directory.ts'
import { releaseLease, renewLease, takeLease } from '../store/leases.ts'
import type { JobState } from '../store/tables.ts'
import type { Json } from '@usher/scim'
import type { Place } from './place.ts'
import type { House } from './open-job.ts'

const renewal = 2000

type Keeping = {
  readonly job: string
  readonly lease: string
  readonly told?: (state: JobState | null) => void
  /** Where it is, for those who ask elsewhere. */
  readonly place?: () => Place | null
}

/**
 * Keeps a lease while work goes on.
 *
 * A lease that cannot be renewed is lost in time, and then nothing more is recorded. `told`: the state the job is in by
 * now; null when it went to somebody else or was removed.
 */
export async function keepingLease<R>(
  { store }: House,
  { job, lease, told, place }: Keeping,
  work: () => Promise<R>,
): Promise<R> {
  const timer = setInterval(() => {
    renewLease(store, job, lease, (place?.() ?? null) as Json).then(told, () => undefined)
  }, renewal)
  try {
    return await work()
  } finally {
    clearInterval(timer)
  }
}

/** Does something to a job while no cycle of it runs, with its lease. Throws `Wrong` (conflict) when a worker elsewhere runs one. */
export async function holdJob<R>(house: House, job: string, work: (lease: string) => Promise<R>): Promise<R> {
  const lease = await takeLease(house.store, job, house.exclusive)
  if (lease === null)
    throw new Wrong('conflict', 'A cycle of this job still runs elsewhere. Try again in some seconds.')
  try {
    return await keepingLease(house, { job, lease }, () => work(lease))
  } finally {
    await releaseLease(house.store, job, lease)
  }
}
