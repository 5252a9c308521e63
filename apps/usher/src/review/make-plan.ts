/** A plan is made and kept, page by page. */
import { isAdoption, type Change } from '@usher/engine'
import type { Json } from '@usher/scim'
import { showChanges } from '../api/jobs/plan.ts'
import { planVersion, type House } from '../runner/open-job.ts'
import { openPlan } from '../runner/open-plan.ts'
import type { Application } from '../store/applications.ts'
import type { Job } from '../store/jobs.ts'
import { addChanges } from '../store/plan-changes.ts'
import { beginPlan, endPlan, type PlanCounts } from '../store/plans.ts'

/** `job`: as it is, or with what is proposed for it; `proposed` says which of both. */
export type Planning = {
  readonly app: Application
  readonly job: Job
  readonly proposed: 'schema' | 'settings' | null
  readonly actor: string
}

/** Returns the id of the plan. `progress` hears how many objects were looked at. Throws `TargetUnusable` as a cycle does. */
export async function makePlan(
  house: House,
  { app, job, proposed, actor }: Planning,
  progress: (read: number, changes: number) => void,
): Promise<string> {
  const { pages, source, started, requests } = await openPlan(house, { app, job })
  const of = { job: job.id, actor, now: started, ruleVersion: planVersion(app, job), proposed }
  const id = await beginPlan(house.store, of)
  const counts = new Counting()
  let kept = 0
  for await (const { plan } of pages) {
    for (const change of plan.changes) counts.add(change)
    const worth = plan.changes.filter(isWorth)
    const shown = await showChanges(source, app, worth)
    const list = worth.map((change, at) => ({
      ref: change.ref,
      displayName: shown[at]?.displayName ?? change.ref.id,
      action: actionOf(change),
      basis: change.basis,
      attributes: pathsOf(change),
      shown: { ...(shown[at] as unknown as Readonly<Record<string, Json>>), ...adopted(change) },
      members: change.members ?? null,
    }))
    await addChanges(house.store, id, kept, list)
    kept += list.length
    progress(counts.read, kept)
  }
  await endPlan(house.store, id, counts.end(requests()))
  return id
}

function isWorth(change: Change): boolean {
  return change.action !== 'none' || change.error !== undefined
}

/** `held`: would be done if a person agreed; approving it is agreeing. `members`: of a group. `problem`: nothing can be done. */
function actionOf(change: Change): string {
  if (change.members !== undefined) return 'members'
  // What is gathered waits for others, and for no person.
  if (change.held !== undefined && change.held.kind !== 'burst') return 'held'
  return change.action === 'none' ? 'problem' : change.action
}

function pathsOf(change: Change): readonly string[] {
  return 'patch' in change ? change.patch.map(({ path }) => path) : []
}

/** The account that would be taken over, and whose it says it is. */
function adopted(change: Change): { readonly adopts?: Json } {
  const { match } = change.facts
  if (!isAdoption(change) || match.kind !== 'joined') return {}
  const { owner = null, by = null } = change.reason.details
  return { adopts: { targetId: match.target.id, owner, by } }
}

class Counting {
  read = 0
  readonly #actions: Record<string, number> = {}
  readonly #attributes: Record<string, number> = {}
  readonly #skipped: Record<string, number> = {}
  readonly #members = { added: 0, removed: 0 }
  #adoptions = 0

  add(change: Change): void {
    if (change.members !== undefined) {
      for (const { what } of change.members) this.#members[what === 'add' ? 'added' : 'removed'] += 1
      return
    }
    this.read += 1
    if (isAdoption(change)) this.#adoptions += 1
    if (isWorth(change)) count(this.#actions, actionOf(change))
    else
      count(
        this.#skipped,
        typeof change.reason.details['because'] === 'string' ? change.reason.details['because'] : change.reason.code,
      )
    for (const path of pathsOf(change)) count(this.#attributes, path)
  }

  end(requests: number): PlanCounts {
    return {
      read: this.read,
      actions: this.#actions,
      attributes: this.#attributes,
      adoptions: this.#adoptions,
      members: this.#members,
      skipped: this.#skipped,
      requests,
    }
  }
}

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1
}
