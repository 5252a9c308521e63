import type { Attributes, Json } from './resource.ts'

/** Whether a value is a JSON object: neither null nor an array. */
export function isObject(value: Json | undefined): value is Attributes {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

/** A member by name: as written, else in any case (RFC 7643 §2.1). Never what an object inherits. */
export function memberOf(object: Attributes, name: string): Json | undefined {
  const key = keyOf(object, name)
  return key === undefined ? undefined : object[key]
}

/** How the object itself spells a member's name. */
export function keyOf(object: Attributes, name: string): string | undefined {
  if (Object.hasOwn(object, name)) return name
  const lower = name.toLowerCase()
  // Without a list of the keys, which a new object with many paths would make again for each of them.
  for (const key in object)
    if (key.length === name.length && Object.hasOwn(object, key) && key.toLowerCase() === lower) return key
  return undefined
}

/** Whether two values say the same. The order of an object's members does not matter, that of an array's elements does. */
export function isDeepEqual(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) return true
  if (Array.isArray(one) || Array.isArray(other)) {
    if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false
    return (one as readonly Json[]).every((element, index) => isDeepEqual(element, other[index]))
  }
  if (!isObject(one) || !isObject(other)) return false
  const names = Object.keys(one)
  if (names.length !== Object.keys(other).length) return false
  return names.every((name) => Object.hasOwn(other, name) && isDeepEqual(one[name], other[name]))
}

/** Whether a value counts as present: `null`, `[]`, `""` and objects without content do not (RFC 7643 §2.5). */
export function isPresent(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return false
  if (Array.isArray(value)) return (value as readonly Json[]).some(isPresent)
  if (isObject(value)) return Object.values(value).some(isPresent)
  return true
}
