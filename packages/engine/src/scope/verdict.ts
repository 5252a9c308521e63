import type { Attributes, Json } from '@usher/scim'
import type { EvaluationContext } from '../expression/value.ts'
import type { FilterGroup, ObjectMapping } from '../job/schema.ts'
import { sourceValue } from '../map/source-values.ts'
import type { Check, Entry, OutOfScope, Verdict } from '../types.ts'
import { checkFilter, compileFilter, type CompiledFilter } from './filter.ts'
import { checkConditions, compileConditions, type Condition } from './scoping-expression.ts'

export type AppRole = { readonly id: string; readonly value: string; readonly displayName: string }

/** What decides about scope, as the job's settings say it. */
export type ScopeSettings = {
  readonly objectMapping: Pick<ObjectMapping, 'scope' | 'usher'>
  readonly appRoles: readonly AppRole[]
  /** A person with Default Access only is left out. */
  readonly requiresRole: boolean
  /** Everybody who passes the filter is in scope, assigned or not. */
  readonly syncAll: boolean
  readonly sourceDisabledAttribute: string
}

export type ScopeRule = Omit<ScopeSettings, 'objectMapping' | 'appRoles'> & {
  readonly kind: 'scope'
  readonly roles: ReadonlyMap<string, string>
  readonly filter: CompiledFilter
  /** Who fails one of these is left to others: neither made nor taken away (mapping.md section 9.1). */
  readonly concerns: readonly CompiledFilter[]
  readonly conditions: readonly Condition[]
  /** The source attributes that are read. */
  readonly reads: ReadonlySet<string>
}
export type ScopeRefused = { readonly kind: 'refused'; readonly problems: readonly string[] }

/** The role that an assignment without a role carries. */
export const defaultAccess = '00000000-0000-0000-0000-000000000000'

/** Makes a rule of settings; a filter that cannot be understood is refused with a sentence for each fault. */
export function compileScope({ objectMapping, appRoles, ...settings }: ScopeSettings): ScopeRule | ScopeRefused {
  const { scope, usher } = objectMapping
  const lists: readonly (readonly FilterGroup[])[] = [
    scope?.groups ?? [],
    scope?.inputFilterGroups ?? [],
    scope?.categoryFilterGroups ?? [],
  ]
  const [filter, ...others] = lists.map((groups) => compileFilter({ groups }))
  const { conditions, problems } = compileConditions(usher?.scopingExpressions ?? [])
  const all = [...(filter?.problems ?? []), ...others.flatMap((one) => one.problems), ...problems]
  if (all.length > 0) return { kind: 'refused', problems: all }
  const named = lists.flat().flatMap(({ clauses }) => clauses.map((clause) => clause.sourceOperandName))
  return {
    ...settings,
    kind: 'scope',
    roles: new Map(appRoles.map(({ id, displayName }) => [id, displayName])),
    filter: filter?.groups ?? [],
    concerns: others.map(({ groups }) => groups).filter((groups) => groups.length > 0),
    conditions,
    reads: new Set([...named, ...conditions.flatMap(({ reads }) => reads)]),
  }
}

/**
 * Says whether this object should exist at the target, and why.
 *
 * Every check is carried out and listed, in the order in which Entra shows them (engine.md OD-3), so that an
 * administrator sees all that stands in the way; `because` is the first that failed. A condition or a
 * clause that cannot be decided keeps the object as it is, since a fault must not take an account away.
 */
export function verdict(rule: ScopeRule, entry: Entry, context: EvaluationContext): Verdict {
  const object = entry.object ?? {}
  const state = stateOf(rule, entry.object)
  const assigned = entry.assignments.length > 0
  const role = roleCheck(rule, entry)
  const filter = checkFilter(rule.filter, object)
  const concerns = entry.object === null ? [] : rule.concerns.map((one) => checkFilter(one, object))
  const conditions = checkConditions(rule.conditions, (name) => sourceValue(object, name), context)
  const findings = {
    concerned: concerns.every(({ passed }) => passed),
    state,
    assigned: assigned || rule.syncAll,
    hasRole: role.passed,
  }
  // Time decides only about somebody for whom nothing else stands in the way.
  const waits = firstFault({ ...findings, known: true, passes: filter.passed || filter.unknown }) === null
  const base: Pick<Verdict, 'checks' | 'uses' | 'until'> = {
    checks: [
      { name: 'Active in source system', passed: state === 'active', expected: 'active', actual: state },
      { name: 'Assigned to application', passed: assigned || rule.syncAll, actual: assigned },
      { name: 'Scope sync all', passed: true, actual: rule.syncAll },
      role,
      ...(filter.passed ? filter.checks : filter.checks.map(deciding)),
      ...(conditions.passed ? conditions.checks : conditions.checks.map(deciding)),
      ...concerns.flatMap(({ checks }) => checks),
    ],
    uses: [],
    ...(waits && conditions.until && { until: conditions.until }),
  }
  const because = firstFault({
    ...findings,
    known: !conditions.unknown && !filter.unknown,
    passes: filter.passed && conditions.passed,
  })
  if (because !== null) return { ...base, inScope: false, because }
  return { ...base, inScope: true, via: assigned ? 'assignment' : 'all' }
}

function deciding(check: Check): Check {
  return check.passed ? check : { ...check, decides: true }
}

type State = 'active' | 'disabled' | 'soft-deleted' | 'deleted'

function stateOf(rule: ScopeRule, object: Attributes | null): State {
  if (object === null) return 'deleted'
  const deleted = object['deletedDateTime'] ?? null
  if (deleted !== null && deleted !== '') return 'soft-deleted'
  return isFalse(object[rule.sourceDisabledAttribute]) ? 'disabled' : 'active'
}

function isFalse(value: Json | undefined): boolean {
  return value === false || (typeof value === 'string' && value.toLowerCase() === 'false')
}

// With Sync all only the filter counts (mapping.md section 9.1), so no role is asked for.
function roleCheck(rule: ScopeRule, entry: Entry): Check {
  const held = entry.assignments.map(({ appRoleId }) => appRoleId)
  const actual = [...new Set(held)].map((id) => rule.roles.get(id) ?? (id === defaultAccess ? 'Default Access' : id))
  const name = 'User has required role'
  if (!rule.requiresRole || rule.syncAll) return { name, passed: true, actual }
  const passed = held.some((id) => id !== defaultAccess && rule.roles.has(id))
  return { name, passed, expected: [...rule.roles.values()].join(' or '), actual }
}

const faults = { deleted: 'sourceDeleted', 'soft-deleted': 'sourceSoftDeleted', disabled: 'sourceDisabled' } as const

/** What was found, each true when all is well. */
type Findings = Readonly<Record<'concerned' | 'assigned' | 'hasRole' | 'known' | 'passes', boolean>> & {
  readonly state: State
}

function firstFault({ concerned, state, assigned, hasRole, known, passes }: Findings): OutOfScope | null {
  if (!concerned) return 'notConcerned'
  if (state !== 'active') return faults[state]
  if (!assigned) return 'notAssigned'
  if (!hasRole) return 'roleMissing'
  if (!known) return 'scopeUnknown'
  return passes ? null : 'filteredOut'
}

/** Whether nothing is decided about the object: it is neither made nor taken away. */
export function isUndecided(because: OutOfScope): boolean {
  return because === 'notConcerned' || because === 'scopeUnknown'
}
