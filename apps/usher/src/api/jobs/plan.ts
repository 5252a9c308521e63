import { advise, modified, planCycle, say, waiting, type Change, type Watermark } from '@usher/engine'
import { z } from 'zod'
import { contextOf, openJob, type House } from '../../runner/open-job.ts'
import type { Application } from '../../store/applications.ts'
import type { Job } from '../../store/jobs.ts'
import { namedObject } from '../../store/named-object.ts'

export const planQuery = z.object({
  who: z.string().optional(),
  limit: z.coerce.number().int().min(0).max(100_000).default(1000),
})
export type PlanLine = ReturnType<typeof showChange>

/** What the next cycle would do, a line for each change, then the counts. Writes nothing. */
export async function showPlan(
  house: House,
  { app, job }: { app: Application; job: Job },
  { who, limit }: { who?: string | undefined; limit: number },
  line: (value: unknown) => void,
): Promise<void> {
  const { ports: open, rules, requests } = await openJob(house, app, job, null)
  // The plan of mappings that are not saved yet begins where a job with them would: at the beginning.
  const watermark = () => Promise.resolve(job.watermark as Watermark | null)
  const ports = { ...open, journal: { ...open.journal, watermark } }
  const only = who === undefined ? null : (await namedObject(house.store, who)).ref.id
  const started = house.now()
  const counts = {
    read: 0,
    create: 0,
    update: 0,
    disable: 0,
    delete: 0,
    joined: 0,
    held: 0,
    problems: 0,
    skipped: {} as Record<string, number>,
  }
  let shown = 0
  const plans = planCycle(ports, rules, {
    started,
    context: { ...(await contextOf(house)), now: started },
    verify: job.verify,
    progress: () => undefined,
    stopped: () => false,
  })
  for await (const { plan } of plans) {
    for (const change of plan.changes) {
      if (only !== null && change.ref.id !== only) continue
      count(counts, change)
      const worth = change.action !== 'none' || change.error !== undefined || only !== null
      if (worth && shown < limit) line({ change: showChange(change) })
      if (worth) shown += 1
    }
  }
  line({
    plan: { ...counts, initial: job.watermark === null, requests: requests(), omitted: Math.max(0, shown - limit) },
  })
}

function count(
  counts: { read: number; joined: number; held: number; problems: number; skipped: Record<string, number> } & Record<
    'create' | 'update' | 'disable' | 'delete',
    number
  >,
  change: Change,
): void {
  counts.read += 1
  if (change.facts.match.kind === 'joined' && change.facts.verdict.inScope) counts.joined += 1
  if (change.held === true) counts.held += 1
  else if (change.action !== 'none') counts[change.action] += 1
  else if (change.error !== undefined) counts.problems += 1
  else {
    const because = change.reason.details['because']
    const reason = typeof because === 'string' ? because : change.reason.code
    counts.skipped[reason] = (counts.skipped[reason] ?? 0) + 1
  }
}

const heldBy = {
  removal: 'the removal is held by the accidental-deletion threshold',
  adoption: 'it is taken over when you agree',
} as const

/** One change with its reason, as the command line and the log say it. */
export function showChange(change: Change) {
  const object = change.facts.entry.object
  const name = object?.['displayName'] ?? object?.['userPrincipalName'] ?? change.ref.id
  const waits = change.facts.verdict.inScope ? 'adoption' : 'removal'
  return {
    id: change.ref.id,
    displayName: typeof name === 'string' ? name : change.ref.id,
    userPrincipalName: object?.['userPrincipalName'] ?? null,
    action: change.held === true ? 'held' : change.action,
    code: change.reason.code,
    reason: change.held === true ? `${say(change.reason)}; ${heldBy[waits]}` : say(change.reason),
    advice: change.held === true ? waiting[waits] : advise(change.reason),
    problem: change.action === 'none' ? (change.error ?? null) : null,
    changes: 'patch' in change ? change.patch.map(modified) : [],
  }
}
