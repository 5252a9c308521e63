import type { Attributes, Json } from '../resource.ts'
import { asObject } from '../filter/evaluate.ts'
import { eqTerms } from '../filter/eq-terms.ts'
import { ScimError } from '../message/error.ts'
import { checkElements } from '../schema/check.ts'
import { assigned, coerce, elementOf } from '../schema/coerce.ts'
import type { Reading } from '../schema/coerce.ts'
import { named } from '../schema/definition.ts'
import { isMembership, isPrimary, notPrimary, withOnePrimary, withoutDuplicates } from '../schema/list.ts'
import { isDeepEqual, isObject } from '../value.ts'
import { changeElement } from './element.ts'
import type { Aim, AttributeStep } from './step.ts'

type Elements = readonly Json[]

/** Carries out one step on the elements of a multi-valued attribute (rows 5 to 9 and 11 to 13 of the truth table). */
export function changeElements(elements: Elements, step: AttributeStep, reading: Reading): Elements {
  const { aim, op, value } = step
  if (aim.filter !== undefined || aim.sub !== undefined) return changeSome(elements, step, reading)
  switch (op) {
    case 'add':
      return append(aim, elements, listed(aim, value ?? null, reading))
    case 'replace':
      return listed(aim, value ?? null, reading)
    case 'remove':
      return without(elements, step, reading)
  }
}

/** Row 5: what is there already is not added again. A new primary takes the place of the old one. */
function append({ attribute }: Aim, elements: Elements, added: Elements): Elements {
  const before = added.some(isPrimary) ? elements.map(notPrimary) : elements
  return withOnePrimary(withoutDuplicates(attribute, [...before, ...added]))
}

/**
 * Rows 11 and 12: Entra names the elements to remove in the value. An empty list names none; without a value, all go.
 *
 * The RFC does not know such a value; strict minds it for members only, since a group must not become empty by mistake.
 */
function without(elements: Elements, { aim, value }: AttributeStep, reading: Reading): Elements {
  const given = (Array.isArray(value) ? value : [value ?? null]) as Elements
  if (given.length === 0) return elements
  const isMinded = reading.rules.removeListed || isMembership(aim.attribute)
  if (value === undefined || value === null || !isMinded) return []
  const single = elementOf(aim.attribute)
  const unwanted = given.flatMap((element) => coerce(single, element, reading, aim.text) ?? [])
  const isUnwanted = wantedOut(aim, unwanted)
  return elements.filter((element) => !isUnwanted(element))
}

/** An element is meant by its value, when one is given, and by its type, when that is given too. */
function wantedOut({ attribute }: Aim, unwanted: Elements): (element: Json) => boolean {
  if (isMembership(attribute)) {
    // Thousands may be named at once.
    const values = new Set(unwanted.map((element) => (isObject(element) ? element['value'] : element)))
    return (element) => isObject(element) && values.has(element['value'])
  }
  return (element) => unwanted.some((other) => isMeant(element, other))
}

function isMeant(element: Json, other: Json): boolean {
  if (!isObject(element) || !isObject(other) || other['value'] === undefined) return isDeepEqual(element, other)
  const isSameType = other['type'] === undefined || isDeepEqual(element['type'], other['type'])
  return isDeepEqual(element['value'], other['value']) && isSameType
}

function listed(aim: Aim, value: Json, reading: Reading): Elements {
  const elements = (coerce(aim.attribute, value, reading, aim.text) ?? []) as Elements
  checkElements(aim.attribute, elements, aim.text)
  return elements
}

/** Rows 6 to 8: the elements that the filter selects, or all when there is none. */
function changeSome(elements: Elements, step: AttributeStep, reading: Reading): Elements {
  const { aim, op } = step
  const isMatch = elements.map((element) => aim.filter === undefined || aim.filter.matches(asObject(element)))
  if (!isMatch.includes(true)) return changeNone(elements, step, reading)
  const fixed = op === 'replace' && aim.sub === undefined ? fixedBy(aim, reading) : undefined
  const changed = elements.map((element, index) =>
    isMatch[index] === true ? changeElement(element, { ...step, fixed }, reading) : element,
  )
  const kept = changed.filter((element) => element !== undefined)
  if (op === 'remove') return kept
  // The element that becomes primary takes the place of the one that was (RFC 7644 §3.5.2).
  const became = changed.findLastIndex(
    (element, index) => isMatch[index] === true && isPrimary(element) && !isPrimary(elements[index]),
  )
  const winner = changed[became]
  const single =
    winner === undefined ? kept : kept.map((element) => (element === winner ? element : notPrimary(element)))
  return withOnePrimary(withoutDuplicates(aim.attribute, single))
}

function changeNone(elements: Elements, step: AttributeStep, reading: Reading): Elements {
  const { aim, op, value } = step
  const { rules } = reading
  if (op === 'remove' || value === null) {
    // RFC 7644 §3.5.2.2 has the absence of a member a success.
    if (!rules.removeAbsent && aim.filter !== undefined && !isMembership(aim.attribute))
      throw noTarget(aim, 'no element satisfies the filter')
    return elements
  }
  if (op === 'replace' && !rules.createElement && aim.filter !== undefined)
    throw noTarget(aim, 'no element satisfies the filter')
  if (!isGiven(step, reading)) return elements
  const described = aim.filter === undefined ? {} : fixedBy(aim, reading)
  if (described === undefined) throw noTarget(aim, 'no element satisfies the filter, and none can be made from it')
  const element = changeElement(described, { ...step, op: 'add', fixed: undefined }, reading)
  if (element === undefined) return elements
  checkElements(aim.attribute, [element], aim.text)
  return append(aim, elements, [element])
}

/** Whether the value assigns anything. Clearing a part of an element that is not there makes none. */
function isGiven({ aim, value }: AttributeStep, reading: Reading): boolean {
  if (aim.sub !== undefined) return coerce(aim.sub, value ?? null, reading, aim.text) !== undefined
  if (isMembership(aim.attribute)) return true
  return coerce(elementOf(aim.attribute), value ?? null, reading, aim.text) !== undefined
}

/**
 * The element that a filter describes: `[type eq "work"]` gives `{type: "work"}`. Entra needs it to be created.
 *
 * `undefined` when the filter says more than what an element looks like (`or`, `ne`, …).
 */
function fixedBy(aim: Aim, reading: Reading): Attributes | undefined {
  const terms = aim.filter === undefined ? [] : eqTerms(aim.filter.tree)
  if (terms === undefined) return undefined
  const members: { [name: string]: Json | undefined } = {}
  for (const [name, literal] of terms) {
    const sub = named(aim.attribute.subAttributes, name)
    if (sub !== undefined) members[sub.name] = coerce(sub, literal, reading, aim.text)
  }
  return assigned(members) ?? {}
}

function noTarget(aim: Aim, why: string): ScimError {
  return new ScimError(400, 'noTarget', `${aim.text}: ${why}.`)
}
