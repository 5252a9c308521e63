import type { Json } from '../resource.ts'
import type { Mode } from '../message/patch-op.ts'
import { ScimError } from '../message/error.ts'
import { isDeepEqual, isObject } from '../value.ts'
import { named } from './definition.ts'
import type { AttributeDefinition } from './definition.ts'

/**
 * How input is read. `empty`: whether an empty text clears the attribute (as clients mean it when they replace) or is
 * a value (as RFC 7643 §2.5 has it).
 */
export type Reading = { readonly mode: Mode; readonly empty: 'clears' | 'isValue' }

const mostElements = 1000

/**
 * Turns what a client sent for one attribute into what is stored; `undefined` means unassigned.
 *
 * Sub-attributes get their canonical names; unknown and readOnly ones are left out (lenient) or refused (strict,
 * unknown only). Throws 400 `invalidValue`, naming the attribute, when the value has the wrong type.
 */
export function coerce(definition: AttributeDefinition, value: Json, reading: Reading, at: string): Json | undefined {
  if (definition.multiValued) return coerceList(definition, value, reading, at)
  const single = unwrap(definition, value, reading, at)
  if (single === null) return undefined
  if (definition.type !== 'complex') return coerceSimple(definition, single, reading, at)
  const members = coerceMembers(definition, single, reading, at)
  return assigned(members)
}

/**
 * Reads the object given for a complex attribute: each sub-attribute that it names, `undefined` where it clears one.
 *
 * A plain text stands for the sub-attribute `value`, as Entra sends `manager`.
 */
export function coerceMembers(
  definition: AttributeDefinition,
  value: Json,
  reading: Reading,
  at: string,
): { readonly [name: string]: Json | undefined } {
  if (!isObject(value)) return coerceText(definition, value, reading, at)
  const members: { [name: string]: Json | undefined } = {}
  for (const [name, member] of Object.entries(value)) {
    const sub = named(definition.subAttributes, name)
    if (sub === undefined) {
      if (reading.mode === 'strict') throw invalid(`${at} has no sub-attribute "${name.slice(0, 60)}"`)
      continue
    }
    if (sub.mutability === 'readOnly') continue
    members[sub.name] = coerce(sub, member, clearing(definition, reading), `${at}.${sub.name}`)
  }
  return members
}

/** A reference without an identifier refers to nobody, whatever an empty text means elsewhere. */
function clearing(definition: AttributeDefinition, reading: Reading): Reading {
  const isReference = named(definition.subAttributes, '$ref') !== undefined
  return isReference && reading.mode === 'lenient' ? { ...reading, empty: 'clears' } : reading
}

function coerceText(
  definition: AttributeDefinition,
  value: Json,
  reading: Reading,
  at: string,
): { readonly [name: string]: Json | undefined } {
  const sub = named(definition.subAttributes, 'value')
  if (reading.mode === 'strict' || sub === undefined || isObject(value) || Array.isArray(value))
    throw invalid(`${at} must be an object`)
  return { [sub.name]: coerce(sub, value, clearing(definition, reading), `${at}.${sub.name}`) }
}

function coerceList(definition: AttributeDefinition, value: Json, reading: Reading, at: string): Json | undefined {
  if (value === null) return undefined
  if (!Array.isArray(value) && reading.mode === 'strict') throw invalid(`${at} must be an array`)
  const given = (Array.isArray(value) ? value : [value]) as readonly Json[]
  if (given.length > mostElements) throw invalid(`${at} must not have more than ${mostElements} values`)
  const single = { ...definition, multiValued: false }
  const elements: Json[] = []
  for (const [index, element] of given.entries()) {
    const coerced = coerce(single, element, reading, `${at}[${index}]`)
    if (coerced !== undefined) elements.push(coerced)
  }
  const distinct = withOnePrimary(withoutDuplicates(elements))
  return distinct.length === 0 ? undefined : distinct
}

/** RFC 7643 §2.4: a pair of type and value stands once. The later one adds to the earlier one. */
export function withoutDuplicates(elements: readonly Json[]): readonly Json[] {
  const kept: Json[] = []
  const places = new Map<string, number>()
  for (const element of elements) {
    const key = elementKey(element)
    const place = key === undefined ? kept.findIndex((other) => isDeepEqual(other, element)) : places.get(key)
    if (place === undefined || place < 0) {
      if (key !== undefined) places.set(key, kept.length)
      kept.push(element)
    } else if (isObject(element)) kept[place] = { ...(kept[place] as object), ...element } as Json
  }
  return kept
}

/** What makes an element the same as another one: its value and its type; nothing, when it has no value. */
export function elementKey(element: Json): string | undefined {
  if (!isObject(element)) return JSON.stringify(element)
  const value = element['value']
  return value === undefined ? undefined : JSON.stringify([value, element['type'] ?? null])
}

/** RFC 7643 §2.4: at most one is primary. The last one that claims it is. */
export function withOnePrimary(elements: readonly Json[]): readonly Json[] {
  const last = elements.findLastIndex((element) => isObject(element) && element['primary'] === true)
  if (last < 0) return elements
  return elements.map((element, index) =>
    index !== last && isObject(element) && element['primary'] === true ? { ...element, primary: false } : element,
  )
}

/** A list of one stands for its element, and `{"value": x}` for x, as old Entra jobs send them. */
function unwrap(definition: AttributeDefinition, value: Json, reading: Reading, at: string): Json {
  if (Array.isArray(value)) {
    const list = value as readonly Json[]
    if (reading.mode === 'strict' || list.length > 1) throw invalid(`${at} must be a single value`)
    return unwrap(definition, list[0] ?? null, reading, at)
  }
  if (definition.type !== 'complex' && isObject(value) && reading.mode === 'lenient' && 'value' in value)
    return unwrap(definition, value['value'] ?? null, reading, at)
  return value
}

function coerceSimple(definition: AttributeDefinition, value: Json, reading: Reading, at: string): Json | undefined {
  if (value === '' && reading.empty === 'clears' && reading.mode === 'lenient') return undefined
  switch (definition.type) {
    case 'string':
    case 'reference':
      if (typeof value === 'string') return value
      throw invalid(`${at} must be a text`)
    case 'boolean':
      return coerceBoolean(value, reading, at)
    case 'integer':
      if (typeof value === 'number' && Number.isSafeInteger(value)) return value
      throw invalid(`${at} must be an integer`)
    case 'decimal':
      if (typeof value === 'number' && Number.isFinite(value)) return value
      throw invalid(`${at} must be a number`)
    case 'dateTime':
      if (typeof value === 'string' && value.includes('T') && !Number.isNaN(Date.parse(value))) return value
      throw invalid(`${at} must be a date and time as in "2026-05-13T04:42:34Z"`)
    case 'binary':
      if (typeof value === 'string' && isBase64(value)) return value
      throw invalid(`${at} must be base64`)
    case 'complex':
      throw invalid(`${at} must not be an object within an object`)
  }
}

function coerceBoolean(value: Json, reading: Reading, at: string): boolean {
  if (typeof value === 'boolean') return value
  if (typeof value === 'string' && reading.mode === 'lenient') {
    const lower = value.toLowerCase()
    if (lower === 'true') return true
    if (lower === 'false') return false
  }
  throw invalid(`${at} must be true or false`)
}

function isBase64(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at)
    const digit = (char >= 'A' && char <= 'Z') || (char >= 'a' && char <= 'z') || (char >= '0' && char <= '9')
    const padding = char === '=' && at >= text.length - 2
    if (!digit && char !== '+' && char !== '/' && !padding) return false
  }
  return true
}

/** The members that have a value; nothing when none has. */
export function assigned(members: { readonly [name: string]: Json | undefined }): Json | undefined {
  const entries = Object.entries(members).filter((entry): entry is [string, Json] => entry[1] !== undefined)
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}

function invalid(what: string): ScimError {
  return new ScimError(400, 'invalidValue', `${what}.`)
}
