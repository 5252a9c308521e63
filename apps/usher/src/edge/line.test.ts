/** The pace with a clock of its own, so that minutes pass at once. */
import { describe, expect, test } from 'vitest'
import type { HttpRequest, HttpResponse, Send } from './http.ts'
import type { Clock } from './line.ts'
import { pacer, type Pace } from './pace.ts'

type Sent = { readonly at: number; readonly path: string }

/** Time goes on when nobody has anything to do any more; each answer takes `ms`. */
function world(pace: Pace, answer: (sent: Sent, count: number) => Partial<HttpResponse> = () => ({}), ms = 10) {
  let now = 0
  const later: { at: number; work: () => void }[] = []
  const clock: Clock = { now: () => now, after: (wait, work) => void later.push({ at: now + wait, work }) }
  const sent: Sent[] = []
  const shared = pacer(pace, clock)
  const send: Send = ({ url }) => {
    const one = { at: now, path: url.pathname }
    sent.push(one)
    const { promise, resolve } = Promise.withResolvers<HttpResponse>()
    const given = { status: 200, headers: {}, body: '', ...answer(one, sent.length) }
    clock.after(ms, () => resolve(given))
    return promise
  }
  const idle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
  }
  return {
    sent,
    after: clock.after,
    lane: (patience?: number, away?: AbortSignal) => shared.lane(send, patience, away),
    waiting: shared.waiting,
    bound: shared.bound,
    /** Until nothing is left to be done. */
    async run(): Promise<void> {
      for (;;) {
        await idle()
        const next = later.toSorted((one, other) => one.at - other.at)[0]
        if (next === undefined) return
        later.splice(later.indexOf(next), 1)
        now = Math.max(now, next.at)
        next.work()
      }
    },
  }
}

const request = (method: HttpRequest['method'], path: string, standsFor?: HttpRequest['standsFor']): HttpRequest => ({
  method,
  url: new URL(path, 'https://hr.example'),
  ...(standsFor && { standsFor }),
})
const wide = { start: 100, most: 100 }

describe('published rates', () => {
  test('E-5: twenty a second, whoever asks', async () => {
    const { lane, sent, run } = world({ requestsInFlight: wide, rates: [{ requests: 20, seconds: 1 }] })
    const lanes = [lane(), lane(), lane()]
    for (let count = 0; count < 90; count += 1) void lanes[count % 3]?.(request('GET', `/Users/${count}`))
    await run()
    expect(sent).toHaveLength(90)
    const most = Math.max(...sent.map(({ at }) => sent.filter((one) => one.at >= at && one.at < at + 1000).length))
    expect(most).toBeLessThanOrEqual(20)
    expect(sent.at(-1)?.at).toBeLessThan(5100)
  })

  test('a rate of one kind does not keep another kind back', async () => {
    const { lane, sent, run } = world({
      requestsInFlight: wide,
      rates: [
        { requests: 2, seconds: 60, methods: ['DELETE'] },
        { requests: 100, seconds: 1 },
      ],
    })
    const send = lane()
    for (let count = 0; count < 4; count += 1) void send(request('DELETE', '/Users/1'))
    for (let count = 0; count < 10; count += 1) void send(request('GET', '/Users/2'))
    await run()
    expect(Math.max(...sent.filter(({ path }) => path === '/Users/2').map(({ at }) => at))).toBeLessThan(200)
    expect(sent.filter(({ path }) => path === '/Users/1').at(-1)?.at).toBeGreaterThan(60_000)
  })

  test('a rate of one resource is told by the address', async () => {
    const { lane, sent, run } = world({
      requestsInFlight: wide,
      rates: [{ requests: 1, seconds: 10, resource: 'Groups', methods: ['PATCH'] }],
    })
    const send = lane()
    for (const path of ['/scim/Groups/1', '/scim/Users/1', '/scim/Groups/2', '/scim/Users/2'])
      void send(request('PATCH', path))
    await run()
    const at = (path: string): number => sent.find((one) => one.path === path)?.at ?? -1
    expect(at('/scim/Users/2')).toBe(0)
    expect(at('/scim/Groups/2')).toBeGreaterThanOrEqual(10_000)
  })

  test('each operation of a bulk request counts', async () => {
    const { lane, sent, run } = world({ requestsInFlight: wide, rates: [{ requests: 100, seconds: 10, burst: 10 }] })
    const send = lane()
    const fifty = Array.from({ length: 50 }, () => ({ method: 'POST', resource: 'Users' }) as const)
    for (let count = 0; count < 3; count += 1) void send(request('POST', '/Bulk', fifty))
    await run()
    expect(sent[0]?.at).toBe(0)
    expect(sent[2]?.at).toBeGreaterThanOrEqual(9000)
  })
})

describe('what somebody allows at most', () => {
  const ask = (send: Send, count: number): void => {
    for (let index = 0; index < count; index += 1) void send(request('GET', `/Users/${index}`))
  }
  const mostInASecond = (sent: readonly Sent[]): number =>
    Math.max(...sent.map(({ at }) => sent.filter((one) => one.at >= at && one.at < at + 1000).length))
  const mostAtOnce = (sent: readonly Sent[]): number =>
    Math.max(...sent.map(({ at }) => sent.filter((one) => one.at >= at && one.at < at + 10).length))

  test('requests a second: never more in any second, however much the application bears', async () => {
    const { lane, bound, sent, run } = world({ requestsInFlight: wide })
    bound('job', { perSecond: 10, atOnce: null })
    ask(lane(), 50)
    await run()
    expect(sent).toHaveLength(50)
    expect(mostInASecond(sent)).toBeLessThanOrEqual(10)
    expect(sent.at(-1)?.at).toBeLessThan(6000)
  })

  test('requests at once: no more are in flight, and the least of several holds', async () => {
    const { lane, bound, sent, run } = world({ requestsInFlight: wide })
    bound('one', { perSecond: null, atOnce: 3 })
    bound('two', { perSecond: null, atOnce: 5 })
    ask(lane(), 30)
    await run()
    expect(mostAtOnce(sent)).toBe(3)
  })

  test('what is taken back holds no more', async () => {
    const { lane, bound, sent, run } = world({ requestsInFlight: wide })
    bound('job', { perSecond: 1, atOnce: 1 })
    bound('job', { perSecond: null, atOnce: null })
    ask(lane(), 50)
    await run()
    expect(mostAtOnce(sent)).toBe(50)
  })

  test('a published rate that is slower goes on holding', async () => {
    const { lane, bound, sent, run } = world({ requestsInFlight: wide, rates: [{ requests: 5, seconds: 1 }] })
    bound('job', { perSecond: 50, atOnce: null })
    ask(lane(), 20)
    await run()
    expect(mostInASecond(sent)).toBeLessThanOrEqual(5)
  })
})

describe('turns', () => {
  test('a short cycle waits behind what is under way and one more of a long one, not behind all of it', async () => {
    const { lane, sent, run } = world({ requestsInFlight: { start: 1, most: 1 } })
    const long = lane()
    const short = lane()
    for (let count = 0; count < 50; count += 1) void long(request('POST', '/Users'))
    void short(request('PATCH', '/Users/leaver'))
    await run()
    expect(sent.findIndex(({ path }) => path === '/Users/leaver')).toBe(2)
  })

  test('many that fail together are one trouble', async () => {
    const { lane, sent, run } = world({ requestsInFlight: { start: 8, most: 8 } }, (_, count) =>
      count <= 8 ? { status: 429, headers: { 'retry-after': '1' } } : {},
    )
    const send = lane()
    for (let count = 0; count < 8; count += 1) void send(request('GET', '/Users'))
    await run()
    const again = sent.slice(8)
    expect(again).toHaveLength(8)
    expect(again.filter(({ at }) => at === again[0]?.at)).toHaveLength(4)
  })
})

describe('A-37: whoever is stopped', () => {
  const stopped = { kind: 'stopped' }

  test('is let go while waiting for a turn; what was sent is answered, and what had begun goes on', async () => {
    const { lane, sent, run } = world({ requestsInFlight: { start: 1, most: 1 } })
    const away = new AbortController()
    const [send, other] = [lane(undefined, away.signal), lane()]
    const answers = Promise.allSettled([
      send(request('GET', '/Users/1')),
      send(request('GET', '/Users/2')),
      send({ ...request('PATCH', '/Users/3'), begun: true }),
      send(request('POST', '/Users')),
      other(request('GET', '/Groups')),
    ])
    away.abort()
    await run()
    const ok = { value: { status: 200 } }
    expect(await answers).toMatchObject([ok, { reason: stopped }, ok, { reason: stopped }, ok])
    expect(sent.map(({ path }) => path).toSorted()).toEqual(['/Groups', '/Users/1', '/Users/3'])
    await expect(send(request('GET', '/Users/4'))).rejects.toMatchObject(stopped)
    expect(sent).toHaveLength(3)
  })

  test('does not wait for an application that asked for time', async () => {
    const away = new AbortController()
    const { lane, sent, run, after } = world({ requestsInFlight: wide }, (_, count) =>
      count === 1 ? { status: 429, headers: { 'retry-after': '200' } } : {},
    )
    const answers = Promise.allSettled([lane(undefined, away.signal)(request('POST', '/Users'))])
    after(1000, () => away.abort())
    await run()
    expect(await answers).toMatchObject([{ reason: stopped }])
    expect(sent).toHaveLength(1)
  })
})

describe('an application that asks for time', () => {
  test('A-27: after half a minute the request goes again, and nobody before', async () => {
    const { lane, sent, run } = world({ requestsInFlight: wide }, (_, count) =>
      count === 1 ? { status: 429, headers: { 'retry-after': '30' } } : {},
    )
    const [send, other] = [lane(), lane()]
    void send(request('POST', '/Users'))
    const asks = send(request('GET', '/Users')).then(() => other(request('GET', '/Groups')))
    await run()
    await asks
    expect(sent.map(({ at }) => at)).toEqual([0, 0, 30_010, 30_010])
  })

  test('E-5: whoever would have to wait for more than five minutes is told so at once', async () => {
    const { lane, sent, run } = world({ requestsInFlight: wide }, () => ({
      status: 503,
      headers: { 'retry-after': '301' },
    }))
    const answer = lane()(request('GET', '/Users'))
    await run()
    expect(await answer).toMatchObject({ status: 503, wait: { status: 503 } })
    expect(sent).toHaveLength(1)
  })

  const later = { kind: 'later', message: /asked to wait until \d{4}-.*Z \(429\)/ }
  const anHour = { status: 429, headers: { 'retry-after': '3600' } }

  test('nobody asks it before, and whoever waits in line is told so at once', async () => {
    const { lane, sent, run, waiting } = world({ requestsInFlight: { start: 1, most: 1 } }, (_, count) =>
      count === 1 ? anHour : {},
    )
    const send = lane()
    const answers = Promise.allSettled([1, 2, 3].map(() => send(request('GET', '/Users'))))
    await run()
    expect(await answers).toMatchObject([
      { value: { status: 429, wait: { status: 429 } } },
      { reason: later },
      { reason: later },
    ])
    await expect(send(request('GET', '/Users'))).rejects.toMatchObject(later)
    expect(sent).toHaveLength(1)
    const left = Date.parse(waiting()?.until ?? '') - Date.now()
    expect(left).toBeGreaterThan(3_590_000)
    expect(left).toBeLessThan(3_602_000)
  })

  test('whoever is in a hurry waits less than a cycle', async () => {
    const { lane, sent, run } = world({ requestsInFlight: { start: 1, most: 1 } }, (_, count) =>
      count === 1 ? { status: 429, headers: { 'retry-after': '30' } } : {},
    )
    const answers = Promise.allSettled([
      lane()(request('POST', '/Users')),
      lane(10_000)(request('GET', '/Users')),
      lane()(request('GET', '/Groups')),
    ])
    await run()
    expect(await answers).toMatchObject([{ value: { status: 200 } }, { reason: later }, { value: { status: 200 } }])
    expect(sent.map(({ path }) => path)).toEqual(['/Users', '/Groups', '/Users'])
  })

  test('what nobody can mean is not waited for: a day at most', async () => {
    const { lane, run, waiting } = world({ requestsInFlight: wide }, () => ({
      status: 429,
      headers: { 'retry-after': '1e300' },
    }))
    void lane()(request('GET', '/Users'))
    await run()
    expect(Date.parse(waiting()?.until ?? '') - Date.now()).toBeLessThan(24 * 3600_000 + 2000)
  })
})
