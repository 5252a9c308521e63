/** What was approved of a kept plan is carried out, under the lease of the job, whether the job runs, is paused, or never started. */
import { runApproved, type ApprovedPlan, type CycleSummary, type MemberChange } from '@usher/engine'
import { contextOf, openJob, planVersion, type House } from '../runner/open-job.ts'
import type { Application } from '../store/applications.ts'
import { Wrong } from '../store/directory.ts'
import type { Job } from '../store/jobs.ts'
import { approvedOf, asApproved, carriedOut, noteChanged, noteMembers, noteOutcomes } from '../store/plan-changes.ts'
import { planOf, stateOf, type PlanState, type StoredPlan } from '../store/plans.ts'
import type { Watched } from './watched.ts'

const refusals = {
  unfinished: 'was not made to its end, so nothing of it can be applied. Make another one: usher plan APP --save.',
  expired: 'has expired: a plan is good for 24 hours. Make another one: usher plan APP --save.',
  unsaved:
    'was made for mappings or settings that are not saved. Save them and apply it then (usher schema save APP FILE, usher settings APP …), or make another one: usher plan APP --save.',
  superseded:
    'was made by other mappings, filters or settings than the job has now. Make another one: usher plan APP --save.',
} as const

/** Throws `Wrong` when nothing of the plan may be applied; `also`: states in which what is asked can be done all the same. */
export function refuseStale(
  plan: StoredPlan,
  { app, job, now }: { app: Application; job: Job; now: StoredPlan['madeAt'] },
  also: readonly PlanState[] = [],
): void {
  const state = stateOf(plan, now, planVersion(app, job))
  if (state === 'open' || also.includes(state)) return
  throw new Wrong(
    'conflict',
    `The plan ${plan.id} ${refusals[state].replaceAll('APP', JSON.stringify(app.displayName))}`,
  )
}

/** Throws `TargetUnusable` when the application cannot be used; what is left can be applied again. */
export async function applyPlan(
  house: House,
  {
    app,
    job,
    id,
    lease,
  }: { readonly app: Application; readonly job: Job; readonly id: string; readonly lease: string },
  { progress, stopped }: Watched,
): Promise<CycleSummary> {
  const { store } = house
  const plan = await planOf(store, job.id, id)
  refuseStale(plan, { app, job, now: house.now() })
  const { ports, rules } = await openJob(house, app, job, {
    lease,
    lane: 'cycle',
    via: 'plan',
    cycle: plan.cycle,
    also: (trx, settled) => noteOutcomes(trx, store.tenant, id, settled),
  })
  const started = house.now()
  const options = { started, context: { ...(await contextOf(house)), now: started }, verify: true, progress, stopped }
  return runApproved(ports, rules, options, approvedPlan(house, plan))
}

function approvedPlan({ store }: Pick<House, 'store'>, { id, outcomes }: StoredPlan): ApprovedPlan {
  let row: number | null = null
  async function* objects() {
    for await (const page of approvedOf(store, id, 'objects')) yield page.map(asApproved)
  }
  async function* members() {
    for await (const [one] of approvedOf(store, id, 'members')) {
      row = one?.n ?? null
      yield one?.members ?? []
    }
  }
  return {
    total: outcomes['waiting'] ?? 0,
    objects: objects(),
    members: members(),
    carriedOut: (refs) => carriedOut(store, id, refs),
    changed: (refs) => noteChanged(store, id, refs),
    async membersDone(done: readonly MemberChange[], changed: readonly MemberChange[]) {
      if (row === null) return
      await noteMembers(store, id, row, changed.length === 0 ? 'success' : done.length === 0 ? 'changed' : 'partial')
    },
  }
}
