/** Signing in with a browser: a code flow that the server does itself, so that the browser holds nothing but a cookie. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { createHash, randomBytes } from 'node:crypto'
import { roles } from '../graph/access/roles.ts'
import { audit } from '../store/audit.ts'
import { findTenant } from '../store/find-tenant.ts'
import { dropEntity } from '../store/oidc-entities.ts'
import { actingPerson } from '../store/principals.ts'
import { beginSession, endSession, sessionUser } from '../store/sessions.ts'
import { cookieName, csrfHeader, csrfOf, readCookie, setCookie } from './browser.ts'
import { adminCenter, donePath } from './first-party.ts'
import { sendPage, style, stylePath } from './html.ts'
import { sentencePage, welcomePage } from './pages.ts'
import { paths } from './paths.ts'
import { opened, sealed } from './sealed.ts'
import type { SignIn } from './sign-in.ts'

type Begun = {
  readonly tenant: string
  readonly state: string
  readonly verifier: string
  readonly to: string
  readonly until: number
}

export const consolePaths = { start: '/sign-in', done: donePath, welcome: '/sign-in/welcome', out: '/sign-out', style: stylePath } // prettier-ignore
const cookie = (base: string): string => cookieName(base, '_start')
const operator = (base: string): string => cookieName(base, '_op')
const minutes = 30

export function consoleRoutes(app: FastifyInstance, signIn: SignIn): void {
  const { store, keys } = signIn.context.house
  app.get(stylePath, (_request, reply) => reply.type('text/css; charset=utf-8').header('cache-control', 'max-age=3600').send(style)) // prettier-ignore
  app.get<{ Querystring: { to?: string; directory?: string | string[] } }>(
    consolePaths.start,
    async (request, reply) => {
      const { to, directory } = request.query
      const tenant = directory === undefined ? store.tenant : await findTenant(store.db, String(directory))
      if (tenant === null)
        return sendPage(reply, sentencePage('Not here', `There is no directory ${String(directory)}.`, 404))
      const at = signIn.at(request, tenant)
      const [state, verifier] = [random(), random()]
      const begun: Begun = { tenant, state, verifier, to: within(to), until: Date.now() + minutes * 60_000 }
      setCookie(reply, at.base, {
        name: cookie(at.base),
        value: sealed(keys, 'start', begun),
        seconds: minutes * 60,
      })
      const query = new URLSearchParams({
        client_id: adminCenter,
        response_type: 'code',
        redirect_uri: at.base + donePath,
        scope: `openid ${at.base}/.default`,
        state,
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
      })
      return reply.redirect(`/${tenant}${paths.authorization}?${query.toString()}`, 303)
    },
  )
  app.get<{ Querystring: { code?: string; state?: string } }>(donePath, async (request, reply) => {
    const mine = cookie(signIn.baseOf(request))
    const begun = opened<Begun>(keys, 'start', readCookie(request, mine) ?? '')
    const at = signIn.at(request, begun?.tenant ?? store.tenant)
    setCookie(reply, at.base, { name: mine, value: '', seconds: 0 })
    const { code, state } = request.query
    if (begun === null || begun.until < Date.now() || code === undefined || state !== begun.state)
      return sendPage(
        reply,
        sentencePage('Begin again', 'This sign-in has ended, or was begun in another browser.', 400),
      )
    const form = { grant_type: 'authorization_code', client_id: adminCenter, code, code_verifier: begun.verifier, redirect_uri: at.base + donePath } // prettier-ignore
    const answer = await app.inject({
      method: 'POST',
      url: `/${begun.tenant}${paths.token}`,
      headers: { host: request.host, 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(form).toString(),
    })
    const { access_token: token } = answer.json<{ access_token?: string }>()
    const { decodeJwt } = await import('jose')
    const user = token === undefined ? null : await actingPerson(at.store, String(decodeJwt(token)['oid']))
    if (user === null) return sendPage(reply, sentencePage('Begin again', 'This sign-in has ended.', 400))
    setCookie(reply, at.base, { name: cookieName(at.base), value: await beginSession(at.store, user.id) })
    return reply.redirect(begun.to, 303)
  })
  app.get(consolePaths.welcome, async (request, reply) => {
    const session = sessionIn(signIn, request)
    const person = await personOf(signIn, session)
    if (session === null || person === null) return reply.redirect(consolePaths.start, 303)
    const names = roles
      .filter(({ id }) => person.roles.some((role) => role.id === id))
      .map(({ displayName }) => displayName)
    return sendPage(reply, welcomePage(person.userPrincipalName, names, csrfOf(session)))
  })
  app.post<{ Body: { csrf?: string } | null }>(consolePaths.out, async (request, reply) => {
    const { base } = signIn.at(request, store.tenant)
    const session = sessionIn(signIn, request)
    const given = request.headers[csrfHeader] ?? request.body?.csrf
    if (session !== null && given !== csrfOf(session))
      return sendPage(reply, sentencePage('Not signed out', 'This did not come from a page of Usher.', 403))
    const person = await personOf(signIn, session)
    if (session !== null) await endSession(store, session)
    await dropEntity(store, 'Session', readCookie(request, operator(base)) ?? '')
    if (person !== null)
      await audit(store, { actor: person.userPrincipalName, activity: 'Sign out', object: person.userPrincipalName })
    return signedOut(reply, base)
  })
}

function signedOut(reply: FastifyReply, base: string): FastifyReply {
  for (const name of [cookieName(base), operator(base)]) setCookie(reply, base, { name, value: '', seconds: 0 })
  return sendPage(reply, sentencePage('Signed out', 'You are signed out of Usher in this browser.'))
}

function sessionIn({ baseOf }: SignIn, request: FastifyRequest): string | null {
  return readCookie(request, cookieName(baseOf(request)))
}

async function personOf({ context }: SignIn, session: string | null) {
  const { store } = context.house
  const user = session === null ? null : await sessionUser(store, session)
  return user === null ? null : actingPerson(store, user)
}

const random = (): string => randomBytes(32).toString('base64url')

/** A path of this service; whatever could lead elsewhere becomes the admin center. */
function within(to: string | undefined): string {
  if (typeof to !== 'string' || !/^\/(?![/\\])[\w./?&=%~:@+,;-]*$/.test(to)) return '/'
  return to
}
