import type { Filter, Literal } from './filter.ts'

/**
 * What a filter says an element looks like: the terms of a plain `a eq x and b eq y`.
 *
 * `undefined` when the filter says anything else (`or`, `not`, `ne`, `co`, …), since no element can be made from that.
 */
export function eqTerms(
  filter: Filter,
): readonly (readonly [name: string, value: Exclude<Literal, null>])[] | undefined {
  switch (filter.kind) {
    case 'and': {
      const parts = filter.terms.map(eqTerms)
      return parts.some((part) => part === undefined) ? undefined : parts.flatMap((part) => part ?? [])
    }
    case 'compare':
      if (filter.op !== 'eq' || filter.value === null || filter.path.sub !== undefined) return undefined
      return [[filter.path.attribute, filter.value]]
    case 'or':
    case 'not':
    case 'present':
    case 'element':
      return undefined
  }
}
