import type { Attributes, Json } from '../resource.ts'
import { isObject } from '../value.ts'
import { named } from './definition.ts'
import type { AttributeDefinition } from './definition.ts'

/**
 * Whether the elements of an attribute are identified by an immutable `value`, as the members of a group are: there is
 * one element per value, elements come and go as a whole, and there may be any number of them.
 */
export function isMembership(definition: AttributeDefinition): boolean {
  return named(definition.subAttributes, 'value')?.mutability === 'immutable'
}

/** What makes an element the same as another one: its value and its type, or everything when it has no value. */
export function elementKey(definition: AttributeDefinition, element: Json): string {
  if (!isObject(element)) return JSON.stringify(element)
  const { value, type } = element
  if (value === undefined) return JSON.stringify(Object.entries(element).toSorted(byName))
  return JSON.stringify(isMembership(definition) ? [value] : [value, type ?? null])
}

function byName([one]: readonly [string, Json], [other]: readonly [string, Json]): number {
  return one < other ? -1 : 1
}

/** RFC 7643 §2.4: a pair of type and value stands once. The later one adds to the earlier one. */
export function withoutDuplicates(definition: AttributeDefinition, elements: readonly Json[]): readonly Json[] {
  const kept = new Map<string, Json>()
  for (const element of elements) {
    const key = elementKey(definition, element)
    const before = kept.get(key)
    kept.set(key, isObject(before) && isObject(element) ? merge(definition, before, element) : element)
  }
  return kept.size === elements.length ? elements : [...kept.values()]
}

/** What is immutable in an element stays as it is. */
function merge(definition: AttributeDefinition, before: Attributes, after: Attributes): Attributes {
  const fixed = Object.entries(before).filter(
    ([name]) => named(definition.subAttributes, name)?.mutability === 'immutable',
  )
  return { ...before, ...after, ...Object.fromEntries(fixed) }
}

/** RFC 7643 §2.4: at most one is primary. The last one that claims it is. */
export function withOnePrimary(elements: readonly Json[]): readonly Json[] {
  const last = elements.findLastIndex(isPrimary)
  return last < 0 ? elements : elements.map((element, index) => (index === last ? element : notPrimary(element)))
}

export function isPrimary(element: Json | undefined): boolean {
  return isObject(element) && element['primary'] === true
}

export function notPrimary(element: Json): Json {
  return isObject(element) && element['primary'] === true ? { ...element, primary: false } : element
}
