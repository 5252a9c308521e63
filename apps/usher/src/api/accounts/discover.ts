import { discoverAccounts, ruleFor } from '@usher/engine'
import { randomUUID } from 'node:crypto'
import { contextOf, openJob, type House } from '../../runner/open-job.ts'
import type { Application } from '../../store/applications.ts'
import { dropIndex, endDiscovery, matchIndex, saveAccounts } from '../../store/discovery.ts'
import type { Job } from '../../store/jobs.ts'

/** Finds whose every account of the application is, with progress; the accounts are then listed page by page. */
export async function discover(
  house: House,
  { app, job }: { readonly app: Application; readonly job: Job },
  line: (value: unknown) => void,
): Promise<void> {
  const { store } = house
  const run = randomUUID()
  const began = house.now()
  const { ports, rules, requests } = await openJob(house, app, job, null)
  let told = 0
  try {
    const pages = discoverAccounts(ports, {
      rule: ruleFor(rules, { type: 'User' }),
      context: await contextOf(house),
      index: matchIndex(store, run, ports.digest),
      stopped: () => house.ending.aborted,
      progress(at) {
        // A line for each page would be more than anybody reads.
        if (at.done < at.total && Date.now() - told < 100) return
        told = Date.now()
        line({ progress: { ...at, requests: requests() } })
      },
    })
    for await (const accounts of pages) await saveAccounts(store, job.id, run, accounts)
    if (house.ending.aborted) throw new Error('Usher was stopped before the discovery ended. Start it again.')
    const discovery = await endDiscovery(store, job.id, run, began)
    const seconds = (Date.parse(discovery.ended) - Date.parse(began)) / 1000
    line({ discovery: { ...discovery, seconds, requests: requests() } })
  } finally {
    await dropIndex(store, run)
  }
}
