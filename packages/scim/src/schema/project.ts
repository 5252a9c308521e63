import type { Attributes, Json } from '../resource.ts'
import { parseAttributePath } from '../path/attribute-path.ts'
import { isObject } from '../value.ts'
import { named } from './definition.ts'
import type { AttributeDefinition } from './definition.ts'
import { extensionOf, knownSchemas, locate, topAttribute } from './resource-type.ts'
import type { ResourceType } from './resource-type.ts'

/** Which attributes a client wants to see (RFC 7644 §3.9). */
export type Projection = { readonly kind: 'default' } | { readonly kind: 'only' | 'without'; readonly names: Names }

/** Names, and for each either all of it or some of its parts. */
type Names = ReadonlyMap<string, Names | 'all'>
type Growing = Map<string, Growing | 'all'>

/**
 * Reads the query parameters `attributes` and `excludedAttributes`: lists of names, separated by commas.
 *
 * Names that mean nothing are ignored. When both are given, `attributes` counts.
 */
export function parseProjection(
  type: ResourceType,
  query: { readonly attributes?: string | undefined; readonly excludedAttributes?: string | undefined },
): Projection {
  const only = query.attributes?.trim() ?? ''
  if (only !== '') return { kind: 'only', names: parseNames(type, only) }
  const without = query.excludedAttributes?.trim() ?? ''
  if (without !== '') return { kind: 'without', names: parseNames(type, without) }
  return { kind: 'default' }
}

/**
 * The resource with the attributes asked for.
 *
 * What is `returned: always` is always there, what is `never` never, and `request` only when named (RFC 7643 §2.2).
 */
export function project(type: ResourceType, resource: Attributes, projection: Projection): Attributes {
  return pick(resource, projection, (name) => {
    const definition = topAttribute(type, name)
    if (definition !== undefined) return { definition }
    const extension = extensionOf(type, name)
    return extension === undefined ? undefined : { container: extension.attributes }
  })
}

type Meaning = { definition: AttributeDefinition } | { container: readonly AttributeDefinition[] } | undefined

function pick(object: Attributes, projection: Projection, meaningOf: (name: string) => Meaning): Attributes {
  const kept: { [name: string]: Json } = {}
  for (const [name, value] of Object.entries(object)) {
    const meaning = meaningOf(name)
    if (meaning === undefined) continue
    const parts = projection.kind === 'default' ? undefined : projection.names.get(name)
    const picked =
      'container' in meaning
        ? pickContainer(value, projection, parts, meaning.container)
        : pickAttribute(value, projection, parts, meaning.definition)
    if (picked !== undefined) kept[name] = picked
  }
  return kept
}

function pickContainer(
  value: Json,
  projection: Projection,
  parts: Names | 'all' | undefined,
  definitions: readonly AttributeDefinition[],
): Json | undefined {
  if (!isObject(value)) return undefined
  if (parts === 'all' && projection.kind === 'without') return undefined
  const within =
    parts === 'all' ? whole : parts === undefined ? { ...projection, names: none } : { ...projection, names: parts }
  const kept = pick(value, within, (name) => {
    const definition = named(definitions, name)
    return definition === undefined ? undefined : { definition }
  })
  return Object.keys(kept).length === 0 ? undefined : kept
}

const none: Names = new Map()
const whole: Projection = { kind: 'default' }

function pickAttribute(
  value: Json,
  projection: Projection,
  parts: Names | 'all' | undefined,
  definition: AttributeDefinition,
): Json | undefined {
  if (definition.returned === 'never') return undefined
  if (definition.returned === 'always') return value
  switch (projection.kind) {
    case 'default':
      return definition.returned === 'request' ? undefined : value
    case 'only':
      return parts === undefined ? undefined : parts === 'all' ? value : pickSubs(value, (sub) => parts.has(sub))
    case 'without':
      if (definition.returned === 'request' || parts === 'all') return undefined
      return parts === undefined ? value : pickSubs(value, (sub) => !parts.has(sub))
  }
}

function pickSubs(value: Json, wanted: (sub: string) => boolean): Json | undefined {
  if (Array.isArray(value)) {
    const elements = (value as readonly Json[]).map((element) => pickSubs(element, wanted))
    const kept = elements.filter((element) => element !== undefined)
    return kept.length === 0 ? undefined : kept
  }
  if (!isObject(value)) return value
  const entries = Object.entries(value).filter(([sub]) => wanted(sub))
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}

function parseNames(type: ResourceType, list: string): Names {
  const names: Growing = new Map()
  for (const text of list.slice(0, 8192).split(',')) {
    const steps = stepsOf(type, text.trim())
    insert(names, steps)
  }
  return names
}

/** The canonical member names from the top of the resource to what a name means; empty for what means nothing. */
function stepsOf(type: ResourceType, text: string): readonly string[] {
  const located = understood(type, text)
  switch (located?.kind) {
    case 'container':
      return [located.schema.id]
    case 'attribute': {
      const steps = located.urn === undefined ? [located.attribute.name] : [located.urn, located.attribute.name]
      return located.sub === undefined ? steps : [...steps, located.sub.name]
    }
    case 'unknown':
    case undefined:
      return []
  }
}

function understood(type: ResourceType, text: string): ReturnType<typeof locate> | undefined {
  try {
    return locate(type, parseAttributePath(text, 'invalidValue', knownSchemas(type)))
  } catch {
    return undefined
  }
}

function insert(names: Growing, [first, ...rest]: readonly string[]): void {
  if (first === undefined) return
  const existing = names.get(first)
  if (existing === 'all') return
  if (rest.length === 0) {
    names.set(first, 'all')
    return
  }
  const inner: Growing = existing ?? new Map()
  names.set(first, inner)
  insert(inner, rest)
}
