/** What provisionOnDemand answers: two texts that are JSON (graph-api.md 6.5), made of the steps that were taken. */
import { skipReason, type Demanded, type DemandStep, type MatchRow, type ModifiedRow } from '@usher/engine'
import type { Attributes, Json } from '@usher/scim'
import { randomUUID } from 'node:crypto'

export type Told = {
  /** `customappsso` in Entra: the application by its name. */
  readonly target: string
  readonly targetType: string
  readonly began: string
  readonly ended: string
  /** By which people know the object. */
  readonly name: string
  /** The account that is linked now. */
  readonly account: string | null
}
type Status = 'Success' | 'Failure' | 'Skipped' | 'Warning'
type GraphStep = {
  readonly name: string
  readonly type: 'Import' | 'Matching' | 'Scoping' | 'Export' | 'ReferenceResolution'
  readonly status: Status
  readonly description: string
  readonly timestamp: string
  readonly details: Readonly<Record<string, string>>
}

const statuses = { success: 'Success', failure: 'Failure', skipped: 'Skipped', warning: 'Warning' } as const
const source = 'Usher directory'

/** `{ key, value }`, each JSON text. */
export function demandAnswer(demanded: Demanded, told: Told): { readonly key: string; readonly value: string } {
  const { ref } = demanded
  const verb = verbOf(demanded)
  const outcome = outcomeOf(demanded)
  const account = told.account ?? accountOf(demanded)
  const value = {
    action: verb,
    changeId: randomUUID(),
    startTime: told.began,
    endTime: told.ended,
    reportableIdentifier: told.name,
    provisioningSteps: stepsOf(demanded, told),
    modifiedProperties: rowsOf(demanded).map(({ target, original, modified }) => ({
      displayName: target,
      oldValue: original,
      newValue: modified,
    })),
    statusInfo: {
      status: outcome.result,
      errorCode: outcome.errorCode,
      reason: outcome.errorMessage,
      additionalDetails: null,
      errorCategory: outcome.result === 'Failure' ? 'NonServiceFailure' : null,
      recommendedAction: demanded.steps.find(({ step }) => step === 'action')?.advice ?? null,
    },
    sourceIdentity: { id: ref.id, type: ref.type, displayName: told.name, details: null },
    sourceSystem: { id: null, name: source, details: null },
    targetIdentity: { id: account, type: told.targetType, displayName: null, details: null },
    targetSystem: { id: null, name: told.target, details: null },
  }
  const details = outcome.errorCode === null ? {} : { errorCode: outcome.errorCode, errorMessage: outcome.errorMessage }
  return { key: JSON.stringify({ result: outcome.result, details }), value: JSON.stringify(value) }
}

type Outcome = { readonly result: Status; readonly errorCode: string | null; readonly errorMessage: string | null }

function outcomeOf({ result, change, steps }: Demanded): Outcome {
  const failed = steps.find(({ status, error }) => status === 'failure' || error !== undefined)
  if (result === 'failure' || result === 'partial')
    return { result: 'Failure', errorCode: failed?.error?.code ?? 'EntrySynchronizationError', errorMessage: failed?.says ?? 'It could not be provisioned.' } // prettier-ignore
  if (result === 'busy')
    return { result: 'Skipped', errorCode: 'EntrySynchronizationSkipped', errorMessage: 'A cycle is writing this object now; ask again when it has ended.' } // prettier-ignore
  if (result !== 'skipped') return { result: 'Success', errorCode: null, errorMessage: null }
  const code = change === null ? undefined : skipReason(change.reason.code)
  const says = steps.findLast(({ status }) => status === 'skipped')?.says ?? 'Nothing was to be done.'
  return { result: 'Skipped', errorCode: code ?? 'EntrySynchronizationSkipped', errorMessage: says }
}

const verbs = { create: 'Create', update: 'Update', disable: 'Disable', delete: 'Delete', none: 'Other' } as const

function verbOf({ change, result }: Demanded): string {
  return change === null || result === 'skipped' ? 'Other' : verbs[change.action]
}

function rowsOf({ steps }: Demanded): readonly ModifiedRow[] {
  return steps.find(({ step }) => step === 'action')?.rows ?? []
}

/** The account that was found. */
function accountOf({ steps }: Demanded): string | null {
  return matchesIn(steps).flatMap(({ found }) => found)[0]?.id ?? null
}

function matchesIn(steps: readonly DemandStep[]): readonly MatchRow[] {
  return steps.find(({ step }) => step === 'matching')?.matches ?? []
}

/** In the order of the service: import, matching, scoping, export. */
function stepsOf(demanded: Demanded, told: Told): readonly GraphStep[] {
  const { ref, steps } = demanded
  const at = told.ended
  const of = (name: DemandStep['step']): DemandStep | undefined => steps.find(({ step }) => step === name)
  const list: GraphStep[] = []
  const connection = of('testConnection')
  if (connection !== undefined)
    list.push({ name: 'EntryImport', type: 'Import', status: 'Failure', description: connection.says, timestamp: at, details: { ErrorCode: connection.error?.code ?? '' } }) // prettier-ignore
  const imported = of('import')
  if (imported !== undefined)
    list.push({
      name: 'EntryImport',
      type: 'Import',
      status: statuses[imported.status],
      description:
        imported.status === 'success' ? `Retrieved ${ref.type} '${told.name}' from ${source}` : imported.says,
      timestamp: at,
      details: textsOf(imported.properties ?? {}),
    })
  const matching = of('matching')
  if (matching !== undefined) list.push(...matchingSteps(matching, told))
  const scoping = of('scoping')
  if (scoping !== undefined)
    list.push({
      name: 'EntrySynchronizationScoping',
      type: 'Scoping',
      status: statuses[scoping.status],
      description: `Determine if ${ref.type} in scope by evaluating against each scoping filter`,
      timestamp: at,
      details: scopingDetails(scoping),
    })
  list.push(...exportSteps(demanded, told))
  return list
}

function matchingSteps(matching: DemandStep, { target, name, ended }: Told): readonly GraphStep[] {
  const found = matchesIn([matching]).flatMap(({ found: list }) => list)
  if (found.length === 0)
    return [{ name: 'EntryImport', type: 'Matching', status: statuses[matching.status], description: matching.says, timestamp: ended, details: {} }] // prettier-ignore
  return found.map(({ id, properties }) => ({
    name: 'EntryImport',
    type: 'Matching',
    status: statuses[matching.status],
    description: `Retrieved '${name}' from ${target}`,
    timestamp: ended,
    details: { ...textsOf(properties), id },
  }))
}

/** What the service calls each check; the others are of scoping filters. */
const checks = {
  'Active in source system': 'Active in the source system',
  'Assigned to application': 'Assigned to the application',
  'User has required role': 'User has the required role',
} as const

function scopingDetails({ checks: all = [] }: DemandStep): Readonly<Record<string, string>> {
  const named = Object.entries(checks).flatMap(([name, shown]) => {
    const found = all.find((one) => one.name === name)
    return found === undefined ? [] : [[shown, truth(found.passed)] as const]
  })
  const known = new Set([...Object.keys(checks), 'Scope sync all'])
  const filters = all.filter(({ name }) => !known.has(name))
  const result = Object.fromEntries(filters.map(({ name, passed }) => [name, passed]))
  return {
    ...Object.fromEntries(named),
    'Scoping filter evaluation passed': truth(!filters.some(({ decides }) => decides === true)),
    ScopeEvaluationResult: JSON.stringify(result),
  }
}

const exports = {
  create: ['EntryExportAdd', 'created'],
  update: ['EntryExportUpdate', 'updated'],
  disable: ['EntryExportUpdate', 'disabled'],
  delete: ['EntryExportDelete', 'deleted'],
} as const

function exportSteps({ ref, change, result, steps }: Demanded, { target, name, ended }: Told): readonly GraphStep[] {
  if (change === null) return []
  const action = steps.find(({ step }) => step === 'action')
  if (result === 'skipped' || change.action === 'none') {
    const reason = skipReason(change.reason.code) ?? 'EntrySynchronizationSkipped'
    const isFailure = action?.status === 'failure'
    return [
      {
        name: isFailure ? 'EntrySynchronizationError' : 'EntrySynchronizationSkip',
        type: 'Export',
        status: isFailure ? 'Failure' : 'Skipped',
        description: action?.says ?? `${ref.type} '${name}' is left as it is`,
        timestamp: ended,
        details: isFailure ? { ErrorCode: action.error?.code ?? '' } : { SkipReason: reason },
      },
    ]
  }
  const [step, verb] = exports[change.action]
  const failed = action?.status === 'failure'
  return [
    {
      name: step,
      type: 'Export',
      status: action === undefined ? 'Success' : statuses[action.status],
      description: failed ? action.says : `${ref.type} '${name}' was ${verb} in ${target}`,
      timestamp: ended,
      details: failed ? { ErrorCode: action.error?.code ?? '' } : {},
    },
  ]
}

/** Everything is text there, truth values with a capital letter. */
function textsOf(properties: Attributes): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(properties).flatMap(([name, value]) => (value === null ? [] : [[name, textOf(value)]]))) // prettier-ignore
}

function textOf(value: Json): string {
  if (typeof value === 'boolean') return truth(value)
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function truth(value: boolean): string {
  return value ? 'True' : 'False'
}
