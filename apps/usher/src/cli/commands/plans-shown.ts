/** Plans that are kept, as people read them. */
import type { PlanLine } from '../../api/jobs/plan.ts'
import type { ShownPlan } from '../../api/plans/routes.ts'
import type { PlanChange } from '../../store/plan-changes.ts'
import type { PlanState } from '../../store/plans.ts'
import { bad, bold, dim, good, plural, type Out } from '../print.ts'
import { describeChange } from './plan.ts'

export type Page = { readonly plan: ShownPlan; readonly matching: Readonly<Record<string, number>>; readonly changes: readonly PlanChange[]; readonly next: number | null } // prettier-ignore

export const madeFor = ({ proposed }: ShownPlan): string => (proposed === 'schema' ? 'mappings' : 'settings')

const states: Readonly<Record<PlanState, string>> = {
  open: 'open',
  unsaved: 'not saved yet',
  expired: 'expired',
  superseded: 'superseded',
  unfinished: 'not made to its end',
}

/** How many of each action, and how often each attribute. */
export function describePlan(plan: ShownPlan, app: string): readonly string[] {
  const { counts } = plan
  const proposed = plan.proposed === null ? '' : `, for proposed ${madeFor(plan)}`
  const state = (plan.state === 'open' ? good : bad)(states[plan.state])
  const head = `Plan ${bold(short(plan.id))}  ${state}${proposed}${dim(`, made ${plan.madeAt} by ${plan.actor}, good until ${plan.expiresAt}`)}`
  if (counts === null) return [head]
  const attributes = Object.entries(counts.attributes).toSorted(([, one], [, other]) => other - one)
  const { added, removed } = counts.members
  return [
    head,
    `  ${plural(counts.read, 'object')} read: ${listed(counts.actions) || 'nothing to do'}${added + removed > 0 ? `, members: ${added} added, ${removed} removed` : ''}${counts.adoptions > 0 ? `; ${plural(counts.adoptions, 'existing account')} taken over` : ''}`,
    ...(attributes.length > 0 ? [dim(`  attributes: ${attributes.slice(0, 12).map(([path, n]) => `${path} ${n}`).join(', ')}`)] : []), // prettier-ignore
    `  approved: ${plan.approved} of ${plan.total}${Object.keys(plan.outcomes).length > 0 ? ` (${listed(plan.outcomes)})` : ''}`,
    ...(plan.approved === 0 && (plan.state === 'open' || plan.state === 'unsaved') && plan.total > 0
      ? [
          dim(
            `  usher plans ${JSON.stringify(app)} approve ${short(plan.id)} --all approves it${(counts.actions['held'] ?? 0) > 0 ? ' but what is held' : ''}, --action or --who a part.`,
          ),
        ]
      : []),
  ]
}

export function describePage({ changes, matching, next }: Page, limit: number): readonly string[] {
  const total = Object.values(matching).reduce((sum, one) => sum + one, 0)
  if (changes.length === 0) return ['No change of the plan is like that.']
  return [
    ...changes.flatMap(describe),
    ...(next === null
      ? []
      : [dim(`… of ${plural(total, 'change')}; --after ${next} goes on, --limit shows more than ${limit}`)]),
  ]
}

function describe({ shown, approved, outcome, decision }: PlanChange): readonly string[] {
  const line = shown as unknown as PlanLine & {
    readonly adopts?: { readonly owner: string | null; readonly targetId: string }
  }
  const [first = '', ...rest] = describeChange(line)
  const mark = outcome ?? (approved ? 'approved' : (decision ?? ''))
  const colour = mark === 'failure' || mark === 'changed' || mark === 'rejected' ? bad : good
  const told = outcome === 'changed' ? 'changed since approval' : mark
  const { adopts } = line
  return [
    `${first}${told === '' ? '' : colour(`  [${told}]`)}`,
    ...(adopts === undefined
      ? []
      : [
          bad(
            `           takes over the account ${adopts.targetId}${adopts.owner === null ? '' : ` of "${adopts.owner}"`}`,
          ),
        ]),
    ...rest,
  ]
}

export function describeApplied(
  plan: ShownPlan,
  { app, stopped }: { readonly app: string; readonly stopped: boolean },
): readonly string[] {
  const { success = 0, warning = 0, failure = 0, changed = 0, waiting = 0, ...others } = plan.outcomes
  const quoted = JSON.stringify(app)
  return [
    `${failure > 0 ? bad('!') : good('✓')} Plan ${short(plan.id)}${stopped ? ' (stopped)' : ''}: ${success + warning} carried out, ${failure} failed, ${changed} changed since approval${Object.keys(others).length > 0 ? `, ${listed(others)}` : ''}${waiting > 0 ? `, ${waiting} wait` : ''}`,
    ...(changed > 0
      ? [
          dim(
            `  usher plans ${quoted} show ${short(plan.id)} --outcome changed lists them; a new plan shows what they are now.`,
          ),
        ]
      : []),
    ...(success + warning > 0
      ? [dim(`  usher undo ${quoted} --plan ${short(plan.id)} shows what can be put back.`)]
      : []),
  ]
}

export function describeAll(plans: readonly ShownPlan[], out: Out): readonly string[] {
  if (plans.length === 0) return ['No plan was kept. usher plan APP --save makes one.']
  return out.table(
    [{ title: 'id', whole: true }, 'made', 'state', 'would do', 'approved', 'came to'],
    plans.map((plan) => [
      short(plan.id),
      out.time(plan.madeAt),
      states[plan.state],
      plan.counts === null ? '–' : listed(plan.counts.actions) || 'nothing',
      `${plan.approved} of ${plan.total}`,
      listed(plan.outcomes) || '–',
    ]),
  )
}

function listed(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, n]) => `${n.toLocaleString('en-US')} ${name}`)
    .join(', ')
}

export function short(id: string): string {
  return id.slice(0, 8)
}
