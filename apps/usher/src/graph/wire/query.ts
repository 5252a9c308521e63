/** The query options of a request (graph-api.md 1.5), read. Names ignore letter case, and the `$` may be left out. */
import { parseFilter } from '../filter/parse.ts'
import type { Filter } from '../filter/syntax.ts'
import { GraphFault } from './fault.ts'
import { parseSearch, type Search } from './search.ts'

export type Order = { readonly path: string; readonly descending: boolean }
export type Expand = { readonly name: string; readonly select: readonly string[] | null; readonly levels: number }
export type Query = {
  readonly select: readonly string[] | null
  readonly filter: Filter | null
  readonly top: number | null
  readonly skip: number
  readonly orderby: readonly Order[]
  readonly search: Search | null
  readonly count: boolean
  readonly expand: readonly Expand[]
  readonly skiptoken: string | null
  readonly deltatoken: string | null
  /** `ConsistencyLevel: eventual`: advanced queries. */
  readonly eventual: boolean
  /** As they came, for the link to the next page. */
  readonly given: URLSearchParams
}

const names = new Set([
  'select', 'filter', 'top', 'skip', 'orderby', 'search', 'count', 'expand', 'skiptoken', 'deltatoken', 'format',
]) // prettier-ignore

/** Throws `GraphFault` (400) about the option that cannot be read. */
export function readQuery(text: string, eventual: boolean): Query {
  const given = new URLSearchParams(text)
  const options = new Map<string, string>()
  for (const [name, value] of given) {
    const bare = name.replace(/^\$/, '').toLowerCase()
    if (names.has(bare)) options.set(bare, value)
  }
  const said = (name: string): string | null => options.get(name) ?? null
  const filter = said('filter')
  const search = said('search')
  return {
    select: list(said('select')),
    filter: filter === null || filter.trim() === '' ? null : parseFilter(filter),
    top: whole('top', said('top')),
    skip: whole('skip', said('skip')) ?? 0,
    orderby: (list(said('orderby')) ?? []).map(order),
    search: search === null ? null : parseSearch(search),
    count: said('count')?.toLowerCase() === 'true',
    expand: expands(said('expand')),
    skiptoken: said('skiptoken'),
    deltatoken: said('deltatoken'),
    eventual,
    given,
  }
}

function list(text: string | null): readonly string[] | null {
  if (text === null) return null
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
}

function whole(name: string, text: string | null): number | null {
  if (text === null) return null
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new GraphFault('badRequest', `$${name} is a whole number; ${JSON.stringify(text)} is none.`)
}

function order(text: string): Order {
  const [path = '', direction = 'asc', ...more] = text.split(/\s+/)
  const lower = direction.toLowerCase()
  if (more.length > 0 || (lower !== 'asc' && lower !== 'desc'))
    throw new GraphFault('badRequest', `$orderby is a property, and asc or desc; ${JSON.stringify(text)} is not.`)
  return { path, descending: lower === 'desc' }
}

/** `manager($select=id,displayName;$levels=max)`, `members`. */
function expands(text: string | null): readonly Expand[] {
  if (text === null || text.trim() === '') return []
  return (text.match(/[^,(]+(?:\([^)]*\))?/g) ?? []).map((one) => {
    const [, name = '', inner = ''] = /^\s*([\w.]+)\s*(?:\(([^)]*)\))?\s*$/.exec(one) ?? []
    if (name === '') throw new GraphFault('badRequest', `$expand cannot be read: ${JSON.stringify(one)}.`)
    const options = new Map(
      inner.split(';').map((part) => {
        const [key = '', value = ''] = part.split('=', 2)
        return [key.trim().replace(/^\$/, '').toLowerCase(), value.trim()] as const
      }),
    )
    const levels = options.get('levels') ?? '1'
    return { name, select: list(options.get('select') ?? null), levels: levels === 'max' ? 1000 : Number(levels) || 1 }
  })
}

/** How many objects a page has. Throws `GraphFault` when `$top` is none of 1 to `most`. */
export function pageSize({ top }: Query, { usual, most }: { readonly usual: number; readonly most: number }): number {
  if (top === null) return usual
  if (top >= 1 && top <= most) return top
  throw new GraphFault(
    'unsupportedQuery',
    `Invalid page size specified: '${top}'. Must be between 1 and ${most} inclusive.`,
  )
}
