import type { Json } from '../resource.ts'
import { isObject } from '../value.ts'
import type { BulkOperation } from './bulk.ts'
import { ScimError } from './error.ts'
import type { PatchOperation } from './patch-op.ts'

/**
 * When an operation's turn comes. `index` is its place in the request. `deferred` names the bulkIds that it refers to
 * in a circle: create the resource without them (see `deferReferences`) and patch them in when all is created.
 */
export type BulkTurn = {
  readonly index: number
  readonly operation: BulkOperation
  readonly deferred: ReadonlySet<string>
}

/**
 * Orders the operations of a bulk request so that what is referred to is created first (RFC 7644 §3.7.2).
 *
 * Otherwise they keep their order. An operation that refers to a bulkId which nobody has becomes a fault, 400
 * `invalidValue`.
 */
export function bulkOrder(operations: readonly BulkOperation[]): readonly BulkTurn[] {
  const makers = new Map<string, number>()
  for (const [index, operation] of operations.entries())
    if (operation.method === 'POST' && operation.bulkId !== undefined && !makers.has(operation.bulkId))
      makers.set(operation.bulkId, index)
  const turns: BulkTurn[] = []
  const states = new Map<number, 'begun' | 'placed'>()
  const place = (index: number): void => {
    const operation = operations[index]
    if (operation === undefined || states.has(index)) return
    states.set(index, 'begun')
    const references = referencesOf(operation)
    const deferred = new Set<string>()
    for (const bulkId of references) {
      const maker = makers.get(bulkId)
      if (maker === undefined) continue
      if (states.get(maker) === 'begun') deferred.add(bulkId)
      else place(maker)
    }
    states.set(index, 'placed')
    const unknown = references.find((bulkId) => !makers.has(bulkId))
    turns.push({ index, operation: unknown === undefined ? operation : unknownOf(operation, unknown), deferred })
  }
  for (const index of operations.keys()) place(index)
  return turns
}

function unknownOf({ method, bulkId }: BulkOperation, unknown: string): BulkOperation {
  const detail = `No operation of this request has the bulkId "${unknown.slice(0, 60)}".`
  const fault = new ScimError(400, 'invalidValue', detail)
  return { kind: 'fault', fault, method, ...(bulkId === undefined ? {} : { bulkId }) }
}

/** The bulkIds that an operation refers to, in its path and in its data. */
function referencesOf(operation: BulkOperation): readonly string[] {
  if (operation.kind === 'fault') return []
  const found = new Set<string>()
  const note = (bulkId: string): string => {
    found.add(bulkId)
    return ''
  }
  replaceIn(operation.id ?? null, note)
  replaceIn(operation.data ?? null, note)
  return [...found]
}

/**
 * Puts identifiers in the place of `bulkId:x`, in every text of some data: values, addresses, PATCH paths.
 *
 * Throws 409 when one has no identifier, since the operation that was to create it has failed.
 */
export function resolveBulkIds<T extends Json>(data: T, ids: ReadonlyMap<string, string>): T {
  return replaceIn(data, (bulkId) => {
    const id = ids.get(bulkId)
    if (id !== undefined) return id
    throw new ScimError(409, undefined, `The operation with the bulkId "${bulkId.slice(0, 60)}" has failed.`)
  }) as T
}

/**
 * Takes references to some bulkIds out of what is to be created, and says how to patch them in afterwards.
 *
 * An element of a list is taken out alone, any other attribute as a whole.
 */
export function deferReferences(
  data: Json,
  deferred: ReadonlySet<string>,
): { readonly data: Json; readonly later: readonly PatchOperation[] } {
  if (!isObject(data) || deferred.size === 0) return { data, later: [] }
  const later: PatchOperation[] = []
  const kept = Object.entries(data).map(([name, value]) => {
    const isExtension = isObject(value) && name.toLowerCase().startsWith('urn:')
    return [name, isExtension ? within(name, value) : parted(name, value)] as const
  })
  return { data: objectOf(kept), later }

  function within(urn: string, container: { readonly [name: string]: Json }): Json {
    return objectOf(Object.entries(container).map(([name, value]) => [name, parted(`${urn}:${name}`, value)] as const))
  }

  function parted(path: string, value: Json): Json | undefined {
    if (!refers(value)) return value
    if (!Array.isArray(value)) {
      later.push({ op: 'add', path, value })
      return undefined
    }
    const elements = value as readonly Json[]
    later.push({ op: 'add', path, value: elements.filter(refers) })
    return elements.filter((element) => !refers(element))
  }

  function refers(value: Json): boolean {
    let found = false
    replaceIn(value, (bulkId) => {
      found ||= deferred.has(bulkId)
      return ''
    })
    return found
  }
}

function objectOf(entries: readonly (readonly [string, Json | undefined])[]): Json {
  return Object.fromEntries(entries.filter((entry): entry is [string, Json] => entry[1] !== undefined))
}

function replaceIn(data: Json, replacement: (bulkId: string) => string): Json {
  if (typeof data === 'string') return data.includes(mark) ? replaceInText(data, replacement) : data
  if (Array.isArray(data)) return (data as readonly Json[]).map((element) => replaceIn(element, replacement))
  if (!isObject(data)) return data
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, replaceIn(value, replacement)]))
}

const mark = 'bulkId:'

/** A reference is a whole text, a segment of an address or a text within a filter. It ends where these end. */
function replaceInText(text: string, replacement: (bulkId: string) => string): string {
  if (text.startsWith(mark)) return replacement(text.slice(mark.length))
  let replaced = ''
  let from = 0
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, from)) {
    const end = endOf(text, at)
    const begins = text[at - 1] === '/' || text[at - 1] === '"'
    replaced += text.slice(from, at) + (begins ? replacement(text.slice(at + mark.length, end)) : text.slice(at, end))
    from = end
  }
  return replaced + text.slice(from)
}

function endOf(text: string, start: number): number {
  let end = start + mark.length
  while (end < text.length && !'/"?#]'.includes(text.charAt(end))) end++
  return end
}
