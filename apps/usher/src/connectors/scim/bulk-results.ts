import { parsePath, readPath, type Attributes, type Json } from '@usher/scim'
import type { HttpResponse } from '../../edge/http.ts'
import type { Write } from './bulk.ts'
import type { Answer } from './call.ts'
import { notScim } from './failures.ts'
import { isObject } from './json.ts'

/** What came of one write of a bulk request. */
export type Result = { readonly status: number; readonly answer: Answer; readonly response?: Json }

/**
 * The result of each write, in the order of the writes; `undefined` where the application gave none.
 *
 * A create is known by its bulkId. Anything else by method and address, since an answer may be in another order; and by its
 * place where the application leaves the address out and gives as many results as it was given writes.
 */
export function resultsOf(batch: readonly Write[], answer: HttpResponse): readonly (Result | undefined)[] {
  const given = operationsOf(answer)
  const byId = new Map(given.flatMap((one) => (one.bulkId === undefined ? [] : [[one.bulkId, one] as const])))
  const byAddress = new Map(
    given.flatMap((one) => (one.location === undefined ? [] : [[`${one.method} ${tail(one.location)}`, one] as const])),
  )
  return batch.map(({ call: { method, path } }, index) => {
    const placed = given.length === batch.length && given[index]?.method === method ? given[index] : undefined
    const found =
      method === 'POST' ? (byId.get(String(index)) ?? placed) : (byAddress.get(`${method} ${tail(path)}`) ?? placed)
    return found === undefined ? undefined : resultOf(found)
  })
}

type Given = {
  readonly method: string
  readonly status: number
  readonly bulkId?: string
  readonly location?: string
  readonly version?: string
  readonly response?: Json
}

function operationsOf(answer: HttpResponse): readonly Given[] {
  const body = parsed(answer.body)
  const operations = body === undefined ? undefined : readPath(body, parsePath('Operations'))
  if (answer.status >= 300 || !Array.isArray(operations)) throw notScim(answer)
  return (operations as readonly Json[]).flatMap((one) => (isObject(one) ? [givenOf(one)] : []))
}

function givenOf(one: Attributes): Given {
  const text = (name: string): string | undefined => {
    const value = readPath(one, parsePath(name))
    return typeof value === 'string' ? value : undefined
  }
  const status = readPath(one, parsePath('status'))
  const response = readPath(one, parsePath('response'))
  const [bulkId, location, version] = [text('bulkId'), text('location'), text('version')]
  return {
    method: (text('method') ?? '').toUpperCase(),
    // A text (RFC 7644 §3.7.3); a number, or an object with the code, with those who knew SCIM 1.1.
    status: Number(isObject(status) ? status['code'] : status),
    ...(bulkId !== undefined && { bulkId }),
    ...(location !== undefined && { location }),
    ...(version !== undefined && { version }),
    ...(response !== undefined && { response }),
  }
}

function resultOf({ status, location, version, response }: Given): Result {
  return {
    status,
    answer: {
      body: response ?? null,
      ...(location !== undefined && { location }),
      ...(version !== undefined && { etag: version }),
    },
    ...(response !== undefined && { response }),
  }
}

/** `Users/2819` of an address, however it begins. */
function tail(address: string): string {
  return (
    address
      .split(/[?#]/)[0]
      ?.split('/')
      .filter((part) => part !== '')
      .slice(-2)
      .join('/') ?? ''
  )
}

function parsed(text: string): Attributes | undefined {
  try {
    const body = JSON.parse(text) as Json
    return isObject(body) ? body : undefined
  } catch {
    return undefined
  }
}
