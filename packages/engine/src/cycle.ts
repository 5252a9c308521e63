/**
 * A cycle: census, guard, leavers, people, groups, retries, references, memberships; then the watermark.
 *
 * An initial and an incremental cycle differ only in whether there is a watermark. `planCycle` computes the same
 * plans and writes nothing.
 */
import type { Ref } from '@usher/scim'
import { worker, type CycleOptions, type Phase } from './carry-out.ts'
import { census, type Census } from './census.ts'
import { carryOutType } from './carry-out-type.ts'
import { Lister, plans, readPages, type Run } from './feed.ts'
import { ableTo, hasMembers, type Rule, type Rules } from './job/rule.ts'
import { retry, settleReferences } from './look-again.ts'
import { refKey } from './map/references.ts'
import { memberPages } from './member-feed.ts'
import type { Ports } from './ports.ts'
import { reportUnresolved } from './record/unresolved.ts'
import type { CycleSummary } from './summary.ts'
import type { Checkpoint } from './types.ts'
import { Unforeseen } from './unforeseen.ts'

/**
 * Brings the target into agreement with the source.
 *
 * Throws `TargetUnusable` when the target cannot be used at all; what was done until then is recorded, and the
 * watermark stays, so that the next cycle goes on where this one ended.
 */
export async function runCycle(ports: Ports, all: Rules, options: CycleOptions): Promise<CycleSummary> {
  const { context, verify, stopped } = options
  const rules = ableTo(ports.target.able, all)
  options.progress({ phase: 'census', done: 0, total: 0, percent: 0, overall: { done: 0, total: 0 } })
  const counted = await census(ports, rules, context)
  const { after } = counted
  const unforeseen = new Unforeseen(counted.removals.count)
  const run: Run = { ports, rules, context, verify, counted, unforeseen }
  const working = worker(ports, rules, options, {
    initial: after === null,
    expected: [...counted.totals.values()].reduce((sum, total) => sum + total, 0),
  })
  const { carryOut, carryOutMembers, unread, summary } = working
  // An initial cycle that was interrupted goes on where it was.
  const reached = after === null ? await ports.journal.checkpoint() : null
  const watermark = reached?.watermark ?? counted.mark
  if (counted.mark !== null) options.began?.(counted.mark)

  const again = {
    ports,
    stopped,
    carryOut: (phase: Phase, refs: readonly Ref[]) =>
      carryOut({ phase, first: false, total: refs.length }, plans(run, readPages(ports, refs), null)),
  }

  const leaving = plans(run, readPages(ports, counted.leavers), null)
  await carryOut({ phase: 'leavers', first: true, total: counted.leavers.length }, leaving)
  await tellHeld(run, counted)
  const leavers = new Set(counted.leavers.map(refKey))
  const lister = new Lister()
  for (const rule of rulesFrom(rules, reached)) {
    if (stopped()) break
    await carryOutType(run, working, { rule, reached, watermark, leavers, lister }, options)
  }
  await tellHeld(run, counted)
  await retry(again)
  await settleReferences(again)
  if (hasMembers(rules) && !stopped()) await carryOutMembers(memberPages(ports, { after, verify, unread }))
  if (stopped()) return summary()
  const unresolved = await reportUnresolved(ports, rules, context)
  await ports.journal.record([], watermark && { watermark })
  const end = summary()
  return { ...end, references: { ...end.references, ...unresolved } }
}

/** What waits for a person is told as soon as it is written down, and not when the cycle has ended. */
function tellHeld({ ports, unforeseen }: Run, { hold, removals, changes }: Census): Promise<void> {
  return ports.journal.tellHeld({ removals: hold.removals === 'consent' ? removals : unforeseen.reached, changes })
}

/** What is still to be done: the types before that of the checkpoint were looked at whole. */
function rulesFrom(rules: Rules, reached: Checkpoint | null): readonly Rule[] {
  const at = reached === null ? -1 : rules.findIndex(({ type }) => type === reached.type)
  return at < 0 ? rules : rules.slice(at)
}
