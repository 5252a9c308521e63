import type { Json } from '@usher/scim'
import { errorCodes } from '../errors.ts'
import { isLate } from '../plan/diff.ts'
import { advise, say, skipReason, type ReasonCode } from '../plan/reasons.ts'
import type { AttributeChange, Exchange, Instant, Outcome, Value } from '../types.ts'

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
  readonly modifiedProperties: readonly { readonly displayName: string; readonly oldValue: string | null; readonly newValue: string | null }[]
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
const asked: ReadonlySet<ReasonCode> = new Set(['joined', 'unmatchable', 'keptByRule', 'notMapped', 'updateOff', 'createOff'])

/** Whether an outcome is worth a line: `none` is counted, not logged, unless somebody would ask about it. */
export function isLogged({ change, result }: Outcome): boolean {
  if (result !== 'skipped') return true
  const { code, details } = change.reason
  return asked.has(code) || details['because'] === 'roleMissing' || details['because'] === 'filteredOut'
}

export function logEntry(outcome: Outcome, at: Instant): LogEntry {
  const { change, result } = outcome
  const name = nameOf(outcome)
  const status: Result = result === 'held' ? 'skipped' : result
  const error = outcome.result === 'failure' ? outcome.error : null
  const skip = result === 'held' ? 'TooManyDeletes' : skipReason(change.reason.code)
  return {
    activityDateTime: at,
    provisioningAction: result === 'held' ? 'stagedDelete' : change.action === 'none' ? 'other' : change.action,
    sourceIdentity: { id: change.ref.id, displayName: name, identityType: change.ref.type },
    targetIdentity: { id: outcome.targetId ?? idOf(outcome), displayName: name, identityType: change.ref.type },
    modifiedProperties: outcome.written.map(modified),
    provisioningSteps: steps(outcome),
    provisioningStatusInfo: {
      status,
      errorInformation:
        error !== null
          ? { errorCode: error.code, reason: error.message, recommendedAction: errorCodes[error.code].advice }
          : skip === undefined || result === 'success'
            ? null
            : { errorCode: skip, reason: say(change.reason), recommendedAction: advise(change.reason) },
    },
    usher: { reason: say(change.reason), code: change.reason.code, advice: advise(change.reason) },
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
    if (isLate(value)) return value.late === 'targetId' ? `(the account of ${value.of.id})` : `(${value.late})`
    return typeof value === 'string' ? value : JSON.stringify(value)
  }
  return { displayName: change.path, oldValue: shown(change.from), newValue: shown(change.to) }
}

function steps(outcome: Outcome): readonly Step[] {
  const { change } = outcome
  const { verdict, match, entry } = change.facts
  const scoped = Object.fromEntries(verdict.checks.map((check) => [check.name, check.passed]))
  const list: Step[] = [
    step(['EntryImport', 'import'], 'success', entry.object === null ? 'The directory has no such object' : 'Read from the directory', {}),
    step(['EntrySynchronizationScoping', 'scoping'], verdict.inScope ? 'success' : 'skipped', verdict.inScope ? 'In scope' : `Out of scope: ${verdict.because}`, scoped),
    step(['EntrySynchronizationMatch', 'matching'], match.kind === 'ambiguous' || match.kind === 'unreachable' ? 'failure' : 'success', `Match: ${match.kind}`, {}),
  ]
  if (change.action !== 'none') list.push(exportStep(outcome))
  return list
}

function exportStep(outcome: Outcome): Step {
  const { change, result } = outcome
  const name = { create: 'EntryExportAdd', update: 'EntryExportUpdate', disable: 'EntryExportUpdate', delete: 'EntryExportDelete', none: '' }
  const description = outcome.result === 'failure' ? outcome.error.message : result === 'held' ? 'Held for approval' : 'Written to the application'
  return step([name[change.action], 'export'], result === 'held' ? 'skipped' : result, description, {})
}

type Named = readonly [name: string, type: StepType]

function step([name, provisioningStepType]: Named, status: Result, description: string, details: Step['details'] = {}): Step {
  return { name, provisioningStepType, status, description, details }
}

/** The exchanges as the log keeps them: bodies only where something went wrong, and never with a redacted value. */
export function logExchanges(outcome: Outcome): readonly Exchange[] {
  const { change } = outcome
  const sensitive = change.facts.desired.flows.some((flow) => flow.sensitive === true)
  if (outcome.result === 'failure' && !sensitive) return outcome.exchanges
  return outcome.exchanges.map(({ method, url, status, ms }) => ({ method, url, status, ms }))
}
