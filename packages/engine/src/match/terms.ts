import { parsePath, readPath, type Json } from '@usher/scim'
import type { MatchingTerm, MatchingValue, TargetObject } from '../types.ts'

/** What must be equal, one by one. */
export function termsOf(value: MatchingValue): readonly MatchingTerm[] {
  return value.terms ?? [value]
}

/** Whether an object at the target has a matching value, by the attribute's own idea of letter case. */
export function has(object: TargetObject, value: MatchingValue): boolean {
  return termsOf(value).every((term) => {
    const actual = asText(readPath(object.attributes, parsePath(term.path)))
    if (actual === null) return false
    return term.caseExact ? actual === term.value : actual.toLowerCase() === term.value.toLowerCase()
  })
}

/** A value of the target as matching compares it; null when it is no single value. */
export function asText(value: Json | undefined): string | null {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null
}
