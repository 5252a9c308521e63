/** What is written so that it leads elsewhere, or nests without end: each is answered, and nothing else happens. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGraph, type Graph } from './test-graph.ts'

type Row = Readonly<Record<string, unknown>>
let graph: Graph
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph.close())

const batch = async (...requests: readonly Row[]): Promise<readonly Row[]> =>
  (await graph.ask('POST', '/v1.0/$batch', { requests: requests.map((one, n) => ({ id: String(n), ...one })) })).body['responses'] as readonly Row[] // prettier-ignore

test.each(['/$batch', '$batch', './$batch', 'x/../$batch', '%2e/$batch', 'x/%2E%2e/$batch', '/%24batch', '//$batch', '$batch?a=b', '$batch/'])(
  'a batch within a batch is refused, written as %s',
  async (url) => {
    const inner = { requests: [{ id: 'x', method: 'GET', url: '/organization' }] }
    const [one] = await batch({ method: 'POST', url, body: inner, headers: { 'content-type': 'application/json' } })
    expect(one?.['status']).toBe(400)
    expect(JSON.stringify(one)).not.toContain('responses')
  },
) // prettier-ignore

test.each(['../usher/users', '/../usher/backup', 'x/../../usher/status', '%2e%2e/usher/users', '..%2fusher/users', '/../metrics', 'x/..\\..\\usher/users'])(
  'a request of a batch does not leave the Graph by %s',
  async (url) => {
    const [one] = await batch({ method: 'GET', url })
    expect(one?.['status'], JSON.stringify(one)).toBe(400)
  },
) // prettier-ignore

test('names that every object of the language has are no properties, relations or files', async () => {
  for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf'])
    for (const path of [
      `/v1.0/applications?$expand=${name}`,
      `/v1.0/servicePrincipals?$expand=${name}`,
      `/v1.0/users?$expand=${name}`,
      `/v1.0/users?$orderby=${name}`,
      `/v1.0/users?$filter=${name} eq 'x'`,
      `/v1.0/users?$search="${name}:x"`,
      `/v1.0/applicationTemplates?$orderby=${name}`,
      `/v1.0/servicePrincipals?$filter=${name}/any(x:x/${name} eq '1')`,
      `/usher/audit/download/${name}`,
      `/usher/log/download/${name}`,
    ]) // prettier-ignore
    {
      const { status, text } = await graph.ask('GET', path, undefined, { ConsistencyLevel: 'eventual' })
      expect([400, 404], `${path}: ${text}`).toContain(status)
    }
})

test('a body that nests without end is a wrong request', async () => {
  for (const levels of [100, 2000, 20_000, 200_000]) {
    const deep = `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`
    const list = `${'['.repeat(levels)}${']'.repeat(levels)}`
    for (const [method, path, body] of [
      ['POST', '/v1.0/applications', `{"displayName":"x","api":${deep}}`],
      ['POST', '/v1.0/applications', `{"displayName":"x","addIns":${list}}`],
      ['POST', '/v1.0/users', deep],
      ['POST', '/v1.0/$batch', `{"requests":[{"id":"1","method":"POST","url":"/users","body":${deep}}]}`],
      ['POST', '/usher/apps', deep],
      ['POST', '/usher/users', `{"userPrincipalName":"x@y.z","a":${list}}`],
    ] as const) {
      const { status, text } = await graph.ask(method, path, body)
      expect(status, `${method} ${path} ${levels}: ${text.slice(0, 200)}`).toBeLessThan(500)
    }
  }
})

test('nothing that is answered is guessed to be something else, framed, or kept on the way', async () => {
  for (const path of ['/usher/status', '/usher/users', '/v1.0/users', '/v1.0/$batch', '/usher/log/download/ProvisioningLogs.csv', '/nowhere', '/unsubscribe/x']) {
    const { headers } = await graph.ask('GET', path)
    expect(headers.get('x-content-type-options'), path).toBe('nosniff')
    expect(headers.get('x-frame-options'), path).toBe('DENY')
    expect(headers.get('referrer-policy'), path).toBe('no-referrer')
    expect(headers.get('cache-control') ?? '', path).toMatch(/no-store|no-cache/)
  }
}) // prettier-ignore
