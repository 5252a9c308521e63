import type { Attributes, Json } from '@usher/scim'
import type { ObjectMapping } from '../job/schema.ts'
import type { Check, Entry, OutOfScope, Verdict } from '../types.ts'
import { checkFilter, compileFilter, type CompiledFilter } from './filter.ts'

export type AppRole = { readonly id: string; readonly value: string; readonly displayName: string }

/** What decides about scope, as the job's settings say it. */
export type ScopeSettings = {
  readonly objectMapping: Pick<ObjectMapping, 'scope'>
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
}
export type ScopeRefused = { readonly kind: 'refused'; readonly problems: readonly string[] }

/** The role that an assignment without a role carries. */
export const defaultAccess = '00000000-0000-0000-0000-000000000000'

/** Makes a rule of settings; a filter that cannot be understood is refused with a sentence for each fault. */
export function compileScope({ objectMapping, appRoles, ...settings }: ScopeSettings): ScopeRule | ScopeRefused {
  const { groups, problems } = compileFilter(objectMapping.scope)
  if (problems.length > 0) return { kind: 'refused', problems }
  const roles = new Map(appRoles.map(({ id, displayName }) => [id, displayName]))
  return { ...settings, kind: 'scope', roles, filter: groups }
}

/**
 * Says whether this object should exist at the target, and why.
 *
 * Every check is carried out and listed, in the order in which Entra shows them (engine.md OD-3), so that an
 * administrator sees all that stands in the way; `because` is the first that failed.
 */
export function verdict(rule: ScopeRule, entry: Entry): Verdict {
  const object = entry.object ?? {}
  const state = stateOf(rule, entry.object)
  const assigned = entry.assignments.length > 0
  const role = roleCheck(rule, entry)
  const filter = checkFilter(rule.filter, object)
  const checks: readonly Check[] = [
    { name: 'Active in source system', passed: state === 'active', expected: 'active', actual: state },
    { name: 'Assigned to application', passed: assigned || rule.syncAll, actual: assigned },
    { name: 'Scope sync all', passed: true, actual: rule.syncAll },
    role,
    ...filter.checks,
  ]
  const because = firstFault(state, assigned || rule.syncAll, role.passed, filter.passed)
  if (because !== null) return { checks, uses: [], inScope: false, because }
  return { checks, uses: [], inScope: true, via: assigned ? 'assignment' : 'all' }
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

function firstFault(state: State, assigned: boolean, hasRole: boolean, passesFilter: boolean): OutOfScope | null {
  if (state !== 'active') return faults[state]
  if (!assigned) return 'notAssigned'
  if (!hasRole) return 'roleMissing'
  return passesFilter ? null : 'filteredOut'
}
