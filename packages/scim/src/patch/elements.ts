import type { Attributes, Json } from '../resource.ts'
import { asObject } from '../filter/evaluate.ts'
import { eqTerms } from '../filter/eq-terms.ts'
import { ScimError } from '../message/error.ts'
import { assigned, coerce, coerceMembers, elementKey, withOnePrimary, withoutDuplicates } from '../schema/coerce.ts'
import type { Reading } from '../schema/coerce.ts'
import { named } from '../schema/definition.ts'
import { isDeepEqual, isObject } from '../value.ts'
import type { Aim, Step } from './step.ts'

type Elements = readonly Json[]

/** Carries out one step on the elements of a multi-valued attribute (rows 5 to 9, 11 and 12 of the truth table). */
export function changeElements(elements: Elements, step: Step & { target: 'attribute' }, reading: Reading): Elements {
  const { aim, op, value } = step
  if (aim.filter !== undefined || aim.sub !== undefined) return changeSome(elements, step, reading)
  switch (op) {
    case 'add':
      return append(elements, listed(aim, value ?? null, reading))
    case 'replace':
      return listed(aim, value ?? null, reading)
    case 'remove':
      return value === undefined || value === null ? [] : without(elements, aim, value, reading)
  }
}

/** Row 5: what is there already is not added again. A new primary takes the place of the old one. */
function append(elements: Elements, added: Elements): Elements {
  const claimed = added.some((element) => isObject(element) && element['primary'] === true)
  const before = claimed ? elements.map(notPrimary) : elements
  return withOnePrimary(withoutDuplicates([...before, ...added]))
}

/** Rows 11 and 12: Entra names the elements to remove in the value. An empty list names none. */
function without(elements: Elements, aim: Aim, value: Json, reading: Reading): Elements {
  const given = (Array.isArray(value) ? value : [value]) as Elements
  if (given.length === 0) return elements
  const single = { ...aim.attribute, multiValued: false }
  const unwanted = given.flatMap((element) => coerce(single, element, { ...reading, empty: 'clears' }, aim.text) ?? [])
  return elements.filter((element) => !unwanted.some((other) => isMeant(element, other)))
}

/** An element is meant by its value, when one is given, and by its type, when that is given too. */
function isMeant(element: Json, other: Json): boolean {
  if (!isObject(element) || !isObject(other) || elementKey(other) === undefined) return isDeepEqual(element, other)
  const sameType = other['type'] === undefined || isDeepEqual(element['type'], other['type'])
  return isDeepEqual(element['value'], other['value']) && sameType
}

function listed(aim: Aim, value: Json, reading: Reading): Elements {
  return (coerce(aim.attribute, value, reading, aim.text) ?? []) as Elements
}

/** Rows 6 to 8: the elements that the filter selects, or all when there is none. */
function changeSome(elements: Elements, step: Step & { target: 'attribute' }, reading: Reading): Elements {
  const { aim, op } = step
  const places = elements.flatMap((element, index) =>
    aim.filter === undefined || aim.filter.matches(asObject(element)) ? [index] : [],
  )
  if (places.length === 0) return changeNone(elements, step, reading)
  const changed = elements.map((element, index) =>
    places.includes(index) ? changeOne(element, step, reading) : element,
  )
  const kept = changed.filter((element) => element !== undefined)
  // The element that becomes primary takes the place of the one that was (RFC 7644 §3.5.2).
  const became = op !== 'remove' && places.findLast((place) => isPrimary(changed[place]) && !isPrimary(elements[place]))
  const winner = typeof became === 'number' ? changed[became] : undefined
  const single =
    winner === undefined ? kept : kept.map((element) => (element === winner ? element : notPrimary(element)))
  return withOnePrimary(single)
}

function changeNone(elements: Elements, step: Step & { target: 'attribute' }, reading: Reading): Elements {
  const { aim, op, value } = step
  const isStrict = reading.mode === 'strict'
  if (op === 'remove' || value === null) {
    if (isStrict && aim.filter !== undefined) throw noTarget(aim, 'no element satisfies the filter')
    return elements
  }
  if (op === 'replace' && isStrict) throw noTarget(aim, 'no element satisfies the filter')
  if (!isGiven(step, reading)) return elements
  const element = changeOne(newElement(aim, reading), { ...step, op: 'add' }, reading)
  return element === undefined ? elements : append(elements, [element])
}

/** Whether the value assigns anything. Clearing a part of an element that is not there makes none. */
function isGiven({ aim, value }: Step & { target: 'attribute' }, reading: Reading): boolean {
  if (aim.sub !== undefined) return coerce(aim.sub, value ?? null, reading, aim.text) !== undefined
  return coerce({ ...aim.attribute, multiValued: false }, value ?? null, reading, aim.text) !== undefined
}

/** The element that a filter describes, to be created (needed for Entra): `[type eq "work"]` gives `{type: "work"}`. */
function newElement(aim: Aim, reading: Reading): Json {
  return fixedBy(aim, reading, 'to be made from')
}

function fixedBy(aim: Aim, reading: Reading, purpose: 'to be made from' | 'to be kept'): Attributes {
  if (aim.filter === undefined) return {}
  const terms = eqTerms(aim.filter.tree)
  if (terms === undefined) {
    if (purpose === 'to be kept') return {}
    throw noTarget(aim, 'no element satisfies the filter, and none can be made from it')
  }
  const members: { [name: string]: Json } = {}
  for (const [name, literal] of terms) {
    const sub = named(aim.attribute.subAttributes, name)
    const value = sub === undefined ? undefined : coerce(sub, literal, reading, aim.text)
    if (sub !== undefined && value !== undefined) members[sub.name] = value
  }
  return members
}

function changeOne(
  element: Json,
  { aim, op, value }: Step & { target: 'attribute' },
  reading: Reading,
): Json | undefined {
  if (aim.sub !== undefined) {
    const member = op === 'remove' ? undefined : coerce(aim.sub, value ?? null, reading, aim.text)
    return changeSub(element, aim.sub.name, member)
  }
  if (op === 'remove' || value === null) return undefined
  const single = { ...aim.attribute, multiValued: false }
  if (aim.attribute.type !== 'complex') return coerce(single, value ?? null, reading, aim.text)
  const members = coerceMembers(single, unwrapped(value ?? null), reading, aim.text)
  if (op === 'add') return assigned({ ...(isObject(element) ? element : {}), ...members })
  return assigned({ ...fixedBy(aim, reading, 'to be kept'), ...members })
}

function unwrapped(value: Json): Json {
  return Array.isArray(value) && value.length === 1 ? (value[0] as Json) : value
}

/** Row 7: an element of which only its type is left has nothing to say any more. */
function changeSub(element: Json, name: string, value: Json | undefined): Json | undefined {
  const before = isObject(element) ? element : {}
  if (value !== undefined) return { ...before, [name]: value }
  if (!Object.hasOwn(before, name)) return element
  const { [name]: _, ...rest } = before
  return Object.keys(rest).some((other) => other !== 'type' && other !== 'primary') ? rest : undefined
}

function isPrimary(element: Json | undefined): boolean {
  return isObject(element) && element['primary'] === true
}

function notPrimary(element: Json): Json {
  return isObject(element) && element['primary'] === true ? { ...element, primary: false } : element
}

function noTarget(aim: Aim, why: string): ScimError {
  return new ScimError(400, 'noTarget', `${aim.text}: ${why}.`)
}
