import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { serve } from '../serve.ts'
import { connect, Failed, type Client } from './client.ts'

let data = ''
let server: Server | undefined

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'usher-cli-'))
})
afterEach(async () => {
  server?.close()
  server?.closeAllConnections()
  await rm(data, { recursive: true, force: true })
})

async function listening(answer: RequestListener): Promise<string> {
  server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A client of a service that answers so. */
async function clientOf(answer: RequestListener): Promise<Client> {
  const url = await listening((request, response) =>
    request.url === '/healthz' ? void response.end('{}') : answer(request, response),
  )
  await mkdir(join(data, 'usher'))
  await writeFile(join(data, 'usher', 'service.json'), JSON.stringify({ url, token: 'token' }))
  return connect(data, (text) => text)
}

async function all(lines: AsyncIterable<unknown>, seen: unknown[] = []): Promise<readonly unknown[]> {
  for await (const line of lines) seen.push(line)
  return seen
}

test('a service that is killed while it is followed is told in one sentence', async () => {
  const client = await clientOf((_, response) => {
    response.write('{"progress":{"done":1}}\n')
    setTimeout(() => response.destroy(), 50)
  })
  const seen: unknown[] = []
  const failed = await all(client.lines('POST', '/run'), seen).catch((error: unknown) => error)
  expect(seen).toEqual([{ progress: { done: 1 } }])
  expect(failed).toBeInstanceOf(Failed)
  expect(failed).toMatchObject({
    exitCode: 1,
    message: expect.stringMatching(/^The service broke off: .*Try again\.$/),
  })
})

test('so is one that is killed in the middle of an answer', async () => {
  const client = await clientOf((_, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('{"users":')
    setTimeout(() => response.destroy(), 50)
  })
  await expect(client.get('/usher/status')).rejects.toThrow(/^The service broke off: /)
})

test('lines arrive whole, wherever the network cuts them', async () => {
  const text = Buffer.from('{"name":"Ä"}\n{"name":"b"}\n')
  const client = await clientOf((_, response) => {
    response.write(text.subarray(0, 10)) // in the middle of a letter
    setTimeout(() => response.end(text.subarray(10)), 50)
  })
  expect(await all(client.lines('GET', '/plan'))).toEqual([{ name: 'Ä' }, { name: 'b' }])
})

test('a command without a service touches no application, whatever waits to be done', async () => {
  const requests: (string | undefined)[] = []
  const application = await listening((request, response) => {
    requests.push(request.url)
    response.writeHead(401).end()
  })
  const folder = join(data, 'usher')
  const service = await serve({ data: folder, host: '127.0.0.1', port: 0, databaseUrl: undefined }, () => undefined)
  const running = await connect(data, (text) => text)
  await running.send('POST', '/usher/apps', { template: 'generic', name: 'Acme' })
  const settings = { tenantUrl: `${application}/scim/v2`, secretToken: 'secret', scope: 'all' }
  await running.send('PATCH', '/usher/apps/Acme/settings', settings)
  await running.send('POST', '/usher/users', { userPrincipalName: 'ana@contoso.example', displayName: 'Ana' })
  await expect(all(running.lines('POST', '/usher/apps/Acme/run', { yes: true }))).rejects.toThrow(
    /refuses the Secret Token/,
  )
  await service.close()
  expect(requests.length).toBeGreaterThan(0)

  requests.length = 0
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const alone = await connect(data, (text) => text)
  await alone.get('/usher/status')
  await alone.send('POST', '/usher/apps/Acme/restart')
  await alone.send('PATCH', '/usher/users/ana@contoso.example', { displayName: 'Ana Silva' })
  await sleep(1500) // longer than a running service waits
  expect(said.mock.calls).toEqual([])
  await alone.close()
  expect(requests).toEqual([])
  expect(said.mock.calls).toEqual([[expect.stringMatching(/^No service runs here, so no application was told yet/)]])
  said.mockRestore()
})
