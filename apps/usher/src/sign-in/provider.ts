/** oidc-provider for one directory at one address: the OAuth of RFC 6749, 7523, 7636, 8252 and 8707, and OpenID Connect. */
import Provider, { errors, type Configuration, type JWK } from 'oidc-provider'
import { actingPerson } from '../store/principals.ts'
import type { SigningKey } from '../store/signing-keys.ts'
import { adapterOf } from './adapter.ts'
import { issuerOf, type At } from './at.ts'
import { cookieName } from './browser.ts'
import { claimsFor } from './claims.ts'
import { compareSecret } from './clients.ts'
import { isFirstParty } from './first-party.ts'
import { deviceFlow } from './device-flow.ts'
import { showPage } from './html.ts'
import { sentencePage } from './pages.ts'
import { paths } from './paths.ts'
import { audienceOf, delegatedScopes } from './scope.ts'

const hour = 3600
const day = 24 * hour
/** Seconds. An access token of Entra's is said to live one second less than an hour. */
const ttl = {
  AccessToken: hour - 1,
  ClientCredentials: hour - 1,
  AuthorizationCode: 60,
  IdToken: hour,
  Interaction: hour / 2,
  DeviceCode: hour / 4,
  Session: 12 * hour,
  Grant: 30 * day,
  RefreshToken: 30 * day,
}
const longestAssertion = day

export function providerAt(at: At, signingKeys: readonly SigningKey[]): Provider {
  const { store, base } = at
  const provider = new Provider(issuerOf(base, store.tenant), configuration(at, signingKeys))
  provider.proxy = true
  // A client has several secrets, of which only hashes are kept.
  Object.assign(provider.Client.prototype, {
    compareClientSecret(this: { readonly clientSecret: string }, given: string) {
      return compareSecret(this.clientSecret, given)
    },
  })
  return provider
}

function configuration(at: At, signingKeys: readonly SigningKey[]): Configuration {
  const { store, base } = at
  return {
    adapter: adapterOf(at),
    jwks: { keys: signingKeys as unknown as JWK[] },
    routes: paths,
    ttl,
    clientAuthMethods: ['client_secret_post', 'client_secret_basic', 'private_key_jwt', 'none'],
    enabledJWA: { clientAuthSigningAlgValues: ['RS256', 'PS256'], idTokenSigningAlgValues: ['RS256'] },
    assertJwtClientAuthClaimsAndHeader: (_ctx, { exp }) => {
      if (typeof exp === 'number' && exp - Date.now() / 1000 <= longestAssertion) return
      throw new errors.InvalidClientAuth('the assertion lives longer than a day')
    },
    responseTypes: ['code'],
    scopes: ['openid', 'offline_access', 'profile', 'email'],
    claims: { openid: ['sub', 'oid', 'tid'], profile: ['name', 'preferred_username', 'upn'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    cookies: {
      names: { session: cookieName(base, '_op'), interaction: 'usher_op_interaction', resume: 'usher_op_resume' },
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true },
      deviceFlow: deviceFlow(base, store.tenant),
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => true,
        getResourceServerInfo: (_ctx, resource) => {
          const audience = audienceOf(resource)
          if (audience === null) throw new errors.InvalidTarget()
          return {
            audience,
            scope: delegatedScopes.join(' '),
            accessTokenFormat: 'jwt',
            accessTokenTTL: ttl.AccessToken,
          }
        },
      },
    },
    formats: {
      customizers: {
        async jwt(ctx, token, made) {
          if (token.kind !== 'AccessToken' && token.kind !== 'ClientCredentials') return
          made.header = { ...made.header, typ: 'JWT' }
          made.payload = await claimsFor(at, ctx, token, made.payload)
        },
      },
    },
    renderError(ctx, { error, error_description: why }) {
      showPage(ctx, sentencePage('Not signed in', `${why ?? error}. Go back to where you came from, and begin again.`))
    },
    // The command line stays signed in when a browser is closed.
    expiresWithSession: () => false,
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    interactions: { url: (_ctx, { uid }) => `/${store.tenant}/sign-in/${uid}` },
    async findAccount(_ctx, id) {
      const person = await actingPerson(store, id)
      if (person === null) return undefined
      const { userPrincipalName: upn, displayName: name } = person
      return {
        accountId: id,
        claims: () => ({ sub: id, oid: id, tid: store.tenant, name, upn, preferred_username: upn }),
      }
    },
    // What belongs to Usher needs nobody's consent; nothing else signs people in.
    async loadExistingGrant({ oidc }) {
      const { client, account, provider, params } = oidc
      if (client === undefined || account === undefined || !isFirstParty(client.clientId)) return undefined
      const grant = new provider.Grant({ clientId: client.clientId, accountId: account.accountId })
      grant.addOIDCScope('openid profile email offline_access')
      const resource = params?.['resource']
      if (typeof resource === 'string') grant.addResourceScope(resource, delegatedScopes.join(' '))
      await grant.save()
      return grant
    },
  }
}
