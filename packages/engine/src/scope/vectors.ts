import type { Attributes } from '@usher/scim'
import { isObject } from '../expression/value.ts'
import type { Judged } from '../expression/vectors.ts'
import type { Filter } from '../job/schema.ts'
import { checkFilter, compileFilter } from './filter.ts'
import { readFilter } from './read-filter.ts'

/** A scoping filter, an object, and whether it passes (mapping.md section 15). */
export type ScopeVector = {
  readonly id: string
  readonly filter: Filter
  readonly object: Attributes
  readonly inScope: boolean
}
/** `problems`: why a clause would be refused when the filter is saved; such a clause never holds. */
export type JudgedScope = Judged & { readonly problems?: readonly string[] }

/** Tries the filter on the object and says whether the verdict is the right one. */
export function judgeScope({ id, filter, object, inScope }: ScopeVector): JudgedScope {
  const { groups, problems } = compileFilter(filter)
  const { passed } = checkFilter(groups, object)
  return { id, pass: passed === inScope, actual: passed, expected: inScope, ...(problems.length > 0 && { problems }) }
}

/** Reads one entry of a file of vectors; a text says what is wrong with it. */
export function readScopeVector(
  { filter = null, object = null, inScope }: Attributes,
  id: string,
): ScopeVector | string {
  // Without groups nothing is filtered out (mapping.md section 9.1).
  const groups = isObject(filter) ? (filter['groups'] ?? []) : filter
  const read = readFilter(isObject(filter) ? { ...filter, groups } : filter)
  if (typeof read === 'string') return read
  if (object !== null && !isObject(object)) return 'object must be an object of attributes'
  if (typeof inScope !== 'boolean') return 'inScope must be true or false'
  return { id, filter: read, object: object ?? {}, inScope }
}
