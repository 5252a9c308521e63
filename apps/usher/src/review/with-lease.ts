/** A few objects are written now: beside the cycle that runs, or holding the job while none does. */
import { randomUUID } from 'node:crypto'
import type { Held, House } from '../runner/open-job.ts'
import type { Runner } from '../runner/runner.ts'
import { Wrong } from '../store/directory.ts'
import { LeaseLost } from '../store/fence.ts'
import { leaseOf } from '../store/leases.ts'

/** A cycle may begin or end between the question and the answer. */
const attempts = 5

/**
 * Does it in a lane of its own beside a running cycle (docs/decisions/0038), whoever runs it; else under the job's lease, so that none
 * begins meanwhile.
 *
 * What was claimed is looked at again when it could not be recorded, so a lease that is lost loses nothing.
 */
export async function withLease<R>(
  { store }: Pick<House, 'store'>,
  runner: Pick<Runner, 'hold' | 'wake'>,
  job: string,
  work: (held: Held) => Promise<R>,
): Promise<R> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const lease = await leaseOf(store, job)
      if (lease !== null) return await work({ lease, lane: `demand-${randomUUID()}`, via: 'onDemand' })
      const done = await runner.hold(job, (own) => work({ lease: own, lane: 'cycle', via: 'onDemand' }))
      // What the directory said meanwhile.
      runner.wake()
      return done
    } catch (error) {
      const isRace = error instanceof LeaseLost || (error instanceof Wrong && error.code === 'conflict')
      if (!isRace || attempt === attempts) throw error
    }
  }
}
