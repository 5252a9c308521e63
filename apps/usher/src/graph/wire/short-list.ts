/** Lists that are short enough to be in memory whole: filtered, sorted, paged and cut to what was asked for. */
import { filtered } from '../filter/in-memory.ts'
import type { Answer, Call } from '../route.ts'
import { GraphFault } from './fault.ts'
import { listAnswer, pageStart, selected } from './page.ts'
import { pageSize } from './query.ts'
import type { Search } from './search.ts'

type Item = Readonly<Record<string, unknown>>
type Short = {
  /** Behind `$metadata#`. */
  readonly of: string
  /** What refusals call the resource. */
  readonly resource: string
  readonly items: readonly Item[]
  readonly usual?: number
}

export function shortList(call: Call, { of, resource, items, usual = 999 }: Short): Answer {
  const { filter, search, orderby, select, skip, count } = call.query
  const found = filtered(items, filter, resource).filter((item) => search === null || matches(item, search))
  const sorted = orderby.toReversed().reduce<readonly Item[]>((list, { path, descending }) => {
    if (items.length > 0 && !items.some((item) => Object.hasOwn(item, path)))
      throw new GraphFault(
        'badRequest',
        `Could not find a property named '${path}' on type 'microsoft.graph.${resource}'.`,
      )
    return list.toSorted((one, other) => (descending ? -1 : 1) * order(one[path], other[path]))
  }, found)
  const start = pageStart(call)
  const from = typeof start === 'number' ? start : skip
  const size = pageSize(call.query, { usual, most: 999 })
  const page = sorted.slice(from, from + size)
  return listAnswer(call, {
    of,
    items: page.map((item) => selected(item, select)),
    next: from + size < sorted.length ? from + size : null,
    ...(count && typeof start !== 'number' && { count: found.length }),
  })
}

/** Whether a text begins with what was asked, at any of its words. */
function matches(item: Item, search: Search): boolean {
  if (search.kind !== 'clause')
    return search.kind === 'and'
      ? search.terms.every((term) => matches(item, term))
      : search.terms.some((term) => matches(item, term))
  const value = item[search.property]
  const wanted = search.text.toLowerCase()
  if (typeof value !== 'string') return false
  const lower = value.toLowerCase()
  return lower.startsWith(wanted) || lower.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(wanted))
}

function order(one: unknown, other: unknown): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other
  return textOf(one).localeCompare(textOf(other), 'en', { sensitivity: 'base' })
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '')
}

/** The answer to `/$count`: a bare number. */
export function countAnswer(count: number): Answer {
  return { status: 200, body: String(count), headers: { 'content-type': 'text/plain' } }
}
