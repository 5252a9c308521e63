/** A cycle that a worker elsewhere carries out, followed through the store. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Wrong, type Store } from '../store/directory.ts'
import { readJob, type Job } from '../store/jobs.ts'
import { hasten } from '../store/leases.ts'
import type { CycleEnd } from './one-cycle.ts'
import type { Place } from './place.ts'

const beat = 250
/** Milliseconds in which a worker must have taken the job. */
const patience = 20_000

type Following = { progress?(at: Place): void; stopped(): boolean }

/** Makes a cycle due, which a worker sees within a second, and waits for its end. Throws `Wrong` (conflict) when nobody takes the job. */
export async function runElsewhere(store: Store, id: string, { progress, stopped }: Following): Promise<CycleEnd> {
  const before = await readJob(store, id)
  await hasten(store, id, 'always')
  const asked = Date.now()
  for (let taken = false; !stopped();) {
    await sleep(beat)
    const job = await readJob(store, id)
    const end = endOf(before, job)
    if (end !== null) return end
    taken ||= job.progress !== null
    if (job.progress !== null) progress?.(job.progress)
    if (!taken && Date.now() - asked > patience)
      throw new Wrong('conflict', `No worker took the job within ${patience / 1000} seconds. Start one: usher work.`)
  }
  return { busy: true }
}

function endOf(before: Job, now: Job): CycleEnd | null {
  if (now.lastCycle !== null && now.lastCycle.ended !== before.lastCycle?.ended) return { summary: now.lastCycle }
  if (now.lastError !== null && now.lastError.at !== before.lastError?.at) return { error: now.lastError }
  return null
}
