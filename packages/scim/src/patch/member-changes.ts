import type { Attributes, Json } from '../resource.ts'
import type { Filter } from '../filter/filter.ts'
import type { PatchOperation } from '../message/patch-op.ts'
import { ScimError } from '../message/error.ts'
import { excerpt } from '../path/attribute-path.ts'
import { parsePath } from '../path/path.ts'
import type { Path } from '../path/path.ts'
import { lenient } from '../rules.ts'
import type { Rules } from '../rules.ts'
import { checkElements } from '../schema/check.ts'
import { coerce, coerceMembers, elementOf } from '../schema/coerce.ts'
import type { Reading } from '../schema/coerce.ts'
import { checkSame } from '../schema/replace.ts'
import { knownSchemas, locate } from '../schema/resource-type.ts'
import type { ResourceType } from '../schema/resource-type.ts'
import type { AttributeDefinition } from '../schema/definition.ts'
import { isObject } from '../value.ts'

/** What becomes of the elements of a list that is not at hand. `values` and each element's `value` say which. */
export type ElementChange =
  | { readonly op: 'add'; readonly elements: readonly Attributes[] }
  | { readonly op: 'replace'; readonly elements: readonly Attributes[] }
  | { readonly op: 'remove'; readonly values: readonly string[] }
  | { readonly op: 'clear' }

/** The operations without those on the list, and what becomes of the list, in the order of the request. */
export type Split = { readonly rest: readonly PatchOperation[]; readonly changes: readonly ElementChange[] }

/**
 * Takes the operations on a group's members out of a PATCH, so that they can be carried out without reading the members.
 *
 * Gives `'needsAll'` when only the members themselves can tell what an operation means: a filter other than
 * `value eq "x"`, a part of a member. Then read them all and use `applyPatch`. Throws what `applyPatch` throws.
 *
 * @example
 * splitMembers([{ op: 'remove', path: 'members[value eq "7"]' }], groupType)
 * // { rest: [], changes: [{ op: 'remove', values: ['7'] }] }
 */
export function splitMembers(
  operations: readonly PatchOperation[],
  type: ResourceType,
  rules: Rules = lenient,
  attribute = 'members',
): Split | 'needsAll' {
  const list: List = { type, name: attribute, reading: { rules, empty: 'clears' } }
  const rest: PatchOperation[] = []
  const changes: ElementChange[] = []
  for (const operation of operations) {
    const { others, own } = divide(list, operation)
    if (others !== undefined) rest.push(others)
    for (const each of own) {
      const change = changeOf(list, each)
      if (change === 'needsAll') return 'needsAll'
      if (change !== 'none') changes.push(change)
    }
  }
  return { rest, changes }
}

type List = { readonly type: ResourceType; readonly name: string; readonly reading: Reading }
type Own = { readonly operation: PatchOperation; readonly path: Path; readonly definition: AttributeDefinition }

/** What of an operation concerns the list, and what does not. A path-less one may have both. */
function divide(list: List, operation: PatchOperation): { others?: PatchOperation; own: readonly Own[] } {
  const { op, path, value } = operation
  if (path !== undefined) {
    const own = ownPath(list, path)
    return own === undefined ? { others: operation, own: [] } : { own: [{ operation, ...own }] }
  }
  if (op === 'remove' || !isObject(value)) return { others: operation, own: [] }
  const own: Own[] = []
  const others: (readonly [string, Json])[] = []
  for (const [name, member] of Object.entries(value)) {
    const found = isName(list, name) || list.reading.rules.pathKeys ? ownPath(list, name) : undefined
    if (found === undefined) others.push([name, member])
    else own.push({ operation: { op, path: name, value: member }, ...found })
  }
  if (own.length === 0) return { others: operation, own }
  return others.length === 0 ? { own } : { others: { op, value: Object.fromEntries(others) }, own }
}

function isName({ name }: List, text: string): boolean {
  return text.toLowerCase() === name.toLowerCase()
}

function ownPath({ type, name, reading }: List, text: string): Omit<Own, 'operation'> | undefined {
  const path = parsePath(text, knownSchemas(type), reading.rules)
  const located = locate(type, path, reading.rules)
  const isOwn = located.kind === 'attribute' && located.urn === undefined && located.attribute.name === name
  return isOwn ? { path, definition: located.attribute } : undefined
}

function changeOf(list: List, own: Own): ElementChange | 'needsAll' | 'none' {
  const { op, value } = own.operation
  const { filter, sub } = own.path
  if (sub !== undefined) return 'needsAll'
  if (filter !== undefined) return changeOfFiltered(list, own, filter)
  if (op === 'remove') return removal(list, own)
  if (value === undefined) throw new ScimError(400, 'invalidValue', `"${op}" of ${excerpt(textOf(own))} needs a value.`)
  const elements = elementsOf(list, own, value)
  if (op === 'replace') return elements.length === 0 ? { op: 'clear' } : { op, elements }
  return elements.length === 0 ? 'none' : { op, elements }
}

/** Rows 11 and 12: with a value, exactly the elements in it go; without one, all. */
function removal(list: List, { operation: { value }, definition }: Own): ElementChange | 'needsAll' | 'none' {
  if (value === undefined || value === null) return { op: 'clear' }
  const given = (Array.isArray(value) ? value : [value]) as readonly Json[]
  if (given.length === 0) return 'none'
  const single = elementOf(definition)
  const values = given.map((element) => {
    const unwanted = coerce(single, element, list.reading, definition.name)
    return isObject(unwanted) ? unwanted['value'] : undefined
  })
  return values.every((each) => typeof each === 'string') ? { op: 'remove', values } : 'needsAll'
}

/** Row 13. */
function changeOfFiltered(list: List, own: Own, filter: Filter): ElementChange | 'needsAll' | 'none' {
  const values = valuesOf(filter)
  const [value, ...others] = values ?? []
  const { op } = own.operation
  if (values === undefined || value === undefined) return 'needsAll'
  if (op === 'remove') return { op, values }
  if (op === 'replace' || others.length > 0) return 'needsAll'
  if (own.operation.value === null) return 'none'
  const given = own.operation.value ?? {}
  const members = coerceMembers(elementOf(own.definition), given, list.reading, textOf(own))
  if (members['value'] !== undefined) checkSame(value, members['value'], `${own.definition.name}.value`)
  return { op, elements: elementsOf(list, own, [{ ...(isObject(given) ? given : {}), value }]) }
}

/** The values that `value eq "x"`, or several of them joined by `or`, ask for. */
function valuesOf(filter: Filter): readonly string[] | undefined {
  if (filter.kind === 'or') {
    const each = filter.terms.map(valuesOf)
    return each.includes(undefined) ? undefined : each.flatMap((values) => values ?? [])
  }
  if (filter.kind !== 'compare' || filter.op !== 'eq' || filter.value === null) return undefined
  const isValue = filter.path.urn === undefined && filter.path.attribute.toLowerCase() === 'value'
  return isValue && filter.path.sub === undefined ? [String(filter.value)] : undefined
}

function elementsOf({ reading }: List, own: Own, value: Json): readonly Attributes[] {
  const elements = (coerce(own.definition, value, reading, textOf(own)) ?? []) as readonly Attributes[]
  checkElements(own.definition, elements, own.definition.name)
  return elements
}

function textOf({ operation, definition }: Own): string {
  return operation.path ?? definition.name
}
