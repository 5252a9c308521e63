/** Somebody else's OpenID Connect provider, for tests: signs in whoever it is told, without asking. */
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import { generateKeyPair, exportJWK } from 'jose'

export type IdentityProvider = {
  readonly issuer: string
  readonly clientSecret: string
  /** Claims of whoever signs in next. */
  person: { readonly sub: string } & Readonly<Record<string, unknown>>
  close(): void
}

export async function startIdentityProvider(redirectUri: string): Promise<IdentityProvider> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const made: IdentityProvider = {
    issuer,
    clientSecret: 's3cret-of-usher-there',
    person: { sub: 'nobody' },
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'usher', client_secret: made.clientSecret, redirect_uris: [redirectUri], token_endpoint_auth_method: 'client_secret_post' }], // prettier-ignore
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: 'one', use: 'sig', alg: 'RS256' }] as never },
    scopes: ['openid', 'profile', 'email'],
    claims: { openid: ['sub'], profile: ['upn', 'oid'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    ttl: { Interaction: 60, Grant: 60, Session: 60, AccessToken: 60, IdToken: 60 },
    cookies: { names: { session: 'idp', interaction: 'idp_i', resume: 'idp_r' }, keys: ['one'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    findAccount: (_ctx, accountId) => ({ accountId, claims: () => made.person }),
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({ clientId: 'usher', accountId: oidc.account?.accountId ?? '' })
      grant.addOIDCScope('openid profile email')
      await grant.save()
      return grant
    },
  })
  const answer = provider.callback()
  server.on('request', (request, response) => {
    if (!(request.url ?? '').startsWith('/interaction/')) return void answer(request, response)
    const login = { accountId: made.person.sub, remember: false }
    return void provider.interactionFinished(request, response, { login, consent: {} })
  })
  return made
}
