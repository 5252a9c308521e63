/** OAuth 2.0 client credentials (RFC 6749 §4.4) as a wrapper of requests. */
import * as oauth from 'oauth4webapi'
import type { HttpResponse, Send } from './http.ts'
import { refusedBy } from './oauth-refusal.ts'

export type OauthClient = {
  readonly tokenEndpoint: string
  readonly clientId: string
  readonly clientSecret: string
  readonly scope?: string
  /** Where the credentials stand: in the form (`client_secret_post`) or in a header (`client_secret_basic`). */
  readonly authentication: 'post' | 'basic'
}

/** A token is not used within this time of its end. */
const margin = 60_000
/** How long a token is taken to live whose answer does not say. */
const unsaid = 5 * 60_000

/**
 * Sends requests with an access token, which is kept until a minute before its end and asked for once, however many wait.
 *
 * An answer of 401 is tried once more with a new token. Throws `NoAnswer` of kind `unauthorized` when no token is
 * given. `forTokens` is guarded like any other way out.
 */
export function withClientCredentials(
  send: Send,
  forTokens: Send,
  client: OauthClient,
  now: () => number = Date.now,
): Send {
  let held: { readonly token: string; readonly until: number } | null = null
  let fetching: Promise<string> | null = null
  const fresh = (): Promise<string> => {
    fetching ??= fetchToken(forTokens, client, now)
      .then((got) => {
        held = got
        return got.token
      })
      .finally(() => (fetching = null))
    return fetching
  }
  const token = (): string | Promise<string> => (held !== null && now() < held.until ? held.token : fresh())
  return async (request) => {
    const withToken = (value: string): Promise<HttpResponse> => withBearer(send, value)(request)
    const first = await token()
    const answer = await withToken(first)
    if (answer.status !== 401) return answer
    // Another request may have fetched a new one meanwhile.
    if (held?.token === first) held = null
    return withToken(await token())
  }
}

/** Sends requests with a token that does not change. */
export function withBearer(send: Send, token: string): Send {
  const authorization = `Bearer ${token}`
  return async (request) =>
    withoutToken(await send({ ...request, headers: { ...request.headers, authorization } }), token)
}

/** Some applications repeat the headers of a request in their error page, and what they say is logged. */
function withoutToken(answer: HttpResponse, token: string): HttpResponse {
  if (answer.status < 400 || token.length < 8 || !answer.body.includes(token)) return answer
  return { ...answer, body: answer.body.replaceAll(token, '[Redact]') }
}

async function fetchToken(send: Send, client: OauthClient, now: () => number) {
  const server = { issuer: new URL(client.tokenEndpoint).origin, token_endpoint: client.tokenEndpoint }
  const authenticate =
    client.authentication === 'basic'
      ? oauth.ClientSecretBasic(client.clientSecret)
      : oauth.ClientSecretPost(client.clientSecret)
  const parameters = new URLSearchParams(client.scope === undefined ? {} : { scope: client.scope })
  const began = now()
  try {
    const answer = await oauth.clientCredentialsGrantRequest(
      server,
      { client_id: client.clientId },
      authenticate,
      parameters,
      { [oauth.customFetch]: throughSend(send), ...insecure(client.tokenEndpoint) },
    )
    const got = await oauth.processClientCredentialsResponse(server, { client_id: client.clientId }, answer)
    const lives = got.expires_in === undefined ? unsaid : got.expires_in * 1000
    return { token: got.access_token, until: began + Math.max(lives - margin, lives / 2) }
  } catch (error) {
    throw refusedBy(error, new URL(client.tokenEndpoint))
  }
}

/** Plain http is for this machine only: the guard behind `send` sees to that, and the library has to be told. */
function insecure(endpoint: string) {
  // oxlint-disable-next-line typescript/no-deprecated -- The library marks it so that it is seen.
  return endpoint.startsWith('http:') ? { [oauth.allowInsecureRequests]: true } : {}
}

/** `fetch` as the library calls it, over our own way out. */
function throughSend(send: Send) {
  return async (
    url: string,
    { body, headers, method }: oauth.CustomFetchOptions<'POST', URLSearchParams>,
  ): Promise<Response> => {
    const answer = await send({ method, url: new URL(url), headers, body: body.toString() })
    const given = Object.entries(answer.headers).filter(
      // With this header the library does not read the body, which says what is wrong.
      (one): one is [string, string] => one[1] !== undefined && one[0] !== 'www-authenticate',
    )
    // A status without a body may not be given one, not even an empty one.
    return new Response(answer.body === '' ? null : answer.body, { status: answer.status, headers: given })
  }
}
