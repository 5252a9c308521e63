import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { httpSend, type Send } from './http.ts'
import { pacer, type Pace } from './pace.ts'

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

type Server = {
  readonly url: URL
  readonly send: Send
  /** When each request arrived. */
  readonly arrived: number[]
  /** The most that were there at once, since it was last set to 0. */
  most: number
}

async function server(
  requestsInFlight: Pace['requestsInFlight'],
  answer: (response: ServerResponse, count: number, request: IncomingMessage) => void,
  ms = 15,
): Promise<Server> {
  let flying = 0
  const http = createServer((request, response) => {
    state.arrived.push(Date.now())
    const count = state.arrived.length
    state.most = Math.max(state.most, (flying += 1))
    setTimeout(() => {
      flying -= 1
      answer(response, count, request)
    }, ms)
  }).listen(0, '127.0.0.1')
  await once(http, 'listening')
  const plain = httpSend()
  open.push(async () => {
    await plain.close()
    http.closeAllConnections()
    http.close()
    await once(http, 'close')
  })
  const url = new URL(`http://127.0.0.1:${(http.address() as AddressInfo).port}/`)
  const state: Server = { url, send: pacer({ requestsInFlight }).lane(plain.send), arrived: [], most: 0 }
  return state
}

const many = async ({ send, url }: Server, count: number): Promise<readonly number[]> =>
  (await Promise.all(Array.from({ length: count }, () => send({ method: 'GET', url })))).map(({ status }) => status)
const ok = (response: ServerResponse): void => void response.end('{}')
const busy = (response: ServerResponse, headers: Record<string, string> = {}, status = 429): void =>
  void response.writeHead(status, headers).end()

test('never more are in flight than the limit, however many ask', async () => {
  const on = await server({ start: 4, most: 4 }, ok)
  expect(new Set(await many(on, 60))).toEqual(new Set([200]))
  expect(on.most).toBe(4)
})

test('while all goes well one more is in flight after each round, up to the most', async () => {
  const on = await server({ start: 1, most: 5 }, ok)
  await many(on, 60)
  expect(on.most).toBe(5)
})

test('after trouble half as many are in flight', async () => {
  const on = await server({ start: 7, most: 7 }, (response, count) =>
    count === 7 ? busy(response, { 'retry-after': '0' }, 503) : ok(response),
  )
  await many(on, 7)
  on.most = 0
  await many(on, 3)
  expect(on.most).toBe(3)
  on.most = 0
  await many(on, 8)
  expect(on.most).toBeLessThanOrEqual(4)
})

test('a connection that breaks is trouble too, and is told to the one who asked', async () => {
  const on = await server({ start: 8, most: 8 }, (response, count) => (count === 1 ? response.destroy() : ok(response)))
  await expect(on.send({ method: 'GET', url: on.url })).rejects.toMatchObject({ kind: 'broken' })
  await many(on, 12)
  expect(on.most).toBeLessThan(8)
})

test.each([429, 503])(
  'A-27, ER-18: Retry-After of a %i is obeyed by everybody, and all are answered in the end',
  async (status) => {
    const on = await server(
      { start: 3, most: 3 },
      (response, count) => (count === 1 ? busy(response, { 'retry-after': '1' }, status) : ok(response)),
      5,
    )
    const first = on.send({ method: 'GET', url: on.url })
    await sleep(100)
    const refused = on.arrived.length
    expect(refused).toBe(1)
    const others = many(on, 5)
    expect(await first).toMatchObject({ status: 200 })
    expect(new Set(await others)).toEqual(new Set([200]))
    const [began = 0, ...later] = on.arrived
    expect(later.filter((at) => at - began < 990)).toEqual([])
  },
)

test('more time that is asked for while one waits is waited for too', async () => {
  // Two are in flight; the second answer, which comes late, asks for more time than the first.
  const on = await server({ start: 2, most: 2 }, (response, count) => {
    if (count === 1) busy(response, { 'retry-after': '1' })
    else if (count === 2) setTimeout(() => busy(response, { 'retry-after': '2' }), 300)
    else ok(response)
  }, 5) // prettier-ignore
  expect(await many(on, 2)).toEqual([200, 200])
  const second = on.arrived[1] ?? 0
  expect(on.arrived.slice(2).filter((at) => at - second < 2200)).toEqual([])
})

test('Retry-After may be a date', async () => {
  const on = await server({ start: 1, most: 1 }, (response, count) =>
    count === 1 ? busy(response, { 'retry-after': new Date(Date.now() + 2000).toUTCString() }) : ok(response),
  )
  expect(await many(on, 1)).toEqual([200])
  expect((on.arrived[1] ?? 0) - (on.arrived[0] ?? 0)).toBeGreaterThan(900)
})

test('ER-18: after five repetitions the answer is handed on', async () => {
  const on = await server({ start: 1, most: 1 }, (response) => busy(response, { 'retry-after': '0' }), 1)
  expect(await many(on, 1)).toEqual([429])
  expect(on.arrived).toHaveLength(6)
})

test('any other answer is handed on at once', async () => {
  const on = await server({ start: 1, most: 1 }, (response) => response.writeHead(500).end())
  expect(await many(on, 1)).toEqual([500])
  expect(on.arrived).toHaveLength(1)
})
