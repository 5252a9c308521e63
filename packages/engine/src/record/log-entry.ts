import { categoryOf, errorCodes, skipCodes } from '../errors.ts'
import { never } from '../job/ladder.ts'
import { advise, isReasonCode, say, skipReason } from '../plan/reasons.ts'
import type { Instant } from '../types.ts'
import type { LogRecord, ModifiedProperty } from './log-record.ts'
import { inboundSteps } from './inbound-steps.ts'
import { steps, type Result, type Step } from './log-steps.ts'

/** One line of the provisioning log (engine.md section 10.3, LG-20). Values of sensitive attributes are `[Redact]`. */
export type LogEntry = {
  readonly activityDateTime: Instant
  readonly provisioningAction: LogRecord['action']
  readonly sourceIdentity: Identity
  readonly targetIdentity: Identity
  readonly modifiedProperties: readonly ModifiedProperty[]
  readonly provisioningSteps: readonly Step[]
  readonly provisioningStatusInfo: {
    readonly status: Result
    readonly errorInformation: ErrorInformation | null
  }
  /** Usher's own: the sentence of the plan and of `usher why`, and what would make it happen. */
  readonly usher: {
    readonly reason: string
    readonly code: string
    readonly advice: string | null
    /** Brought about by a person: on demand, by an approved plan, or by an undo. */
    readonly by?: 'onDemand' | 'plan' | 'undo'
  }
}

export type Identity = {
  readonly id: string
  readonly displayName: string
  readonly identityType: string
  readonly details: Readonly<Record<string, string>>
}
/** `additionalDetails`: what the application said. `reason` tells when it is tried again (LG-25). */
export type ErrorInformation = {
  readonly errorCode: string
  readonly reason: string
  readonly additionalDetails: string | null
  readonly errorCategory: ReturnType<typeof categoryOf>
  readonly recommendedAction: string | null
}

/** What a person is asked for, what can be done when they said no, and the code under which it is found. */
export const waiting = {
  removal: {
    advice: 'Allow or reject the removal: usher removals APP.',
    rejected: 'It was rejected. To allow it all the same: usher removals APP allow WHO.',
    code: 'TooManyDeletes',
  },
  adoption: {
    advice: 'Allow or reject taking it over: usher adoptions APP.',
    rejected: 'It was rejected. To allow it all the same: usher adoptions APP allow WHO.',
    code: 'AdoptionHeld',
  },
  change: {
    advice: 'Allow or reject the change: usher changes APP.',
    rejected: 'It was rejected. To allow it all the same: usher changes APP allow WHO.',
    code: 'TooManyChanges',
  },
} as const

function heldAs({ action, facts: { what } }: LogRecord): keyof typeof waiting {
  if (action === 'stagedDelete') return 'removal'
  return what === undefined ? 'adoption' : 'change'
}

export function logEntry(record: LogRecord, at: Instant): LogEntry {
  const { action, result, ref, displayName, targetId, facts } = record
  const { sentence, code } = told(record)
  return {
    activityDateTime: at,
    provisioningAction: action,
    sourceIdentity: {
      id: facts.inbound?.key ?? ref.id,
      displayName,
      identityType: ref.type,
      details: sourceDetails(record),
    },
    targetIdentity: { id: targetId, displayName, identityType: ref.type, details: {} },
    modifiedProperties: facts.written.map(([path, oldValue, newValue]) => ({ displayName: path, oldValue, newValue })),
    provisioningSteps: stepsOf(record),
    provisioningStatusInfo: {
      status: result === 'held' ? 'skipped' : result,
      errorInformation: informationOf(record),
    },
    usher: {
      reason: sentence,
      code,
      advice: adviceOf(record),
      ...(facts.by !== undefined && { by: facts.by }),
    },
  }
}

function stepsOf(record: LogRecord): readonly Step[] {
  const { inbound, says } = record.facts
  if (inbound !== undefined) return inboundSteps(record, inbound)
  return says === undefined ? steps(record) : []
}

function sourceDetails({ ref, facts: { upn } }: LogRecord): Identity['details'] {
  return { id: ref.id, odatatype: ref.type, ...(upn !== undefined && { userPrincipalName: upn }) }
}

/** The sentence of a line, which completes the name of whom it is about. */
export function told({ facts }: LogRecord): { readonly sentence: string; readonly code: string } {
  const { code } = facts.reason
  const sentence = plain(facts)
  const may = mayIgnore(facts)
  return { sentence: may === null ? sentence : `${sentence}; ${may.says}`, code }
}

function plain({ reason: { code, details }, says }: LogRecord['facts']): string {
  return says?.sentence ?? (isReasonCode(code) ? say({ code, details }) : code)
}

function adviceOf(record: LogRecord): string | null {
  const { result, facts } = record
  const { code, details } = facts.reason
  if (result === 'held') return waiting[heldAs(record)][facts.rejected === true ? 'rejected' : 'advice']
  return mayIgnore(facts)?.advice ?? facts.says?.advice ?? (isReasonCode(code) ? advise({ code, details }) : null)
}

/** What went wrong, or why nothing was done; null when all went well. */
function informationOf(record: LogRecord): ErrorInformation | null {
  const errorCode = codeOf(record)
  if (errorCode === null) return null
  const { error, said, again } = record.facts
  const may = mayIgnore(record.facts)
  const answer = said === undefined ? [] : [`HTTP ${said.status}${said.detail === '' ? '' : ` ${said.detail}`}`]
  return {
    errorCode,
    reason: error === undefined ? (may?.says ?? plain(record.facts)) : withAttempts(error.message, again),
    additionalDetails: answer[0] ?? null,
    errorCategory: categoryOf(errorCode),
    recommendedAction: error === undefined ? adviceOf(record) : adviceOn(error.code),
  }
}

/** "…; failed twice, tried again at 2026-03-02T09:40:00.000Z" (ER-5, LG-25). */
function withAttempts(message: string, again: LogRecord['facts']['again']): string {
  if (again === undefined) return message
  return `${message}; failed ${timesText(again.attempts)}, ${again.next === never ? 'not tried again by itself' : `tried again at ${again.next}`}`
}

export function timesText(count: number): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`
}

/** A line may be older than the table, and have a code that is no more in it. */
function adviceOn(code: string): string | null {
  const rows: Readonly<Record<string, { readonly advice: string }>> = errorCodes
  return rows[code]?.advice ?? null
}

/** The error code of a line; null when all went well. */
export function codeOf(record: LogRecord): string | null {
  const { result, facts } = record
  if (facts.error !== undefined) return facts.error.code
  if (mayIgnore(facts) !== null) return 'AttributeIgnored'
  if (result === 'success') return null
  if (result === 'held') return waiting[heldAs(record)].code
  const { code } = facts.reason
  return isReasonCode(code) ? (skipReason(code) ?? null) : code
}

/** An update was answered with the values from before. */
function mayIgnore({ ignored }: LogRecord['facts']): { readonly says: string; readonly advice: string } | null {
  if (ignored === undefined) return null
  return {
    says: `the application answered with the old value of ${ignored.join(', ')}, and may ignore it`,
    advice: skipCodes.AttributeIgnored.advice,
  }
}
