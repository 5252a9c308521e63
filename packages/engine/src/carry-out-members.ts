/** Carries out decided memberships: intend, write in batches, record. */
import { placeAll, placingOf, type Placed, type Placing } from './apply/members.ts'
import type { Rules } from './job/rule.ts'
import type { MappingContext } from './map/desire.ts'
import { memberKey, refKey } from './map/references.ts'
import type { Decided } from './plan/membership.ts'
import type { Ports } from './ports.ts'
import { asKnown, intended, isForgotten, isMissing, learnt } from './record/members.ts'
import { missingLines, placedLines } from './record/member-lines.ts'
import type { CycleSummary } from './summary.ts'

/**
 * Throws `TargetUnusable` after recording what was done until then. `failing`: the memberships that failed so far in this cycle, by
 * `memberKey`, of which a later look may make one good; they are what is counted as failed.
 */
export async function carryOutMembers(
  ports: Ports,
  { rules, context }: { readonly rules: Rules; readonly context: MappingContext },
  decided: readonly Decided[],
  failing: Set<string> = new Set(),
): Promise<CycleSummary['members']> {
  const { target, journal } = ports
  const placings = decided.flatMap(placingOf)
  if (placings.length > 0) await journal.members.intend(placings.map(intended))
  const { told, unusable } = await placeAll(target, placings)
  const placed = told.flatMap((one) => one.placed)
  const missing = decided.filter(isMissing)
  const lines = [...(await placedLines(ports, told)), ...(await missingLines(ports, { rules, context }, missing))]
  const now = ports.now()
  const known = [...placed.flatMap((one) => learnt(one, now, rules[0].retries)), ...decided.flatMap(asKnown)]
  const done = (what: Placing['what']): readonly Placed[] =>
    placed.filter(({ placing, error }) => placing.what === what && error === null)
  const forgotten = [
    ...done('remove').map(({ placing }) => placing.membership),
    ...decided.filter(isForgotten).map(({ membership }) => membership),
  ]
  if (known.length + forgotten.length + lines.length > 0) await journal.members.record(known, forgotten, lines)
  const gone = placed
    .filter(({ error }) => error?.code === 'InvalidAnchor')
    .map(({ placing }) => placing.membership.group)
  for (const group of new Map(gone.map((ref) => [refKey(ref), ref])).values()) await journal.members.distrust(group)
  for (const { placing, error } of placed) {
    if (error === null) failing.delete(memberKey(placing.membership))
    else failing.add(memberKey(placing.membership))
  }
  if (unusable !== null) throw unusable
  return {
    added: done('add').length,
    removed: done('remove').length,
    missing: missing.length,
    failed: failing.size,
  }
}
