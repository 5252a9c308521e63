/** Signing in from a terminal (RFC 8252): a link for a browser, and a listener on this machine that its code comes to. */
import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as oidc from 'openid-client'
import { commandLine } from '../sign-in/first-party.ts'
import { Failed } from './client.ts'
import type { SignedIn } from './signed-in.ts'

const minutes = 10

/** `url`: of the service. `directory`: by name, domain or id; absent, its first. `show` is told the link. Throws `Failed`. */
export async function signInAt(
  {
    url,
    caFile,
    directory,
  }: { readonly url: string; readonly caFile?: string | undefined; readonly directory?: string | undefined },
  show: (link: string) => void,
): Promise<SignedIn> {
  const config = await configuration(url, await issuerOf(url, directory))
  const [state, verifier] = [oidc.randomState(), oidc.randomPKCECodeVerifier()]
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    const redirectUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const link = oidc.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: `openid offline_access ${url}/.default`,
      state,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    })
    const answer = answered(server, redirectUri, state)
    show(link.href)
    const [came, page] = await answer
    const tokens = await oidc
      .authorizationCodeGrant(config, came, { pkceCodeVerifier: verifier, expectedState: state, idTokenExpected: true })
      .catch((error: Error) => error)
    page.end(
      tokens instanceof Error
        ? 'You were not signed in. The terminal says why.'
        : 'You are signed in. Close this window and go back to the terminal.',
    )
    if (tokens instanceof Error) throw new Failed(`You were not signed in: ${reasonOf(tokens)}.`, 1)
    return { url, issuer: config.serverMetadata().issuer, ...(caFile !== undefined && { caFile }), ...kept(tokens) }
  } finally {
    server.close()
    server.closeAllConnections()
  }
}

/** With a new token. Throws `Failed` when the service gives none. */
export async function renewed(before: SignedIn): Promise<SignedIn> {
  const config = await configuration(before.url, before.issuer)
  const tokens = await oidc.refreshTokenGrant(config, before.refreshToken).catch((error: Error) => error)
  if (tokens instanceof Error) throw new Failed(`You have to sign in again (${reasonOf(tokens)}): usher sign-in`, 1)
  return { ...before, ...kept(tokens) }
}

/** Nothing comes of its refresh token any more. */
export async function revoked({ url, issuer, refreshToken }: SignedIn): Promise<void> {
  await oidc.tokenRevocation(await configuration(url, issuer), refreshToken)
}

function kept(tokens: oidc.TokenEndpointResponse) {
  const { access_token: accessToken, expires_in: seconds = 3600, refresh_token: refreshToken = '' } = tokens
  return { accessToken, expires: Date.now() + seconds * 1000, refreshToken }
}

async function issuerOf(url: string, directory = 'organizations'): Promise<string> {
  const answer = await fetch(`${url}/${encodeURIComponent(directory)}/v2.0/.well-known/openid-configuration`).catch(
    (error: Error) => error,
  )
  if (answer instanceof Error) throw new Failed(`${url} cannot be reached: ${reasonOf(answer)}.`, 1)
  const { issuer } = (await answer.json().catch(() => ({}))) as { readonly issuer?: string }
  if (issuer === undefined && directory !== 'organizations')
    throw new Failed(`There is no directory ${directory} at ${url}.`, 3)
  if (issuer === undefined) throw new Failed(`${url} is no Usher.`, 1)
  return issuer
}

async function configuration(url: string, issuer: string): Promise<oidc.Configuration> {
  const { protocol, hostname } = new URL(issuer)
  const here = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
  if (protocol !== 'https:' && !here)
    throw new Failed(`People sign in over https, or on the machine itself; ${url} is neither.`, 2)
  // oxlint-disable-next-line typescript/no-deprecated -- The library marks it so that it is seen.
  const execute = here ? [oidc.allowInsecureRequests] : []
  return oidc.discovery(new URL(issuer), commandLine, {}, oidc.None(), { execute })
}

/** The first request with our state; others are told that there is nothing. */
function answered(server: Server, redirectUri: string, state: string): Promise<readonly [URL, ServerResponse]> {
  const { promise, resolve, reject } = Promise.withResolvers<readonly [URL, ServerResponse]>()
  const late = setTimeout(() => reject(new Failed(`Nobody signed in within ${minutes} minutes.`, 1)), minutes * 60_000)
  late.unref()
  server.on('request', (request, response) => {
    const came = new URL(request.url ?? '/', redirectUri)
    response.setHeader('content-type', 'text/plain; charset=utf-8')
    response.setHeader('connection', 'close')
    if (came.pathname !== '/' || came.searchParams.get('state') !== state) {
      response.writeHead(404).end('There is nothing here.')
      return
    }
    clearTimeout(late)
    resolve([came, response])
  })
  return promise
}

function reasonOf(error: Error): string {
  const { error_description: described } = error as { readonly error_description?: string }
  const said = described ?? (error.cause instanceof Error ? error.cause.message : error.message)
  return said.replace(/ Trace ID:.*$/, '').replace(/\.$/, '')
}
