import type { Attributes, Json } from '../resource.ts'
import { ScimError } from '../message/error.ts'
import { eqTerms } from '../filter/eq-terms.ts'
import { isObject, keyOf, memberOf } from '../value.ts'
import type { Path } from './path.ts'
import { printPath } from './path.ts'
import { satisfies } from './read.ts'

/**
 * The attributes with a value at a path; `null` takes the value away. The given attributes stay as they are.
 *
 * Builds what is missing on the way: the extension's object, the parent, the element that a filter names. Paths with
 * the same filter extend one element. Throws 400 `noTarget` when an element is missing and the filter does not say
 * what it would look like (`or`, `ne`, …).
 *
 * @example
 * writePath({}, parsePath('emails[type eq "work"].value'), 'a@b') // { emails: [{ type: 'work', value: 'a@b' }] }
 */
export function writePath(attributes: Attributes, path: Path, value: Json): Attributes {
  if (path.urn !== undefined) {
    const container = memberOf(attributes, path.urn)
    const { urn, ...within } = path
    const inner = writePath(isObject(container) ? container : {}, within, value)
    return withMember(attributes, urn, Object.keys(inner).length === 0 ? null : inner)
  }
  if (path.filter !== undefined) return writeElement(attributes, { ...path, filter: path.filter }, value)
  const { sub } = path
  if (sub === undefined) return withMember(attributes, path.attribute, value)
  const parent = memberOf(attributes, path.attribute)
  if (Array.isArray(parent)) {
    const elements = (parent as readonly Json[]).map((each) => (isObject(each) ? withMember(each, sub, value) : each))
    return withMember(attributes, path.attribute, elements)
  }
  const written = withMember(isObject(parent) ? parent : {}, sub, value)
  return withMember(attributes, path.attribute, Object.keys(written).length === 0 ? null : written)
}

/** A reference, or several, as SCIM carries it: a plain identifier becomes `{ value: identifier }`, anything else stays. */
export function referenceTo(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(referenceTo)
  return typeof value === 'string' ? { value } : value
}

function writeElement(
  attributes: Attributes,
  path: Path & { filter: NonNullable<Path['filter']> },
  value: Json,
): Attributes {
  const current = memberOf(attributes, path.attribute)
  const elements = current === undefined || current === null ? [] : Array.isArray(current) ? current : [current]
  const place = (elements as readonly Json[]).findIndex((element) => satisfies(element, path.filter))
  if (place < 0 && value === null) return attributes
  const existing = (elements as readonly Json[])[place] ?? newElement(path)
  const written = writeInto(existing, path.sub, value)
  const next = [...(elements as readonly Json[])]
  if (written === null) next.splice(place, 1)
  else next.splice(place < 0 ? next.length : place, place < 0 ? 0 : 1, written)
  return withMember(attributes, path.attribute, next.length === 0 ? null : next)
}

function writeInto(element: Json, sub: string | undefined, value: Json): Json {
  if (sub !== undefined) return withMember(isObject(element) ? element : {}, sub, value)
  return isObject(value) && isObject(element) ? { ...element, ...value } : value
}

function newElement(path: Path & { filter: NonNullable<Path['filter']> }): Attributes {
  const terms = eqTerms(path.filter)
  if (terms === undefined)
    throw new ScimError(400, 'noTarget', `No element satisfies "${printPath(path)}", and none can be made from it.`)
  return Object.fromEntries(terms.map(([name, literal]) => [name, isPrimary(name) ? toBoolean(literal) : literal]))
}

/** Entra writes `primary eq "True"`; the attribute itself is a boolean. */
function isPrimary(name: string): boolean {
  return name.toLowerCase() === 'primary'
}

function toBoolean(literal: Json): Json {
  return typeof literal === 'string' ? literal.toLowerCase() === 'true' : literal
}

/** Sets or takes away one member, and keeps the spelling that is there. */
function withMember(object: Attributes, name: string, value: Json): Attributes {
  const key = keyOf(object, name) ?? name
  if (value !== null) return { ...object, [key]: value }
  const { [key]: _, ...rest } = object
  return rest
}
