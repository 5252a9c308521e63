import { isLate } from '../plan/diff.ts'
import type { Rule } from '../job/rule.ts'
import { canDelete, deletionDue, isOutOfScopeByRule, type Able } from '../plan/leaving.ts'
import type { ReasonCode } from '../plan/reasons.ts'
import { kindsOf, takesAway } from '../plan/hold.ts'
import { outlineOf } from '../plan/outline.ts'
import { digestOf } from '../plan/settled.ts'
import type { Settled, Use } from '../ports.ts'
import type { Json } from '@usher/scim'
import { isUndecided } from '../scope/verdict.ts'
import type { Instant, Link, Outcome } from '../types.ts'

/** The cycle in which it happened. `initial`: everything is looked at, memberships too. */
export type Settling = {
  readonly rule: Rule
  readonly able: Able
  readonly started: Instant
  readonly initial: boolean
  digest(text: string): string
}

/** What must be remembered because of an outcome. A failure, or a removal that is held, changes no link. */
export function settle(outcome: Outcome, settling: Settling): Settled {
  if (outcome.disowned === true) return { outcome, link: null, uses: undefined, ...dueOf(outcome, settling, null) }
  const before = outcome.change.facts.link
  const stays = outcome.result === 'failure' || outcome.result === 'held' || isLeftAlone(outcome)
  const link = stays ? undefined : outlined(nextLink(outcome, settling), outcome, settling)
  const now = link === undefined ? before : link
  // In an initial cycle the feed does not say who came and went, also of a group that fails itself.
  const arrived = stays ? settling.initial : hasCome(before, now, settling.initial)
  const readMembers = settling.rule.membership && isInUse(now) && arrived
  return {
    outcome,
    link,
    // What an undo writes is not what the mapping gives, so whom they refer to, and by which account, is as before.
    uses: stays || outcome.change.reason.code === 'undo' ? undefined : uses(outcome),
    ...dueOf(outcome, settling, now),
    ...(readMembers && { readMembers }),
    ...(isCounted(outcome) && { counts: countsOf(settling.rule, outcome) }),
    ...(isFoundDone(outcome, link) && { counts: ['removal'] }),
  }
}

/** What happened by itself: a person who allowed something knew how much it was. */
function isCounted({ result, allowed }: Outcome): boolean {
  return (result === 'success' || result === 'warning') && allowed !== true
}

/** An earlier removal whose answer was lost, or that nobody lived to record: it was carried out, so it counts. */
function isFoundDone({ change, allowed }: Outcome, after: Link | null | undefined): boolean {
  const { link: before, verdict } = change.facts
  const wasWritten = before?.state === 'managed' && before.active && before.targetId !== null && before.sent === null
  const isGone = after !== undefined && after?.active !== true
  return change.action === 'none' && !verdict.inScope && wasWritten && isGone && allowed !== true
}

function countsOf(rule: Rule, { change }: Outcome): readonly string[] {
  return takesAway(change) ? ['removal'] : kindsOf(rule, change)
}

/** Whoever left, or is not written to, keeps the outline of before. */
function outlined(
  link: Link | null | undefined,
  outcome: Outcome,
  { rule, digest }: Settling,
): Link | null | undefined {
  if (link === null || link === undefined) return link
  const { verdict, desired, link: before } = outcome.change.facts
  if (!verdict.inScope || outcome.change.reason.code === 'updateOff')
    return before?.outline === undefined ? link : { ...link, outline: before.outline }
  return { ...link, outline: outlineOf(desired, lateValues(outcome), { naming: rule.naming, digest }) }
}

function isInUse(link: Link | null): boolean {
  return link !== null && link.state === 'managed' && link.active && link.targetId !== null
}

/**
 * Whether a group was linked now, or came back: what happened to its memberships meanwhile is not known.
 *
 * It was claimed before it was written, so after a lost answer only `sent` tells that this is its first success.
 */
function hasCome(before: Link | null, now: Link | null, initial: boolean): boolean {
  return initial || !isInUse(before) || before?.targetId !== now?.targetId || before?.sent === null
}

/** Nothing was decided about the object, or its mapping says to skip it: what is known of it stays. */
function isLeftAlone({ change }: Outcome): boolean {
  if (change.reason.code === 'undone') return true
  const { verdict, desired } = change.facts
  return verdict.inScope ? desired.ignored === true : isUndecided(verdict.because)
}

/** The earliest moment at which verdict or mapping change by time alone, or a reprieve ends. */
function dueOf({ change }: Outcome, { rule, able }: Settling, link: Link | null): { readonly due?: Instant } {
  const { verdict, desired } = change.facts
  const deletion = verdict.inScope || link?.state !== 'managed' ? null : deletionDue(rule, link, able)
  const moments = [verdict.until, desired.until, deletion].filter((moment) => moment !== undefined && moment !== null)
  const [due] = moments.toSorted()
  return due === undefined ? {} : { due }
}

function nextLink(outcome: Outcome, settling: Settling): Link | null | undefined {
  const { rule, able, digest } = settling
  const { change } = outcome
  const { link, verdict, match, desired } = change.facts
  const targetId =
    outcome.targetId ??
    (match.kind === 'linked' || match.kind === 'joined' ? match.target.id : (link?.targetId ?? null))
  const sent = digestOf(desired, lateValues(outcome), digest)
  // The verdict of an undo says whether the account is active by now; what it holds is not what the mapping gives.
  if (change.reason.code === 'undo')
    return { targetId, joinedBy: null, state: 'managed', active: verdict.inScope, sent: null }

  if (verdict.inScope) {
    if (targetId === null || change.reason.code === 'createOff') return undefined
    if (change.reason.code === 'updateOff')
      return { targetId, joinedBy: null, state: 'managed', active: true, sent: null }
    if (match.kind === 'settled' && link?.state === 'managed' && link.outline !== undefined) return undefined
    return { targetId, joinedBy: null, state: 'managed', active: true, sent }
  }

  // The account is gone with its person, or was never made.
  if (change.action === 'delete') return link === null ? undefined : null
  if (targetId === null || match.kind === 'vanished') return link === null ? undefined : null
  // Who is gone for good is forgotten, unless the account is to be deleted later.
  const reprieved = rule.deleteAfterDays !== null && canDelete(rule, able)
  if (verdict.because === 'sourceDeleted' && !reprieved) return link === null ? undefined : null
  if (change.reason.code === 'released') return undefined
  const released = isOutOfScopeByRule(verdict.because) && !rule.keepReleased && !reprieved
  // Not disabled, so not released: when the rule changes, or the directory disables them, it is still to be done.
  // A group has nothing to switch off: what is not active is one whose memberships are left as they are.
  if (leftActive.has(change.reason.code) && verdict.because !== 'sourceDeleted')
    return { targetId, joinedBy: null, state: 'managed', active: rule.softDelete, sent: null }
  const leftAt = link?.leftAt ?? settling.started
  return { targetId, joinedBy: null, state: released ? 'released' : 'managed', active: false, sent, leftAt }
}

/** Out of scope, and the account was not touched. */
const leftActive: ReadonlySet<ReasonCode> = new Set([
  'keptByRule',
  'notMapped',
  'updateOff',
  'deleteOff',
  'cannotDelete',
])

/** Late values that existed at the moment of writing. */
function lateValues({ change, written }: Outcome): ReadonlyMap<string, Json> {
  const late = change.facts.desired.flows.filter(({ value }) => isLate(value)).map(({ path }) => path)
  const values = late.map((path) => [path, written.find((one) => one.path === path)?.to] as const)
  return new Map(values.flatMap(([path, to]) => (to === undefined || isLate(to) ? [] : [[path, to] as const])))
}

function uses(outcome: Outcome): readonly Use[] | undefined {
  const { verdict, desired } = outcome.change.facts
  if (!verdict.inScope) return []
  if (desired.problems.length > 0) return undefined
  return desired.flows.flatMap((flow) => {
    if (flow.of === undefined) return []
    const written = isLate(flow.value) ? outcome.written.find((change) => change.path === flow.path)?.to : flow.value
    return [{ path: flow.path, of: flow.of, written: typeof written === 'string' ? written : null }]
  })
}
