import type { Attributes, Json } from '../resource.ts'
import { isObject } from '../value.ts'
import { named } from './definition.ts'
import type { AttributeDefinition } from './definition.ts'
import type { Names, Projection } from './projection.ts'
import { extensionOf, topAttribute } from './resource-type.ts'
import type { ResourceType } from './resource-type.ts'

/**
 * The resource with the attributes asked for (RFC 7644 §3.9).
 *
 * What is `returned: always` is always there, what is `never` never, and `request` only when named (RFC 7643 §2.2) or,
 * in the answer to a write, when it was `written`: named as `badge` or `urn:…:User:badge`.
 */
export function project(
  type: ResourceType,
  resource: Attributes,
  projection: Projection,
  written: readonly string[] = [],
): Attributes {
  const top: View = { ...wanted(projection), written: new Set(written) }
  const kept: { [name: string]: Json } = {}
  for (const [name, value] of Object.entries(resource)) {
    const picked = pick(type, name, value, top)
    if (picked !== undefined) kept[name] = picked
  }
  return kept
}

/** The names of what a create or replace request sets, for `project`. */
export function namesOf(type: ResourceType, attributes: Attributes): readonly string[] {
  return Object.entries(attributes).flatMap(([name, value]) =>
    extensionOf(type, name) !== undefined && isObject(value)
      ? Object.keys(value).map((within) => `${name}:${within}`)
      : [name],
  )
}

/** What is wanted where one stands in the resource: everything but some, or nothing but some. */
type View = { readonly kind: Projection['kind']; readonly names: Names; readonly written: ReadonlySet<string> }

const none: Names = new Map()

function wanted(projection: Projection): Pick<View, 'kind' | 'names'> {
  return projection.kind === 'default' ? { kind: 'default', names: none } : projection
}

function pick(type: ResourceType, name: string, value: Json, view: View): Json | undefined {
  const definition = topAttribute(type, name)
  if (definition !== undefined) return pickAttribute(value, definition, view, name)
  const extension = extensionOf(type, name)
  if (extension === undefined || !isObject(value)) return undefined
  const parts = view.names.get(name)
  if (parts === 'all' && view.kind === 'without') return undefined
  const within: View = parts === 'all' ? { ...view, kind: 'default', names: none } : { ...view, names: parts ?? none }
  const kept: { [name: string]: Json } = {}
  for (const [member, held] of Object.entries(value)) {
    const inner = named(extension.attributes, member)
    const picked = inner === undefined ? undefined : pickAttribute(held, inner, within, `${name}:${member}`)
    if (picked !== undefined) kept[member] = picked
  }
  return Object.keys(kept).length === 0 ? undefined : kept
}

function pickAttribute(value: Json, definition: AttributeDefinition, view: View, path: string): Json | undefined {
  const parts = view.names.get(definition.name)
  if (definition.returned === 'never') return undefined
  const isAlways = definition.returned === 'always'
  const isExcluded = view.kind === 'without' && parts === 'all'
  const isNamed = view.kind === 'only' && parts !== undefined
  const isDefault = definition.returned === 'default' && view.kind !== 'only' && !isExcluded
  const isWritten = definition.returned === 'request' && view.written.has(path)
  if (!isAlways && !isNamed && !isDefault && !isWritten) return undefined
  if (definition.subAttributes === undefined) return value
  const isWhole = parts === undefined || parts === 'all'
  const within: View = isWhole ? { ...view, kind: 'default', names: none } : { ...view, names: parts }
  return pickParts(value, definition.subAttributes, within)
}

/** Sub-attributes have a `returned` of their own. */
function pickParts(value: Json, definitions: readonly AttributeDefinition[], view: View): Json | undefined {
  if (isPlain(definitions) && view.kind === 'default') return value
  if (Array.isArray(value)) {
    const elements = (value as readonly Json[]).map((element) => pickParts(element, definitions, view))
    const kept = elements.filter((element) => element !== undefined)
    return kept.length === 0 ? undefined : kept
  }
  if (!isObject(value)) return value
  const kept: { [name: string]: Json } = {}
  for (const [member, held] of Object.entries(value)) {
    const definition = named(definitions, member)
    const picked = definition === undefined ? undefined : pickAttribute(held, definition, view, member)
    if (picked !== undefined) kept[member] = picked
  }
  return Object.keys(kept).length === 0 ? undefined : kept
}

/** Whether all of these are shown unless somebody says otherwise, as is usual. */
function isPlain(definitions: readonly AttributeDefinition[]): boolean {
  return definitions.every(({ returned }) => returned === 'default' || returned === 'always')
}
