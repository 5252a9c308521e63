import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { type Json, ScimError, parseJson } from '@usher/scim'
import type { Attempts } from '../attempts.ts'
import type { ActivityLog } from '../store/activity.ts'
import type { Store } from '../store/store.ts'
import type { Tenants } from '../store/tenants.ts'
import type { TokenHolder, Tokens } from '../store/tokens.ts'
import type { Tenant } from '../tenant/tenant.ts'
import { type Answer, ScimErrorWithHeaders, mostBytes, toScimError, unsupported } from './answer.ts'
import { authenticate, checkScopes, ofAnotherAddress, unauthenticated } from './authenticate.ts'
import { bulkLimits } from './bulk.ts'
import { type Route, routeOf, writing } from './endpoints.ts'
import type { Limits } from './limits.ts'
import { baseOf, locateBase } from './paths.ts'
import { redacted, redactedPath, redactedText } from './redact.ts'

export type ScimService = {
  readonly store: Store
  readonly tenants: Tenants
  readonly tokens: Tokens
  readonly activity: ActivityLog
  readonly attempts: Attempts
  readonly limits: Limits
  /** The tenant for requests that neither a token nor the address says otherwise of. */
  readonly firstTenantId: string
  /** The public address of the service, without a slash at the end. Known once the service listens. */
  readonly baseUrl: () => string
  readonly now: () => number
}

/** What is known of a request on its way, for its answer and its entry in the activity. */
type Progress = {
  readonly time: string
  holder: TokenHolder | null
  tenant: Tenant | null
  route: Route | null
  body: string | null
  failure: ScimError | null
}

const progress = new WeakMap<FastifyRequest, Progress>()

/**
 * The SCIM service provider, below `/scim/v2` and `/t/{tenant}/scim/v2` (RFC 7644).
 *
 * 401 comes before 404, before 405, before 415, before the body is read, so that strangers learn nothing. Every answer
 * below the base is SCIM's, errors too, and every request is kept in the activity.
 */
export function scimRoutes(app: FastifyInstance, service: ScimService): void {
  app.removeAllContentTypeParsers()
  const bodyLimit = bulkLimits.maxPayloadSize
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, done) => done(null, body))

  app.addHook('onRequest', async (request, reply) => {
    const known: Progress = {
      time: new Date(service.now()).toISOString(),
      holder: null,
      tenant: null,
      route: null,
      body: null,
      failure: null,
    }
    progress.set(request, known)
    void reply.headers({ 'x-request-id': request.id, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
    await admit(request, reply, known, service)
  })

  app.addHook('onResponse', (request, reply, done) => {
    keep(request, reply, service)
    done()
  })

  app.setErrorHandler((error, request, reply) => {
    const failure = toScimError(error, request.id)
    if (failure.status >= 500 && !(error instanceof ScimError))
      process.stderr.write(`${request.id} ${describe(error)}\n`)
    const known = progress.get(request)
    if (known !== undefined) known.failure = failure
    if (failure.status === 401) void reply.header('www-authenticate', challenge(request))
    if (failure instanceof ScimErrorWithHeaders) void reply.headers(failure.headers)
    else if (failure.status === 429 || failure.status === 503) void reply.header('retry-after', '1')
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

/** Who asks, for which tenant, for what: everything that can be wrong about a request before its body is read. */
async function admit(
  request: FastifyRequest,
  reply: FastifyReply,
  known: Progress,
  service: ScimService,
): Promise<void> {
  const { tenantName, path, version } = locateBase(request.raw.url ?? '/')
  const { holder, refusal } = await authenticate(request.headers.authorization, request.ip, service)
  known.holder = holder
  known.tenant = await tenantOf(holder, tenantName, service)
  if (refusal !== null) throw refusal
  const { tenant } = known
  if (tenant === null && holder === null) throw unauthenticated()
  // One tenant's token says nothing about another's addresses (RFC 7644 §6), not even whether there is such a tenant.
  if (tenant === null) throw ofAnotherAddress()
  const route = routeOf(tenant, request.method, path)
  known.route = route
  if (holder === null && !route.isPublic) throw unauthenticated()
  if (version !== 'v2')
    throw new ScimError(400, 'invalidVers', `This service speaks SCIM version v2, not "${version.slice(0, 20)}".`)
  if (route.kind === 'none') throw route.error
  if (route.kind === 'allows') {
    void reply.header('allow', route.methods.join(', '))
    if (request.method === 'OPTIONS') return void (await send(request, reply, { status: 204 }))
    throw new ScimError(405, undefined, `Use ${route.methods.join(', ')} here.`)
  }
  if (holder !== null) checkScopes(holder, route.needs)
  // Strangers have a rate of their own, so that they hold nobody up.
  if (holder === null) service.limits.takeAnonymous(request.ip)
  else service.limits.take(tenant, 1, 'request')
  if (route.isList) service.limits.take(tenant, 1, 'list')
  checkMedia(request, tenant)
}

async function tenantOf(
  holder: TokenHolder | null,
  name: string | null,
  { tenants, firstTenantId }: ScimService,
): Promise<Tenant | null> {
  if (holder === null) return (await (name === null ? tenants.byId(firstTenantId) : tenants.byName(name))) ?? null
  const tenant = await tenants.byId(holder.tenantId)
  return tenant !== undefined && (name === null || tenant.name === name) ? tenant : null
}

function checkMedia(request: FastifyRequest, { rules }: Tenant): void {
  const accept = request.headers.accept
  if (!rules.anyAccept && accept !== undefined && !/scim\+json|application\/json|\*\/\*|application\/\*/i.test(accept))
    throw new ScimError(406, undefined, 'The answer is application/scim+json; the Accept header excludes it.')
  if (!writing.has(request.method)) return
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? ''
  const isJson = (type === '' && rules.noContentType) || type === 'application/scim+json' || type === 'application/json'
  if (!isJson) throw unsupported()
}

async function handle(request: FastifyRequest, service: ScimService): Promise<Answer> {
  const known = progress.get(request)
  const { route, tenant, holder } = known ?? {}
  if (known === undefined || route?.kind !== 'found' || tenant === undefined || tenant === null)
    throw new ScimError(404, undefined, 'There is nothing at this path.')
  const url = request.raw.url ?? ''
  const mark = url.indexOf('?')
  const actor = holder === undefined || holder === null ? 'nobody' : actorOf(holder)
  return route.handle({
    tenant,
    store: service.store,
    base: baseOf(tenant, service.baseUrl()),
    scopes: holder?.scopes ?? [],
    by: { actor, txn: request.id },
    type: route.type,
    endpoint: route.endpoint,
    id: route.id,
    search: mark < 0 ? '' : url.slice(mark + 1),
    body: writing.has(request.method) ? readBody(request.body, known, route) : undefined,
    ifMatch: request.headers['if-match'],
    ifNoneMatch: request.headers['if-none-match'],
    take: (count) => service.limits.take(tenant, count, 'request'),
    now: service.now,
  })
}

function actorOf({ clientId, tokenId }: TokenHolder): string {
  return clientId === null ? `token:${tokenId}` : `client:${clientId}`
}

function readBody(body: unknown, known: Progress, route: Route & { kind: 'found' }): Json {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0)
  if (bytes.length > mostBytes && !route.needs.includes('scim.bulk'))
    throw new ScimError(413, undefined, `The body is larger than ${mostBytes / 1024 / 1024} MiB.`)
  const text = decode(bytes)
  if (text.trim() === '') throw new ScimError(400, 'invalidSyntax', 'The request has no body.')
  const json = parseJson(text)
  known.body = redacted(text, json)
  return json
}

const longText = 4096

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
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  // Node measures and copies a long text several times on its way out, bytes only once.
  return reply.send(text.length < longText ? text : Buffer.from(text))
}

function keep(request: FastifyRequest, reply: FastifyReply, { activity, firstTenantId }: ScimService): void {
  const known = progress.get(request)
  const holder = known?.holder ?? null
  activity.keep({
    tenantId: holder?.tenantId ?? known?.tenant?.id ?? firstTenantId,
    time: known?.time ?? new Date().toISOString(),
    method: request.method,
    path: redactedPath(request.raw.url ?? '').slice(0, 4000),
    status: reply.statusCode,
    durationMs: Math.round(reply.elapsedTime * 1000) / 1000,
    userAgent: request.headers['user-agent']?.slice(0, 300) ?? null,
    token: holder === null ? null : { id: holder.tokenId, prefix: holder.prefix, clientId: holder.clientId },
    body: known?.body ?? null,
    scimType: known?.failure?.scimType ?? null,
    detail: redactedText(known?.failure?.detail ?? null),
    requestId: request.id,
  })
}

function challenge(request: FastifyRequest): string {
  const sent = request.headers.authorization !== undefined
  return `Bearer realm="scim"${sent ? ', error="invalid_token"' : ''}`
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
