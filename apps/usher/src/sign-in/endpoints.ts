/** Where clients and people get tokens (graph-api.md 2.1), below the directory's id, domain, `common` or `organizations`. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isUuid } from '../store/directory.ts'
import { findTenant } from '../store/find-tenant.ts'
import type { At } from './at.ts'
import { isFirstParty } from './first-party.ts'
import { paths } from './provider.ts'
import { audiences, readScope, resourceOf } from './scope.ts'
import type { SignIn } from './sign-in.ts'
import { through } from './through.ts'
import { refusal } from './token-errors.ts'
import { clientIn, tenantOf, translated, type Refused, type TokenRequest } from './token-request.ts'

const discovery = '/.well-known/openid-configuration'
const formLimit = 64 * 1024

/** The patterns of what is answered here, each below `/:tenant` or said whole. */
const open = [
  `/:tenant${paths.token}`, `/:tenant${paths.authorization}`, `/:tenant${paths.authorization}/:uid`, `/:tenant${paths.revocation}`,
  `/:tenant${paths.end_session}/confirm`, `/:tenant${paths.jwks}`, `/:tenant/v2.0${discovery}`, `/:tenant${discovery}`,
  '/common/discovery/instance', '/metadata/endpoints',
] // prettier-ignore

export const isEndpoint = (route: string): boolean => open.includes(route)

type Params = { readonly tenant: string; readonly uid?: string }

export function endpoints(app: FastifyInstance, signIn: SignIn): void {
  void app.register(async (inner) => {
    inner.removeAllContentTypeParsers()
    inner.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { bodyLimit: formLimit, parseAs: 'string' },
      (_request, text, done) => done(null, { text }),
    )
    // Whatever else is sent is no form, and is said to lack what a form would have.
    inner.addContentTypeParser('*', { bodyLimit: formLimit, parseAs: 'string' }, (_request, _body, done) => done(null, {})) // prettier-ignore
    inner.post<{ Params: Params }>(`/:tenant${paths.token}`, (request, reply) => token(signIn, request, reply))
    inner.get<{ Params: Params }>(`/:tenant${paths.authorization}`, async (request, reply) => {
      const at = await directory(signIn, request)
      return at === null ? unknownTenant(request, reply) : pass(signIn, at, request, reply, authorization(at, request))
    })
    inner.get<{ Params: Params }>(`/:tenant${paths.authorization}/:uid`, (request, reply) => plainly(signIn, request, reply, `${paths.authorization}/${request.params.uid ?? ''}`)) // prettier-ignore
    inner.post<{ Params: Params }>(`/:tenant${paths.revocation}`, (request, reply) => plainly(signIn, request, reply, paths.revocation)) // prettier-ignore
    inner.post<{ Params: Params }>(`/:tenant${paths.end_session}/confirm`, (request, reply) => plainly(signIn, request, reply, `${paths.end_session}/confirm`)) // prettier-ignore
    inner.get<{ Params: Params }>(`/:tenant${paths.jwks}`, (request, reply) => plainly(signIn, request, reply, paths.jwks)) // prettier-ignore
    for (const version of ['', '/v2.0'])
      inner.get<{ Params: Params }>(`/:tenant${version}${discovery}`, (request, reply) => plainly(signIn, request, reply, discovery)) // prettier-ignore
    inner.get('/common/discovery/instance', (request) => instance(signIn.at(request, 'common'), request))
    inner.get('/metadata/endpoints', (request) => metadata(signIn.at(request, 'common')))
  })
}

async function token(
  signIn: SignIn,
  request: FastifyRequest<{ Params: Params }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const form = new URLSearchParams(textOf(request))
  const asked: TokenRequest = { form, basic: request.headers.authorization }
  const segment = request.params.tenant
  const correlation = String(request.headers['client-request-id'] ?? form.get('client-request-id') ?? (request.query as { 'client-request-id'?: string })['client-request-id'] ?? '') // prettier-ignore
  const refuse = ({ number, values }: Refused): FastifyReply => {
    const wait = signIn.failures.failed(request.ip)
    const said = { base: signIn.at(request, segment).base, correlation }
    const { status, body } = wait > 0 ? refusal(90055, [String(wait)], said) : refusal(number, values, said)
    if (wait > 0) void reply.header('retry-after', String(wait))
    return reply.status(status).headers({ 'cache-control': 'no-store', pragma: 'no-cache' }).send(body)
  }
  const tenant = await tenantOf(signIn.at(request, segment), segment, clientIn(asked))
  if (tenant === null) return refuse({ number: 90002, values: [segment] })
  const at = signIn.at(request, tenant)
  const made = await translated(at, asked)
  return made instanceof URLSearchParams ? pass(signIn, at, request, reply, paths.token, made.toString()) : refuse(made)
}

/** The address of an authorization request, with what Microsoft's form of a scope means. */
function authorization(at: At, request: FastifyRequest): string {
  const query = new URL(request.url, at.base).searchParams
  const scope = query.get('scope') ?? ''
  const asked = readScope(scope, audiences(at.base, at.origin))
  // One that is not understood is refused by oidc-provider, in the way that its client can read.
  if (asked !== null && isFirstParty(query.get('client_id') ?? '')) {
    const names = asked.names.length === 0 || asked.names.includes('.default') ? ['user_impersonation'] : asked.names
    query.set('scope', [...new Set([...asked.openid, ...names])].join(' '))
    query.set('resource', resourceOf(asked.audience ?? at.origin))
  }
  return `${paths.authorization}?${query.toString()}`
}

async function plainly(
  signIn: SignIn,
  request: FastifyRequest<{ Params: Params }>,
  reply: FastifyReply,
  path: string,
): Promise<FastifyReply> {
  const at = await directory(signIn, request)
  if (at === null) return unknownTenant(request, reply)
  const search = request.url.includes('?') ? request.url.slice(request.url.indexOf('?')) : ''
  return pass(signIn, at, request, reply, path + search, request.method === 'POST' ? textOf(request) : undefined)
}

async function pass(
  { providers }: SignIn,
  at: At,
  request: FastifyRequest,
  reply: FastifyReply,
  path: string,
  body?: string,
): Promise<FastifyReply> {
  const provider = await providers.at(at)
  reply.hijack()
  // What is not a form would be refused as such; nothing but a form comes here.
  if (body !== undefined) request.raw.headers['content-type'] = 'application/x-www-form-urlencoded'
  await through(provider, { raw: request.raw, response: reply.raw, base: at.base, tenant: at.store.tenant, path, body })
  return reply
}

async function directory(signIn: SignIn, request: FastifyRequest<{ Params: Params }>): Promise<At | null> {
  const { tenant } = request.params
  const found = await findTenant(signIn.at(request, tenant).store.db, tenant)
  return found === null ? null : signIn.at(request, found)
}

function unknownTenant(request: FastifyRequest<{ Params: Params }>, reply: FastifyReply): FastifyReply {
  const { status, body } = refusal(90002, [request.params.tenant], { base: '', correlation: undefined })
  return reply.status(status).send(body)
}

function textOf({ body }: FastifyRequest): string {
  return typeof body === 'object' && body !== null ? ((body as { text?: string }).text ?? '') : ''
}

/** The tenant is taken from the address that is asked about, so that its directory is found behind it. */
function instance({ base }: At, request: FastifyRequest) {
  const { host } = new URL(base)
  const asked = (request.query as { authorization_endpoint?: string }).authorization_endpoint ?? ''
  const [, first = ''] = URL.canParse(asked) ? new URL(asked).pathname.split('/') : []
  const tenant = isUuid(first) || /^[a-z0-9.-]{1,253}$/i.test(first) ? first : 'common'
  return {
    tenant_discovery_endpoint: `${base}/${tenant}/v2.0${discovery}`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  }
}

/** What Terraform learns of a cloud (graph-api.md 12.3). */
function metadata({ base }: At) {
  return {
    name: 'Usher',
    portal: base,
    authentication: { loginEndpoint: base, audiences: [base], tenant: 'common', identityProvider: 'AAD' },
    resourceManager: `${base}/`,
    microsoftGraphResourceId: `${base}/`,
    graph: `${base}/`,
    graphAudience: `${base}/`,
    suffixes: {},
  }
}
