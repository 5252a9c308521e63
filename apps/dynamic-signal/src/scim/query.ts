import {
  type Filter,
  type Projection,
  ScimError,
  knownSchemas,
  parseFilter,
  parseProjection,
  userType,
} from '@usher/scim'

export const defaultCount = 100
export const maxCount = 1000

/** What the query of a request asks for. Parameters that are not known are ignored (RFC 7644 §3.4.2). */
export type Query = {
  readonly filter: Filter | null
  readonly startIndex: number
  readonly count: number
  readonly projection: Projection
}

/** Reads the query. Throws 400 `invalidFilter` or `invalidValue`, naming the parameter. */
export function parseQuery(search: string): Query {
  const parameters = new URLSearchParams(search)
  const filters = parameters.getAll('filter')
  if (filters.length > 1) throw new ScimError(400, 'invalidFilter', 'Give "filter" once.')
  const [filter] = filters
  return {
    filter: filter === undefined ? null : parseFilter(filter, knownSchemas(userType)),
    startIndex: Math.max(1, integer(parameters, 'startIndex') ?? 1),
    count: Math.min(maxCount, Math.max(0, integer(parameters, 'count') ?? defaultCount)),
    projection: parseProjectionOf(parameters),
  }
}

/** Reads only what the answer to a write may ask for: `attributes` and `excludedAttributes`. */
export function parseProjectionOf(search: string | URLSearchParams): Projection {
  const parameters = typeof search === 'string' ? new URLSearchParams(search) : search
  return parseProjection(userType, {
    attributes: parameters.getAll('attributes').join(','),
    excludedAttributes: parameters.getAll('excludedAttributes').join(','),
  })
}

function integer(parameters: URLSearchParams, name: string): number | undefined {
  const text = parameters.get(name)?.trim()
  if (text === undefined || text === '') return undefined
  if (!/^-?\d{1,15}$/.test(text)) throw new ScimError(400, 'invalidValue', `"${name}" must be an integer.`)
  return Number(text)
}
