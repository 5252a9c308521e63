/** What an approval changed, and what it left as it was, with the reason. */
import type { ShownPlan } from '../../api/plans/routes.ts'
import type { Approval, Standing } from '../../store/plan-changes.ts'
import { bad, dim, plural } from '../print.ts'
import { madeFor, short } from './plans-shown.ts'

export type Approved = Approval & {
  readonly unchanged: Readonly<Partial<Record<Standing, number>>>
  readonly absent: readonly string[]
  readonly plan: ShownPlan
}

const whyLeft: Readonly<Record<Standing, string>> = {
  already: 'decided so before',
  carriedOut: 'applied before',
  problem: 'with a problem, where nothing can be done',
}

export function describeApproval(
  { plan, changed, left, unchanged, absent }: Approved,
  { app, withdraw }: { readonly app: string; readonly withdraw: boolean },
): readonly string[] {
  const waiting = plan.outcomes['waiting'] ?? 0
  const stay = Object.entries(unchanged).map(([why, n]) => `${n} ${whyLeft[why as Standing]}`)
  return [
    `${plural(changed, 'change')} ${withdraw ? 'no longer approved' : 'approved'}; ${waiting} of ${plan.total} are approved and wait.`,
    ...absent.map((one) =>
      bad(`  ${one}: the plan has nothing of them, since nothing would change; usher why says more`),
    ),
    ...(stay.length > 0 ? [dim(`  as they were: ${stay.join(', ')}`)] : []),
    ...(withdraw ? [] : describeLeft(left, `usher plans ${JSON.stringify(app)} approve ${short(plan.id)}`)),
    ...(changed + left.held + left.rejected + stay.length + absent.length === 0
      ? [bad('  No change of the plan is like that.')]
      : []),
    ...(waiting > 0 ? [dim(carriesOut(plan, app))] : []),
  ]
}

function carriesOut(plan: ShownPlan, app: string): string {
  const apply = `usher plans ${JSON.stringify(app)} apply ${short(plan.id)} carries them out`
  return plan.state === 'unsaved' ? `Once the ${madeFor(plan)} are saved, ${apply}.` : `${apply}.`
}

/** What the guard holds is not approved with all the rest. */
function describeLeft({ held, rejected }: Approval['left'], command: string): readonly string[] {
  return [
    ...(held > 0
      ? [bad(`${held} held, left out: ${command} --action held agrees to ${held === 1 ? 'it' : 'them'}.`)]
      : []),
    ...(rejected > 0 ? [bad(`${rejected} rejected before, left out: ${command} --who WHO agrees to one.`)] : []),
  ]
}
