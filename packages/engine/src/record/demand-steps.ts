/** The steps of provision on demand as the specification's table has them (OD-3, OD-4), each with its details. */
import type { Attributes, Json } from '@usher/scim'
import { memberKey } from '../map/references.ts'
import { sourceValue } from '../map/source-values.ts'
import type { Rule } from '../job/rule.ts'
import { advise, say } from '../plan/reasons.ts'
import type { Decided } from '../plan/membership.ts'
import type { AttributeChange, Change, Check, MemberLink, Outcome, ProvisioningError, TargetObject } from '../types.ts'
import { modified } from './log-record.ts'
import { withoutNames } from './redact.ts'

export type DemandStepName = 'testConnection' | 'import' | 'scoping' | 'matching' | 'action' | 'members'
type Status = 'success' | 'failure' | 'skipped' | 'warning'
/** One row of "modified attributes" (OD-4). */
export type ModifiedRow = {
  readonly target: string
  readonly sourceValue: string | null
  readonly expression: string
  readonly original: string | null
  readonly modified: string | null
}
/** What a matching attribute asked for, and all that was found; `by` null: the account that is linked was read. */
export type MatchRow = {
  readonly by: readonly { readonly path: string; readonly value: Json }[] | null
  readonly found: readonly { readonly id: string; readonly properties: Attributes }[]
}
export type DemandStep = {
  readonly step: DemandStepName
  readonly status: Status
  readonly says: string
  readonly properties?: Attributes
  readonly checks?: readonly Check[]
  readonly matches?: readonly MatchRow[]
  readonly rows?: readonly ModifiedRow[]
  readonly error?: ProvisioningError
  readonly advice?: string | null
}
export type Looked = {
  readonly of: string
  readonly by: MatchRow['by']
  readonly id?: string
  readonly found: readonly TargetObject[]
}

/** Only when it fails (OD-3). */
export function connectionSteps(error: ProvisioningError): readonly DemandStep[] {
  return [{ step: 'testConnection', status: 'failure', says: error.message, error }]
}

type Seen = {
  readonly change: Change
  /** null: a cycle is writing the object; undefined: nothing was written. */
  readonly outcome: Outcome | null | undefined
  readonly looked: readonly Looked[]
}

export function objectSteps(rule: Rule, { change, outcome, looked }: Seen): readonly DemandStep[] {
  const { entry, verdict, match } = change.facts
  const secret = secretsOf(rule, change)
  const steps: DemandStep[] = []
  const imported =
    entry.object === null ? 'failure' : match.kind === 'unmatchable' && verdict.inScope ? 'failure' : 'success'
  steps.push({
    step: 'import',
    status: imported,
    says:
      entry.object === null
        ? 'The directory has no such object'
        : imported === 'failure'
          ? `The matching attribute is empty: ${rule.mapping.matchingPaths.join(', ')}`
          : 'Read from the directory',
    ...(entry.object !== null && { properties: masked(entry.object, secret.sources) }),
  })
  steps.push({
    step: 'scoping',
    status: verdict.inScope ? 'success' : verdict.because === 'scopeUnknown' ? 'failure' : 'skipped',
    says: verdict.inScope ? 'In scope' : `Out of scope: it ${say(scopeReason(verdict.because))}`,
    checks: verdict.checks,
  })
  if (imported === 'failure' && verdict.inScope) return steps
  const matches = looked.map(({ by, found }) => ({
    by,
    found: found.map(({ id, attributes }) => ({
      id,
      properties: withoutNames(attributes, secret.targets) as Attributes,
    })),
  }))
  steps.push({ step: 'matching', status: matchStatus[match.kind], says: matchSays(change, looked), matches })
  return [...steps, actionStep(change, outcome)]
}

const matchStatus = {
  linked: 'success',
  joined: 'success',
  settled: 'success',
  absent: 'success',
  vanished: 'warning',
  ambiguous: 'failure',
  unmatchable: 'skipped',
  unreachable: 'failure',
} as const satisfies Record<Change['facts']['match']['kind'], Status>

function matchSays({ facts: { match } }: Change, looked: readonly Looked[]): string {
  switch (match.kind) {
    case 'linked':
    case 'settled':
      return 'The account is linked'
    case 'joined':
      return `An existing account matches: ${match.target.id}`
    case 'vanished':
      return `The linked account ${match.id} is gone`
    case 'ambiguous':
      return `${match.candidates.length} accounts match`
    case 'unreachable':
      return match.error.message
    case 'unmatchable':
      return 'Nothing to match by'
    case 'absent':
      return looked.length === 0 ? 'Nothing was looked for' : 'No account matches'
  }
}

const verbs = { create: 'Create', update: 'Update', disable: 'Disable', delete: 'Delete' } as const

function actionStep(change: Change, outcome: Outcome | null | undefined): DemandStep {
  const error = change.action === 'none' ? change.error : outcome?.result === 'failure' ? outcome.error : undefined
  const patch =
    outcome !== null && outcome !== undefined && outcome.written.length > 0 ? outcome.written : patchOf(change)
  const base = { step: 'action', rows: patch.map((one) => rowOf(change, one)), advice: advise(change.reason) } as const
  if (outcome === null) {
    return { ...base, status: 'skipped', says: 'A cycle is writing this object now; ask again when it has ended' }
  }
  const status: Status =
    error !== undefined
      ? 'failure'
      : change.action === 'none'
        ? 'skipped'
        : outcome?.result === 'warning'
          ? 'warning'
          : 'success'
  const says = `${change.action === 'none' ? 'Nothing to do' : verbs[change.action]}: it ${say(change.reason)}`
  return { ...base, status, says, ...(error !== undefined && { error }) }
}

function rowOf({ facts: { desired, entry } }: Change, change: AttributeChange): ModifiedRow {
  const flow = desired.flows.find(({ path }) => path === change.path)
  const { displayName, oldValue, newValue } = modified(change)
  const expression = flow?.mapping.source?.expression ?? ''
  const names = [...expression.matchAll(/\[([^\]]+)\]/g)].map(([, name = '']) => name)
  const values = names.map((name) => sourceValue(entry.object ?? {}, name)).filter((one) => one !== undefined)
  const secret = change.sensitive === true || flow?.redacts === true || flow?.sensitive === true
  const shown = values.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join(', ')
  return {
    target: displayName,
    sourceValue: secret ? '[Redact]' : values.length === 0 ? null : shown,
    expression,
    original: oldValue,
    modified: newValue,
  }
}

/** One for each membership that was asked about. `after`: what is known once it was carried out; null: nothing was written. */
export function memberSteps(
  decided: readonly Decided[],
  after: ReadonlyMap<string, MemberLink> | null,
): readonly DemandStep[] {
  return decided.map(({ membership, decision }) => {
    const says = `${membership.member.type} ${membership.member.id}: ${memberSays(decision)}`
    const failed = after?.get(memberKey(membership))?.failed?.error
    if (failed !== undefined)
      return { step: 'members', status: 'failure', says: `${says}: ${failed.message}`, error: failed }
    const acts = decision.what === 'add' || decision.what === 'remove'
    return { step: 'members', status: acts || decision.what === 'same' ? 'success' : 'skipped', says }
  })
}

function memberSays(decision: Decided['decision']): string {
  switch (decision.what) {
    case 'add':
      return 'is put into the group'
    case 'remove':
      return 'is taken out of the group'
    case 'same':
      return 'is in the group already'
    case 'forget':
      return 'is not in the group'
    case 'wait':
      return decision.for === 'group' ? 'waits for the group' : 'waits for an account'
  }
}

function scopeReason(because: string) {
  return { code: 'outOfScope', details: { because } } as const
}

function patchOf(change: Change): readonly AttributeChange[] {
  return 'patch' in change ? change.patch : []
}

/** What may not be told: target attributes that are secret, and the source attributes that they are made of. */
function secretsOf({ mapping }: Rule, { facts: { desired } }: Change) {
  const isSecret = (path: string): boolean =>
    desired.flows.some((flow) => flow.path === path && (flow.sensitive === true || flow.redacts === true)) ||
    mapping.mappings.some((one) => one.path === path && (one.manner.sensitive === true || one.manner.redacts === true))
  const secret = mapping.mappings.filter(({ path }) => isSecret(path))
  return {
    targets: new Set(['password', ...secret.map(({ path }) => path.toLowerCase())]),
    sources: new Set(secret.flatMap(({ reads }) => [...reads])),
  }
}

function masked(object: Attributes, names: ReadonlySet<string>): Attributes {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, names.has(name) ? '[Redact]' : value]))
}
