import type { Json, Ref } from '@usher/scim'
import { errorCodes } from '../errors.ts'
import { isLate } from '../plan/diff.ts'
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

export type StepType = 'import' | 'scoping' | 'matching' | 'processing' | 'referenceResolution' | 'export'
export type Result = 'success' | 'failure' | 'skipped' | 'warning'
export type Step = {
  readonly name: string
  readonly provisioningStepType: StepType
  readonly status: Result
  readonly description: string
  readonly details: Readonly<Record<string, Json>>
}
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
  readonly usher: { readonly reason: string; readonly code: string; readonly advice: string | null }
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

/** Whether an outcome is worth a line: `none` is counted, not logged, unless somebody would ask about it. */
export function isLogged({ change, result }: Outcome): boolean {
  if (result !== 'skipped') return true
  const { code, details } = change.reason
  return asked.has(code) || details['because'] === 'roleMissing' || details['because'] === 'filteredOut'
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
    /** A line that is not about a change, in its own words. */
    readonly says?: { readonly sentence: string; readonly advice: string | null }
  }
}

export function logRecord(outcome: Outcome): LogRecord {
  const { change, result, written } = outcome
  const { verdict, match, entry } = change.facts
  return {
    action: actionOf(change, result),
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
    },
  }
}

function actionOf({ action, facts }: Change, result: Outcome['result']): LogRecord['action'] {
  if (result === 'held') return facts.verdict.inScope ? 'other' : 'stagedDelete'
  return action === 'none' ? 'other' : action
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
  const { error } = facts
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
          : skip === undefined || result === 'success'
            ? null
            : { errorCode: skip, reason: sentence, recommendedAction: advice },
    },
    usher: { reason: sentence, code, advice },
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

function steps(record: LogRecord): readonly Step[] {
  const { because, checks = {}, match, gone } = record.facts
  const list: Step[] = [
    step(
      ['EntryImport', 'import'],
      'success',
      gone === true ? 'The directory has no such object' : 'Read from the directory',
    ),
    because === undefined
      ? step(['EntrySynchronizationScoping', 'scoping'], 'success', 'In scope')
      : because === 'scopeUnknown'
        ? step(['EntrySynchronizationScoping', 'scoping'], 'failure', 'The scope could not be decided', checks)
        : step(['EntrySynchronizationScoping', 'scoping'], 'skipped', `Out of scope: ${because}`, checks),
    step(
      ['EntrySynchronizationMatch', 'matching'],
      match === 'ambiguous' || match === 'unreachable' ? 'failure' : 'success',
      `Match: ${match}`,
    ),
  ]
  if (record.action !== 'other') list.push(exportStep(record))
  return list
}

const exports = {
  create: 'EntryExportAdd',
  update: 'EntryExportUpdate',
  disable: 'EntryExportUpdate',
  delete: 'EntryExportDelete',
  stagedDelete: 'EntryExportUpdate',
  other: '',
} as const

function exportStep({ action, result, facts }: LogRecord): Step {
  const held = result === 'held'
  const description = facts.error?.message ?? (held ? 'Held for approval' : 'Written to the application')
  return step([exports[action], 'export'], held ? 'skipped' : result, description)
}

type Named = readonly [name: string, type: StepType]

function step(
  [name, provisioningStepType]: Named,
  status: Result,
  description: string,
  details: Step['details'] = {},
): Step {
  return { name, provisioningStepType, status, description, details }
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
