/** A cycle that is watched, with people, addresses and a token that are easily recognised. */
import fastify from 'fastify'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serve, type Service } from '../serve.ts'
import { startProvider, type Provider } from '../testing/provider.ts'

type OtlpSpan = {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[]
  readonly status: { readonly code?: number; readonly message?: string }
}
type Otlp = {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[] }[]
}

/** A collector that takes OTLP over HTTP, in JSON. */
async function startCollector() {
  const app = fastify({ forceCloseConnections: true, bodyLimit: 64 * 1024 * 1024 })
  const got: { path: string; body: Otlp }[] = []
  const detail = `The token=${token} of Zebulon@contoso.example is revoked.`
  app.get('/refusing/*', (_request, reply) =>
    reply
      .code(401)
      .type('application/scim+json')
      .send(JSON.stringify({ status: '401', detail })),
  )
  app.post('/*', (request) => {
    got.push({ path: request.url, body: request.body as Otlp })
    return {}
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const spans = () =>
    got.flatMap(({ body }) => body.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((one) => one.spans)))
  return {
    url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`,
    got,
    spans,
    close: () => app.close(),
  }
}

const people = ['Zebulon Quagmire', 'Xanthippe Oberholzer']
const token = 'tok-Sesame-4711-0815'
const said: string[] = []
let folder = ''
let service: Service
let provider: Provider
let collector: Awaited<ReturnType<typeof startCollector>>
const headers: Record<string, string>[] = []
let authorization = ''
let metricsToken = ''

async function ask(method: string, path: string, body?: unknown): Promise<string> {
  const answer = await fetch(new URL(path, service.url), {
    method,
    headers: { authorization, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return answer.text()
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'usher-watch-'))
  provider = await startProvider()
  collector = await startCollector()
  service = await serve(
    {
      data: join(folder, 'data'), host: '127.0.0.1', port: 0, databaseUrl: undefined, log: 'json', logLevel: 'debug',
      otlpEndpoint: collector.url, traceApplications: true,
    },
    (line) => void said.push(line),
  ) // prettier-ignore
  const { token: own } = JSON.parse(await readFile(service.tokenFile, 'utf8')) as { token: string }
  authorization = `Bearer ${own}`
  metricsToken = (await readFile(join(folder, 'data', 'metrics.token'), 'utf8')).trim()
  await ask('POST', '/usher/apps', { template: 'generic', name: 'App' })
  await ask('PATCH', '/usher/apps/App/settings', { tenantUrl: provider.tenantUrl, secretToken: token, scope: 'all' })
  for (const [at, name] of people.entries())
    await ask('POST', '/usher/users', { userPrincipalName: `${name.split(' ')[0]}@contoso.example`, displayName: name, mailNickname: `n${at}`, mobile: '+49 171 4711' }) // prettier-ignore
  await ask('POST', '/usher/apps/App/run', { yes: true })
  // A write that is refused in words that repeat what was sent.
  provider.users.clear()
  provider.beforeWrite = () => Promise.reject(new Error(`Zebulon@contoso.example may not, token=${token}`))
  await ask('PATCH', '/usher/users/Zebulon@contoso.example', { displayName: 'Zebulon the Second', mobile: '+49 171 4712' }) // prettier-ignore
  await ask('POST', '/usher/apps/App/run', { yes: true })
  await ask('GET', '/usher/why?who=Zebulon@contoso.example')
  // A whole application that refuses, likewise.
  await ask('PATCH', '/usher/apps/App/settings', { tenantUrl: `${collector.url}/refusing`, secretToken: token })
  await ask('POST', '/usher/apps/App/restart', { resetScope: 'Watermark' })
  await ask('POST', '/usher/apps/App/run', { yes: true })
})
afterAll(async () => {
  await service.close()
  await provider.close()
  await collector.close()
  await rm(folder, { recursive: true, force: true })
})

const metrics = (bearer: string) =>
  fetch(new URL('/metrics', service.url), { headers: bearer === '' ? {} : { authorization: `Bearer ${bearer}` } })

describe('a watched service', () => {
  test('logs cycles and requests, and names nobody', () => {
    const lines = said.map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines).toContainEqual(
      expect.objectContaining({ msg: 'A cycle of App ended.', cycle: 'initial', created: 2, application: 'App' }),
    )
    expect(lines).toContainEqual(expect.objectContaining({ route: '/usher/users/:who', method: 'PATCH', status: 200 }))
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'warn', msg: expect.stringMatching(/^App: .*401.*…/) }),
    )
    expect(lines).toContainEqual(expect.objectContaining({ level: 'info', code: 'Unauthorized' }))
    expect(said.join('\n')).not.toMatch(/Zebulon|Xanthippe|Quagmire|Oberholzer|contoso\.example|4711|4712|Sesame/i)
    expect(said.join('\n')).not.toContain(authorization.slice('Bearer '.length))
  })

  test('gives its numbers to whoever has the token for them, which opens nothing else', async () => {
    expect((await metrics('')).status).toBe(401)
    expect((await metrics('nothing')).status).toBe(401)
    const text = await (await metrics(metricsToken)).text()
    expect(text).toContain(
      'usher_actions_total{application="App",job="Provisioning",action="create",result="success"} 2',
    )
    expect(text).toMatch(/usher_failures_total\{application="App",job="Provisioning",code="\w+"\} [1-9]/)
    expect(text).toMatch(/usher_requests_total\{application="App",job="Provisioning",status="2xx"\} \d/)
    expect(text).toMatch(/usher_cycle_duration_seconds_count\{application="App",job="Provisioning",cycle="initial",result="success"\} 1/) // prettier-ignore
    expect(text).toMatch(/^usher_queue\{application="App",job="Provisioning",why="failed"\} 1$/m)
    expect(text).toMatch(/^usher_jobs\{state="\w+"\} 1$/m)
    expect(text).toMatch(/^usher_store_statement_duration_seconds_count [1-9]/m)
    expect(text).not.toMatch(/Zebulon|Xanthippe|contoso\.example|Sesame/i)
    const users = await fetch(new URL('/usher/users', service.url), {
      headers: { authorization: `Bearer ${metricsToken}` },
    })
    expect(users.status).toBe(401)
  })

  test('says without a token that it lives and that it is ready', async () => {
    expect(await (await fetch(new URL('/healthz', service.url))).json()).toEqual({ ok: true })
    expect(await (await fetch(new URL('/readyz', service.url))).json()).toEqual({ ready: true })
  })

  test('tells applications the trace of each request when that is wanted', () => {
    const asked = provider.headers.map((one) => one['traceparent'])
    expect(asked.length).toBeGreaterThan(3)
    for (const one of asked) expect(one).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)
    headers.push(...provider.headers)
  })

  test('hands over traces of cycles, their pages and their requests, and names nobody', async () => {
    await service.close()
    const spans = collector.spans()
    expect(new Set(collector.got.map(({ path }) => path))).toEqual(new Set(['/v1/traces']))
    const cycle = spans.find(
      ({ name, attributes }) => name === 'cycle' && valueOf(attributes, 'usher.cycle') === 'initial',
    )
    const page = spans.find(({ name, parentSpanId }) => name === 'apply page' && parentSpanId === cycle?.spanId)
    const created = spans.filter(({ name, parentSpanId }) => name === 'POST Users' && parentSpanId === page?.spanId)
    expect(created).toHaveLength(2)
    expect(new Set(created.map(({ traceId }) => traceId))).toEqual(new Set([cycle?.traceId]))
    // What the application was told is the span that the collector has.
    const told = new Set(headers.map(({ traceparent = '' }) => traceparent.split('-')[2]))
    for (const { spanId } of created) expect(told).toContain(spanId)
    const refused = spans.find(({ name, status }) => name === 'PATCH Users/{id}' || status.code === 2)
    expect(refused).toBeDefined()
    expect(JSON.stringify(collector.got)).not.toMatch(/Zebulon|Xanthippe|contoso\.example|4711|4712|Sesame/i)
  })
})

function valueOf(attributes: OtlpSpan['attributes'], name: string): unknown {
  return attributes.find(({ key }) => key === name)?.value['stringValue']
}

test('the token for metrics stays the same, so that a scraper need not be told again', async () => {
  const other = await mkdtemp(join(tmpdir(), 'usher-watch-'))
  const config = { data: join(other, 'data'), host: '127.0.0.1', port: 0, databaseUrl: undefined }
  const tokens: string[] = []
  for (let start = 0; start < 2; start += 1) {
    const one = await serve(config, () => undefined)
    tokens.push(await readFile(join(other, 'data', 'metrics.token'), 'utf8'))
    await one.close()
  }
  await rm(other, { recursive: true, force: true })
  expect(tokens[1]).toBe(tokens[0])
})
