import { ScimError } from '../message/error.ts'
import { parseAttributePath } from '../path/attribute-path.ts'
import { lenient } from '../rules.ts'
import type { Rules } from '../rules.ts'
import { knownSchemas, locate } from './resource-type.ts'
import type { Located, ResourceType } from './resource-type.ts'

/** Which attributes a client wants to see (RFC 7644 §3.9). */
export type Projection = { readonly kind: 'default' } | { readonly kind: 'only' | 'without'; readonly names: Names }

/** Names, and for each either all of it or some of its parts. */
export type Names = ReadonlyMap<string, Names | 'all'>
type Growing = Map<string, Growing | 'all'>

/** More of a list of names than this is not read. */
const longest = 8192

/**
 * Reads the query parameters `attributes` and `excludedAttributes`: lists of names, separated by commas.
 *
 * Names that mean nothing are ignored. When both are given, `attributes` counts (lenient), or 400 `invalidValue` is
 * thrown (strict). A query at the root names attributes of several resource types.
 */
export function parseProjection(
  types: ResourceType | readonly ResourceType[],
  query: { readonly attributes?: string | undefined; readonly excludedAttributes?: string | undefined },
  rules: Rules = lenient,
): Projection {
  const only = query.attributes?.trim() ?? ''
  const without = query.excludedAttributes?.trim() ?? ''
  if (only !== '' && without !== '' && !rules.bothProjections)
    throw new ScimError(400, 'invalidValue', 'Give either "attributes" or "excludedAttributes", not both.')
  const all = 'schema' in types ? [types] : types
  if (only !== '') return { kind: 'only', names: parseNames(all, only, rules) }
  if (without !== '') return { kind: 'without', names: parseNames(all, without, rules) }
  return { kind: 'default' }
}

/**
 * Whether a projection wants nothing of an attribute, so that it need not even be read: `excludedAttributes=members`.
 *
 * @example
 * leavesOut(projection, 'members')
 */
export function leavesOut(projection: Projection, name: string): boolean {
  switch (projection.kind) {
    case 'default':
      return false
    case 'only':
      return !projection.names.has(name)
    case 'without':
      return projection.names.get(name) === 'all'
  }
}

function parseNames(types: readonly ResourceType[], list: string, rules: Rules): Names {
  const names: Growing = new Map()
  for (const text of list.slice(0, longest).split(','))
    for (const type of types) insert(names, stepsOf(type, text.trim(), rules))
  return names
}

/** The canonical member names from the top of the resource to what a name means; empty for what means nothing. */
function stepsOf(type: ResourceType, text: string, rules: Rules): readonly string[] {
  const located = understood(type, text, rules)
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

function understood(type: ResourceType, text: string, rules: Rules): Located | undefined {
  try {
    return locate(type, parseAttributePath(text, 'invalidValue', knownSchemas(type)), rules)
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
