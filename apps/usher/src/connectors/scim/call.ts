import { TargetUnusable, type Exchange } from '@usher/engine'
import { parseErrorBody, urns, type Json } from '@usher/scim'
import type { Counted, HttpRequest, HttpResponse, Send } from '../../edge/http.ts'
import { NoAnswer } from '../../edge/no-answer.ts'
import type { Parameters, ScimDialect } from './dialects/dialect.ts'
import { failure, notScim, strangeAnswer, type Advised, type Asked, type Operation } from './failures.ts'
import { isObject, parsed } from './json.ts'

/** One application as requests reach it. `send` is paced, guarded and has the credentials. */
export type ScimConnection = Advised & {
  /** Without flags. A query of its own goes with every request. */
  readonly tenantUrl: URL
  readonly send: Send
  readonly dialect: ScimDialect
  /** null: none is sent (T-10). */
  readonly userAgent?: string | null
}

export type Call = {
  readonly method: HttpRequest['method']
  /** Below the Tenant URL: `Users/2819`. */
  readonly path: string
  readonly query?: Parameters
  readonly body?: Json
  /** The body as it is sent, where it was written already. */
  readonly text?: string
  /** The version that must still be the one there. */
  readonly ifMatch?: string
  /** Bytes of the answer, where more than usual are expected. */
  readonly most?: number
  /** The writes that a bulk request stands for. */
  readonly standsFor?: readonly Counted[]
  /** Something was written to its object before. */
  readonly begun?: boolean
}
/** `null`: it is not there (404 of a read or a delete). */
export type Answer = { readonly body: Json; readonly etag?: string; readonly location?: string } | null
export type Caller = (operation: Operation, trace: Exchange[], call: Call) => Promise<Answer>

const userAgent = 'Usher/0.1'
const endpoints: Readonly<Record<string, string>> = { User: 'Users', Group: 'Groups' }

/** Where resources of a type are: `Users`. */
export function endpoint(type: string): string {
  return endpoints[type] ?? `${type}s`
}

/** Where one resource is; its id is one segment of the path, whatever it holds. */
export function resource(type: string, id: string): string {
  return `${endpoint(type)}/${encodeURIComponent(id)}`
}

/** Sends one request; whatever the application answers is the answer. */
export function exchanging(connection: ScimConnection): (call: Call) => Promise<HttpResponse> {
  const { dialect, userAgent: own } = connection
  const agent = own === undefined ? userAgent : own
  return ({ body, text = body === undefined ? undefined : JSON.stringify(body), ...call }) => {
    const { ifMatch, method, most, standsFor, begun } = call
    return connection.send({
      method,
      // Behind the origin: a path that begins with two slashes is no other host.
      url: new URL(connection.tenantUrl.origin + addressOf(connection, call)),
      headers: {
        accept: 'application/scim+json, application/json;q=0.9',
        ...(agent !== null && { 'user-agent': agent }),
        ...(text !== undefined && { 'content-type': 'application/scim+json' }),
        ...(ifMatch !== undefined && dialect.discovers && { 'if-match': ifMatch }),
      },
      ...(text !== undefined && { body: text }),
      ...(most !== undefined && { most }),
      ...(standsFor !== undefined && { standsFor }),
      ...(begun === true && { begun }),
    })
  }
}

/** Sends one request, notes it in the trace, and turns what is no success into an error for the engine. */
export function caller(connection: ScimConnection): Caller {
  const exchange = exchanging(connection)
  return async (operation, trace, call) => {
    const { method, body } = call
    const asked: Asked = { operation, method, path: call.path }
    const began = performance.now()
    const note = (status: number | null, responseBody?: Json): void => {
      trace.push({
        method,
        url: addressOf(connection, call),
        status,
        ms: Math.round(performance.now() - began),
        ...(body !== undefined && { requestBody: body }),
        ...(responseBody !== undefined && { responseBody }),
      })
    }
    let answer: HttpResponse
    try {
      answer = await exchange({ ...call, begun: hasBegun(trace) })
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error
      note(null, error.message)
      throw witnessed(failure(asked, error, connection), trace)
    }
    const found = parsed(answer.body)
    note(answer.status, found ?? (answer.body === '' ? undefined : answer.body.slice(0, 500)))
    const status = answer.status < 300 ? (errorWithin(found) ?? answer.status) : answer.status
    if (status === 404 && (operation === 'get' || operation === 'delete')) return null
    // 202 promises something for later, which nobody can wait for (section 7).
    if (status >= 300 || status === 202)
      throw witnessed(failure(asked, { answer: { ...answer, status }, body: found }, connection), trace)
    const { etag, location } = answer.headers
    if (found === undefined && needsBody(operation, answer)) {
      throw isWrite(operation) ? strangeAnswer(answer) : witnessed(notScim(answer), trace)
    }
    return {
      body: found ?? null,
      ...(etag !== undefined && { etag }),
      ...(location !== undefined && { location }),
    }
  }
}

/** Whether something was sent that may have changed what it is about. */
export function hasBegun(trace: readonly Exchange[]): boolean {
  return trace.some(({ method }) => method !== 'GET')
}

/** Enough of an answer to know it again. */
const mostSaid = 300

/** An application that cannot be used, with what it was asked last and what it said. */
export function witnessed<E extends Error>(error: E, trace: readonly Exchange[]): E | TargetUnusable {
  const last = trace.at(-1)
  if (!(error instanceof TargetUnusable) || last === undefined) return error
  const { method, url, status, responseBody: body } = last
  return new TargetUnusable(error.error, { method, url, status, said: wordsOf(body)?.slice(0, mostSaid) ?? null })
}

/** What an application said in its own words: the detail of an error, where it is one (RFC 7644 §3.12). */
function wordsOf(body: Json | undefined): string | null {
  if (body === undefined || typeof body === 'string') return body ?? null
  return isObject(body) && typeof body['detail'] === 'string' ? body['detail'] : JSON.stringify(body)
}

/** The status of an error (RFC 7644 §3.12) that comes as a success. */
function errorWithin(body: Json | undefined): number | null {
  if (!isObject(body) || !Array.isArray(body['schemas']) || !body['schemas'].includes(urns.error)) return null
  const { status = 0 } = parseErrorBody(body)
  return status >= 400 ? status : null
}

/** Path and query of a request, as the log shows them. */
export function addressOf(
  { tenantUrl, dialect }: Pick<ScimConnection, 'tenantUrl' | 'dialect'>,
  { path, query }: Pick<Call, 'path' | 'query'>,
): string {
  const asked = query === undefined ? '' : dialect.encode(query)
  const search = [tenantUrl.search.slice(1), asked].filter((part) => part !== '').join('&')
  return `${tenantUrl.pathname.replace(/\/$/, '')}/${path}${search === '' ? '' : `?${search}`}`
}

function isWrite(operation: Operation): boolean {
  return operation !== 'find' && operation !== 'get'
}

/** A write may be answered without a body, whatever its status (R-6); what was created is then known by its address. */
function needsBody(operation: Operation, { status, body, headers }: HttpResponse): boolean {
  if (operation === 'create') return body.trim() !== '' && headers['location'] === undefined
  return isWrite(operation) ? body.trim() !== '' : status !== 204
}
