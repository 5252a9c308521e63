/** The rows of the Graph as routes of the server, at the root of the origin, for both versions. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { randomUUID } from 'node:crypto'
import { SchemaRefused, TargetUnusable } from '@usher/engine'
import { Refusal, storeAway } from '@usher/host'
import { z } from 'zod'
import type { Context } from '../api/context.ts'
import { deepest, nestsTooDeep } from '../api/depth.ts'
import { faultOf } from '../fault.ts'
import type { Observing } from '../observing.ts'
import { faultFields } from '../observe/log.ts'
import { Wrong } from '../store/directory.ts'
import { may, type Caller } from './access/may.ts'
import { mayTo } from './access/owners.ts'
import { batch } from './batch.ts'
import type { Answer, Call, Route } from './route.ts'
import { rows } from './rows.ts'
import { versions, type Version } from './wire/address.ts'
import { GraphFault, denied, envelope, type Named } from './wire/fault.ts'
import { readQuery } from './wire/query.ts'

export type Serving = {
  readonly context: Context
  readonly log: Observing['log']
  /** Who asks; throws `GraphFault` (401) when the token is none of ours. */
  callerOf(request: FastifyRequest): Promise<Caller>
  /** What links begin with, for this client. */
  baseOf(request: FastifyRequest): string
}

const bodyLimit = 4 * 1024 * 1024

export function graphRoutes(app: FastifyInstance, serving: Serving): void {
  for (const version of versions)
    void app.register(async (inner) => versionRoutes(inner, version, serving), { prefix: `/${version}` })
}

function versionRoutes(app: FastifyInstance, version: Version, serving: Serving): void {
  const callers = new WeakMap<FastifyRequest, Caller>()
  const calls = new WeakMap<FastifyRequest, Call>()
  // Clients send actions without a body as application/json of length 0.
  app.removeContentTypeParser(['application/json', 'text/plain'])
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, done) => done(null, body))
  app.addHook('onRequest', async (request, reply) => {
    named(request, reply)
    callers.set(request, await serving.callerOf(request))
  })
  app.setErrorHandler((error, request, reply) => refuse(reply, named(request, reply), { error, request, serving }))
  app.setNotFoundHandler((request, reply) =>
    refuse(reply, named(request, reply), { error: unrouted(request), request, serving }),
  )
  for (const row of rows) {
    app.route({
      method: row.method,
      url: row.path,
      preValidation: async (request) => {
        const caller = callers.get(request)
        if (caller === undefined) throw new GraphFault('unauthenticated', 'Access token is empty.')
        const call = callOf(request, version, { serving: asking(serving, row), caller })
        await allowed(row, call)
        calls.set(request, call)
      },
      handler: async (request, reply) => {
        const call = calls.get(request)
        if (call === undefined) throw new Error('A request came past the question who may make it.')
        return send(reply, await row.handle(call))
      },
    })
  }
  app.post('/$batch', async (request, reply) => {
    const body = readBody(request)
    return send(reply, await batch(app, { body, version, headers: request.headers }))
  })
}

/** What only asks, asks a store that gives up in time. */
function asking(serving: Serving, { method }: Route): Serving {
  const { context } = serving
  if (method !== 'GET' || context.reading === undefined) return serving
  return { ...serving, context: { ...context, house: { ...context.house, store: context.reading } } }
}

/** Throws `GraphFault` (403) unless the caller may do what the row does. */
async function allowed({ action, owned, mine }: Route, call: Call): Promise<void> {
  if (action === null) return
  if (mine === true && may(call.caller, action, true)) return
  const { id = '' } = call.params
  if (await call.may(action, owned === undefined ? undefined : { type: owned, id })) return
  throw denied()
}

function callOf(
  request: FastifyRequest,
  version: Version,
  { serving: { context, baseOf }, caller }: { readonly serving: Serving; readonly caller: Caller },
): Call {
  if (/%00/.test(request.url)) throw new GraphFault('badRequest', 'An address holds no NUL character.')
  const [path = '', query = ''] = splitOnce(request.url, '?')
  const eventual = String(request.headers['consistencylevel'] ?? '').toLowerCase() === 'eventual'
  const { store } = context.house
  return {
    context,
    caller,
    version,
    base: baseOf(request),
    path: path.slice(version.length + 1),
    params: request.params as Readonly<Record<string, string>>,
    query: readQuery(query, eventual),
    body: readBody(request),
    headers: request.headers,
    may: (action, owned) => mayTo(store, caller, action, owned),
  }
}

function readBody({ body, headers }: FastifyRequest): unknown {
  if (!(body instanceof Buffer) || body.length === 0) return undefined
  // Nothing else but JSON is sent here, except a picture.
  if (/^image\//i.test(headers['content-type'] ?? '')) return body
  try {
    return plain(JSON.parse(body.toString()), 0)
  } catch (error) {
    if (error instanceof GraphFault) throw error
    const says = /^application\/scim\+json/i.test(headers['content-type'] ?? '') ? 'Invalid Data Format. ' : ''
    throw new GraphFault('malformed', `${says}Unable to read JSON request payload: ${(error as Error).message}.`)
  }
}

const meant = /^@odata\.id$|@odata\.bind$/

/** Without what OData says about members (graph-api.md 0, rule 5). */
function plain(value: unknown, depth: number): unknown {
  if (depth > deepest) throw new GraphFault('malformed', nestsTooDeep)
  if (typeof value === 'string') return sound(value)
  if (Array.isArray(value)) return value.map((one) => plain(one, depth + 1))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) =>
      name.includes('@odata.') && !meant.test(name) ? [] : [[name, plain(one, depth + 1)]],
    ),
  )
}

/** No store keeps NUL or half of a surrogate pair. */
function sound(text: string): string {
  if (text.includes('\0')) throw new GraphFault('badRequest', 'A text holds a NUL character; leave it out.')
  if (!text.isWellFormed())
    throw new GraphFault('badRequest', 'A text holds half of a surrogate pair; it is no Unicode.')
  return text
}

const json = 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8'

function send(reply: FastifyReply, { status, body, headers = {} }: Answer): FastifyReply {
  void reply.status(status).headers(headers)
  if (body === undefined) return reply.send()
  if (typeof body === 'string' || Buffer.isBuffer(body)) return reply.send(body)
  return reply.type(json).send(JSON.stringify(body))
}

/** The ids of a request, which its answer carries. */
function named(request: FastifyRequest, reply: FastifyReply): Named {
  const had = reply.getHeader('request-id')
  const requestId = typeof had === 'string' ? had : randomUUID()
  const given = request.headers['client-request-id']
  const clientRequestId = typeof given === 'string' && /^[\w-]{1,100}$/.test(given) ? given : requestId
  void reply.headers({
    'request-id': requestId,
    'client-request-id': clientRequestId,
    'odata-version': '4.0',
    'cache-control': 'no-cache',
  })
  return { requestId, clientRequestId }
}

type Failed = { readonly error: unknown; readonly request: FastifyRequest; readonly serving: Serving }

function refuse(reply: FastifyReply, ids: Named, { error, request, serving }: Failed): FastifyReply {
  if (reply.raw.destroyed) return reply
  const fault = faultFor(error)
  if (fault.status >= 500) {
    const route = request.routeOptions.url ?? 'none'
    serving.log.error(`${request.method} ${route} failed: ${(error as Error).message}`, {
      route,
      'request-id': ids.requestId,
      ...(fault.code === 'InternalError' && faultFields(error)),
    })
  }
  return send(reply, { status: fault.status, headers: fault.headers, body: envelope(fault, ids) })
}

const wrongs = { notFound: 'notFound', invalid: 'badRequest', conflict: 'conflict', ambiguous: 'conflict' } as const

function faultFor(error: unknown): GraphFault {
  if (error instanceof GraphFault) return error
  if (error instanceof Wrong) return new GraphFault(wrongs[error.code], error.message)
  if (error instanceof z.ZodError) return new GraphFault('badRequest', sentenceOf(error))
  if (error instanceof TargetUnusable) return new GraphFault('badGateway', error.message)
  if (error instanceof SchemaRefused || error instanceof Refusal) return new GraphFault('badRequest', error.message)
  const { statusCode = 500, message, code } = error as { statusCode?: number; message: string; code?: string }
  // query_canceled: the question took longer than statements of the API may.
  if (code === '57014')
    return new GraphFault(
      'unsupportedQuery',
      'This takes too long. Ask for less: another $filter, no $count, no $orderby.',
    )
  if (statusCode === 413) return new GraphFault('tooLarge', `A request has at most ${bodyLimit / 1024 / 1024} MiB.`)
  if (statusCode < 500) return new GraphFault('badRequest', message)
  // What the store could not read as what it should be: an instant of the year 99999, a number of a hundred digits.
  if (typeof code === 'string' && code.startsWith('22'))
    return new GraphFault('badRequest', 'One or more property values specified are invalid.')
  const away = storeAway(error)
  if (away !== null) return new GraphFault('unavailable', away, { headers: { 'retry-after': '5' } })
  return new GraphFault('internal', 'Usher failed; its log says more, by the request-id.')
}

function sentenceOf(error: z.ZodError): string {
  const [issue] = error.issues
  return issue === undefined
    ? 'The request is not understood.'
    : `${issue.path.join('.') || 'The body'}: ${faultOf(issue)}.`
}

function unrouted({ method, url }: FastifyRequest): GraphFault {
  const [path = ''] = splitOnce(url, '?')
  const segment = path.split('/').at(-1) ?? ''
  if (path.includes('/synchronization/'))
    return new GraphFault(
      'unrouted',
      JSON.stringify({ Message: `No HTTP resource was found that matches the request URI '${path}'.` }),
    )
  return new GraphFault('malformed', `Resource not found for the segment '${segment}' with ${method}.`)
}

function splitOnce(text: string, at: string): readonly string[] {
  const index = text.indexOf(at)
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + 1)]
}
