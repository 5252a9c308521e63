import { planReconciliation } from '@usher/engine'
import { contextOf, openJob, type House } from '../../runner/open-job.ts'
import type { Ref } from '@usher/scim'
import type { Application } from '../../store/applications.ts'
import type { Job } from '../../store/jobs.ts'
import { showChanges } from '../jobs/plan.ts'

/** `only`: somebody alone. */
type Asked = {
  readonly app: Application
  readonly job: Job
  readonly limit: number
  readonly only: Ref | null
}

/** What differs in the application from what the mapping says, a line for each, then the counts. Writes nothing. */
export async function showDrift(
  house: House,
  { app, job, limit, only }: Asked,
  line: (value: unknown) => void,
): Promise<void> {
  const { ports, rules, requests } = await openJob(house, app, job, null)
  const started = house.now()
  const counts = { compared: 0, differs: 0, gone: 0, unrepaired: 0, attributes: {} as Record<string, number> }
  const pages = planReconciliation(ports, rules, {
    started,
    context: { ...(await contextOf(house)), now: started },
    verify: true,
    ...(only !== null && { only: [only] }),
    progress: () => undefined,
    stopped: () => house.ending.aborted,
  })
  let shown = 0
  for await (const { plan } of pages) {
    counts.compared += plan.changes.filter(({ reason }) => reason.code !== 'members').length
    const differing = plan.changes.filter((one) => one.action !== 'none' || one.error !== undefined)
    for (const change of differing) {
      if (change.facts.match.kind === 'vanished' || change.action === 'create') counts.gone += 1
      else counts.differs += 1
      if (change.action === 'none') counts.unrepaired += 1
      for (const { path } of 'patch' in change && change.action !== 'create' ? change.patch : []) {
        counts.attributes[path] = (counts.attributes[path] ?? 0) + 1
      }
    }
    const lines = await showChanges(ports.source, app, differing.slice(0, Math.max(0, limit - shown)))
    for (const change of lines) line({ change })
    shown += differing.length
  }
  line({ drift: { ...counts, requests: requests(), omitted: Math.max(0, shown - limit) } })
}
