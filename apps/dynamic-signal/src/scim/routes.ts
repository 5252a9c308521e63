import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Json, ScimError, parseJson } from '@usher/scim'
import type { Attempts } from '../attempts.ts'
import type { ActivityLog } from '../store/activity.ts'
import type { TokenHolder, Tokens } from '../store/tokens.ts'
import type { Users } from '../store/users.ts'
import { type Answer, toScimError, unsupported } from './answer.ts'
import { authenticate, unauthenticated } from './authenticate.ts'
import { type Route, routeOf, writing } from './endpoints.ts'
import { redacted } from './redact.ts'

export type ScimService = {
  readonly users: Users
  readonly tokens: Tokens
  readonly activity: ActivityLog
  readonly attempts: Attempts
  /** The tenant whose log takes requests that no token identifies. */
  readonly tenantId: string
  /** The public address of the SCIM base, without a slash at the end. Known once the service listens. */
  readonly scimUrl: () => string
}

/** What is known of a request on its way, for its answer and its entry in the activity. */
type Progress = {
  readonly time: string
  readonly route: Route
  holder: TokenHolder | null
  body: string | null
  scimType: string | null
}

const progress = new WeakMap<FastifyRequest, Progress>()

export const scimBase = '/scim/v2'
const bodyLimit = 1024 * 1024

/**
 * The SCIM service provider, below `/scim/v2` (RFC 7644).
 *
 * 401 comes before 404, before 405, before 415, before the body is read, so that strangers learn nothing. Every answer
 * below the base is SCIM's, errors too, and every request is kept in the activity.
 */
export function scimRoutes(app: FastifyInstance, service: ScimService): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, done) => done(null, body))

  app.addHook('onRequest', async (request, reply) => {
    const path = request.raw.url?.split('?')[0] ?? ''
    const route = routeOf(request.method, path.slice(scimBase.length))
    const known: Progress = { time: new Date().toISOString(), route, holder: null, body: null, scimType: null }
    progress.set(request, known)
    void reply.headers({ 'x-request-id': request.id, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
    known.holder = await authenticate(request.headers.authorization, request.ip, service)
    if (known.holder === null && (route.kind === 'none' || !route.isPublic)) throw unauthenticated()
    await check(request, reply, route)
  })

  app.addHook('onResponse', (request, reply, done) => {
    keep(request, reply, service)
    done()
  })

  app.setErrorHandler((error, request, reply) => {
    const failure = toScimError(error, request.id)
    if (failure.status >= 500) process.stderr.write(`${request.id} ${describe(error)}\n`)
    const known = progress.get(request)
    if (known !== undefined) known.scimType = failure.scimType ?? null
    if (failure.status === 401) void reply.header('www-authenticate', challenge(request))
    if (failure.status === 429 || failure.status === 503) void reply.header('retry-after', '1')
    return send(request, reply, { status: failure.status, body: JSON.stringify(failure) })
  })

  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
    send(request, reply, await handle(request, service))
  app.all('/', answer)
  app.all('/*', answer)
  app.setNotFoundHandler(() => {
    throw new ScimError(404, undefined, 'There is nothing at this path.')
  })
}

/** 404, 405, 415: what is wrong about a request before its body is read. */
async function check(request: FastifyRequest, reply: FastifyReply, route: Route): Promise<void> {
  if (route.kind === 'none') throw route.error
  if (route.kind === 'allows') {
    void reply.header('allow', route.methods.join(', '))
    if (request.method === 'OPTIONS') return void (await send(request, reply, { status: 204 }))
    throw new ScimError(405, undefined, `Use ${route.methods.join(', ')} here.`)
  }
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? ''
  const isJson = type === '' || type === 'application/scim+json' || type === 'application/json'
  if (writing.has(request.method) && !isJson) throw unsupported()
}

async function handle(request: FastifyRequest, service: ScimService): Promise<Answer> {
  const known = progress.get(request)
  if (known?.route.kind !== 'found') throw new ScimError(404, undefined, 'There is nothing at this path.')
  const url = request.raw.url ?? ''
  const mark = url.indexOf('?')
  return known.route.handle({
    tenantId: known.holder?.tenantId ?? service.tenantId,
    scimUrl: service.scimUrl(),
    users: service.users,
    id: known.route.id,
    search: mark < 0 ? '' : url.slice(mark + 1),
    body: writing.has(request.method) ? readBody(request.body, known) : undefined,
    ifMatch: request.headers['if-match'],
    ifNoneMatch: request.headers['if-none-match'],
  })
}

function readBody(body: unknown, known: Progress): Json {
  const text = Buffer.isBuffer(body) ? decode(body) : ''
  if (text.trim() === '') throw new ScimError(400, 'invalidSyntax', 'The request has no body.')
  const json = parseJson(text)
  known.body = redacted(text, json)
  return json
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function decode(body: Buffer): string {
  try {
    return utf8.decode(body)
  } catch {
    throw new ScimError(400, 'invalidSyntax', 'The body is not UTF-8.')
  }
}

function send(request: FastifyRequest, reply: FastifyReply, { status, headers, body }: Answer): FastifyReply {
  void reply.status(status).headers(headers ?? {})
  if (body === undefined) return reply.send()
  const accept = request.headers.accept ?? ''
  const isPlain = accept.includes('application/json') && !/scim\+json|\*\/\*|application\/\*/.test(accept)
  void reply.type(isPlain ? 'application/json; charset=utf-8' : 'application/scim+json; charset=utf-8')
  return reply.send(typeof body === 'string' ? body : JSON.stringify(body))
}

function keep(request: FastifyRequest, reply: FastifyReply, { activity, tenantId }: ScimService): void {
  const known = progress.get(request)
  activity.keep({
    tenant_id: known?.holder?.tenantId ?? tenantId,
    time: known?.time ?? new Date().toISOString(),
    method: request.method,
    path: (request.raw.url ?? '').slice(0, 4000),
    status: reply.statusCode,
    duration_ms: Math.round(reply.elapsedTime * 1000) / 1000,
    user_agent: request.headers['user-agent']?.slice(0, 300) ?? null,
    token_id: known?.holder?.tokenId ?? null,
    token_prefix: known?.holder?.prefix ?? null,
    body: known?.body ?? null,
    scim_type: known?.scimType ?? null,
  })
}

function challenge(request: FastifyRequest): string {
  const sent = request.headers.authorization !== undefined
  return `Bearer realm="scim"${sent ? ', error="invalid_token"' : ''}`
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
