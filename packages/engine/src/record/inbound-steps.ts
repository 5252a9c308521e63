/** The steps of a line about somebody whom an inbound job was sent, by Entra's names (engine.md AP-17). */
import type { LogRecord } from './log-record.ts'
import type { Step } from './log-steps.ts'

type Inbound = NonNullable<LogRecord['facts']['inbound']>

export function inboundSteps(
  { action, result, targetId, facts }: LogRecord,
  { key, bulkId, by }: Inbound,
): readonly Step[] {
  const { because, match, says } = facts
  const sentence = says?.sentence ?? ''
  const received: Step = {
    name: 'Import from API',
    provisioningStepType: 'import',
    status: match === 'unmatchable' ? 'failure' : 'success',
    description: match === 'unmatchable' ? sentence : `Received User '${key}' from the API`,
    details: { externalId: key, ...(bulkId !== undefined && { bulkId }) },
  }
  if (match === 'unmatchable') return [received]
  const scoping: Step = {
    name: 'Determine if user is in scope',
    provisioningStepType: 'scoping',
    status: because === undefined ? 'success' : 'skipped',
    description: because === undefined ? 'In scope' : sentence,
    details: because === undefined ? {} : { SkipReason: 'NotInScope', ScopeEvaluationResult: JSON.stringify(facts.checks ?? {}) }, // prettier-ignore
  }
  const matching: Step = {
    name: 'Match user',
    provisioningStepType: 'matching',
    status: 'success',
    description: match === 'linked' ? `Matched by ${by}: ${targetId}` : `Nobody has this ${by}`,
    details: { JoiningProperty: by, JoiningValue: key },
  }
  if (because !== undefined) return [received, matching, scoping]
  const provisioned: Step = {
    name: 'Provision user',
    provisioningStepType: 'export',
    status: result === 'held' ? 'skipped' : result,
    description: sentence,
    details: { Action: action },
  }
  return [received, matching, scoping, provisioned]
}
