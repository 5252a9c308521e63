/**
 * A stored plan is carried out: each object that was approved is planned once more, and written when that comes to the same.
 *
 * What has changed since is left out and told of; nothing is decided here that was not shown (decisions, "Staleness is per object").
 */
import { worker, type CycleOptions } from './carry-out.ts'
import type { PlannedPage } from './feed.ts'
import { ableTo, ruleFor, type Rules } from './job/rule.ts'
import { decideMembers } from './members.ts'
import { memberKey, refKey } from './map/references.ts'
import { nothingHeld } from './plan/hold.ts'
import { planPage } from './page.ts'
import type { Decided, MemberChange } from './plan/membership.ts'
import type { Ports } from './ports.ts'
import type { CycleSummary } from './summary.ts'
import type { Ref } from '@usher/scim'
import type { Change } from './types.ts'

/** An object as it was shown: by this digest it is known again. */
export type Approved = { readonly ref: Ref; readonly basis: string }
export type ApprovedPlan = {
  readonly total: number
  readonly objects: AsyncIterable<readonly Approved[]>
  readonly members: AsyncIterable<readonly MemberChange[]>
  /** Which of these were carried out by this plan. */
  carriedOut(refs: readonly Ref[]): Promise<readonly Ref[]>
  /** Hears of what is not carried out, since it has changed. */
  changed(objects: readonly Ref[]): Promise<void>
  /** Hears of memberships that were carried out, and of those that have changed. */
  membersDone(done: readonly MemberChange[], changed: readonly MemberChange[]): Promise<void>
}

/** Throws `TargetUnusable` when the application cannot be used; what was done until then is recorded, and the rest can be applied again. */
export async function runApproved(
  ports: Ports,
  all: Rules,
  options: CycleOptions,
  plan: ApprovedPlan,
): Promise<CycleSummary> {
  const rules = ableTo(ports.target.able, all)
  const busy = (refs: readonly Ref[]): void => void left.push(...refs)
  const left: Ref[] = []
  const { carryOut, carryOutMembers, summary } = worker(
    ports,
    rules,
    { ...options, busy },
    { initial: false, expected: plan.total },
  )
  const of: Applying = { ports, rules, options }
  await carryOut({ phase: 'people', first: true, total: plan.total }, asShown(of, plan))
  if (!options.stopped()) {
    for await (const looks of ports.journal.looks(['referenceChanged'], ports.now())) {
      const own = await plan.carriedOut(looks.map(({ ref }) => ref))
      await carryOut({ phase: 'references', first: false, total: own.length }, referencesOf(of, own))
    }
    await carryOutMembers(membersAsShown(of, plan))
  }
  if (left.length > 0) await plan.changed(left)
  return summary()
}

type Applying = { readonly ports: Ports; readonly rules: Rules; readonly options: CycleOptions }

async function* asShown(of: Applying, { objects, changed }: ApprovedPlan): AsyncGenerator<PlannedPage> {
  for await (const page of objects) {
    const shown = new Map(page.map(({ ref, basis }) => [refKey(ref), basis]))
    const isShown = ({ ref, action, basis }: Change): boolean => action !== 'none' && shown.get(refKey(ref)) === basis
    for await (const planned of plannedAnew(
      of,
      page.map(({ ref }) => ref),
      isShown,
    )) {
      if (planned.others.length > 0) await changed(planned.others)
      yield planned.page
    }
  }
}

/** A manager whose account was made by a later page of the plan was shown with it. */
async function* referencesOf(of: Applying, refs: readonly Ref[]): AsyncGenerator<PlannedPage> {
  const isReference = (change: Change): boolean =>
    change.action === 'update' && change.patch.every(({ kind }) => kind === 'reference')
  for await (const { page } of plannedAnew(of, refs, isReference)) yield page
}

async function* plannedAnew(
  { ports, rules, options: { context } }: Applying,
  refs: readonly Ref[],
  wanted: (change: Change) => boolean,
): AsyncGenerator<{ readonly page: PlannedPage; readonly others: readonly Ref[] }> {
  const entries = refs.length === 0 ? [] : await ports.source.read(refs)
  for (const [rule, some] of Map.groupBy(entries, ({ ref }) => ruleFor(rules, ref))) {
    // Every account is read again: what was shown may be what somebody changed there.
    const pageOptions = { context, verify: true, hold: nothingHeld, index: null, asked: 'plan' } as const
    const planned = await planPage(ports, rule, some, pageOptions)
    const changes = planned.plan.changes.filter(wanted)
    const others = planned.plan.changes.filter((change) => !wanted(change)).map(({ ref }) => ref)
    yield { page: { rule, planned: { ...planned, plan: { ...planned.plan, changes } } }, others }
  }
}

async function* membersAsShown(
  { ports }: Applying,
  { members, membersDone }: ApprovedPlan,
): AsyncGenerator<readonly Decided[]> {
  for await (const shown of members) {
    const present = await ports.source.present(shown)
    const decided = await decideMembers(ports, shown, { present, looked: false, actual: null })
    const whats = new Map(shown.map((one) => [memberKey(one), one]))
    const isShown = ({ membership, decision }: Decided): boolean =>
      decision.what === whats.get(memberKey(membership))?.what
    const told = (some: readonly Decided[]): readonly MemberChange[] =>
      some.flatMap(({ membership }) => whats.get(memberKey(membership)) ?? [])
    yield decided.filter(isShown)
    // Asked for the next page: this one was carried out.
    await membersDone(told(decided.filter(isShown)), told(decided.filter((one) => !isShown(one))))
  }
}
