/** Writes that come at the same time go out as one request (RFC 7644 §3.7). */
import type { Exchange } from '@usher/engine'
import { urns, type Json } from '@usher/scim'
import type { HttpResponse } from '../../edge/http.ts'
import { NoAnswer } from '../../edge/no-answer.ts'
import { batchOf, keyOf } from './bulk-batch.ts'
import { resultsOf, type Result } from './bulk-results.ts'
import {
  addressOf,
  caller,
  exchanging,
  hasBegun,
  type Answer,
  type Call,
  type Caller,
  type ScimConnection,
} from './call.ts'
import { failure, strangeAnswer, type Asked, type Operation } from './failures.ts'
import { parsed } from './json.ts'

/** One write that waits for its answer. */
export type Write = {
  readonly operation: Operation
  readonly trace: Exchange[]
  readonly call: Call
  /** The data of its operation as it is sent. */
  readonly text: string | null
  /** Its size on the wire. */
  readonly bytes: number
  readonly settle: (answer: Answer) => void
  readonly fail: (error: unknown) => void
}
export type BulkLimits = { readonly operations: number; readonly bytes: number }
export type Bulk = {
  readonly limits: BulkLimits
  /** How many bulk requests there are at best at the same time. */
  readonly abreast: number
  /** Called when it turns out that there is no Bulk after all. */
  readonly refused: () => void
}

/** Fewer writes than this are not worth a request less. */
const fewest = 10
/** What stands around the data of one operation, generously. */
const envelope = 300
/** Answers that say that nothing was carried out, and that the writes are better asked one by one. */
const notOffered: ReadonlySet<number> = new Set([400, 403, 404, 405, 413, 415, 501])

/**
 * Gathers the writes of one turn of the event loop into bulk requests; each caller gets its own answer or failure.
 *
 * A write of an object waits until an earlier one of the same object is answered. A single write goes out by itself. An
 * application that refuses a whole bulk request is asked one by one from then on.
 */
export function gathered(connection: ScimConnection, { limits, abreast, refused }: Bulk): Caller {
  const call = caller(connection)
  const send = sender(connection, call, () => {
    if (offered) refused()
    offered = false
  })
  const waiting: Write[] = []
  const busy = new Set<string>()
  let scheduled = false
  let offered = true

  const carryOut = async (batch: readonly Write[]): Promise<void> => {
    const keys = batch.flatMap((write) => keyOf(write) ?? [])
    for (const key of keys) busy.add(key)
    try {
      await send(batch)
    } catch (error) {
      for (const write of batch) write.fail(error)
    } finally {
      for (const key of keys) busy.delete(key)
      if (waiting.length > 0) schedule()
    }
  }
  const flush = (): void => {
    scheduled = false
    const operations = Math.min(limits.operations, Math.max(fewest, Math.ceil(waiting.length / abreast)))
    for (;;) {
      const batch = batchOf(waiting, busy, { operations, bytes: limits.bytes })
      if (batch.length === 0) return
      void carryOut(batch)
    }
  }
  const schedule = (): void => {
    if (!scheduled) setImmediate(flush)
    scheduled = true
  }

  return (operation, trace, one) => {
    if (!offered) return call(operation, trace, one)
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    const text = one.body === undefined ? null : JSON.stringify(one.body)
    const bytes = (text === null ? 0 : Buffer.byteLength(text)) + envelope
    waiting.push({ operation, trace, call: one, text, bytes, settle: resolve, fail: reject })
    schedule()
    return promise
  }
}

/** Sends one batch and settles each write of it; one by one when the application refuses it (`withdrawn`). */
function sender(
  connection: ScimConnection,
  call: Caller,
  withdrawn: () => void,
): (batch: readonly Write[]) => Promise<void> {
  const exchange = exchanging(connection)
  const single = ({ operation, trace, call: one, settle, fail }: Write): Promise<void> =>
    call(operation, trace, one).then(settle, fail)
  const settled = async (write: Write, result: Result | undefined, ms: number): Promise<void> => {
    // It was not processed, or refused because of others: by itself it is paced, and has an answer of its own.
    if (result === undefined || result.status === 429 || result.status === 503) return single(write)
    const { status, response } = result
    note(connection, write, { status, ms, ...(response !== undefined && { response }) })
    if (status < 300) return write.settle(result.answer)
    if (status === 404 && write.operation === 'delete') return write.settle(null)
    const answer = { status, headers: {}, body: '' }
    write.fail(failure(askedOf(write), { answer, body: response }, connection))
  }
  const failAll = (batch: readonly Write[], noted: Noted, why: (write: Write) => Error): void => {
    for (const write of batch) {
      note(connection, write, noted)
      write.fail(why(write))
    }
  }
  return async (batch) => {
    const [only] = batch
    if (batch.length === 1 && only !== undefined) return single(only)
    const began = performance.now()
    const since = (): number => Math.round(performance.now() - began)
    let answer: HttpResponse
    try {
      answer = await exchange(requestOf(batch))
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error
      const noted = { status: null, ms: since(), response: error.message }
      return failAll(batch, noted, (write) => failure(askedOf(write), error, connection))
    }
    const noted = { status: answer.status, ms: since() }
    if (notOffered.has(answer.status)) {
      withdrawn()
      await Promise.all(batch.map(single))
      return
    }
    if (answer.status >= 300) {
      const body = parsed(answer.body)
      return failAll(batch, noted, (write) => failure(askedOf(write), { answer, body }, connection))
    }
    const results = resultsOf(batch, answer)
    if (results === null) {
      return failAll(batch, { ...noted, response: answer.body.slice(0, 500) }, () => strangeAnswer(answer))
    }
    await Promise.all(batch.map((write, index) => settled(write, results[index], since())))
  }
}

function askedOf({ operation, call: { method, path } }: Write): Asked {
  return { operation, method, path }
}

function requestOf(batch: readonly Write[]): Call {
  const operations = batch.map(({ call: { method, path, ifMatch }, text }, index) => {
    const head = {
      method,
      path: `/${path}`,
      ...(method === 'POST' && { bulkId: String(index) }),
      ...(ifMatch !== undefined && { version: ifMatch }),
    }
    // Put together as text, since the data was written to know its size.
    return text === null ? JSON.stringify(head) : `${JSON.stringify(head).slice(0, -1)},"data":${text}}`
  })
  return {
    method: 'POST',
    path: 'Bulk',
    text: `{"schemas":["${urns.bulkRequest}"],"Operations":[${operations.join()}]}`,
    begun: batch.some(({ trace }) => hasBegun(trace)),
    standsFor: batch.map(({ call: { method, path } }) => ({ method, resource: path.split('/')[0] ?? '' })),
  }
}

type Noted = { readonly status: number | null; readonly ms: number; readonly response?: Json }

/** In the log each write stands as if it had been sent by itself. */
function note(connection: ScimConnection, { trace, call }: Write, { status, ms, response }: Noted): void {
  trace.push({
    method: call.method,
    url: addressOf(connection, call),
    via: 'Bulk',
    status,
    ms,
    ...(call.body !== undefined && { requestBody: call.body }),
    ...(response !== undefined && { responseBody: response }),
  })
}
