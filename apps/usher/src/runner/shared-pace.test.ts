import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { pacer } from '../edge/pace.ts'
import type { Sharing } from '../edge/sharing.ts'
import { newTenant, openStore } from '../testing/stores.ts'
import type { Store } from '../store/directory.ts'
import { sharedPace } from './shared-pace.ts'

const here = 'https://app.example/scim'

describe('processes on one PostgreSQL', () => {
  let database: Awaited<ReturnType<typeof openStore>>['database']
  let store: Store
  let open: (Sharing & { close(): Promise<void> })[] = []
  beforeAll(async () => {
    ;({ database } = await openStore('postgres', inject('postgresUrl')))
  })
  beforeEach(async () => {
    store = await newTenant(database)
    open = []
  })
  afterEach(async () => {
    for (const one of open) await one.close()
  })
  afterAll(() => database.close())
  const process = (now?: () => number) => {
    const made = sharedPace(store, now)
    open.push(made)
    return made
  }
  const until = async (happened: () => boolean): Promise<void> => {
    while (!happened()) await sleep(20)
  }

  test('one that is alone has the whole pace, two have half of it each, and the rest gets all when one ends', async () => {
    const first = process()
    expect(first.share(here)).toBeLessThan(1)
    await until(() => first.share(here) === 1)
    const second = process()
    second.share(here)
    second.share('https://other.example/scim')
    await until(() => first.share(here) === 0.5 && second.share(here) === 0.5)
    await until(() => second.share('https://other.example/scim') === 1)
    await second.close()
    await until(() => first.share(here) === 1)
  })

  test('what one was asked to wait for, the other waits for too', async () => {
    const [first, second] = [process(), process()]
    let heard = 0
    second.onPause(here, (at) => void (heard = at))
    second.share(here)
    const at = Date.now() + 60_000
    first.paused(here, at)
    await until(() => heard !== 0)
    expect(heard).toBe(at)
  })
})

test('of a published rate a process uses its part', async () => {
  const sent = async (share: number): Promise<number> => {
    let now = 0
    const waits: { readonly at: number; readonly work: () => void }[] = []
    const clock = { now: () => now, after: (ms: number, work: () => void) => void waits.push({ at: now + ms, work }) }
    const pace = { requestsInFlight: { start: 100, most: 100 }, rates: [{ requests: 100, seconds: 10 }] }
    let count = 0
    const shared = { share: () => share, paused: () => undefined }
    const lane = pacer(pace, clock, shared).lane(() => {
      count += 1
      return Promise.resolve({ status: 200, headers: {}, body: '' })
    })
    for (let index = 0; index < 300; index += 1)
      void lane({ method: 'GET', url: new URL('https://app.example/scim/Users') })
    while (now < 10_000) {
      await sleep(0)
      const next = waits.toSorted((a, b) => a.at - b.at).shift()
      if (next === undefined) break
      waits.splice(waits.indexOf(next), 1)
      now = Math.max(now, next.at)
      next.work()
    }
    return count
  }
  const [whole, half] = [await sent(1), await sent(0.5)]
  expect(whole).toBeLessThanOrEqual(101)
  expect(whole).toBeGreaterThan(90)
  expect(half).toBeLessThanOrEqual(51)
  expect(half).toBeGreaterThan(40)
})

test('a wait that another process was asked for is waited for, and told', () => {
  const shared = pacer({ requestsInFlight: { start: 8, most: 8 } })
  shared.pauseUntil(Date.now() - 1)
  expect(shared.waiting()).toBeNull()
  shared.pauseUntil(Date.now() + 60_000)
  expect(shared.waiting()).toMatchObject({ status: 429 })
})
