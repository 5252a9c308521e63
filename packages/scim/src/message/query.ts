import type { Json } from '../resource.ts'
import type { Filter } from '../filter/filter.ts'
import { parseFilter } from '../filter/parse.ts'
import { parseAttributePath } from '../path/attribute-path.ts'
import type { AttributePath } from '../path/attribute-path.ts'
import { lenient } from '../rules.ts'
import type { Rules } from '../rules.ts'
import { parseProjection } from '../schema/projection.ts'
import type { Projection } from '../schema/projection.ts'
import { knownSchemas, locate } from '../schema/resource-type.ts'
import type { ResourceType } from '../schema/resource-type.ts'
import { isObject } from '../value.ts'
import { checkMessage } from './envelope.ts'
import { ScimError } from './error.ts'
import { askedByBody, askedByParameters } from './parameters.ts'
import type { Asked, Parameters } from './parameters.ts'
import { sortable } from './sort.ts'
import type { Sort } from './sort.ts'
import { urns } from './urns.ts'

/** Which page is asked for. A `cursor` of `''` asks for the first one. */
export type Page =
  | { readonly kind: 'index'; readonly startIndex: number; readonly count: number }
  | { readonly kind: 'cursor'; readonly cursor: string; readonly count: number }

/** What a query asks for (RFC 7644 §3.4.2, RFC 9865). */
export type Query = {
  readonly filter: Filter | null
  readonly sort: Sort | null
  readonly page: Page
  readonly projection: Projection
}

/** How many resources a page has when the client does not say, and at most. */
export type QueryLimits = { readonly defaultCount: number; readonly maxCount: number }

const usualLimits: QueryLimits = { defaultCount: 100, maxCount: 1000 }

/** The resource type that is queried, or several for a query at the root. */
export type Queried = ResourceType | readonly ResourceType[]

/**
 * Reads what a query asks for: the parameters of a GET, or the body of `/.search` (RFC 7644 §3.4.2, §3.4.3).
 *
 * Parameters that are not known are ignored. The filter is read but not yet checked against the schema: that is for
 * `compileFilter`. Throws 400 `invalidFilter`, `invalidValue`, `invalidSyntax`, `invalidCursor` or `invalidCount`.
 *
 * @example
 * parseQuery(new URLSearchParams('filter=active eq true&count=10'), userType)
 */
export function parseQuery(
  input: Parameters | Json | undefined,
  queried: Queried,
  rules: Rules = lenient,
  limits: QueryLimits = usualLimits,
): Query {
  const asked = askedOf(input, rules)
  const filter = asked.text('filter')
  return {
    filter: filter === undefined ? null : parseFilter(filter, knownOf(queried), rules),
    sort: sortOf(asked, queried, rules),
    page: pageOf(asked, limits),
    projection: projectionOf(asked, queried, rules),
  }
}

/** Reads only what the answer to a read or a write may ask for: `attributes` and `excludedAttributes`. */
export function parseProjectionOf(parameters: Parameters, queried: Queried, rules: Rules = lenient): Projection {
  return projectionOf(askedByParameters(parameters), queried, rules)
}

function askedOf(input: Parameters | Json | undefined, rules: Rules): Asked {
  if (isParameters(input)) return askedByParameters(input)
  if (!isObject(input)) throw new ScimError(400, 'invalidSyntax', 'The body of a search must be a JSON object.')
  checkMessage(input, urns.searchRequest, rules)
  return askedByBody(input, rules)
}

function isParameters(input: Parameters | Json | undefined): input is Parameters {
  return typeof input === 'object' && input !== null && 'getAll' in input && typeof input.getAll === 'function'
}

function projectionOf(asked: Asked, queried: Queried, rules: Rules): Projection {
  const attributes = asked.list('attributes')
  const excludedAttributes = asked.list('excludedAttributes')
  return parseProjection(queried, { attributes, excludedAttributes }, rules)
}

function pageOf(asked: Asked, { defaultCount, maxCount }: QueryLimits): Page {
  const cursor = asked.text('cursor')
  const startIndex = asked.integer('startIndex', 'invalidValue')
  const given = asked.integer('count', cursor === undefined ? 'invalidValue' : 'invalidCount')
  const count = Math.min(maxCount, Math.max(0, given ?? defaultCount))
  if (cursor === undefined) return { kind: 'index', startIndex: Math.max(1, startIndex ?? 1), count }
  if (startIndex !== undefined)
    throw new ScimError(400, 'invalidValue', 'Give either "cursor" or "startIndex", not both.')
  return { kind: 'cursor', cursor, count }
}

function sortOf(asked: Asked, queried: Queried, rules: Rules): Sort | null {
  const order = asked.text('sortOrder')?.trim().toLowerCase()
  if (order !== undefined && order !== '' && order !== 'ascending' && order !== 'descending')
    throw new ScimError(400, 'invalidValue', '"sortOrder" must be "ascending" or "descending".')
  const text = asked.text('sortBy')?.trim()
  if (text === undefined || text === '') return null
  const path = sortPath(text, queried, rules)
  if (path === undefined && !rules.unknownSort)
    throw new ScimError(400, 'invalidValue', `"sortBy" must name a simple attribute, not "${text.slice(0, 60)}".`)
  return path === undefined ? null : { path, descending: order === 'descending' }
}

/** The canonical path of what a list can be sorted by, in the first of the resource types that has it. */
function sortPath(text: string, queried: Queried, rules: Rules): AttributePath | undefined {
  for (const type of typesOf(queried)) {
    const path = readable(text, type)
    const isKnown = path !== undefined && locate(type, path, rules).kind === 'attribute'
    const found = isKnown ? sortable(type, path) : undefined
    if (found === undefined) continue
    const { urn, attribute, value } = found
    const sub = attribute === value ? {} : { sub: value.name }
    return { ...(urn === undefined ? {} : { urn }), attribute: attribute.name, ...sub }
  }
  return undefined
}

function readable(text: string, type: ResourceType): AttributePath | undefined {
  try {
    return parseAttributePath(text, 'invalidValue', knownSchemas(type))
  } catch {
    return undefined
  }
}

function knownOf(queried: Queried) {
  const all = typesOf(queried).map(knownSchemas)
  return { core: all.flatMap(({ core }) => core), extensions: all.flatMap(({ extensions }) => extensions) }
}

function typesOf(queried: Queried): readonly ResourceType[] {
  return 'schema' in queried ? [queried] : queried
}
