/** Pages of a list: the token of the next one, and the answer around it (graph-api.md 1.7). */
import type { Json } from '@usher/scim'
import type { Answer, Call } from '../route.ts'
import { GraphFault } from './fault.ts'

export type Listed = {
  /** Behind `$metadata#`: `users`. */
  readonly of: string
  readonly items: readonly unknown[]
  /** Where the next page begins; null on the last one. */
  readonly next: Json
  readonly count?: number | undefined
}

/** `{ "@odata.context", "@odata.count"?, "@odata.nextLink"?, value }`. */
export function listAnswer(call: Call, { of, items, next, count }: Listed): Answer {
  const { select } = call.query
  return {
    status: 200,
    body: {
      '@odata.context': metadata(call, select === null ? of : `${of}(${select.join(',')})`),
      ...(count !== undefined && { '@odata.count': count }),
      ...(next !== null && { '@odata.nextLink': nextLink(call, next) }),
      value: items,
    },
  }
}

export function metadata({ base, version }: Pick<Call, 'base' | 'version'>, of: string): string {
  return `${base}/${version}/$metadata#${of}`
}

/** Repeats the options of the request; headers are not repeated by clients, so what they said is in the token. */
function nextLink({ base, version, path, query }: Call, next: Json): string {
  const options = [...query.given].filter(([name]) => !/^\$?skiptoken$/i.test(name))
  const token = ['$skiptoken', pageToken({ next, eventual: query.eventual })] as const
  const text = [...options, token].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
  return `${base}/${version}${path}?${text}`
}

export function pageToken(value: Json): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

/** Where this page begins; null: at the beginning. Throws `GraphFault` when the token is none of ours. */
export function pageStart({ query: { skiptoken } }: Pick<Call, 'query'>): Json {
  if (skiptoken === null) return null
  const value = valueIn(skiptoken)
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return (value as { next?: Json }).next ?? null
  throw expiredPage()
}

/** What `pageToken` was made of; undefined when it was not. */
export function valueIn(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString())
  } catch {
    return undefined
  }
}

export function expiredPage(): GraphFault {
  return new GraphFault(
    'expiredPage',
    'The specified page token value has expired and can no longer be included in your request.',
  )
}

/** The members that were asked for, with `id` and what OData says of the object. */
export function selected<T extends Readonly<Record<string, unknown>>>(
  object: T,
  select: readonly string[] | null,
  usual: readonly string[] | null = null,
): Readonly<Record<string, unknown>> {
  const wanted = select ?? usual
  if (wanted === null) return object
  const names = new Set(wanted.map((one) => one.toLowerCase()))
  return Object.fromEntries(
    Object.entries(object).filter(([name]) => name === 'id' || name.startsWith('@') || names.has(name.toLowerCase())),
  )
}
