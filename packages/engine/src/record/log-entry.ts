import type { Json, Ref } from '@usher/scim'
import { errorCodes } from '../errors.ts'
import { isLate } from '../plan/diff.ts'
import { steps, type Result, type Step } from './log-steps.ts'
import { withoutValues } from './redact.ts'
import { advise, isReasonCode, say, skipReason, type ReasonCode } from '../plan/reasons.ts'
import type {
  AttributeChange,
  Change,
  Exchange,
  Instant,
  Late,
  Match,
  Outcome,
  OutOfScope,
  ProvisioningError,
  Reason,
  Value,
} from '../types.ts'

/** One line of the provisioning log (engine.md section 10.3, LG-20). Values of sensitive attributes are `[Redact]`. */
export type LogEntry = {
  readonly activityDateTime: Instant
  readonly provisioningAction: 'create' | 'update' | 'disable' | 'delete' | 'stagedDelete' | 'other'
  readonly sourceIdentity: { readonly id: string; readonly displayName: string; readonly identityType: string }
  readonly targetIdentity: { readonly id: string; readonly displayName: string; readonly identityType: string }
  readonly modifiedProperties: readonly {
    readonly displayName: string
    readonly oldValue: string | null
    readonly newValue: string | null
  }[]
  readonly provisioningSteps: readonly Step[]
  readonly provisioningStatusInfo: {
    readonly status: Result
    readonly errorInformation: {
      readonly errorCode: string
      readonly reason: string
      readonly recommendedAction: string | null
    } | null
  }
  /** Usher's own: the sentence of the plan and of `usher why`, and what would make it happen. */
  readonly usher: {
    readonly reason: string
    readonly code: string
    readonly advice: string | null
    /** Brought about by a person: on demand, by an approved plan, or by an undo. */
    readonly via?: 'onDemand' | 'plan' | 'undo'
  }
}

/** Of what did not happen, what somebody would ask about: an account taken over, nobody found, a leaver kept (DP-34). */
const asked: ReadonlySet<ReasonCode> = new Set([
  'ignored',
  'joined',
  'unmatchable',
  'keptByRule',
  'deleteOff',
  'cannotDelete',
  'notMapped',
  'updateOff',
  'createOff',
])

/** Why somebody has no account although they were given the application, or pass no filter. */
const excluding: ReadonlySet<Json | undefined> = new Set(['roleMissing', 'filteredOut'])

/** Whether an outcome is worth a line: `none` is counted, not logged, unless somebody would ask about it. */
export function isLogged({ change, result }: Outcome): boolean {
  if (result !== 'skipped') return true
  const { code, details } = change.reason
  return asked.has(code) || excluding.has(details['because']) || isDisabledNewcomer(change)
}

/** Given the application while disabled in the directory, so without an account until they are enabled (CY-40). */
function isDisabledNewcomer({ facts: { entry, verdict, link } }: Change): boolean {
  return !verdict.inScope && verdict.because === 'sourceDisabled' && link === null && entry.assignments.length > 0
}

const leftOut: Readonly<Partial<Record<ReasonCode, LogRecord['action']>>> = {
  createOff: 'create',
  deleteOff: 'delete',
  cannotDelete: 'delete',
}

/** What was done, or would have been done if it had not been left out. */
function actionOf({ change, result }: Outcome): LogRecord['action'] {
  if (result === 'held') return change.facts.verdict.inScope ? 'other' : 'stagedDelete'
  if (change.action !== 'none') return change.action
  const { code, details } = change.reason
  const { verdict, link } = change.facts
  if (code === 'updateOff') return verdict.inScope ? 'update' : 'disable'
  const excluded = excluding.has(details['because']) || isDisabledNewcomer(change)
  if (code === 'outOfScope' && link === null && excluded) return 'create'
  return leftOut[code] ?? 'other'
}

/**
 * What is stored of one line: facts, from which the entry is printed when somebody reads it.
 *
 * Sentences, advice and steps follow from the tables, so they are not stored; a line stays well below 2 kB.
 */
export type LogRecord = {
  readonly action: LogEntry['provisioningAction']
  readonly result: Outcome['result']
  readonly ref: Ref
  readonly displayName: string
  readonly targetId: string
  readonly facts: {
    readonly reason: { readonly code: string; readonly details: Reason['details'] }
    /** Path, old and new value. */
    readonly written: readonly (readonly [string, string | null, string | null])[]
    readonly match: Match['kind']
    readonly gone?: true
    readonly because?: OutOfScope
    /** Only of somebody out of scope. */
    readonly checks?: Readonly<Record<string, boolean>>
    readonly error?: ProvisioningError
    /** Paths that the application answered with as they were before. */
    readonly ignored?: readonly string[]
    /** Brought about by a person, and by no cycle. */
    readonly via?: 'onDemand' | 'plan' | 'undo'
    /** A line that is not about a change, in its own words. */
    readonly says?: { readonly sentence: string; readonly advice: string | null }
  }
}

export function logRecord(outcome: Outcome): LogRecord {
  const { change, result, written } = outcome
  const { verdict, match, entry } = change.facts
  return {
    action: actionOf(outcome),
    result,
    ref: change.ref,
    displayName: nameOf(outcome),
    targetId: outcome.targetId ?? idOf(outcome),
    facts: {
      reason: change.reason,
      written: written.map(modified).map((one) => [one.displayName, one.oldValue, one.newValue]),
      match: match.kind,
      ...(entry.object === null && { gone: true }),
      ...(!verdict.inScope && {
        because: verdict.because,
        checks: Object.fromEntries(verdict.checks.map((check) => [check.name, check.passed])),
      }),
      ...(outcome.result === 'failure' && { error: outcome.error }),
      ...(outcome.ignored !== undefined && { ignored: outcome.ignored }),
    },
  }
}

/** What a person is asked for. */
export const waiting = {
  removal: 'Allow or reject the removal: usher removals APP.',
  adoption: 'Allow or reject taking it over: usher adoptions APP.',
} as const

export function logEntry(record: LogRecord, at: Instant): LogEntry {
  const { action, result, ref, displayName, targetId, facts } = record
  const { code, details } = facts.reason
  const known = isReasonCode(code) ? { code, details } : null
  const sentence = facts.says?.sentence ?? (known === null ? code : say(known))
  const adoption = facts.because === undefined
  const held = result === 'held' ? waiting[adoption ? 'adoption' : 'removal'] : null
  const advice = held ?? facts.says?.advice ?? (known === null ? null : advise(known))
  const skip =
    result === 'held' ? (adoption ? 'AdoptionHeld' : 'TooManyDeletes') : known === null ? code : skipReason(known.code)
  const { error, ignored } = facts
  const may = ignored === undefined ? null : mayIgnore(ignored)
  const reason = may === null ? sentence : `${sentence}; ${may.says}`
  return {
    activityDateTime: at,
    provisioningAction: action,
    sourceIdentity: { id: ref.id, displayName, identityType: ref.type },
    targetIdentity: { id: targetId, displayName, identityType: ref.type },
    modifiedProperties: facts.written.map(([path, oldValue, newValue]) => ({ displayName: path, oldValue, newValue })),
    provisioningSteps: facts.says === undefined ? steps(record) : [],
    provisioningStatusInfo: {
      status: result === 'held' ? 'skipped' : result,
      errorInformation:
        error !== undefined
          ? { errorCode: error.code, reason: error.message, recommendedAction: errorCodes[error.code].advice }
          : may !== null
            ? { errorCode: 'AttributeIgnored', reason: may.says, recommendedAction: may.advice }
            : skip === undefined || result === 'success'
              ? null
              : { errorCode: skip, reason: sentence, recommendedAction: advice },
    },
    usher: { reason, code, advice: may?.advice ?? advice, ...(facts.via !== undefined && { via: facts.via }) },
  }
}

/** An update was answered with the values from before. */
function mayIgnore(paths: readonly string[]): { readonly says: string; readonly advice: string } {
  return {
    says: `the application answered with the old value of ${paths.join(', ')}, and may ignore it`,
    advice: 'Look at the account there. If it keeps the old value, disable that attribute mapping.',
  }
}

function nameOf({ change }: Outcome): string {
  const object = change.facts.entry.object
  const { match } = change.facts
  const there = match.kind === 'linked' || match.kind === 'joined' ? match.target.attributes : {}
  const name = object?.['displayName'] ?? object?.['userPrincipalName'] ?? there['displayName'] ?? there['userName']
  return typeof name === 'string' ? name : ''
}

function idOf({ change }: Outcome): string {
  const { match, link } = change.facts
  return match.kind === 'linked' || match.kind === 'joined' ? match.target.id : (link?.targetId ?? '')
}

export function modified(change: AttributeChange): LogEntry['modifiedProperties'][number] {
  const shown = (value: Value | undefined): string | null => {
    if (value === undefined || value === null) return null
    if (change.sensitive === true) return '[Redact]'
    if (change.generated === true) return '(generated)'
    if (isLate(value)) return lateText(value)
    return typeof value === 'string' ? value : JSON.stringify(value)
  }
  // What is added does not take the place of what is there.
  const { op, from, to } = change
  const added = op === 'add' && Array.isArray(from) && Array.isArray(to) ? ([...from, ...to] as Json) : to
  return { displayName: change.path, oldValue: shown(from), newValue: shown(added) }
}

function lateText(value: Late): string {
  switch (value.late) {
    case 'targetId':
      return `(the account of ${value.of.id})`
    case 'generated':
      return '(generated)'
    case 'firstFree': {
      const { free, candidates } = value
      const count = `the first free of ${candidates.length}`
      return free === undefined ? `(${count})` : `${free} (${count})`
    }
  }
}

/** The exchanges as the log keeps them: whole, and never with a redacted value. */
export function logExchanges(outcome: Outcome): readonly Exchange[] {
  const sensitive = outcome.change.facts.desired.flows
    .filter(
      ({ sensitive: secret, redacts, value }) => secret || redacts || (isLate(value) && value.late === 'generated'),
    )
    .map(({ path }) => path)
  const { exchanges: kept } = outcome
  return sensitive.length === 0 ? kept : kept.map((exchange) => withoutValues(exchange, sensitive))
}
