/** Signing in with another OpenID Connect provider, which vouches for somebody of the directory. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import { audit } from '../store/audit.ts'
import { Wrong } from '../store/directory.ts'
import { findTenant } from '../store/find-tenant.ts'
import { candidates, linkedUser, linkUser, signInProvider, type SignInProvider } from '../store/sign-in-providers.ts'
import type { At } from './at.ts'
import { cookieName, readCookie, setCookie } from './browser.ts'
import { configuration, library, reasonOf } from './elsewhere-client.ts'
import { guardedFetch } from './guarded-fetch.ts'
import { sendPage } from './html.ts'
import { sentencePage, waitPage, type Elsewhere } from './pages.ts'
import { opened, sealed } from './sealed.ts'
import type { SignIn } from './sign-in.ts'

type Params = { readonly tenant: string; readonly uid: string }
type Begun = { readonly tenant: string; readonly uid: string; readonly state: string; readonly nonce: string; readonly verifier: string; readonly until: number } // prettier-ignore

export const elsewherePath = '/:tenant/sign-in/:uid/elsewhere'
export const callbackPath = '/sign-in/callback'
const cookie = (base: string): string => cookieName(base, '_elsewhere')
const minutes = 10

/** The button for it; null: there is no such provider. */
export async function elsewhereOf({ store }: At, { tenant, uid }: Params): Promise<Elsewhere> {
  const provider = await signInProvider(store)
  if (provider === null) return null
  return {
    name: provider.displayName,
    href: `/${encodeURIComponent(tenant)}/sign-in/${encodeURIComponent(uid)}/elsewhere`,
  }
}

/** Who was vouched for, for this sign-in, a moment ago; null: nobody. */
export function vouchedFor({ keys }: At, proof: string, uid: string): string | null {
  const found = opened<{ userId: string; uid: string; until: number }>(keys, 'vouched', proof)
  return found !== null && found.uid === uid && found.until > Date.now() ? found.userId : null
}

export function elsewhereRoutes(app: FastifyInstance, signIn: SignIn): void {
  const send = guardedFetch(signIn.context.house.connections)
  const directory = async (request: Parameters<SignIn['at']>[0], tenant: string): Promise<At | null> => {
    const found = await findTenant(signIn.context.house.store.db, tenant)
    return found === null ? null : signIn.at(request, found)
  }
  app.get<{ Params: Params }>(elsewherePath, async (request, reply) => {
    // Each asks the other provider where it is.
    const wait = signIn.beginnings.spend(request.ip)
    if (wait > 0) return sendPage(reply, waitPage(wait))
    const at = await directory(request, request.params.tenant)
    const provider = at === null ? null : await signInProvider(at.store)
    if (at === null || provider === null) return no(reply, 'There is no other way to sign in here.')
    const { buildAuthorizationUrl, calculatePKCECodeChallenge, randomNonce, randomPKCECodeVerifier, randomState } = await library() // prettier-ignore
    const found = await configuration(at, provider, send).catch((error: Error) => error)
    if (found instanceof Error) return no(reply, `${provider.displayName} cannot be asked: ${reasonOf(found)}`, 502)
    const [state, nonce, verifier] = [randomState(), randomNonce(), randomPKCECodeVerifier()]
    const begun: Begun = { tenant: at.store.tenant, uid: request.params.uid, state, nonce, verifier, until: Date.now() + minutes * 60_000 } // prettier-ignore
    setCookie(reply, at.base, {
      name: cookie(at.base),
      value: sealed(at.keys, 'elsewhere', begun),
      seconds: minutes * 60,
    })
    const to = buildAuthorizationUrl(found, {
      redirect_uri: at.base + callbackPath,
      scope: 'openid profile email',
      state,
      nonce,
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    })
    return reply.redirect(to.href, 303)
  })
  app.get(callbackPath, async (request, reply) => {
    const { keys, base } = signIn.at(request, signIn.context.house.store.tenant)
    const begun = opened<Begun>(keys, 'elsewhere', readCookie(request, cookie(base)) ?? '')
    setCookie(reply, base, { name: cookie(base), value: '', seconds: 0 })
    if (begun === null || begun.until < Date.now())
      return no(reply, 'This sign-in has ended, or was begun in another browser.')
    const at = signIn.at(request, begun.tenant)
    const provider = await signInProvider(at.store)
    if (provider === null) return no(reply, 'There is no other way to sign in here.')
    try {
      const config = await configuration(at, provider, send)
      const { authorizationCodeGrant } = await library()
      const tokens = await authorizationCodeGrant(config, new URL(request.url, base), {
        pkceCodeVerifier: begun.verifier,
        expectedState: begun.state,
        expectedNonce: begun.nonce,
        idTokenExpected: true,
      })
      const userId = await personBy(at, provider, tokens.claims() ?? {})
      const proof = sealed(keys, 'vouched', { userId, uid: begun.uid, until: Date.now() + 60_000 })
      return await reply.redirect(`/${begun.tenant}/sign-in/${begun.uid}?vouched=${encodeURIComponent(proof)}`, 303)
    } catch (error) {
      if (error instanceof Wrong) return no(reply, error.message, 403)
      return no(reply, `${provider.displayName} did not vouch for you: ${reasonOf(error as Error)}`)
    }
  })
}

/** Whom the claims mean. Throws `Wrong` with what to do, when they mean nobody. */
async function personBy(
  { store }: At,
  provider: SignInProvider,
  claims: Readonly<Record<string, unknown>>,
): Promise<string> {
  const { displayName, issuer, match } = provider
  const subject = claims['sub']
  if (typeof subject !== 'string') throw new Wrong('invalid', `${displayName} did not say who you are.`)
  const known = await linkedUser(store, issuer, subject)
  if (known !== null) return known
  const value = claims[match]
  if (match === 'email' && claims['email_verified'] !== true)
    throw new Wrong('invalid', `${displayName} has not verified your address, so it does not say who you are here.`)
  const found = typeof value === 'string' && value !== '' ? await candidates(store, match, value) : []
  const [person] = found
  if (person === undefined || found.length > 1)
    throw new Wrong(
      'notFound',
      `Nobody of this directory is known by the ${match} that ${displayName} gives for you. Ask an administrator.`,
    )
  // A name can be given to somebody else; who can do much is linked by a person, who looks.
  if (person.hasMore && match !== 'oid')
    throw new Wrong(
      'invalid',
      `You have a directory role here, or own an application, so an administrator links you first: usher sign-in-provider link, with the subject ${subject}.`,
    )
  await linkUser(store, person.id, issuer, subject)
  const { userPrincipalName: object } = person
  await audit(store, { actor: object, activity: 'Link sign-in', object, details: { issuer, subject, by: match } })
  return person.id
}

function no(reply: FastifyReply, sentence: string, status = 400): FastifyReply {
  return sendPage(reply, sentencePage('Not signed in', sentence, status))
}
