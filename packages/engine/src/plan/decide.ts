import { errorCodes, type ErrorCode } from '../errors.ts'
import type { Rule } from '../job/rule.ts'
import type { Json } from '@usher/scim'
import type {
  AttributeChange, Change, Check, Facts, Instant, MappingProblem, MatchingValue, OutOfScope, ProvisioningError, Reason, TargetObject, Verdict,
} from '../types.ts' // prettier-ignore
import { all, diff } from './diff.ts'
import { basisOf } from './basis.ts'
import { deletionDue, isKept, leaving, switchesOff, type Able } from './leaving.ts'
import type { ReasonCode } from './reasons.ts'

type Decision =
  | { readonly action: 'create' }
  | { readonly action: 'write'; readonly target: TargetObject; readonly as: 'update' | 'disable' }
  | { readonly action: 'delete'; readonly target: TargetObject }
  | { readonly action: 'none'; readonly error?: ProvisioningError }

/** `now`: when the cycle started. `able`: what the target can do about a leaver. */
export type Known = {
  readonly matching: MatchingValue | null
  readonly able: Able
  readonly now: Instant
  digest(text: string): string
}

/** What, if anything, must change at the target, and why. */
export function decide(rule: Rule, facts: Facts, known: Known): Change {
  const [reason, decision] = facts.verdict.inScope
    ? enter(rule, facts, known.matching)
    : leave(rule, facts, facts.verdict.because, known)
  const { ref } = facts.entry
  const { matching, digest } = known
  // Only of what fails, is held or shown is asked on what it rests.
  const based = <D extends { readonly action: Change['action']; readonly patch?: readonly AttributeChange[] }>(
    is: D,
  ) => ({
    ref,
    reason,
    facts,
    matching,
    get basis() {
      return basisOf(rule, facts, is, digest)
    },
    ...is,
  })
  switch (decision.action) {
    case 'create': {
      const patch = all(facts.desired.flows, rule.definitions)
      return based({ action: 'create', patch })
    }
    case 'write': {
      const patch = diff(facts.desired.flows, decision.target.attributes, rule.definitions)
      return based({ action: decision.as, target: decision.target, patch })
    }
    case 'delete':
      return based({ action: 'delete', target: decision.target })
    case 'none':
      return based({ action: 'none', ...(decision.error && { error: decision.error }) })
  }
}

function enter(rule: Rule, facts: Facts, matched: MatchingValue | null): readonly [Reason, Decision] {
  const { match, desired, link } = facts
  if (desired.ignored === true) return none('ignored')
  if (desired.problems[0] !== undefined) return unmapped(desired.problems[0])
  // A linked account is searched for again only when it is gone.
  const anew = typeof link?.targetId === 'string'
  switch (match.kind) {
    case 'unreachable':
      return [why('targetFailed', { problem: match.error.message }), { action: 'none', error: match.error }]
    case 'unmatchable':
      return none('unmatchable', { attributes: rule.mapping.matchingPaths.join(', ') })
    case 'ambiguous':
      return fail('ambiguous', 'DuplicateTargetEntries', { count: match.candidates.length })
    case 'vanished':
      return fail('vanished', 'InvalidAnchor', { targetId: match.id, problem: `the account ${match.id} is gone` })
    case 'settled':
      return none('alreadyEqual')
    case 'absent':
      if (!rule.actions.create) return none('createOff')
      return [why(anew ? 'recreated' : 'absentAtTarget'), { action: 'create' }]
    case 'linked':
    case 'joined': {
      const patch = diff(desired.flows, match.target.attributes, rule.definitions)
      const joined = match.kind === 'joined'
      const by = {
        by: matched?.path ?? rule.mapping.matchingPaths.join(', '),
        targetId: match.target.id,
        ...ownerOf(match.target),
      }
      const found = anew ? 'rejoined' : 'joined'
      if (patch.length === 0) return none(joined ? found : 'alreadyEqual', joined ? by : {})
      if (!rule.actions.update) return none('updateOff')
      const differs = { attributes: patch.map((change) => change.path).join(', ') }
      const reason = joined
        ? why(found, { ...by, ...differs })
        : why(link?.active === false ? 'returned' : 'differs', differs)
      return [reason, { action: 'write', as: 'update', target: match.target }]
    }
  }
}

/** DP-20 to DP-37. A leaver is never kept by an unrelated fault. */
function leave(rule: Rule, facts: Facts, because: OutOfScope, { able, now }: Known): readonly [Reason, Decision] {
  const { match, link, desired } = facts
  const details = { because, ...failedChecks(facts.verdict) }
  if (because === 'scopeUnknown')
    return fail('scopeUnknown', 'InvalidMapping', { problem: unknownCheck(facts.verdict) })
  const what = leaving(rule, { because, link, now }, able)
  if (what === 'undecided') return none('outOfScope', details)
  if (link?.state === 'released') return none('released', details)
  if (link?.active === true && link.targetId !== null && isKept(what)) return none(what, details)
  // DP-31, DP-32: gone for good, and the account stays, disabled.
  const stays = because === 'sourceDeleted' && deletionDue(rule, link, able) === null
  const settled = stays ? (rule.actions.delete ? 'cannotDelete' : 'deleteOff') : 'alreadyDisabled'
  switch (match.kind) {
    case 'unreachable':
      return [why('targetFailed', { problem: match.error.message }), { action: 'none', error: match.error }]
    case 'unmatchable':
    case 'absent':
    case 'vanished':
      return none('outOfScope', details)
    case 'ambiguous':
      return fail('ambiguous', 'DuplicateTargetEntries', { count: match.candidates.length })
    case 'settled':
      return none(settled, details)
    case 'linked':
    case 'joined': {
      const { target } = match
      if (what === 'delete')
        return [why(because === 'sourceDeleted' ? 'gone' : 'removed', details), { action: 'delete', target }]
      if (what === 'keptByRule' || what === 'deleteOff' || what === 'cannotDelete') return none(what, details)
      const patch = diff(desired.flows, target.attributes, rule.definitions)
      const differs = patch.length > 0
      // What could not be evaluated may be what takes the account away: it is tried again, and not forgotten.
      if (!differs && desired.problems[0] !== undefined) return unmapped(desired.problems[0])
      if (what === 'notMapped' || desired.flows.length === 0) return none('notMapped', details)
      if (!differs) return none(settled, details)
      if (what === 'updateOff') return none('updateOff', details)
      // Whose account was taken away already does not lose it again, unless somebody switched it on meanwhile.
      const as = link?.active === false && !patch.some(switchesOff) ? 'update' : 'disable'
      return [why('leftScope', details), { action: 'write', as, target }]
    }
  }
}

/** Who the account says it is of. */
function ownerOf({ attributes }: TargetObject): { readonly owner?: string } {
  const name = attributes['displayName'] ?? attributes['userName']
  return typeof name === 'string' ? { owner: name } : {}
}

/** A sentence names so many clauses; `usher why` shows all. */
const mostNamed = 3

/** What the filter or a condition asked for and did not find, for the sentence. */
function failedChecks(verdict: Verdict): { readonly failed?: string } {
  if (verdict.inScope || verdict.because !== 'filteredOut') return {}
  const failed = verdict.checks.filter((check) => check.decides)
  const more = failed.length - mostNamed
  const named = failed.slice(0, mostNamed).map(saw)
  return failed.length === 0 ? {} : { failed: [...named, ...(more > 0 ? [`and ${more} more`] : [])].join('; ') }
}

function unknownCheck({ checks }: Verdict): string {
  const found = checks.find((check) => check.problem !== undefined)
  return found === undefined ? '' : `${found.name}: ${found.problem}`
}

function saw({ name, actual }: Check): string {
  const object = typeof actual === 'object' && actual !== null && !Array.isArray(actual)
  const shown = object
    ? Object.entries(actual).map(([attribute, value]) => `${attribute} is ${valueText(value)}`)
    : [`it is ${valueText(actual)}`]
  return `${name}, and ${shown.join(', ')}`
}

/** Enough of a value to recognise it: somebody may be in hundreds of groups, and a line of the log is short. */
const longest = 200

function valueText(value: Json): string {
  if (value === null) return 'not there'
  if (value === '') return 'empty'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}

function why(code: ReasonCode, details: Reason['details'] = {}): Reason {
  return { code, details }
}

function none(code: ReasonCode, details: Reason['details'] = {}): readonly [Reason, Decision] {
  return [why(code, details), { action: 'none' }]
}

function unmapped({ message }: MappingProblem): readonly [Reason, Decision] {
  return fail('mappingProblem', 'InvalidMapping', { problem: message })
}

function fail(code: ReasonCode, error: ErrorCode, details: Reason['details']): readonly [Reason, Decision] {
  const { problem } = details
  const listed = Object.entries(details).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  const message = typeof problem === 'string' ? problem : listed.join('; ')
  return [why(code, details), { action: 'none', error: { code: error, message, retry: errorCodes[error].retry } }]
}
