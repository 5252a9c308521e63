/** A page of a list that is a query: filter, search, order and where the page begins as SQL (graph-api.md 1.5 to 1.7). */
import type { Json } from '@usher/scim'
import { sql, type RawBuilder } from 'kysely'
import { filterSql, type Fields } from '../filter/to-sql.ts'
import type { Answer, Call } from '../route.ts'
import { GraphFault } from './fault.ts'
import { expiredPage, listAnswer, pageStart } from './page.ts'
import { type Order, pageSize } from './query.ts'
import type { Search } from './search.ts'

export type Page = {
  readonly where: RawBuilder<boolean>
  /** What the list is ordered by, as text, beside the id. */
  readonly key: RawBuilder<string>
  readonly order: RawBuilder<unknown>
  readonly limit: number
}
export type SqlList<R> = {
  /** Behind `$metadata#`. */
  readonly of: string
  /** What refusals call the resource: ServicePrincipal. */
  readonly resource: string
  readonly fields: Fields
  readonly id: RawBuilder<unknown>
  read(page: Page): Promise<readonly (R & { readonly id: string; readonly key: string })[]>
  count(where: RawBuilder<boolean>): Promise<number>
  show(rows: readonly R[]): Promise<readonly unknown[]> | readonly unknown[]
}

export async function sqlList<R>(call: Call, list: SqlList<R>): Promise<Answer> {
  const { skip, count, eventual } = call.query
  if (skip > 0) throw new GraphFault('unsupportedQuery', '$skip is not supported here; follow @odata.nextLink.')
  const asked = whereOf(call, list)
  const start = pageStart(call)
  const size = pageSize(call.query, { usual: 100, most: 999 })
  const { key, order, after } = orderOf(call, list)
  const rows = await list.read({ where: sql`${asked} and ${after}`, key, order, limit: size + 1 })
  const page = rows.slice(0, size)
  const last = page.at(-1)
  return listAnswer(call, {
    of: list.of,
    items: await list.show(page),
    next: rows.length > size && last !== undefined ? { key: last.key, id: last.id } : null,
    // Without ConsistencyLevel: eventual it is left out silently, as there.
    ...(count && eventual && start === null && { count: await list.count(asked) }),
  })
}

/** Everything that filter and search ask for. */
export function whereOf(
  { query: { filter, search } }: Pick<Call, 'query'>,
  { fields, resource }: Pick<SqlList<unknown>, 'fields' | 'resource'>,
): RawBuilder<boolean> {
  const by = filter === null ? sql<boolean>`true` : filterSql(filter, fields, resource)
  return search === null ? by : sql<boolean>`(${by} and ${searchSql(search, fields, resource)})`
}

const tokenised = new Set(['displayName', 'description'])

function searchSql(search: Search, fields: Fields, resource: string): RawBuilder<boolean> {
  if (search.kind !== 'clause')
    return sql<boolean>`(${sql.join(
      search.terms.map((term) => searchSql(term, fields, resource)),
      search.kind === 'and' ? sql` and ` : sql` or `,
    )})`
  const field = fields[search.property]
  if (field === undefined || field.each !== undefined || field.type !== 'text')
    throw new GraphFault('unsupportedQuery', `$search cannot look in '${search.property}' of resource '${resource}'.`)
  const text = search.text.toLowerCase()
  const begins = sql<boolean>`starts_with(lower(${field.sql}), ${text})`
  if (!tokenised.has(search.property)) return begins
  const spaced = sql`regexp_replace(lower(${field.sql}), '[^[:alnum:]]+', ' ', 'g')`
  return sql<boolean>`(${begins} or strpos(${spaced}, ${` ${text}`}) > 0)`
}

function orderOf(call: Call, { fields, id, resource }: Pick<SqlList<unknown>, 'fields' | 'id' | 'resource'>) {
  const [first, ...others] = call.query.orderby
  if (others.length > 0) throw new GraphFault('unsupportedQuery', '$orderby takes one property here.')
  const start = pageStart(call) as { readonly key?: Json; readonly id?: Json } | null
  const from = start === null ? null : { key: textOf(start.key), id: textOf(start.id) }
  if (from !== null && !/^[0-9a-f-]{36}$/.test(from.id)) throw expiredPage()
  if (first === undefined) {
    const after = from === null ? sql<boolean>`true` : sql<boolean>`${id} > ${from.id}::uuid`
    return { key: sql<string>`''`, order: sql`${id}`, after }
  }
  const field = Object.entries(fields).find(([name]) => name.toLowerCase() === first.path.toLowerCase())?.[1]
  if (field === undefined || field.each !== undefined)
    throw new GraphFault('unsupportedQuery', `$orderby cannot sort by '${first.path}' of resource '${resource}'.`)
  const key = sql<string>`coalesce(lower((${field.sql})::text), '')`
  const direction = first.descending ? sql`desc` : sql`asc`
  const beyond = first.descending ? sql`<` : sql`>`
  // As one comparison of rows, so that an index in this order begins where the page does.
  const after =
    from === null
      ? beginning(call, first, key)
      : sql<boolean>`(${key}, ${id}) ${beyond} (${from.key}::text, ${from.id}::uuid)`
  return { key, order: sql`${key} ${direction}, ${id} ${direction}`, after }
}

/** Of those that begin with a word, in their order: nothing before the word is one of them, so an index begins at it. */
function beginning(
  { query: { filter } }: Call,
  { path, descending }: Order,
  key: RawBuilder<string>,
): RawBuilder<boolean> {
  const is = filter?.kind === 'text' && filter.op === 'startswith' && !filter.left.lower && !descending
  const isOfOrder = is && filter.left.path.join('/').toLowerCase() === path.toLowerCase()
  return isOfOrder ? sql<boolean>`${key} >= ${filter.value.toLowerCase()}::text` : sql<boolean>`true`
}

/** A list with what is in it forgotten: how its pages and its `/$count` are answered. */
export type Listing = {
  answer(call: Call): Promise<Answer>
  count(call: Call): Promise<number>
}

/** `shows`: made of each item at last. */
export function listing<R>(
  make: (call: Call) => Promise<SqlList<R>> | SqlList<R>,
  shows: (item: object) => object = (item) => item,
): Listing {
  return {
    answer: async (call) => {
      const list = await make(call)
      return sqlList(call, {
        ...list,
        show: async (rows) => (await list.show(rows)).map((item) => shows(item as object)),
      })
    },
    count: async (call) => {
      const list = await make(call)
      return list.count(whereOf(call, list))
    },
  }
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}
