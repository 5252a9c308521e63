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
