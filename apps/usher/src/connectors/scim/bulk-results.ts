import { parsePath, readPath, type Attributes, type Json } from '@usher/scim'
import type { HttpResponse } from '../../edge/http.ts'
import type { Write } from './bulk.ts'
import type { Answer } from './call.ts'
import { isObject, parsed } from './json.ts'

/** What came of one write of a bulk request. */
export type Result = { readonly status: number; readonly answer: Answer; readonly response?: Json }

/**
 * The result of each write, in the order of the writes; `undefined` where the application gave none. null: it is no bulk
 * response.
 *
 * A create is known by its bulkId. Anything else by method and address, since an answer may be in another order; and by its
 * place where the application leaves the address out and gives as many results as it was given writes.
 */
export function resultsOf(batch: readonly Write[], answer: HttpResponse): readonly (Result | undefined)[] | null {
  const given = operationsOf(answer)
  if (given === null) return null
  const byId = new Map(given.map((one) => [one.bulkId, one] as const))
  const onlyCreates = batch.every(({ call }) => call.method === 'POST')
  const addressed = onlyCreates ? [] : given.filter(({ location }) => location !== undefined)
  const byAddress = new Map(addressed.map((one) => [`${one.method} ${tail(one.location ?? '')}`, one] as const))
  return batch.map(({ call: { method, path } }, index) => {
    const placed = given.length === batch.length && given[index]?.method === method ? given[index] : undefined
    const found = method === 'POST' ? byId.get(String(index)) : byAddress.get(`${method} ${tail(path)}`)
    const one = found ?? placed
    return one === undefined ? undefined : resultOf(one)
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

function operationsOf(answer: HttpResponse): readonly Given[] | null {
  const body = parsed(answer.body)
  const operations = isObject(body) ? readPath(body, parsePath('Operations')) : undefined
  if (answer.status >= 300 || !Array.isArray(operations)) return null
  return (operations as readonly Json[]).flatMap((one) => (isObject(one) ? [givenOf(one)] : []))
}

function givenOf(one: Attributes): Given {
  // Names in any case, but most servers spell them as they stand in the RFC.
  const member = (name: string): Json | undefined => one[name] ?? readPath(one, parsePath(name))
  const text = (name: string): string | undefined => {
    const value = member(name)
    return typeof value === 'string' ? value : undefined
  }
  const status = member('status')
  const response = member('response')
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
