import { afterEach, describe, expect, test } from 'vitest'
import { recordingServer, type Asked, type Reply } from '../connectors/scim/test-server.ts'
import { connections, type Wanted } from './connections.ts'
import { egressGuard } from './egress.ts'
import { sameOrigin } from './redirects.ts'
import { httpSend } from './http.ts'

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

async function edge(reply: (asked: Asked, count: number) => Reply = () => ({ body: {} })) {
  const server = await recordingServer(reply)
  const made = connections({ guard: egressGuard({ loopback: true, allow: [] }), authorities: [] })
  open.push(made.close, server.close)
  const url = new URL(`${server.url}/Users`)
  const wanted = (rest: Partial<Wanted> = {}): Wanted => ({
    job: 'one', address: server.url, pace: { requestsInFlight: { start: 1, most: 1 } },
    authorization: { kind: 'token', token: 't1' }, tls: {}, bound: { perSecond: null, atOnce: null }, ...rest,
  }) // prettier-ignore
  return { ...made, asked: server.asked, url, wanted }
}

describe('a way to an application', () => {
  test('is one for everybody who has the same credentials, with what is kept with it', async () => {
    const { open: way, wanted } = await edge()
    const first = way(wanted())
    expect(way(wanted())).toBe(first)
    expect(way(wanted({ job: 'two' }))).toBe(first)
    expect(first.keep('x', () => 1)).toBe(1)
    expect(first.keep('x', () => 2)).toBe(1)
  })

  test('with a new token is a new one; who has the old one goes on with it', async () => {
    const { open: way, wanted, asked, url } = await edge()
    const before = way(wanted())
    const after = way(wanted({ authorization: { kind: 'token', token: 't2' } }))
    await after.send({ method: 'GET', url })
    await before.send({ method: 'GET', url })
    expect(asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer t2', 'Bearer t1'])
    expect(way(wanted())).not.toBe(before)
  })

  test('the pace is that of the address, whoever asks and with whatever credentials', async () => {
    let flying = 0
    let most = 0
    const { open: way, wanted, url } = await edge()
    const slow = async () => {
      most = Math.max(most, (flying += 1))
      await new Promise((resolve) => setTimeout(resolve, 20))
      flying -= 1
      return { status: 200, headers: {}, body: '' }
    }
    const ways = [way(wanted()), way(wanted({ job: 'two', authorization: { kind: 'token', token: 't2' } }))]
    await Promise.all(ways.flatMap(({ pacer }) => [1, 2, 3].map(() => pacer.lane(slow)({ method: 'GET', url }))))
    expect(most).toBe(1)
  })

  test('what a job allows at most holds at once, for a way that is open already too', async () => {
    let flying = 0
    let most = 0
    const { open: way, wanted, url } = await edge()
    const slow = async () => {
      most = Math.max(most, (flying += 1))
      await new Promise((resolve) => setTimeout(resolve, 20))
      flying -= 1
      return { status: 200, headers: {}, body: '' }
    }
    const pace = { requestsInFlight: { start: 4, most: 4 } }
    const { pacer } = way(wanted({ pace }))
    expect(way(wanted({ pace, bound: { perSecond: null, atOnce: 2 } })).pacer).toBe(pacer)
    await Promise.all([1, 2, 3, 4, 5, 6].map(() => pacer.lane(slow)({ method: 'GET', url })))
    expect(most).toBe(2)
  })

  test('a client that is known by its certificate sends no token', async () => {
    const { open: way, wanted, asked, url } = await edge()
    await way(wanted({ authorization: { kind: 'certificate' } })).send({ method: 'GET', url })
    expect(asked[0]?.headers.authorization).toBeUndefined()
  })
})

describe('T-13: redirects', () => {
  const redirected = async (reply: (asked: Asked, count: number) => Reply) => {
    const server = await recordingServer(reply)
    const http = httpSend()
    open.push(http.close, server.close)
    const send = sameOrigin(http.send)
    const answer = await send({
      method: 'POST',
      url: new URL(`${server.url}/a`),
      body: 'x',
      headers: { authorization: 'Bearer t' },
    })
    return { answer, asked: server.asked }
  }
  test('within the origin, which keep the method, are followed with body and token', async () => {
    const { answer, asked } = await redirected((_, count) =>
      count === 1 ? { status: 307, headers: { location: 'b?c=1' } } : { body: {} },
    )
    expect(answer.status).toBe(200)
    expect(asked[1]).toMatchObject({
      method: 'POST',
      target: '/b?c=1',
      body: 'x',
      headers: { authorization: 'Bearer t' },
    })
  })
  test.each([
    [301, '/b'], [302, '/b'], [303, '/b'], [307, 'http://localhost/b'], [308, 'https://127.0.0.1/b'], [307, 'http://['],
  ])('%i to %s is handed on', async (status, location) => {
    const { answer, asked } = await redirected(() => ({ status, headers: { location } }))
    expect(answer.status).toBe(status)
    expect(asked).toHaveLength(1)
  }) // prettier-ignore
  test('in a circle end', async () => {
    const { answer, asked } = await redirected(() => ({ status: 308, headers: { location: '/a' } }))
    expect(answer.status).toBe(308)
    expect(asked).toHaveLength(4)
  })
})
