import { isLate } from '../plan/diff.ts'
import { isOutOfScopeByRule } from '../plan/decide.ts'
import type { ReasonCode } from '../plan/reasons.ts'
import { digestOf } from '../plan/settled.ts'
import type { Settled, Use } from '../ports.ts'
import type { Json } from '@usher/scim'
import { isUndecided } from '../scope/verdict.ts'
import type { Instant, Link, Outcome } from '../types.ts'

/** What must be remembered because of an outcome. A failure, or a removal that is held, changes no link. */
export function settle(outcome: Outcome, digest: (text: string) => string): Settled {
  const due = dueOf(outcome)
  if (outcome.disowned === true) return { outcome, link: null, uses: undefined, ...due }
  if (outcome.result === 'failure' || outcome.result === 'held' || isLeftAlone(outcome)) {
    return { outcome, link: undefined, uses: undefined, ...due }
  }
  return { outcome, link: nextLink(outcome, digest), uses: uses(outcome), ...due }
}

/** Nothing was decided about the object, or its mapping says to skip it: what is known of it stays. */
function isLeftAlone({ change }: Outcome): boolean {
  const { verdict, desired } = change.facts
  return verdict.inScope ? desired.ignored === true : isUndecided(verdict.because)
}

/** The earliest moment at which verdict or mapping change by time alone. */
function dueOf({ change }: Outcome): { readonly due?: Instant } {
  const { verdict, desired } = change.facts
  const moments = [verdict.until, desired.until].filter((moment) => moment !== undefined)
  const [due] = moments.toSorted()
  return due === undefined ? {} : { due }
}

function nextLink(outcome: Outcome, digest: (text: string) => string): Link | null | undefined {
  const { change } = outcome
  const { link, verdict, match, desired } = change.facts
  const targetId =
    outcome.targetId ??
    (match.kind === 'linked' || match.kind === 'joined' ? match.target.id : (link?.targetId ?? null))
  const sent = digestOf(desired, lateValues(outcome), digest)

  if (verdict.inScope) {
    if (targetId === null || change.reason.code === 'createOff') return undefined
    if (change.reason.code === 'updateOff')
      return { targetId, joinedBy: null, state: 'managed', active: true, sent: null }
    if (match.kind === 'settled' && link?.state === 'managed') return undefined
    return { targetId, joinedBy: null, state: 'managed', active: true, sent }
  }

  // The account is gone with its person, or was never made.
  if (change.action === 'delete' || verdict.because === 'sourceDeleted') return link === null ? undefined : null
  if (targetId === null || match.kind === 'vanished') return link === null ? undefined : null
  if (change.reason.code === 'released') return undefined
  const state = isOutOfScopeByRule(verdict.because) ? 'released' : 'managed'
  // Not disabled, so not released: when the rule changes, or the directory disables them, it is still to be done.
  if (leftActive.has(change.reason.code))
    return { targetId, joinedBy: null, state: 'managed', active: true, sent: null }
  return { targetId, joinedBy: null, state, active: false, sent }
}

/** Out of scope, and the account was not touched. */
const leftActive: ReadonlySet<ReasonCode> = new Set(['keptByRule', 'notMapped', 'updateOff'])

/** Late values that existed at the moment of writing. */
function lateValues({ written }: Outcome): ReadonlyMap<string, Json> {
  return new Map(written.flatMap(({ path, to }) => (to === undefined || isLate(to) ? [] : [[path, to] as const])))
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
