/** The steps of one line of the provisioning log, by Entra's names (LG-22; where it documents none, by analogy). */
import type { Json } from '@usher/scim'
import { isReasonCode, say, skipReason } from '../plan/reasons.ts'
import type { OutOfScope } from '../types.ts'
import type { LogRecord } from './log-record.ts'

export type StepType = 'import' | 'scoping' | 'matching' | 'processing' | 'referenceResolution' | 'export'
export type Result = 'success' | 'failure' | 'skipped' | 'warning'
export type Step = {
  readonly name: string
  readonly provisioningStepType: StepType
  readonly status: Result
  readonly description: string
  readonly details: Readonly<Record<string, string>>
}

/** What each action is called in each step. */
const names = {
  create: { import: 'EntryImportAdd', matching: 'EntrySynchronizationAdd', export: 'EntryExportAdd' },
  update: { import: 'EntryImportUpdate', matching: 'EntrySynchronizationUpdate', export: 'EntryExportUpdate' },
  disable: { import: 'EntryImportUpdate', matching: 'EntrySynchronizationDisable', export: 'EntryExportDisable' },
  delete: { import: 'EntryImportDelete', matching: 'EntrySynchronizationDelete', export: 'EntryExportDelete' },
  stagedDelete: { import: 'EntryImportUpdate', matching: 'EntrySynchronizationDelete', export: 'EntryExportDelete' },
  other: { import: 'EntryImport', matching: 'EntrySynchronizationMatch', export: 'EntryExportUpdate' },
} as const

/** What was done for one line of the log, in the order that administrators know from Entra (LG-15). */
export function steps(record: LogRecord): readonly Step[] {
  const { because, match, gone } = record.facts
  const called = names[record.action]
  // CY-52: without a matching value the scope is not even evaluated.
  if (match === 'unmatchable' && because === undefined)
    return [step([called.import, 'import'], 'skipped', 'It has no value for the matching attribute')]
  const imported = step(
    [called.import, 'import'],
    'success',
    gone === true ? 'The directory has no such object' : 'Read from the directory',
  )
  const unresolved = referenceStep(record)
  if (unresolved !== null) return [imported, unresolved]
  const failed = match === 'ambiguous' || match === 'unreachable'
  const list: Step[] = [
    imported,
    scopingStep(record),
    step([called.matching, 'matching'], failed ? 'failure' : 'success', `Match: ${match}`),
  ]
  if (record.action !== 'other' && record.result !== 'skipped') list.push(exportStep(record))
  if (record.result === 'skipped') list.push(skipStep(record))
  return [...list, ...retrySteps(record)]
}

/** By the reason, which of Entra's conditions of scope is not met (LG-23). */
const unmet: Readonly<Record<OutOfScope, string>> = {
  notAssigned: 'Assigned',
  roleMissing: 'IsEffectivelyEntitledForProvisioning',
  filteredOut: 'IsInProvisioningScopeDisplayName',
  sourceDisabled: 'IsActive',
  sourceSoftDeleted: 'IsActive',
  sourceDeleted: 'IsActive',
  notConcerned: 'IsInProvisioningScopeDisplayName',
  scopeUnknown: 'IsInProvisioningScopeDisplayName',
}
const conditions = ['IsActive', 'Assigned', 'IsEffectivelyEntitledForProvisioning', 'IsInProvisioningScopeDisplayName']

function scopingStep({ facts: { because, via, checks = {}, reason } }: LogRecord): Step {
  const named: Named = ['EntrySynchronizationScoping', 'scoping']
  const met = conditions.map((name) => {
    const holds = (because === undefined || name !== unmet[because]) && !(via === 'all' && name === 'Assigned')
    return [name, holds ? 'True' : 'False']
  })
  const details = { ...Object.fromEntries(met), ScopeEvaluationResult: JSON.stringify(checks) }
  if (because === undefined) return step(named, 'success', 'In scope', details)
  if (because === 'scopeUnknown') return step(named, 'failure', 'The scope could not be decided', details)
  const skip = isReasonCode(reason.code) ? skipReason(reason.code) : undefined
  return step(named, 'skipped', `Out of scope: ${because}`, {
    ...details,
    ...(skip !== undefined && { SkipReason: skip }),
  })
}

/** A reference that could not be written, by the code and the sentence of Entra (LG-24). */
function referenceStep({ facts: { reason, says } }: LogRecord): Step | null {
  const { code, details } = reason
  if (says !== undefined || !isReasonCode(code)) return null
  const name = skipReason(code)
  if (name !== 'UnableToResolveReferenceAttributeValue') return null
  return step(['EntryReferenceResolution', 'referenceResolution'], 'warning', say({ code, details }), {
    errorCode: name,
    ...Object.fromEntries(Object.entries(details).map(([key, value]) => [key, text(value)])),
  })
}

function exportStep({ action, result, facts }: LogRecord): Step {
  const held = result === 'held'
  const description = facts.error?.message ?? (held ? 'Held for approval' : 'Written to the application')
  const { said } = facts
  const details: Step['details'] =
    said === undefined ? {} : { HttpStatus: String(said.status), ...(said.detail !== '' && { Answer: said.detail }) }
  return step([names[action].export, 'export'], held ? 'skipped' : result, description, details)
}

function skipStep({ facts: { reason, says } }: LogRecord): Step {
  const { code, details } = reason
  const known = isReasonCode(code) ? { code, details } : null
  const description = says?.sentence ?? (known === null ? code : say(known))
  const skip = known === null ? undefined : skipReason(known.code)
  return step(['EntrySynchronizationSkip', 'processing'], 'skipped', description, {
    SkipReason: skip ?? 'EntrySynchronizationSkipped',
  })
}

function retrySteps({ facts: { again } }: LogRecord): readonly Step[] {
  if (again === undefined) return []
  const details = { Attempts: String(again.attempts), NextAttempt: again.next }
  return [step(['EntryEscrowRetry', 'processing'], 'skipped', `It is tried again from ${again.next}`, details)]
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

function text(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
