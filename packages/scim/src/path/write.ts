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
  return writeAt(copying, attributes, path, value)
}

/** All of these, one after the other as `writePath` writes them, into an object of its own. */
export function writePaths(values: Iterable<readonly [Path, Json]>): Attributes {
  const own = new WeakSet<object>()
  // Nobody else holds what is made here, so it need not be copied for each path.
  const changing: Write = (object, key, value) => {
    if (!own.has(object) || value === null || key === '__proto__') {
      const mine = copying(object, key, value)
      own.add(mine)
      return mine
    }
    ;(object as Record<string, Json>)[key] = value
    return object
  }
  let attributes: Attributes = {}
  for (const [path, value] of values) attributes = writeAt(changing, attributes, path, value)
  return attributes
}

/** Sets a member, or takes it away (`null`). */
type Write = (object: Attributes, key: string, value: Json) => Attributes

const copying: Write = (object, key, value) => {
  if (value !== null) return { ...object, [key]: value }
  const { [key]: _, ...rest } = object
  return rest
}

function writeAt(write: Write, attributes: Attributes, path: Path, value: Json): Attributes {
  if (path.urn !== undefined) {
    const container = memberOf(attributes, path.urn)
    const { urn, ...within } = path
    const inner = writeAt(write, isObject(container) ? container : {}, within, value)
    return withMember(write, attributes, urn, Object.keys(inner).length === 0 ? null : inner)
  }
  if (path.filter !== undefined) return writeElement(write, attributes, { ...path, filter: path.filter }, value)
  const { sub } = path
  if (sub === undefined) return withMember(write, attributes, path.attribute, value)
  const parent = memberOf(attributes, path.attribute)
  if (Array.isArray(parent)) {
    const elements = (parent as readonly Json[]).map((each) =>
      isObject(each) ? withMember(write, each, sub, value) : each,
    )
    return withMember(write, attributes, path.attribute, elements)
  }
  const written = withMember(write, isObject(parent) ? parent : {}, sub, value)
  return withMember(write, attributes, path.attribute, Object.keys(written).length === 0 ? null : written)
}

/** A reference, or several, as SCIM carries it: a plain identifier becomes `{ value: identifier }`, anything else stays. */
export function referenceTo(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(referenceTo)
  return typeof value === 'string' ? { value } : value
}

function writeElement(
  write: Write,
  attributes: Attributes,
  path: Path & { filter: NonNullable<Path['filter']> },
  value: Json,
): Attributes {
  const current = memberOf(attributes, path.attribute)
  const elements = current === undefined || current === null ? [] : Array.isArray(current) ? current : [current]
  const place = (elements as readonly Json[]).findIndex((element) => satisfies(element, path.filter))
  if (place < 0 && value === null) return attributes
  const existing = (elements as readonly Json[])[place] ?? newElement(path)
  const written = writeInto(write, existing, path.sub, value)
  const next = [...(elements as readonly Json[])]
  if (written === null) next.splice(place, 1)
  else next.splice(place < 0 ? next.length : place, place < 0 ? 0 : 1, written)
  return withMember(write, attributes, path.attribute, next.length === 0 ? null : next)
}

function writeInto(write: Write, element: Json, sub: string | undefined, value: Json): Json {
  if (sub !== undefined) return withMember(write, isObject(element) ? element : {}, sub, value)
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
function withMember(write: Write, object: Attributes, name: string, value: Json): Attributes {
  return write(object, keyOf(object, name) ?? name, value)
}
