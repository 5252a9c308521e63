/** What would happen to somebody if: the plan of a person who is not like that, and the requests it comes to. Nothing is written. */
import { nothingHeld, planPage, ruleFor, say, type Check, type Entry } from '@usher/engine'
import type { Attributes, Ref } from '@usher/scim'
import { showChanges, type PlanLine } from '../api/jobs/plan.ts'
import { contextOf, openJob, type House } from '../runner/open-job.ts'
import { writesOf } from '../runner/writes-of.ts'
import type { Application } from '../store/applications.ts'
import type { Job } from '../store/jobs.ts'
import { groupsWithout } from '../store/groups-without.ts'
import { wouldSend, type WouldSend } from './would-send.ts'

export type Supposed =
  | { readonly event: 'nothing' | 'disable' | 'enable' | 'delete' | 'purge' | 'unassign' }
  | { readonly event: 'leaveGroup'; readonly group: string }
  | { readonly event: 'change'; readonly attributes: Attributes }

export type Would = {
  readonly application: string
  readonly job: string
  readonly inScope: boolean
  readonly checks: readonly Check[]
  readonly plan: PlanLine
  readonly requests: readonly WouldSend[]
}

/** Throws `TargetUnusable` when the application cannot be asked for the account. */
export async function suppose(
  house: House,
  { app, job }: { readonly app: Application; readonly job: Job },
  ref: Ref,
  supposed: Supposed,
): Promise<Would> {
  const { ports, rules } = await openJob(house, app, job, null)
  const context = await contextOf(house)
  const [entry] = await ports.source.read([ref])
  if (entry === undefined) throw new Error('The directory answers without the object')
  const groups =
    supposed.event === 'leaveGroup' ? await groupsWithout(house.store, { of: ref.id, without: supposed.group, nested: job.settings.nestedGroups === true }) : null // prettier-ignore
  const other = supposedly(entry, supposed, { groups, now: context.now })
  const rule = ruleFor(rules, ref)
  const options = { context, index: null, verify: false, hold: nothingHeld, preview: new Set<string>(), asked: 'plan' } as const // prettier-ignore
  const { plan } = await planPage(ports, rule, [other], options)
  const [change] = plan.changes
  if (change === undefined) throw new Error('The plan has nothing about the object')
  const [line] = await showChanges(ports.source, app, [change])
  if (line === undefined) throw new Error('The plan has nothing about the object')
  const { dialect } = await writesOf(house, app, job)
  const { inScope, checks } = change.facts.verdict
  return {
    application: app.displayName,
    job: job.name,
    inScope,
    checks,
    plan: { ...line, reason: say(change.reason) },
    requests: await wouldSend({ dialect, able: ports.target.able }, rule.targetType, change),
  }
}

type World = { readonly groups: ReadonlySet<string> | null; readonly now: string }

/** The person as they would be. `groups`: those that they would still be in. */
export function supposedly(entry: Entry, supposed: Supposed, { groups, now }: World): Entry {
  const { object, assignments } = entry
  const like = (change: Attributes): Entry => ({ ...entry, object: object === null ? null : { ...object, ...change } })
  switch (supposed.event) {
    case 'nothing':
      return entry
    case 'disable':
      return like({ accountEnabled: false })
    case 'enable':
      return like({ accountEnabled: true })
    case 'delete':
      return like({ deletedDateTime: now })
    case 'purge':
      return { ...entry, object: null, assignments: [] }
    case 'unassign':
      return { ...entry, assignments: [] }
    case 'leaveGroup':
      return { ...entry, assignments: assignments.filter(({ via }) => via.type !== 'Group' || groups?.has(via.id)) }
    case 'change':
      return like(supposed.attributes)
  }
}
