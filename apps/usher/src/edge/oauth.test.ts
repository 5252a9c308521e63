import { afterEach, describe, expect, test } from 'vitest'
import { recordingServer, type Asked, type Reply } from '../connectors/scim/test-server.ts'
import { egressGuard } from './egress.ts'
import { httpSend } from './http.ts'
import { withClientCredentials, type OauthClient } from './oauth.ts'

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

const json = { 'content-type': 'application/json' }
const token = (value: string, lives: number | null = 3600): Reply => ({
  headers: json,
  body: { access_token: value, token_type: 'Bearer', ...(lives !== null && { expires_in: lives }) },
})

/** An application with a token endpoint of its own; `now` can be set. */
async function application(
  tokens: (asked: Asked, count: number) => Reply,
  resource: (asked: Asked) => Reply = () => ({ body: {} }),
  client: Partial<OauthClient> = {},
) {
  let tokensAsked = 0
  const server = await recordingServer((asked) => {
    if (!asked.target.startsWith('/token')) return resource(asked)
    tokensAsked += 1
    return tokens(asked, tokensAsked)
  })
  const http = httpSend({ guard: egressGuard({ loopback: true, allow: [] }) })
  open.push(server.close, http.close)
  const clock = { now: 1_000_000 }
  const send = withClientCredentials(
    http.send,
    http.send,
    {
      tokenEndpoint: `${server.url}/token`,
      clientId: 'usher',
      clientSecret: 's3cret',
      authentication: 'post',
      ...client,
    },
    () => clock.now,
  )
  const get = () => send({ method: 'GET', url: new URL(`${server.url}/Users/1`) })
  const asked = (what: 'token' | 'Users'): readonly Asked[] =>
    server.asked.filter(({ target }) => target.startsWith(`/${what}`))
  return { get, asked, clock }
}

describe('A-3: OAuth 2.0 client credentials', () => {
  test('in the form, with a scope', async () => {
    const { get, asked } = await application(() => token('t1'), undefined, { scope: 'scim.users' })
    expect(await get()).toMatchObject({ status: 200 })
    expect(asked('token')).toMatchObject([
      {
        method: 'POST',
        headers: { 'content-type': expect.stringContaining('application/x-www-form-urlencoded') as string },
      },
    ])
    expect(Object.fromEntries(new URLSearchParams(String(asked('token')[0]?.body)))).toEqual({
      grant_type: 'client_credentials', client_id: 'usher', client_secret: 's3cret', scope: 'scim.users',
    }) // prettier-ignore
    expect(asked('Users')[0]?.headers.authorization).toBe('Bearer t1')
  })

  test('in a header, where a secret is encoded as a form first (RFC 6749 §2.3.1)', async () => {
    const { get, asked } = await application(() => token('t1'), undefined, {
      authentication: 'basic',
      clientSecret: 'a:b ü%',
    })
    await get()
    const header = String(asked('token')[0]?.headers.authorization)
    expect(Buffer.from(header.replace('Basic ', ''), 'base64').toString()).toBe('usher:a%3Ab+%C3%BC%25')
    expect(String(asked('token')[0]?.body)).not.toContain('client_secret')
  })

  test('A-7: a token is fetched once for all, and kept until a minute before its end', async () => {
    const { get, asked, clock } = await application((_, count) => token(`t${count}`))
    await Promise.all([get(), get(), get()])
    clock.now += 3_539_000
    await get()
    expect(asked('token')).toHaveLength(1)
    clock.now += 1_001
    await get()
    expect(asked('token')).toHaveLength(2)
    expect(asked('Users').at(-1)?.headers.authorization).toBe('Bearer t2')
  })

  test('a token whose answer does not say how long it lives is fetched again after minutes', async () => {
    const { get, asked, clock } = await application(() => token('t', null))
    await get()
    clock.now += 239_000
    await get()
    expect(asked('token')).toHaveLength(1)
    clock.now += 2_000
    await get()
    expect(asked('token')).toHaveLength(2)
  })

  test('A-7: 401 is answered with one new token and one repetition, however many met it', async () => {
    const { get, asked } = await application(
      (_, count) => token(`t${count}`),
      ({ headers }) => (headers.authorization === 'Bearer t1' ? { status: 401 } : { body: {} }),
    )
    expect((await Promise.all([get(), get(), get()])).map(({ status }) => status)).toEqual([200, 200, 200])
    expect(asked('token')).toHaveLength(2)
    expect(asked('Users')).toHaveLength(6)
  })

  test('A-7: a second 401 is handed on', async () => {
    const { get, asked } = await application(
      (_, count) => token(`t${count}`),
      () => ({ status: 401 }),
    )
    expect(await get()).toMatchObject({ status: 401 })
    expect(asked('Users')).toHaveLength(2)
  })

  test.each<[string, Reply, RegExp]>([
    ['a wrong secret', { status: 401, headers: { ...json, 'www-authenticate': 'Basic realm="oauth"' }, body: { error: 'invalid_client', error_description: 'unknown client' } }, /gives no access token \(401 invalid_client: unknown client\)\. Check client id/],
    ['a wrong scope', { status: 400, headers: json, body: { error: 'invalid_scope' } }, /400 invalid_scope/],
    ['a web page', { text: '<html>Sign in</html>', headers: { 'content-type': 'text/html' } }, /is no access token/],
    ['another kind of token', { headers: json, body: { access_token: 'x', token_type: 'mac' } }, /is no access token/],
    ['nothing', { status: 204 }, /is no access token/],
    ['a wrong address', { status: 404, headers: json, body: { error: 'Not Found' } }, /\/token is not there \(404\)\. Check its address: --token-endpoint/],
    ['the page of a website', { status: 405, text: '<html>', headers: { 'content-type': 'text/html' } }, /is not there \(405\)/],
    ['a moved address', { status: 301, headers: { location: 'https://elsewhere.example/' } }, /redirects \(301\).* --token-endpoint/],
  ])('%s is told in a sentence without the secret', async (_, reply, sentence) => {
    const { get, asked } = await application(() => reply)
    const error = await get().then(() => null, (one: unknown) => one)
    expect(error).toMatchObject({ kind: 'unauthorized', message: expect.stringMatching(sentence) as string })
    expect(JSON.stringify(error) + String(error)).not.toContain('s3cret')
    expect(asked('Users')).toHaveLength(0)
  }) // prettier-ignore

  test('a token endpoint that has failed is no wrong client', async () => {
    const { get } = await application(() => ({ status: 503, text: 'down' }))
    await expect(get()).rejects.toMatchObject({ kind: 'tokenless', message: /gives no access token \(503\)/ })
  })

  test('an error page that repeats the token is not told with it', async () => {
    const { get } = await application(
      () => token('t0k3n-of-usher'),
      ({ headers }) => ({ status: 500, text: `Trace of ${String(headers.authorization)}` }),
    )
    expect((await get()).body).toBe('Trace of Bearer [Redact]')
  })

  test('a token endpoint where nobody is, or where Usher does not go', async () => {
    const gone = await application(() => token('t'), undefined, { tokenEndpoint: 'http://127.0.0.1:1/token' })
    await expect(gone.get()).rejects.toMatchObject({ kind: 'refused', message: /no access token from 127\.0\.0\.1:1/ })
    const metadata = await application(() => token('t'), undefined, { tokenEndpoint: 'http://169.254.169.254/token' })
    await expect(metadata.get()).rejects.toMatchObject({ kind: 'forbidden' })
    const plain = await application(() => token('t'), undefined, { tokenEndpoint: 'http://login.example/token' })
    await expect(plain.get()).rejects.toMatchObject({ kind: 'forbidden', message: /https/ })
  })
})
