import type { Attributes, Json } from '@usher/scim'
import { EvaluationFailure, fromJson } from '../expression/value.ts'
import { sayings } from '../job/finding.ts'
import type { Filter, FilterClause } from '../job/schema.ts'
import type { Check } from '../types.ts'
import { sourceValue } from '../map/source-values.ts'
import { clauseMeaning } from './filter-rules.ts'
import { operatorNamed, operators } from './operators.ts'

/** A scoping filter whose operators are known. Clauses of a group are joined by and, groups by or. */
export type CompiledFilter = readonly CompiledGroup[]
type CompiledGroup = { readonly clauses: readonly CompiledClause[] }
type CompiledClause = {
  readonly attribute: string
  readonly name: string
  readonly expected: string
  /** A text says why it cannot be decided; then the clause does not hold. */
  readonly holds: (actual: Json | undefined) => boolean | string
}

/** Reads a scoping filter; what cannot be understood comes back as sentences that name the filter. */
export function compileFilter(filter: Filter | null): { groups: CompiledFilter; problems: readonly string[] } {
  const problems: string[] = []
  const groups = (filter?.groups ?? []).map((group) => ({
    clauses: group.clauses.map((clause) => {
      const compiled = compileClause(group.name ?? '', clause)
      if (typeof compiled !== 'string') return compiled
      problems.push(compiled)
      return refused(clause)
    }),
  }))
  return { groups, problems }
}

function compileClause(title: string, clause: FilterClause): CompiledClause | string {
  const attribute = clause.sourceOperandName
  const faults = sayings(clauseMeaning, { clause, source: undefined }).filter(({ severity }) => severity === 'error')
  const name = operatorNamed(clause.operatorName)
  const operator = name === undefined ? undefined : operators[name]
  if (name === undefined || operator === undefined || faults.length > 0) {
    return `Scoping filter "${title}", ${attribute}: ${faults.map(({ message }) => message).join(' ')}`
  }
  const values = operator.arity === 'Unary' ? [''] : (clause.targetOperand?.values ?? [])
  const expected = operator.arity === 'Unary' ? name : `${name} ${values.join(' or ')}`
  const { several, whenNull = false } = operator
  const tests = values.map((value) => operator.prepare(value)).filter((test) => typeof test !== 'string')
  return {
    attribute,
    name: `${title} ${attribute} ${expected}`,
    expected,
    holds: (value) => {
      const actual = fromJson(value)
      if (actual === null || actual === '') return whenNull
      // Multi-valued attributes and references cannot be filtered on (mapping.md section 9.2).
      if (typeof actual !== 'string') return false
      return decided(() =>
        several === 'all' ? tests.every((test) => test(actual)) : tests.some((test) => test(actual)),
      )
    },
  }
}

function decided(ask: () => boolean): boolean | string {
  try {
    return ask()
  } catch (failure) {
    if (failure instanceof EvaluationFailure) return failure.message
    throw failure
  }
}

// mapping.md section 9.2: refused when it is saved; met all the same, it never holds.
function refused({ sourceOperandName: attribute, operatorName }: FilterClause): CompiledClause {
  return { attribute, name: `${attribute} ${operatorName}`, expected: operatorName, holds: () => false }
}

/**
 * Every clause with the value it saw; passed when one whole group holds, or when there is none.
 *
 * `unknown`: it did not pass, but might, if a clause that cannot be decided held.
 */
export function checkFilter(
  filter: CompiledFilter,
  object: Attributes,
): { readonly passed: boolean; readonly unknown: boolean; readonly checks: readonly Check[] } {
  const groups = filter.map(({ clauses }) => clauses.map((clause) => checkClause(clause, object)))
  const passed = groups.length === 0 || groups.some((checks) => checks.every((check) => check.passed))
  const mayPass = groups.some((checks) => checks.every((check) => check.passed || check.problem !== undefined))
  return { passed, unknown: !passed && mayPass, checks: groups.flat() }
}

function checkClause({ attribute, name, expected, holds }: CompiledClause, object: Attributes): Check {
  const value = sourceValue(object, attribute)
  const held = holds(value)
  const check = { name, passed: held === true, expected, actual: shown(value) }
  return typeof held === 'string' ? { ...check, problem: held } : check
}

function shown(value: Json | undefined): Json {
  if (value === undefined) return null
  return typeof value === 'object' ? value : fromJson(value)
}
