import {
  type BulkOperation,
  type BulkResult,
  type BulkTurn,
  type Json,
  ScimError,
  bulkOrder,
  bulkResponse,
  deferReferences,
  parseBulk,
  patchOp,
  resolveBulkIds,
} from '@usher/scim'
import { type Answer, mostBulkBytes, toScimError } from './answer.ts'
import type { Call } from './call.ts'
import { create, patch, remove, replace } from './resources.ts'

/** What one bulk request may have: so many operations, so many bytes (RFC 7643 §5). */
export const bulkLimits = { maxOperations: 1000, maxPayloadSize: mostBulkBytes } as const

const handlers = { POST: create, PUT: replace, PATCH: patch, DELETE: remove } as const

// So many operations are under way at the same time; they become few statements.
const atOnce = 100

/**
 * POST /Bulk (RFC 7644 §3.7).
 *
 * Each operation stands for itself, with the same checks as a request of its own. What is referred to is created first,
 * and operations on one resource follow each other; the others go together, unless the client wants to stop after some
 * errors.
 */
export async function bulk(call: Call): Promise<Answer> {
  const { operations, failOnErrors } = parseBulk(call.body, bulkLimits, call.tenant.rules)
  // The request itself was counted already.
  call.take(Math.max(0, operations.length - 1))
  const run: Run = { call, ids: new Map(), results: new Map(), later: [] }
  for (const batch of batchesOf(bulkOrder(operations), failOnErrors === null ? atOnce : 1)) {
    if (failOnErrors !== null && countErrors(run) >= failOnErrors) break
    await Promise.all(batch.map((turn) => carryOut(run, turn)))
  }
  await patchLater(run)
  const results = [...run.results].toSorted(([one], [other]) => one - other).map(([, result]) => result)
  return { status: 200, body: bulkResponse(results) }
}

type Run = {
  readonly call: Call
  /** The identifiers of what was created, by bulkId. */
  readonly ids: Map<string, string>
  readonly results: Map<number, BulkResult>
  /** References to what is created later, which are patched in when all is created. */
  readonly later: { readonly turn: BulkTurn; readonly patch: Json }[]
}

/**
 * Turns that do not depend on each other, in order: none uses what another one of the batch creates or changes, and what
 * gives or takes a name stands apart from what may want it.
 */
function batchesOf(turns: readonly BulkTurn[], most: number): readonly (readonly BulkTurn[])[] {
  const batches: BulkTurn[][] = []
  let batch: BulkTurn[] = []
  let busy = new Set<string>()
  for (const turn of turns) {
    const uses = usesOf(turn.operation)
    const [first] = batch
    const isOfAKind = first === undefined || kindOf(first.operation) === kindOf(turn.operation)
    if (
      batch.length >= most ||
      !isOfAKind ||
      kindOf(turn.operation) === 'renames' ||
      uses.some((one) => busy.has(one))
    ) {
      if (batch.length > 0) batches.push(batch)
      batch = []
      busy = new Set()
    }
    batch.push(turn)
    for (const one of uses) busy.add(one)
  }
  return batch.length === 0 ? batches : [...batches, batch]
}

/** Attributes by which a resource is told from others; one of an administrator's own schema may be such too. */
const names = /userName|externalId|displayName|urn:(?!ietf:params:scim:schemas:extension:enterprise:)/i

/** What may give a resource another name or identifier is carried out alone. */
function kindOf(operation: BulkOperation): string {
  if (operation.kind === 'fault') return 'POST'
  if (operation.method === 'PUT') return 'renames'
  if (operation.method !== 'PATCH') return operation.method
  // Its own schema is a URN too; what is written is what counts.
  const { Operations = null } = (operation.data ?? {}) as { readonly Operations?: Json }
  return names.test(JSON.stringify(Operations)) ? 'renames' : 'PATCH'
}

/** The resource that an operation is about, and the bulkIds it names: its own and those it refers to. */
function usesOf(operation: BulkOperation): readonly string[] {
  if (operation.kind === 'fault') return []
  const text = JSON.stringify([operation.id ?? null, operation.data ?? null])
  const referred = [...text.matchAll(/bulkId:([^"\\/?#\]]+)/g)].map(([, id]) => `bulkId:${id}`)
  const own = operation.bulkId === undefined ? [] : [`bulkId:${operation.bulkId}`]
  return [...own, ...referred, ...(operation.id === undefined ? [] : [operation.id])]
}

async function carryOut(run: Run, turn: BulkTurn): Promise<void> {
  const { operation, index } = turn
  try {
    if (operation.kind === 'fault') throw operation.fault
    const { data, later } = deferReferences(operation.data ?? null, turn.deferred)
    const answer = await handlers[operation.method](callOf(run, operation, data))
    const { location = '', etag } = answer.headers ?? {}
    const id = location.slice(location.lastIndexOf('/') + 1)
    if (operation.method === 'POST' && operation.bulkId !== undefined) run.ids.set(operation.bulkId, id)
    if (later.length > 0) run.later.push({ turn, patch: patchOp(later) })
    const at = location === '' ? locationOf(run, operation) : location
    const version = etag === undefined ? {} : { version: etag }
    run.results.set(index, { ...named(operation), ...version, location: at, status: answer.status })
  } catch (error) {
    run.results.set(index, failed(run, operation, error))
  }
}

function callOf({ call, ids }: Run, operation: BulkOperation & { kind: 'operation' }, data: Json): Call {
  const wanted = operation.endpoint.toLowerCase()
  const type = call.tenant.types.find(({ endpoint }) => endpoint.toLowerCase() === wanted)
  if (type === undefined)
    throw new ScimError(404, undefined, `There is no endpoint "${operation.endpoint.slice(0, 60)}".`)
  const scope = type.name === 'Group' ? 'scim.groups' : 'scim.users'
  if (!call.scopes.includes(scope)) throw new ScimError(403, undefined, `The token lacks the scope ${scope}.`)
  return {
    ...call,
    type,
    id: operation.id === undefined ? '' : resolveBulkIds(operation.id, ids),
    search: '',
    body: resolveBulkIds(data, ids),
    ifMatch: operation.version,
    ifNoneMatch: undefined,
  }
}

/** Circles of references are closed when everything in them exists. */
async function patchLater(run: Run): Promise<void> {
  for (const { turn, patch: body } of run.later) {
    const { operation, index } = turn
    if (operation.kind === 'fault') continue
    const id = operation.bulkId === undefined ? operation.id : run.ids.get(operation.bulkId)
    try {
      const call = callOf(run, { ...operation, ...(id === undefined ? {} : { id }) }, body)
      const answer = await patch({ ...call, ifMatch: undefined })
      const before = run.results.get(index)
      const { etag } = answer.headers ?? {}
      if (before !== undefined && etag !== undefined) run.results.set(index, { ...before, version: etag })
    } catch (error) {
      // What was created without its references is not what was asked for, so it goes again.
      if (operation.method === 'POST' && id !== undefined)
        await run.call.store.archive.purge(run.call.tenant, id, null, run.call.by)
      run.results.set(index, failed(run, operation, error))
    }
  }
}

function failed(run: Run, operation: BulkOperation, error: unknown): BulkResult {
  const failure = toScimError(error, run.call.by.txn)
  if (failure.status >= 500) process.stderr.write(`${run.call.by.txn} ${String((error as Error).stack ?? error)}\n`)
  const isNew = operation.kind === 'fault' || operation.method === 'POST'
  const location = isNew ? {} : { location: locationOf(run, operation) }
  return { ...named(operation), ...location, status: failure.status, response: failure.toJSON() }
}

function named({ method, bulkId }: BulkOperation): { readonly method: string; readonly bulkId?: string } {
  return bulkId === undefined ? { method } : { method, bulkId }
}

function locationOf({ call, ids }: Run, operation: BulkOperation): string {
  if (operation.kind === 'fault' || operation.id === undefined) return call.base
  const id = operation.id.startsWith('bulkId:') ? (ids.get(operation.id.slice(7)) ?? operation.id) : operation.id
  return `${call.base}${operation.endpoint}/${id}`
}

function countErrors({ results }: Run): number {
  return [...results.values()].filter(({ status }) => status >= 400).length
}
