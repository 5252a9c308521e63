import type { Attributes, Json } from '../resource.ts'
import type { Rules } from '../rules.ts'
import { isObject } from '../value.ts'
import { checkMessage, messageMember } from './envelope.ts'
import { ScimError } from './error.ts'
import { urns } from './urns.ts'

/** A method that a bulk operation may have. */
export type BulkMethod = 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * One operation of a bulk request (RFC 7644 §3.7). `endpoint` is a resource type's, such as `/Users`; `id` is the rest
 * of the path and may be `bulkId:x`. `version` is the If-Match of the operation.
 */
export type BulkOperation =
  | {
      readonly kind: 'operation'
      readonly method: BulkMethod
      readonly endpoint: string
      readonly id?: string
      readonly bulkId?: string
      readonly version?: string
      readonly data?: Json
    }
  | { readonly kind: 'fault'; readonly fault: ScimError; readonly method: string; readonly bulkId?: string }

/** A bulk request. `failOnErrors`: after so many failed operations the rest is not processed; `null`: never. */
export type BulkRequest = { readonly operations: readonly BulkOperation[]; readonly failOnErrors: number | null }

const methods: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/**
 * Reads the body of a bulk request (RFC 7644 §3.7).
 *
 * What is wrong with the request as a whole is thrown: 400 `invalidSyntax`, or 413 for more operations than allowed.
 * What is wrong with one operation stands in its place as a fault, since the others are carried out all the same.
 */
export function parseBulk(
  body: Json | undefined,
  limits: { readonly maxOperations: number },
  rules: Rules,
): BulkRequest {
  if (!isObject(body)) throw syntax('The body of a bulk request must be a JSON object with "Operations".')
  checkMessage(body, urns.bulkRequest, rules)
  const given = messageMember(body, 'Operations', rules)
  if (!Array.isArray(given)) throw syntax('"Operations" must be an array of operations.')
  if (given.length > limits.maxOperations) throw tooMuch('maxOperations', limits.maxOperations, 'operations')
  const failOnErrors = messageMember(body, 'failOnErrors', rules) ?? null
  if (
    failOnErrors !== null &&
    !(typeof failOnErrors === 'number' && Number.isInteger(failOnErrors) && failOnErrors > 0)
  )
    throw syntax('"failOnErrors" must be a positive integer.')
  const taken = new Set<string>()
  const operations = (given as readonly Json[]).map((operation, index) => {
    const read = parseOperation(operation, `Operations[${index}]`, rules)
    if (read.kind === 'fault' || read.method !== 'POST' || read.bulkId === undefined) return read
    if (taken.has(read.bulkId)) return faultOf(read, invalid(`The bulkId "${read.bulkId}" is given twice.`))
    taken.add(read.bulkId)
    return read
  })
  return { operations, failOnErrors }
}

/** 413 for a bulk request over a limit, which the sentence names. */
export function tooMuch(limit: 'maxOperations' | 'maxPayloadSize', value: number, unit: string): ScimError {
  return new ScimError(413, undefined, `A bulk request may have at most ${value} ${unit} (${limit}).`)
}

type Named = { readonly method: string; readonly bulkId?: string }

function faultOf({ method, bulkId }: Named, fault: ScimError): BulkOperation {
  return { kind: 'fault', fault, method, ...(bulkId === undefined ? {} : { bulkId }) }
}

function parseOperation(operation: Json, at: string, rules: Rules): BulkOperation {
  if (!isObject(operation)) return faultOf({ method: '' }, syntax(`${at} must be an object with "method" and "path".`))
  const text = (name: string): string | undefined => {
    const value = messageMember(operation, name, rules)
    return typeof value === 'string' ? value : undefined
  }
  const given = text('method') ?? ''
  const method = rules.methodCase ? given.toUpperCase() : given
  const bulkId = text('bulkId')
  const named: Named = { method: method.slice(0, 10), ...(bulkId === undefined ? {} : { bulkId }) }
  if (!isMethod(method)) return faultOf(named, syntax(`${at}.method must be POST, PUT, PATCH or DELETE.`))
  const path = splitPath(text('path') ?? '')
  if (path === undefined) return faultOf(named, syntax(`${at}.path must be as in "/Users" or "/Users/{id}".`))
  if (method === 'POST' && path.id !== undefined)
    return faultOf(named, invalid(`${at}.path must be an endpoint such as "/Users" to create something.`))
  if (method !== 'POST' && path.id === undefined)
    return faultOf(named, invalid(`${at}.path must name the resource, as in "/Users/{id}".`))
  if (method === 'POST' && (bulkId === undefined || bulkId === ''))
    return faultOf(named, invalid(`${at}.bulkId is required to create something.`))
  const data = messageMember(operation, 'data', rules) ?? undefined
  if (method !== 'DELETE' && data === undefined) return faultOf(named, invalid(`${at}.data is required.`))
  const version = text('version')
  return {
    kind: 'operation',
    method,
    ...path,
    ...(bulkId === undefined ? {} : { bulkId }),
    ...(version === undefined ? {} : { version }),
    ...(data === undefined ? {} : { data }),
  }
}

function isMethod(method: string): method is BulkMethod {
  return methods.has(method)
}

/** `/Users` or `/Users/{id}`. A bulk request within a bulk request is none, nor is a search. */
function splitPath(path: string): { endpoint: string; id?: string } | undefined {
  const [name = '', id, ...more] = path.split('/').filter((segment) => segment !== '')
  const lower = [name.toLowerCase(), id?.toLowerCase()]
  if (name === '' || more.length > 0 || lower.includes('bulk') || lower.includes('.search')) return undefined
  return id === undefined ? { endpoint: `/${name}` } : { endpoint: `/${name}`, id }
}

/** What came of one operation. `response` is the error of a failed one, or the resource. */
export type BulkResult = {
  readonly method: string
  readonly bulkId?: string
  readonly version?: string
  readonly location?: string
  readonly status: number
  readonly response?: Json
}

/** The body of the answer to a bulk request: an entry for each operation that was processed, its status as text. */
export function bulkResponse(results: readonly BulkResult[]): Attributes {
  return {
    schemas: [urns.bulkResponse],
    Operations: results.map(({ status, ...result }) => ({ ...result, status: String(status) })),
  }
}

function syntax(detail: string): ScimError {
  return new ScimError(400, 'invalidSyntax', detail)
}

function invalid(detail: string): ScimError {
  return new ScimError(400, 'invalidValue', detail)
}
