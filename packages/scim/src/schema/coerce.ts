import type { Json } from '../resource.ts'
import { ScimError } from '../message/error.ts'
import type { Rules } from '../rules.ts'
import { isObject } from '../value.ts'
import { named } from './definition.ts'
import type { AttributeDefinition } from './definition.ts'
import { isMembership, withOnePrimary, withoutDuplicates } from './list.ts'
import { readRoleText } from './role-text.ts'
import { checkSimple } from './simple-value.ts'

/**
 * How input is read. `empty`: whether an empty text clears the attribute (as clients mean it when they replace) or is
 * a value (as RFC 7643 §2.5 has it).
 */
export type Reading = { readonly rules: Rules; readonly empty: 'clears' | 'isValue' }

/** What an object assigns: `undefined` where it clears a member. */
export type Members = { readonly [name: string]: Json | undefined }

/** More values than this in one attribute are refused. Memberships have no limit. */
const mostElements = 1000

/**
 * Turns what a client sent for one attribute into what is stored; `undefined` means unassigned.
 *
 * Sub-attributes get their canonical names; readOnly ones are left out, and unknown ones are left out (lenient) or
 * refused (strict). Throws 400 `invalidValue`, naming the attribute, when the value has the wrong type.
 */
export function coerce(definition: AttributeDefinition, value: Json, reading: Reading, at: string): Json | undefined {
  if (definition.multiValued) return coerceList(definition, value, reading, at)
  const single = unwrap(definition, value, reading, at)
  if (single === null) return undefined
  if (definition.type === 'complex') return assigned(coerceMembers(definition, single, reading, at))
  if (single === '' && reading.empty === 'clears' && reading.rules.emptyClears) return undefined
  return checkSimple(definition, single, reading.rules, at)
}

/**
 * Reads the object given for a complex attribute: each sub-attribute that it names, `undefined` where it clears one.
 *
 * Lenient lets a plain text stand for the sub-attribute `value`, as Entra sends `manager`.
 */
export function coerceMembers(definition: AttributeDefinition, value: Json, reading: Reading, at: string): Members {
  if (!isObject(value)) return coerceText(definition, value, reading, at)
  const within = clearing(definition, reading)
  return readMembers(definition.subAttributes ?? [], value, { reading: within, at: (name) => `${at}.${name}` })
}

/**
 * Reads the members of an object by their definitions: each one that it names, `undefined` where it clears one.
 *
 * What is readOnly is passed over. Throws 400 `invalidSyntax` when a member is given in two spellings.
 */
export function readMembers(
  definitions: readonly AttributeDefinition[],
  object: { readonly [name: string]: Json },
  { reading, at }: { readonly reading: Reading; readonly at: (name: string) => string },
): Members {
  const members: { [name: string]: Json | undefined } = {}
  for (const [name, member] of Object.entries(object)) {
    const definition = named(definitions, name)
    if (definition === undefined && !reading.rules.unknownAttributes)
      throw new ScimError(400, 'invalidValue', `There is no attribute "${at(name.slice(0, 60))}".`)
    if (definition === undefined || definition.mutability === 'readOnly') continue
    if (Object.hasOwn(members, definition.name)) throw givenTwice(at(definition.name))
    members[definition.name] = coerce(definition, member, reading, at(definition.name))
  }
  return members
}

export function givenTwice(name: string): ScimError {
  return new ScimError(400, 'invalidSyntax', `"${name}" is given twice, in different spellings.`)
}

/** A reference without an identifier refers to nobody, whatever an empty text means elsewhere. */
function clearing(definition: AttributeDefinition, reading: Reading): Reading {
  const isReference = named(definition.subAttributes, '$ref') !== undefined
  if (!isReference || !reading.rules.textForObject || isMembership(definition)) return reading
  return { rules: { ...reading.rules, emptyClears: true }, empty: 'clears' }
}

function coerceText(definition: AttributeDefinition, value: Json, reading: Reading, at: string): Members {
  const sub = named(definition.subAttributes, 'value')
  if (!reading.rules.textForObject || sub === undefined || Array.isArray(value))
    throw new ScimError(400, 'invalidValue', `${at} must be an object.`)
  return { [sub.name]: coerce(sub, value, clearing(definition, reading), `${at}.${sub.name}`) }
}

function coerceList(definition: AttributeDefinition, value: Json, reading: Reading, at: string): Json | undefined {
  if (value === null) return undefined
  if (!Array.isArray(value) && !reading.rules.listFromSingle)
    throw new ScimError(400, 'invalidValue', `${at} must be an array.`)
  const given = (Array.isArray(value) ? value : [value]) as readonly Json[]
  checkLength(definition, given.length, at)
  const isRoles = reading.rules.parseRoleText && definition.name === 'roles'
  // An element that says nothing is unassigned (RFC 7643 §2.5) and left out; a member that says anything says who it is.
  const within: Reading = isMembership(definition) ? { ...reading, empty: 'isValue' } : reading
  // One object for all elements: a group may come with a hundred thousand of them.
  const single = elementOf(definition)
  const elements: Json[] = []
  for (const [index, element] of given.entries()) {
    if (Array.isArray(element)) throw new ScimError(400, 'invalidValue', `${at}[${index}] must not be an array.`)
    const coerced = coerce(single, isRoles ? readRoleText(element) : element, within, `${at}[${index}]`)
    if (coerced !== undefined) elements.push(coerced)
    else if (isObject(element) && Object.keys(element).length > 0 && isMembership(definition))
      throw new ScimError(400, 'invalidValue', `${at}[${index}].value is required.`)
  }
  const distinct = withOnePrimary(withoutDuplicates(definition, elements))
  return distinct.length === 0 ? undefined : distinct
}

/** Throws 400 `invalidValue` when an attribute has more values than it may have. */
export function checkLength(definition: AttributeDefinition, length: number, at: string): void {
  if (length > mostElements && !isMembership(definition))
    throw new ScimError(400, 'invalidValue', `${at} must not have more than ${mostElements} values.`)
}

/** The definition of one element of a multi-valued attribute. */
export function elementOf(definition: AttributeDefinition): AttributeDefinition {
  return { ...definition, multiValued: false }
}

/** A list of one stands for its element, and `{"value": x}` for x, as old Entra jobs send them. */
function unwrap(definition: AttributeDefinition, value: Json, { rules }: Reading, at: string): Json {
  let single = value
  if (Array.isArray(value)) {
    const [first, ...others] = value as readonly Json[]
    if (!rules.singleFromList || others.length > 0 || Array.isArray(first))
      throw new ScimError(400, 'invalidValue', `${at} must be a single value.`)
    single = first ?? null
  }
  const isWrapped = definition.type !== 'complex' && isObject(single) && Object.hasOwn(single, 'value')
  return isWrapped && rules.singleFromList && isObject(single) ? (single['value'] ?? null) : single
}

/** The members that have a value; nothing when none has. */
export function assigned(members: Members): { readonly [name: string]: Json } | undefined {
  const entries = Object.entries(members).filter((entry): entry is [string, Json] => entry[1] !== undefined)
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}
