/** Where clients and people get tokens (graph-api.md 2.1), below the directory's id, domain, `common` or `organizations`. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isUuid } from '../store/directory.ts'
import { findTenant } from '../store/find-tenant.ts'
import type { At } from './at.ts'
import { isFirstParty } from './first-party.ts'
import { sendPage } from './html.ts'
import { waitPage } from './pages.ts'
import { paths } from './paths.ts'
import type { SignIn } from './sign-in.ts'
import { through } from './through.ts'
import { refusal } from './token-errors.ts'
import {
  clientIn,
  delegatedForm,
  deviceForm,
  tenantOf,
  translated,
  type Refused,
  type TokenRequest,
} from './token-request.ts'

const discovery = '/.well-known/openid-configuration'
const formLimit = 64 * 1024

/** The patterns of what is answered here, each below `/:tenant` or said whole. */
const open = [
  `/:tenant${paths.token}`, `/:tenant${paths.authorization}`, `/:tenant${paths.authorization}/:uid`, `/:tenant${paths.revocation}`,
  `/:tenant${paths.device_authorization}`, `/:tenant${paths.code_verification}`, `/:tenant${paths.code_verification}/:uid`,
  `/:tenant${paths.end_session}/confirm`, `/:tenant${paths.jwks}`, `/:tenant/v2.0${discovery}`, `/:tenant${discovery}`,
  '/common/discovery/instance', '/metadata/endpoints', '/subscriptions', '/tenants',
] // prettier-ignore

export const isEndpoint = (route: string): boolean => open.includes(route)

type Params = { readonly tenant: string; readonly uid?: string }
type Asking = FastifyRequest<{ Params: Params }>
/** One request on its way to oidc-provider: behind the tenant, and the form that it brings. */
type Passing = { readonly request: Asking; readonly reply: FastifyReply; readonly path: string; readonly body?: string | undefined } // prettier-ignore

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
      const wait = signIn.beginnings.spend(request.ip)
      return wait > 0
        ? sendPage(reply, waitPage(wait))
        : within(signIn, request, reply, (at) => authorization(at, request))
    })
    inner.get<{ Params: Params }>(`/:tenant${paths.authorization}/:uid`, (request, reply) =>
      within(signIn, request, reply, () => `${paths.authorization}/${request.params.uid ?? ''}`),
    )
    inner.post<{ Params: Params }>(`/:tenant${paths.device_authorization}`, (request, reply) =>
      token(signIn, request, reply, paths.device_authorization),
    )
    // A code in the address is not taken: somebody else could have made that link.
    inner.get<{ Params: Params }>(`/:tenant${paths.code_verification}`, (request, reply) =>
      within(signIn, request, reply, () => `${paths.code_verification}?`),
    )
    inner.post<{ Params: Params }>(`/:tenant${paths.code_verification}`, async (request, reply) => {
      const wait = signIn.beginnings.spend(request.ip)
      return wait > 0 ? sendPage(reply, waitPage(wait)) : within(signIn, request, reply, () => paths.code_verification)
    })
    inner.get<{ Params: Params }>(`/:tenant${paths.code_verification}/:uid`, (request, reply) =>
      within(signIn, request, reply, () => `${paths.code_verification}/${request.params.uid ?? ''}`),
    )
    for (const path of [paths.revocation, `${paths.end_session}/confirm`])
      inner.post<{ Params: Params }>(`/:tenant${path}`, (request, reply) => within(signIn, request, reply, () => path))
    inner.get<{ Params: Params }>(`/:tenant${paths.jwks}`, (request, reply) =>
      within(signIn, request, reply, () => paths.jwks),
    )
    for (const version of ['', '/v2.0'])
      inner.get<{ Params: Params }>(`/:tenant${version}${discovery}`, (request, reply) =>
        within(signIn, request, reply, () => discovery),
      )
    inner.get('/common/discovery/instance', (request) => instance(signIn.at(request, 'common'), request))
    inner.get('/metadata/endpoints', (request) => metadata(signIn.at(request, 'common')))
    // The Azure CLI asks its resource manager when it signs in; there is nothing of the kind here.
    for (const nothing of ['/subscriptions', '/tenants']) inner.get(nothing, () => ({ value: [] }))
  })
}

/** A request of a program for a token, or for a code by which somebody gives it one. */
async function token(
  signIn: SignIn,
  request: Asking,
  reply: FastifyReply,
  path: typeof paths.token | typeof paths.device_authorization = paths.token,
): Promise<FastifyReply> {
  const form = new URLSearchParams(textOf(request))
  const asked: TokenRequest = { form, basic: request.headers.authorization }
  const segment = request.params.tenant
  const query = request.query as { 'client-request-id'?: string }
  const correlation = String(request.headers['client-request-id'] ?? form.get('client-request-id') ?? query['client-request-id'] ?? '') // prettier-ignore
  const refuse = ({ number, values }: Refused): FastifyReply => {
    const wait = signIn.failures.spend(request.ip)
    const said = { base: signIn.baseOf(request), correlation }
    const { status, body } = wait > 0 ? refusal(90055, [String(wait)], said) : refusal(number, values, said)
    if (wait > 0) void reply.header('retry-after', String(wait))
    return reply.status(status).headers({ 'cache-control': 'no-store', pragma: 'no-cache' }).send(body)
  }
  const tenant = await tenantOf(signIn.at(request, segment), segment, clientIn(asked))
  if (tenant === null) return refuse({ number: 90002, values: [segment] })
  const at = signIn.at(request, tenant)
  const made = path === paths.token ? await translated(at, asked) : await deviceForm(at, form)
  if (!(made instanceof URLSearchParams)) return refuse(made)
  return pass(signIn, at, { request, reply, path, body: made.toString() })
}

/** The address of an authorization request, with what Microsoft's form of a scope means. */
function authorization(at: At, request: FastifyRequest): string {
  const query = new URL(request.url, at.base).searchParams
  // A scope that is not understood is refused by oidc-provider, in the way that its client can read.
  const made = isFirstParty(query.get('client_id') ?? '') ? delegatedForm(at, query) : null
  return `${paths.authorization}?${(made ?? query).toString()}`
}

/** Passes a request on within its directory. `pathOf`: where it goes; with a query of its own, or that of the request. */
async function within(
  signIn: SignIn,
  request: Asking,
  reply: FastifyReply,
  pathOf: (at: At) => string,
): Promise<FastifyReply> {
  const { tenant } = request.params
  const found = await findTenant(signIn.context.house.store.db, tenant)
  if (found === null) return unknownTenant(request, reply)
  const at = signIn.at(request, found)
  const path = pathOf(at)
  const search = request.url.includes('?') && !path.includes('?') ? request.url.slice(request.url.indexOf('?')) : ''
  return pass(signIn, at, {
    request,
    reply,
    path: path + search,
    body: request.method === 'POST' ? textOf(request) : undefined,
  })
}

async function pass({ providers }: SignIn, at: At, { request, reply, path, body }: Passing): Promise<FastifyReply> {
  const provider = await providers.at(at)
  reply.hijack()
  // What is not a form would be refused as such; nothing but a form comes here.
  if (body !== undefined) request.raw.headers['content-type'] = 'application/x-www-form-urlencoded'
  await through(provider, {
    raw: request.raw,
    response: reply.raw,
    base: at.base,
    tenant: at.store.tenant,
    ip: request.ip,
    path,
    body,
  })
  return reply
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
