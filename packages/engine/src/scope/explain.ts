import type { Attributes, Json } from '@usher/scim'
import { fromJson } from '../expression/value.ts'
import type { Filter } from '../job/schema.ts'
import { checkFilter, compileFilter } from './filter.ts'

/** `problem`: why it could not be decided. */
export type ClauseSeen = {
  readonly text: string
  readonly passed: boolean
  readonly actual: Json
  readonly problem?: string
}
export type GroupSeen = { readonly name: string; readonly passed: boolean; readonly clauses: readonly ClauseSeen[] }
/** Every clause of a filter with the value it saw, and a sentence that names what decided. */
export type FilterExplanation =
  | {
      readonly kind: 'explained'
      readonly passed: boolean
      readonly groups: readonly GroupSeen[]
      readonly sentence: string
    }
  | { readonly kind: 'refused'; readonly problems: readonly string[] }

/** Tries a scoping filter on one object. */
export function explainFilter(filter: Filter, object: Attributes): FilterExplanation {
  const compiled = compileFilter(filter)
  if (compiled.problems.length > 0) return { kind: 'refused', problems: compiled.problems }
  const groups = compiled.groups.map((group, i): GroupSeen => {
    const { passed, checks } = checkFilter([group], object)
    const clauses = group.clauses.map(({ attribute, expected }, k): ClauseSeen => {
      const { passed: held = false, actual = null, problem } = checks[k] ?? {}
      return { text: `${attribute} ${expected}`, passed: held, actual, ...(problem !== undefined && { problem }) }
    })
    return { name: filter.groups[i]?.name ?? `group ${i + 1}`, passed, clauses }
  })
  const { passed, unknown } = checkFilter(compiled.groups, object)
  const fails = `${unknown ? 'Not decided' : 'Not in scope'}: ${failed(groups)}`
  return { kind: 'explained', passed, groups, sentence: passed ? holds(groups) : fails }
}

function holds(groups: readonly GroupSeen[]): string {
  const group = groups.find(({ passed }) => passed)
  if (group === undefined) return 'In scope: the filter has no groups, so it lets everybody through.'
  return `In scope: every clause of ${group.name} holds.`
}

function failed(groups: readonly GroupSeen[]): string {
  const reasons = groups.map((group) => (groups.length === 1 ? why(group) : `${group.name}: ${why(group)}`))
  return `${groups.length === 1 ? '' : 'no group holds. '}${reasons.join('; ')}.`
}

function why({ clauses }: GroupSeen): string {
  const [first, ...others] = clauses.filter(({ passed }) => !passed)
  const more = others.length > 0 ? `, and ${others.length} more` : ''
  return first === undefined ? '' : `${first.text} does not hold, since ${saw(first)}${more}`
}

function saw({ text, actual, problem }: ClauseSeen): string {
  if (problem !== undefined) return problem
  const [attribute = ''] = text.split(' ')
  const value = fromJson(actual)
  if (value === null) return `${attribute} has no value`
  if (value === '') return `${attribute} is empty`
  if (typeof value === 'string') return `${attribute} is ${JSON.stringify(value)}`
  return `${attribute} is no single text, and filters see nothing else`
}
