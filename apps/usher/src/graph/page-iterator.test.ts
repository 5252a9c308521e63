import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeClient, type TestClient } from '../sign-in/test-clients.ts'
import { startGraph, type Graph } from './test-graph.ts'

let graph: Graph
let client: TestClient
beforeAll(async () => {
  graph = await startGraph({ https: true })
  client = await makeClient(graph, 'Reader', 'User.Read.All')
})
afterAll(() => graph.close())

test("J: Microsoft's own iterator follows the pages of 250 people over https, and those of a delta", async () => {
  for (let n = 0; n < 250; n += 1) {
    const { status } = await graph.ask('POST', '/v1.0/users', { accountEnabled: true, displayName: `Page ${n}`, mailNickname: `p${n}`, userPrincipalName: `p${n}@contoso.example` }) // prettier-ignore
    expect(status).toBe(201)
  }
  const organization = await graph.ask('GET', '/v1.0/organization')
  const tenant = (organization.body['value'] as readonly { readonly id: string }[])[0]?.id ?? ''
  const url = graph.url.replace('127.0.0.1', 'localhost')
  const given = { url, tenant, clientId: client.appId, secret: client.secret }
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: graph.authorityFile ?? '', GIVEN: JSON.stringify(given) }
  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'test-page-iterator.ts')], { env }) // prettier-ignore
  const { ids, links, delta } = JSON.parse(stdout) as { ids: number; links: readonly string[]; delta: string }
  expect(ids).toBe(250)
  expect(links).toHaveLength(2)
  for (const link of [...links, delta]) expect(link.startsWith(`${url}/v1.0/users`)).toBe(true)
})
