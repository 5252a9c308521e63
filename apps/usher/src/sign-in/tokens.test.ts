import { decodeJwt, decodeProtectedHeader } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startGraph, type Graph } from '../graph/test-graph.ts'
import { askToken, bySecret, grant, makeClient, type TestClient } from './test-clients.ts'

let graph: Graph
let tenant = ''
let client: TestClient

beforeAll(async () => {
  graph = await startGraph()
  const organization = await graph.ask('GET', '/v1.0/organization')
  tenant = (organization.body['value'] as readonly { readonly id: string }[])[0]?.id ?? ''
  client = await makeClient(graph, 'Terraform', 'Organization.Read.All')
})
afterAll(() => graph.close())

const organization = (token: string) =>
  graph.ask('GET', '/v1.0/organization', undefined, { authorization: `Bearer ${token}` })

describe('a client gets a token by its secret', () => {
  test('with what the Graph says in it, and the API takes it', async () => {
    const { status, headers, body } = await askToken(graph.url, tenant, bySecret(client))
    expect(status, JSON.stringify(body)).toBe(200)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(body).toEqual({
      token_type: 'Bearer',
      expires_in: 3599,
      ext_expires_in: 3599,
      access_token: expect.any(String),
    })
    const token = body['access_token'] as string
    expect(decodeProtectedHeader(token)).toEqual({ typ: 'JWT', alg: 'RS256', kid: expect.any(String) })
    const now = Math.floor(Date.now() / 1000)
    expect(decodeJwt(token)).toEqual({
      aud: 'https://graph.microsoft.com',
      iss: `${graph.url}/${tenant}/v2.0`,
      iat: expect.closeTo(now, -1),
      nbf: expect.closeTo(now, -1),
      exp: expect.closeTo(now + 3599, -1),
      appid: client.appId,
      azp: client.appId,
      app_displayname: 'Terraform',
      appidacr: '1',
      idtyp: 'app',
      oid: client.principal,
      sub: client.principal,
      tid: tenant,
      roles: ['Organization.Read.All'],
      uti: expect.any(String),
      ver: '2.0',
    })
    expect(await organization(token)).toMatchObject({ status: 200, body: { value: [{ id: tenant }] } })
    const users = await graph.ask('GET', '/v1.0/servicePrincipals', undefined, { authorization: `Bearer ${token}` })
    expect(users.body.error).toMatchObject({ code: 'Authorization_RequestDenied' })
  })
})

describe('a request for a token', () => {
  const form = () => bySecret(client)

  test.each([
    ['the base address', () => `${graph.url}/.default`, () => graph.url],
    ['the base address with a slash, as Terraform writes it', () => `${graph.url}//.default`, () => `${graph.url}/`],
    ['the id of the Graph', () => '00000003-0000-0000-c000-000000000000/.default', () => '00000003-0000-0000-c000-000000000000'],
  ])('may name %s as the resource, and the token is for that', async (_, scope, audience) => {
    const { status, body } = await askToken(graph.url, tenant, { ...form(), scope: scope() })
    expect(status, JSON.stringify(body)).toBe(200)
    expect(decodeJwt(body['access_token'] as string).aud).toBe(audience())
    expect((await organization(body['access_token'] as string)).status).toBe(200)
  }) // prettier-ignore

  test.each(['contoso.example', 'CONTOSO.example', 'common', 'organizations'])(
    'may name the directory as %s',
    async (name) => {
      const { body } = await askToken(graph.url, name, form())
      expect(decodeJwt(body['access_token'] as string)['tid']).toBe(tenant)
    },
  )

  test('may carry the secret as HTTP Basic, and what MSAL adds', async () => {
    const { client_secret: secret, client_id: id, ...rest } = form()
    const authorization = `Basic ${Buffer.from(`${id}:${encodeURIComponent(secret)}`).toString('base64')}`
    const more = { client_info: '1', 'x-client-SKU': 'msal.js.node', 'client-request-id': tenant }
    expect(await askToken(graph.url, tenant, { ...rest, ...more }, { authorization })).toMatchObject({ status: 200 })
    const wrong = `Basic ${Buffer.from(`${id}:x`).toString('base64')}`
    expect((await askToken(graph.url, tenant, rest, { authorization: wrong })).body['error_codes']).toEqual([7000215])
  })

  type Row = readonly [
    what: string,
    form: () => Record<string, string>,
    answer: readonly [status: number, error: string, code: number],
  ]
  const without = (name: string) => () => Object.fromEntries(Object.entries(form()).filter(([one]) => one !== name))
  test.each<Row>([
    ['a wrong secret', () => ({ ...form(), client_secret: 'wrong' }), [401, 'invalid_client', 7000215]],
    ['a client that nobody registered', () => ({ ...form(), client_id: tenant }), [400, 'unauthorized_client', 700016]],
    ['a client id that is none', () => ({ ...form(), client_id: 'x\u0000y' }), [400, 'unauthorized_client', 700016]],
    ['another resource', () => ({ ...form(), scope: 'https://vault.azure.net/.default' }), [400, 'invalid_scope', 70011]],
    ['one permission', () => ({ ...form(), scope: 'https://graph.microsoft.com/User.Read.All' }), [400, 'invalid_scope', 70011]],
    ['two resources', () => ({ ...form(), scope: `${graph.url}/.default https://graph.microsoft.com/.default` }), [400, 'invalid_scope', 70011]],
    ['no scope', without('scope'), [400, 'invalid_request', 900144]],
    ['no grant', without('grant_type'), [400, 'invalid_request', 900144]],
    ['no client', without('client_id'), [400, 'invalid_request', 900144]],
    ['no secret', without('client_secret'), [401, 'invalid_client', 7000218]],
    ['a password of somebody', () => ({ ...form(), grant_type: 'password', username: 'a', password: 'b' }), [400, 'unsupported_grant_type', 70003]],
    ['a code, which is for people', () => ({ ...form(), grant_type: 'authorization_code', code: 'x', redirect_uri: 'http://127.0.0.1/' }), [400, 'unauthorized_client', 700038]],
    ['an assertion that is none', () => ({ ...without('client_secret')(), client_assertion: 'a.b.c', client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' }), [400, 'invalid_request', 900023]],
  ])('with %s is refused in the words of Entra', async (_, body, [status, error, code]) => {
    const answer = await askToken(graph.url, tenant, body(), { 'client-request-id': tenant })
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status, body: { error, error_codes: [code], correlation_id: tenant } })
    expect(answer.body['error_description']).toMatch(new RegExp(`^AADSTS${code}: .+ Trace ID: [0-9a-f-]{36} Correlation ID: ${tenant} Timestamp: 20.+Z$`))
    expect(answer.body).toMatchObject({ timestamp: expect.stringMatching(/^[\d-]{10} [\d:]{8}Z$/), trace_id: expect.any(String), error_uri: `${graph.url}/error?code=${code}` })
  }) // prettier-ignore

  test('to a directory that there is not is refused, also in its discovery document', async () => {
    const nowhere = '0f8fad5b-d9cb-469f-a165-70867728950e'
    const answer = await askToken(graph.url, nowhere, form())
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request', error_codes: [90002] } })
    for (const name of [nowhere, 'nowhere.example', '%00', "' or 1=1 --"]) {
      const { status } = await fetch(`${graph.url}/${encodeURIComponent(name)}/v2.0/.well-known/openid-configuration`)
      expect(status).toBe(400)
    }
  })

  test('that is no form says what it lacks', async () => {
    const answer = await fetch(`${graph.url}/${tenant}/oauth2/v2.0/token`, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }) // prettier-ignore
    expect(await answer.json()).toMatchObject({ error_codes: [900144] })
  })

  test('with a secret that has ended is told that', async () => {
    const past = { startDateTime: '2020-01-01T00:00:00Z', endDateTime: '2021-01-01T00:00:00Z' }
    const made = await graph.ask('POST', `/v1.0/applications/${client.application}/addPassword`, { passwordCredential: past }) // prettier-ignore
    const secret = String(made.body['secretText'])
    const answer = await askToken(graph.url, tenant, { ...form(), client_secret: secret })
    expect(answer).toMatchObject({ status: 401, body: { error_codes: [7000222] } })
  })
})

describe('where sign-in is', () => {
  test.each(['/v2.0/.well-known/openid-configuration', '/.well-known/openid-configuration'])(
    'says %s',
    async (path) => {
      const document = (await (await fetch(`${graph.url}/contoso.example${path}`)).json()) as Record<string, unknown>
      const below = `${graph.url}/${tenant}`
      expect(document).toMatchObject({
        issuer: `${below}/v2.0`,
        authorization_endpoint: `${below}/oauth2/v2.0/authorize`,
        token_endpoint: `${below}/oauth2/v2.0/token`,
        jwks_uri: `${below}/discovery/v2.0/keys`,
        id_token_signing_alg_values_supported: ['RS256'],
      })
      const keys = (await (await fetch(String(document['jwks_uri']))).json()) as { readonly keys: readonly object[] }
      expect(keys.keys).toEqual([
        { kty: 'RSA', use: 'sig', alg: 'RS256', e: 'AQAB', n: expect.any(String), kid: expect.any(String) },
      ])
    },
  )

  test('is found by MSAL and by Terraform', async () => {
    const asked = encodeURIComponent(`${graph.url}/${tenant}/oauth2/v2.0/authorize`)
    const instance = await fetch(`${graph.url}/common/discovery/instance?api-version=1.1&authorization_endpoint=${asked}`) // prettier-ignore
    const { host } = new URL(graph.url)
    expect(await instance.json()).toEqual({
      tenant_discovery_endpoint: `${graph.url}/${tenant}/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
    })
    const clouds = await fetch(`${graph.url}/metadata/endpoints?api-version=2022-09-01`)
    expect(clouds.headers.get('content-type')).toMatch(/^application\/json/)
    expect(await clouds.json()).toMatchObject({
      authentication: { loginEndpoint: graph.url },
      microsoftGraphResourceId: `${graph.url}/`,
      resourceManager: `${graph.url}/`,
    })
  })

  test.each(['/subscriptions?api-version=2019-11-01', '/tenants?api-version=2019-11-01'])(
    'has nothing of Azure, which its command line asks for when it signs in: %s',
    async (path) => {
      const answer = await fetch(graph.url + path)
      expect([answer.status, await answer.json()]).toEqual([200, { value: [] }])
    },
  )
})

describe('what was granted and taken away', () => {
  test('a permission that is granted is in the next token; one that is taken away counts no more at once', async () => {
    const other = await makeClient(graph, 'Grown')
    await grant(graph, other.principal, 'Organization.Read.All')
    const { body } = await askToken(graph.url, tenant, bySecret(other))
    const token = body['access_token'] as string
    expect((await organization(token)).status).toBe(200)
    const given = await graph.ask('GET', `/v1.0/servicePrincipals/${other.principal}/appRoleAssignments`)
    const [assignment] = given.body['value'] as readonly { readonly id: string }[]
    await graph.ask('DELETE', `/v1.0/servicePrincipals/${other.principal}/appRoleAssignments/${assignment?.id}`)
    expect((await organization(token)).status).toBe(403)
  })

  test.each<[string, (other: TestClient) => Promise<unknown>, number]>([
    ['whose secret was removed', (other) => graph.ask('POST', `/v1.0/applications/${other.application}/removePassword`, { keyId: other.secretKey }), 7000215],
    ['whose service principal was disabled', (other) => graph.ask('PATCH', `/v1.0/servicePrincipals/${other.principal}`, { accountEnabled: false }), 7000112],
    ['whose service principal was deleted', (other) => graph.ask('DELETE', `/v1.0/servicePrincipals/${other.principal}`), 7000229],
    ['whose registration was deleted', (other) => graph.ask('DELETE', `/v1.0/applications/${other.application}`), 700016],
  ])('a client %s gets no token, and those that it has end', async (_, take, code) => {
    const other = await makeClient(graph, 'Gone', 'Organization.Read.All')
    const { body } = await askToken(graph.url, tenant, bySecret(other))
    const token = body['access_token'] as string
    expect((await organization(token)).status).toBe(200)
    await take(other)
    expect((await askToken(graph.url, tenant, bySecret(other))).body['error_codes']).toEqual([code])
    const answer = await organization(token)
    expect(answer).toMatchObject({ status: 401, body: { error: { code: 'InvalidAuthenticationToken' } } })
    expect(answer.headers.get('www-authenticate')).toBe(`Bearer realm="", authorization_uri="${graph.url}/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"`)
  }) // prettier-ignore
})
