import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createSocketServer, type AddressInfo } from 'node:net'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { httpSend, type HttpRequest } from './http.ts'
import { NoAnswer } from './no-answer.ts'

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

async function answering(listener: RequestListener): Promise<URL> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  open.push(() => closed(server))
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
}

function sending() {
  const http = httpSend()
  open.push(() => http.close())
  return (request: Partial<HttpRequest> & { url: URL }) => http.send({ method: 'GET', ...request })
}

test('what is asked arrives whole, and the answer comes back with its headers in small letters', async () => {
  const url = await answering((request, response) => {
    let body = ''
    request.on('data', (piece) => (body += String(piece)))
    request.on('end', () => {
      response.setHeader('X-Saw', `${request.method} ${request.url} ${request.headers['x-a']}`)
      response.writeHead(201).end(`got ${body}`)
    })
  })
  const answer = await sending()({
    method: 'POST',
    url: new URL('/Users?a=1', url),
    headers: { 'x-a': 'b' },
    body: 'ö',
  })
  expect(answer).toMatchObject({ status: 201, body: 'got ö', headers: { 'x-saw': 'POST /Users?a=1 b' } })
})

test('a redirect is handed on, not followed', async () => {
  const url = await answering((_, response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end())
  expect(await sending()({ url })).toMatchObject({ status: 302 })
})

describe('no answer', () => {
  test.each<[string, RequestListener, NoAnswer['kind'], RegExp]>([
    ['the connection is reset before the answer', (request) => request.socket.destroy(), 'broken', /the connection broke/],
    ['the connection ends in the middle of the body', (request, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('{"id":')
      setTimeout(() => request.socket.destroy(), 20)
    }, 'broken', /the connection broke/],
    ['the answer is larger than anybody needs', (_, response) => response.end('x'.repeat(10 * 1024 * 1024 + 1)), 'broken', /the answer is larger than 10 MiB/],
  ])('%s', async (_, listener, kind, message) => {
    const url = await answering(listener)
    const error: unknown = await sending()({ url }).catch((one: unknown) => one)
    expect(error).toBeInstanceOf(NoAnswer)
    expect(error).toMatchObject({ kind, message: expect.stringMatching(message) })
  }) // prettier-ignore

  test('nobody listens', async () => {
    const server = createSocketServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    server.close()
    await once(server, 'close')
    await expect(sending()({ url: new URL(`http://127.0.0.1:${port}`) })).rejects.toMatchObject({
      kind: 'refused',
      message: 'no connection (ECONNREFUSED)',
    })
  })

  test('the name is not known', async () => {
    await expect(sending()({ url: new URL('http://usher.invalid/') })).rejects.toMatchObject({ kind: 'refused' })
  })
})

describe('T-14: no answer in time', () => {
  test.each<[string, RequestListener]>([
    ['nothing comes', () => undefined],
    ['it stops in the middle', (_, response) => void response.writeHead(200).write('{')],
    ['it never ends', (_, response) => {
      response.writeHead(200)
      const drip = setInterval(() => response.write(' '), 10)
      response.on('close', () => clearInterval(drip))
    }],
  ])('%s', async (_, listener) => {
    const url = await answering(listener)
    const http = httpSend({ limits: { answer: 100, whole: 300 } })
    open.push(() => http.close())
    await expect(http.send({ method: 'GET', url })).rejects.toMatchObject({
      kind: 'timeout',
      message: expect.stringMatching(/^no (whole )?answer in time/),
    })
  }) // prettier-ignore
})

test('more is taken where more is expected', async () => {
  const url = await answering((_, response) => response.end('x'.repeat(11 * 1024 * 1024)))
  expect((await sending()({ url, most: 12 * 1024 * 1024 })).body).toHaveLength(11 * 1024 * 1024)
})

describe('RFC 9110 §8.4: an answer that is compressed without being asked for', () => {
  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('by %s is read', async (coding, compress) => {
    const url = await answering((_, response) =>
      response.writeHead(200, { 'content-encoding': coding }).end(compress('{"id":"ö"}')),
    )
    expect((await sending()({ url })).body).toBe('{"id":"ö"}')
  })
  test.each<[string, string, Buffer]>([
    ['a bomb', 'the answer is larger than 10 MiB', gzipSync('x'.repeat(11 * 1024 * 1024))],
    ['not compressed at all', 'the answer is not compressed as its Content-Encoding says', Buffer.from('{}')],
  ])('and %s is refused', async (_, message, body) => {
    const url = await answering((__, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': body.length }).end(body),
    )
    await expect(sending()({ url })).rejects.toMatchObject({ kind: 'broken', message })
  })
})

test('ten MiB are taken', async () => {
  const url = await answering((_, response) => response.end('x'.repeat(10 * 1024 * 1024)))
  expect((await sending()({ url })).body).toHaveLength(10 * 1024 * 1024)
})
