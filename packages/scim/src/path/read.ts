import type { Attributes, Json } from '../resource.ts'
import { asObject, compileElementFilter } from '../filter/evaluate.ts'
import type { Predicate } from '../filter/evaluate.ts'
import type { Filter } from '../filter/filter.ts'
import { isObject, memberOf } from '../value.ts'
import type { Path } from './path.ts'

const compiled = new WeakMap<Filter, Predicate>()

/**
 * The value at a path; `undefined` when there is none.
 *
 * Names ignore case. A path with a filter gives the first element that satisfies it, or that element's sub-attribute;
 * `emails.value`, without a filter, gives the values of all elements. The filter is prepared once per path.
 *
 * @example
 * readPath({ emails: [{ type: 'work', value: 'a@b' }] }, parsePath('emails[type eq "work"].value')) // 'a@b'
 */
export function readPath(attributes: Attributes, path: Path): Json | undefined {
  const holder = path.urn === undefined ? attributes : memberOf(attributes, path.urn)
  if (!isObject(holder)) return undefined
  const value = memberOf(holder, path.attribute)
  if (value === undefined || value === null) return undefined
  if (path.filter !== undefined) return readElement(listOf(value), path.filter, path.sub)
  return path.sub === undefined ? value : readSub(value, path.sub)
}

/** Whether an element of a multi-valued attribute satisfies a path's filter. */
export function satisfies(element: Json, filter: Filter): boolean {
  let predicate = compiled.get(filter)
  if (predicate === undefined) {
    predicate = compileElementFilter(filter)
    compiled.set(filter, predicate)
  }
  return predicate(asObject(element))
}

function readElement(elements: readonly Json[], filter: Filter, sub: string | undefined): Json | undefined {
  for (const element of elements) {
    if (!satisfies(element, filter)) continue
    const value = sub === undefined ? element : isObject(element) ? memberOf(element, sub) : undefined
    if (value !== undefined && value !== null) return value
  }
  return undefined
}

function readSub(value: Json, sub: string): Json | undefined {
  if (isObject(value)) return memberOf(value, sub) ?? undefined
  if (!Array.isArray(value)) return undefined
  const values = (value as readonly Json[]).flatMap((element) => {
    const member = isObject(element) ? memberOf(element, sub) : undefined
    return member === undefined || member === null ? [] : [member]
  })
  return values.length === 0 ? undefined : values
}

function listOf(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [value]
}
