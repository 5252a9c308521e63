import { add } from '@usher/engine'
import { purgeDeliveries } from '../store/deliveries.ts'
import { deliver } from './deliver.ts'
import type { Telling } from './send.ts'
import { warnOfExpiry } from './warn-of-expiry.ts'

export type Deliverer = {
  /** Something may be due: it does not wait for the next look. */
  wake(): void
  close(): Promise<void>
}

const look = 1000
const hour = 3600_000
/** Deliveries that ended are shown for so long. */
const kept = 90 * 24 * hour

/** Looks for what is due every second; several processes may, on one store. `report`: what is a fault of ours. */
export function createDeliverer(telling: Telling, report: (error: unknown) => void): Deliverer {
  let running: Promise<unknown> | null = null
  let again = false
  let closing = false
  let told: string | null = null
  // A store that is away is away every second; that is told once.
  const once = (error: unknown): void => {
    const message = String(error)
    if (message !== told) report(error)
    told = message
  }
  const run = (): void => {
    if (closing) return
    if (running !== null) {
      again = true
      return
    }
    running = deliver(telling)
      .then(() => (told = null), once)
      .finally(() => {
        running = null
        if (!again) return
        again = false
        run()
      })
  }
  const timer = setInterval(() => {
    if (running === null) run()
  }, look)
  const warn = (): void => void warnOfExpiry(telling).catch(report)
  const hourly = setInterval(() => {
    purgeDeliveries(telling.store, add(telling.now(), -kept)).catch(report)
    warn()
  }, hour)
  warn()
  return {
    wake: run,
    async close() {
      closing = true
      clearInterval(timer)
      clearInterval(hourly)
      await running
    },
  }
}
