/** Takes what clients sent to inbound jobs; the others' cycles go on beside it. */
import { dueInbound } from '../store/inbound-jobs.ts'
import type { House } from './open-job.ts'
import { takeUploads } from './take-uploads.ts'

export type Listening = {
  /** Looks whether something waits, and once more if it looks already. */
  look(): void
  close(): Promise<void>
}

export function listening(house: House, say: (error: unknown) => void): Listening {
  let working: Promise<void> | null = null
  let again = false
  let closing = false
  const take = async (): Promise<void> => {
    for (const job of await dueInbound(house.store)) {
      if (closing) return
      // One job that cannot go on keeps no other from it.
      await takeUploads(house, job, () => closing).catch(say)
    }
  }
  const look = (): void => {
    if (closing) return
    again = working !== null
    working ??= take()
      .catch(say)
      .finally(() => {
        working = null
        if (again) look()
      })
  }
  return {
    look,
    async close() {
      closing = true
      await working
    },
  }
}
