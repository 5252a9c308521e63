import type { Attributes, Json } from '../resource.ts'
import { isObject, memberOf } from '../value.ts'
import { ScimError } from './error.ts'
import { urns } from './urns.ts'

/** A page of resources (RFC 7644 §3.4.2). */
export type ListResponse = {
  readonly totalResults: number
  readonly Resources: readonly Attributes[]
  readonly startIndex?: number
  readonly itemsPerPage?: number
}

/** A page of what was found. With `cursors` it is one of RFC 9865: a next one on every page but the last. */
export type ListPage = {
  readonly resources: readonly Json[]
  readonly totalResults?: number
  readonly startIndex?: number
  readonly cursors?: { readonly next?: string; readonly previous?: string }
}

/**
 * The body of a list answer (RFC 7644 §3.4.2, RFC 9865 §2). `Resources` is always an array, even an empty one; nothing
 * found is 200.
 */
export function listResponse({ resources, totalResults, startIndex = 1, cursors }: ListPage): Attributes {
  const total = totalResults ?? (cursors === undefined ? resources.length : undefined)
  const place =
    cursors === undefined
      ? { startIndex }
      : {
          ...(cursors.previous === undefined ? {} : { previousCursor: cursors.previous }),
          ...(cursors.next === undefined ? {} : { nextCursor: cursors.next }),
        }
  return {
    schemas: [urns.listResponse],
    ...(total === undefined ? {} : { totalResults: total }),
    ...place,
    itemsPerPage: resources.length,
    Resources: resources,
  }
}

/**
 * Reads a list answer of another server.
 *
 * Takes what servers really send: `Resources` missing or null when nothing was found, numbers as text, member names in
 * another case. Throws a `ScimError` 502 when it is no list at all, since then the address is wrong.
 */
export function parseListResponse(body: Json | undefined): ListResponse {
  if (!isObject(body)) throw notAList('it is not a JSON object')
  const total = count(memberOf(body, 'totalResults'))
  const resources = memberOf(body, 'Resources') ?? []
  if (!Array.isArray(resources)) throw notAList('Resources is not an array')
  if (!resources.every(isObject)) throw notAList('Resources holds something other than objects')
  if (total === undefined && memberOf(body, 'Resources') === undefined) throw notAList('totalResults is missing')
  const startIndex = count(memberOf(body, 'startIndex'))
  const itemsPerPage = count(memberOf(body, 'itemsPerPage'))
  return {
    totalResults: total ?? resources.length,
    Resources: resources,
    ...(startIndex === undefined ? {} : { startIndex }),
    ...(itemsPerPage === undefined ? {} : { itemsPerPage }),
  }
}

function count(value: Json | undefined): number | undefined {
  const number = typeof value === 'string' ? Number(value) : value
  return typeof number === 'number' && Number.isInteger(number) ? number : undefined
}

function notAList(why: string): ScimError {
  return new ScimError(502, undefined, `The answer is not a SCIM ListResponse: ${why}.`)
}
