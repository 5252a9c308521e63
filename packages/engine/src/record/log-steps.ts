/** The steps of one line of the provisioning log. */
import type { Json } from '@usher/scim'
import { isReasonCode, say, skipReason } from '../plan/reasons.ts'
import type { LogRecord } from './log-entry.ts'

export type StepType = 'import' | 'scoping' | 'matching' | 'processing' | 'referenceResolution' | 'export'
export type Result = 'success' | 'failure' | 'skipped' | 'warning'
export type Step = {
  readonly name: string
  readonly provisioningStepType: StepType
  readonly status: Result
  readonly description: string
  readonly details: Readonly<Record<string, Json>>
}

/** What was done for one line of the log, in the order that administrators know from Entra (LG-15). */
export function steps(record: LogRecord): readonly Step[] {
  const { because, checks = {}, match, gone } = record.facts
  // CY-52: without a matching value the scope is not even evaluated.
  if (match === 'unmatchable' && because === undefined)
    return [step(['EntryImport', 'import'], 'skipped', 'It has no value for the matching attribute')]
  const imported = step(
    ['EntryImport', 'import'],
    'success',
    gone === true ? 'The directory has no such object' : 'Read from the directory',
  )
  const unresolved = referenceStep(record)
  if (unresolved !== null) return [imported, unresolved]
  const list: Step[] = [
    imported,
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
  if (record.action !== 'other' && record.result !== 'skipped') list.push(exportStep(record))
  return list
}

/** A reference that could not be written, by the code and the sentence of Entra (LG-24). */
function referenceStep({ facts: { reason, says } }: LogRecord): Step | null {
  const { code, details } = reason
  if (says !== undefined || !isReasonCode(code)) return null
  const name = skipReason(code)
  if (name !== 'UnableToResolveReferenceAttributeValue') return null
  return step(['EntryReferenceResolution', 'referenceResolution'], 'warning', say({ code, details }), {
    errorCode: name,
  })
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
