import { createHmac } from 'node:crypto'
import {
  type Json,
  type Projection,
  type Query,
  type ResourceType,
  type Rules,
  ScimError,
  compileFilter,
  parseQuery,
  printCursor,
  printFilter,
  readCursor,
  urns,
} from '@usher/scim'
import { parseResource } from '../store/columns.ts'
import type { Ask, Listed, Position } from '../store/list.ts'
import type { Answer } from './answer.ts'
import type { Call } from './call.ts'
import { checkSensitive } from './sensitive.ts'
import { matchKey } from './match.ts'
import { isPlain, joinAll, printResource } from './render.ts'

export const pageSizes = { defaultCount: 100, maxCount: 1000 } as const

/** How long a cursor may be used, in seconds (RFC 9865 §3). */
export const cursorTimeout = 3600

/** GET /Users, /Groups (RFC 7644 §3.4.2). Nothing found is 200 and an empty list. */
export async function list(call: Call): Promise<Answer> {
  const query = parseQuery(new URLSearchParams(call.search), call.type, call.tenant.rules, pageSizes)
  checkSensitive(call, query.filter)
  return answer(call, query, [call.type])
}

/** POST /Users/.search, /Groups/.search (RFC 7644 §3.4.3). */
export async function search(call: Call): Promise<Answer> {
  return answer(call, parseQuery(call.body ?? null, call.type, call.tenant.rules, pageSizes), [call.type])
}

/** GET / and POST /.search: over all resource types of the tenant. */
export async function listAll(call: Call): Promise<Answer> {
  const { rules } = call.tenant
  const types = call.tenant.types.filter(({ name }) =>
    call.scopes.includes(name === 'Group' ? 'scim.groups' : 'scim.users'),
  )
  if (types.length === 0)
    throw new ScimError(
      403,
      undefined,
      'The token lacks the scopes scim.users and scim.groups. Generate one that has one.',
    )
  const input = call.body === undefined ? new URLSearchParams(call.search) : call.body
  const query = parseQuery(input, types, rules, pageSizes)
  if (call.body === undefined) checkSensitive(call, query.filter)
  return answer(call, query, types)
}

async function answer(call: Call, query: Query, types: readonly ResourceType[]): Promise<Answer> {
  const { filter, sort, page } = query
  // Refuses what no attribute allows before anything is read.
  if (filter !== null) for (const type of types) compileFilter(filter, type, rulesFor(call, types))
  const ask: Ask = { tenant: call.tenant, types, filter, sort, base: call.base }
  if (page.kind === 'index') {
    const match = types.length === 1 ? matchKey(filter, call.type) : undefined
    if (match !== undefined && sort === null) return matched(call, query, match)
    const isWhole =
      types.length === 1 && query.projection.kind === 'default' && !call.tenant.settings.groups && isPlain(call.type)
    if (isWhole && filter === null && sort === null) return plain(call, ask, page)
    const { total, resources } = await call.store.lists.page(ask, {
      kind: 'offset',
      offset: Math.min(page.startIndex - 1, 1e9),
      limit: page.count,
    })
    const head = `"totalResults":${total},"startIndex":${page.startIndex},"itemsPerPage":${resources.length}`
    return print(call, query, resources, head)
  }
  const seal = sealOf(call, query, types)
  const after = page.cursor === '' ? null : positionOf(page, seal, call.now())
  // One more than asked for tells whether there is a further page.
  const part = { kind: 'after', after, limit: page.count === 0 ? 0 : page.count + 1 } as const
  const { total, resources } = await call.store.lists.page(ask, part)
  const shown = resources.slice(0, page.count)
  const last = resources.length > page.count ? shown.at(-1) : undefined
  const next = last === undefined ? '' : `,"nextCursor":"${cursorAt(last, { ...page, seal, now: call.now() })}"`
  return print(call, query, shown, `"totalResults":${total},"itemsPerPage":${shown.length}${next}`)
}

/** Over several types an attribute that one of them lacks has no value there (RFC 7644 §3.4.2.1). */
function rulesFor({ tenant: { rules } }: Call, types: readonly ResourceType[]): Rules {
  return types.length > 1 ? { ...rules, unknownInFilter: true } : rules
}

/** The usual filter: what identity providers match by. Questions that come together become one statement. */
async function matched(call: Call, query: Query, match: NonNullable<ReturnType<typeof matchKey>>): Promise<Answer> {
  const { filter, page } = query
  const found = await call.store.resources.find(call.tenant, call.type, match.key)
  const holds = match.isAll || filter === null ? () => true : compileFilter(filter, call.type, call.tenant.rules)
  const resources = found.filter(({ resource }) => match.isAll || holds(parseResource(resource)))
  const start = page.kind === 'index' ? page.startIndex : 1
  const shown = resources.slice(start - 1, start - 1 + page.count)
  const head = `"totalResults":${resources.length},"startIndex":${start},"itemsPerPage":${shown.length}`
  return print(call, query, shown, head)
}

/** The usual page: whole resources of one type, with nothing to look up. The database prints it. */
async function plain(call: Call, ask: Ask, page: { startIndex: number; count: number }): Promise<Answer> {
  const offset = Math.min(page.startIndex - 1, 1e9)
  const { total, count, resources } = await call.store.lists.printed(ask, { offset, limit: page.count })
  const head = `"totalResults":${total},"startIndex":${page.startIndex},"itemsPerPage":${count}`
  return { status: 200, body: `{"schemas":["${urns.listResponse}"],${head},"Resources":[${resources}]}` }
}

async function print(call: Call, query: Query, resources: readonly Listed[], head: string): Promise<Answer> {
  const joined = await joinAll(call, resources, query.projection)
  const view = { base: call.base, projection: query.projection }
  const printed = resources.map((one) => printResource(typeOf(call, one.type), one, joined(one), view)).join(',')
  return { status: 200, body: `{"schemas":["${urns.listResponse}"],${head},"Resources":[${printed}]}` }
}

function typeOf(call: Call, name: string): ResourceType {
  return call.tenant.types.find((type) => type.name === name) ?? call.type
}

const longestKey = 200

type Seal = (text: string) => string

/** A cursor is bound to who asks and to what was asked (RFC 9865 §2.1); nobody without the key can make one. */
function sealOf(call: Call, query: Query, types: readonly ResourceType[]): Seal {
  const { filter, sort } = query
  const about = [
    call.tenant.id,
    call.by.actor,
    call.endpoint,
    types.map(({ name }) => name).join(' '),
    projected(query.projection),
    filter === null ? '' : printFilter(filter),
    sort === null ? '' : JSON.stringify(sort),
  ]
  return (text) =>
    createHmac('sha256', call.tenant.cursorKey)
      .update(JSON.stringify([...about, text]))
      .digest('base64url')
}

/** A projection as text: the names that are asked for, or left out. */
function projected(projection: Projection): string {
  if (projection.kind === 'default') return ''
  const print = (names: Names): unknown =>
    [...names].map(([name, parts]) => [name, parts === 'all' ? parts : print(parts)])
  return `${projection.kind} ${JSON.stringify(print(projection.names))}`
}

type Names = (Projection & { kind: 'only' })['names']

function cursorAt(last: Listed, { count, seal, now }: { count: number; seal: Seal; now: number }): string {
  const expires = Math.floor(now / 1000) + cursorTimeout
  const key = last.sort_key ?? null
  // A cursor stands in an address, which must not become too long. A text of SCIM is never a number.
  return printCursor([key !== null && key.length > longestKey ? 0 : key, last.id, count, expires], seal)
}

function positionOf({ cursor, count }: { cursor: string; count: number }, seal: Seal, now: number): Position {
  const position = readCursor(cursor, seal)
  if (!isPosition(position))
    throw new ScimError(400, 'invalidCursor', 'The cursor is not one of this query. Begin again without a value.')
  const [key, id, counted, expires] = position
  if (counted !== count) throw new ScimError(400, 'invalidCount', `"count" must stay ${counted} for this cursor.`)
  if (expires < now / 1000) throw new ScimError(400, 'expiredCursor', 'The cursor is too old. Begin again.')
  return key === 0 ? { id } : { key, id }
}

function isPosition(value: Json | undefined): value is readonly [string | null | 0, string, number, number] {
  return Array.isArray(value) && value.length === 4
}
