import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { readConfig } from '../config.ts'
import { serve, type Service } from '../serve.ts'
import { newDatabase } from '../testing/stores.ts'
import type { Graph } from '../graph/test-graph.ts'
import { askToken, bySecret, makeClient, type TestClient } from './test-clients.ts'
import { browser } from './test-browser.ts'
import { beginnings, failures, throttle } from './throttle.ts'

let folder = ''
let service: Service
let databaseUrl = ''
let token = ''
let clients: TestClient[] = []
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'usher-limits-'))
  databaseUrl = await newDatabase(inject('postgresUrl'))
  const config = {
    data: join(folder, 'data'),
    host: '127.0.0.1',
    port: 0,
    databaseUrl,
    rateLimit: 1,
    statementTimeout: 1,
  }
  service = await serve(config, () => undefined)
  token = (JSON.parse(await readFile(service.tokenFile, 'utf8')) as { token: string }).token
  const graph = { url: service.url, ask: (method: string, path: string, body?: unknown) => ask(token, method, path, body) } as unknown as Graph // prettier-ignore
  clients = [await makeClient(graph, 'One', 'Organization.Read.All'), await makeClient(graph, 'Two', 'Organization.Read.All')] // prettier-ignore
})
afterAll(async () => {
  await service.close()
  await rm(folder, { recursive: true, force: true })
})

async function ask(bearer: string, method: string, path: string, body?: unknown) {
  const headers = {
    authorization: `Bearer ${bearer}`,
    ...(body !== undefined && { 'content-type': 'application/json' }),
  }
  const answer = await fetch(service.url + path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }) // prettier-ignore
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, text, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) } // prettier-ignore
}
const tokenOf = async (client: TestClient | undefined): Promise<string> =>
  client === undefined ? '' : String((await askToken(service.url, 'common', bySecret(client))).body['access_token'])

test('a client that asks too often is told when to come back, and no other is held up', async () => {
  const [one, two] = [await tokenOf(clients[0]), await tokenOf(clients[1])]
  const all = await Promise.all(Array.from({ length: 12 }, () => ask(one, 'GET', '/v1.0/organization')))
  const refused = all.filter(({ status }) => status === 429)
  expect(refused.length).toBeGreaterThan(4)
  expect(refused[0]?.body).toMatchObject({ error: { code: 'TooManyRequests', message: expect.stringMatching(/^app:One asks too often\. Wait \d seconds\.$/) } }) // prettier-ignore
  expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await ask(one, 'GET', '/usher/gallery')).toMatchObject({ status: 429, body: { error: { code: 'tooMany' } } })
  expect((await ask(two, 'GET', '/v1.0/organization')).status).toBe(200)
  for (let count = 0; count < 12; count += 1) expect((await ask(token, 'GET', '/v1.0/organization')).status).toBe(200)
})

test('a question that takes too long is given up, and says to ask for less', async () => {
  const other = new Client({ connectionString: databaseUrl })
  await other.connect()
  await other.query('begin; lock table tenant in access exclusive mode')
  const answer = await ask(token, 'GET', '/v1.0/organization')
  await other.query('rollback')
  await other.end()
  expect(answer).toMatchObject({ status: 400, body: { error: { code: 'Request_UnsupportedQuery', message: expect.stringContaining('Ask for less') } } }) // prettier-ignore
  expect((await ask(token, 'GET', '/v1.0/organization')).status).toBe(200)
})

test('a request that is too large is refused before it is read', async () => {
  const [one] = clients
  const form = { ...bySecret(one as TestClient), client_secret: 'x'.repeat(70_000) }
  const answer = await fetch(`${service.url}/common/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  })
  expect(answer.status).toBe(413)
  expect((await ask(token, 'POST', '/v1.0/applications', { displayName: 'x'.repeat(5 * 1024 * 1024) })).status).toBe(
    413,
  )
})

test('an address that fails and fails waits, others do not, and time heals it', () => {
  let now = 0
  const { spend } = throttle({ capacity: 3, perMillisecond: 1 / 1000 }, () => now)
  expect([spend('a'), spend('a'), spend('a'), spend('a'), spend('b')]).toEqual([0, 0, 0, 1, 0])
  now = 1000
  expect([spend('a'), spend('a')]).toEqual([0, 1])
  expect(failures().spend('a')).toBe(0)
})

test('whoever has a network of IPv6 to themselves has one address, however many they use', () => {
  const { spend } = failures(() => 0)
  for (let n = 0; n < 1200; n += 1) expect(spend(`2001:db8:1:2::${n.toString(16)}`)).toBe(0)
  expect(spend('2001:db8:1:2:ffff::1')).toBe(1)
  expect([spend('2001:db8:1:3::1'), spend('192.0.2.1'), spend('::ffff:192.0.2.1'), spend('not an address')]).toEqual([0, 0, 0, 0]) // prettier-ignore
})

test('an address that begins sign-ins without end waits before any is kept', () => {
  const { spend } = beginnings(() => 0)
  for (let n = 0; n < 1200; n += 1) spend('192.0.2.9')
  expect(spend('192.0.2.9')).toBe(1)
})

test.each([
  [[], undefined],
  [['--host', '0.0.0.0'], 100],
  [['--host', '0.0.0.0', '--rate-limit', 'off'], undefined],
  [['--rate-limit', '7'], 7],
])('with %j the limit is %s', (args, expected) => {
  expect(readConfig(args, {}).rateLimit).toBe(expected)
  expect(() => readConfig(['--rate-limit', '0'], {})).toThrow('--rate-limit takes a number')
})

test('who asks is said by a proxy that is trusted, and by nobody else', async () => {
  const failed = async (url: string, store: string, ...addresses: readonly string[]): Promise<unknown> => {
    for (const address of addresses) {
      const who = browser(url, undefined, { 'x-forwarded-for': address })
      await who.open(`${url}/sign-in?to=/sign-in/welcome`)
      await who.submit({ step: 'password', name: 'nobody@contoso.example', password: 'wrong' })
    }
    const client = new Client({ connectionString: store })
    await client.connect()
    const { rows } = await client.query(
      `select key, count from sign_in_failure where key like 'address:%' order by key`,
    )
    await client.end()
    return rows
  }
  expect(await failed(service.url, databaseUrl, '192.0.2.1', '192.0.2.2')).toEqual([
    { key: 'address:127.0.0.1', count: 2 },
  ])
  const other = await newDatabase(inject('postgresUrl'))
  const config = { data: join(folder, 'other'), host: '127.0.0.1', port: 0, databaseUrl: other, trustedProxy: ['127.0.0.1'] } // prettier-ignore
  const proxied = await serve(config, () => undefined)
  expect(await failed(proxied.url, other, '192.0.2.1', '192.0.2.2', '192.0.2.1')).toEqual([
    { key: 'address:192.0.2.1', count: 2 },
    { key: 'address:192.0.2.2', count: 1 },
  ])
  await proxied.close()
})
