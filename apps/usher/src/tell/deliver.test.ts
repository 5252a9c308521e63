import type { Instant } from '@usher/engine'
import type { Database } from '@usher/host'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { Webhook as Verifier } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { hurry, listDeliveries, sendAgain } from '../store/deliveries.ts'
import type { Store } from '../store/directory.ts'
import { unsubscribe } from '../store/mail-settings.ts'
import type { Tables } from '../store/tables.ts'
import { insertWebhook, rotateSecret, updateWebhook } from '../store/webhooks.ts'
import { startMailServer, type Wanted } from '../testing/mail-server.ts'
import { kinds, newTenant, openStore } from '../testing/stores.ts'
import { deliver } from './deliver.ts'
import { rungs } from './ladder.ts'
import { warnOfExpiry } from './warn-of-expiry.ts'
import { newTeller, startReceiver, type Teller } from './test-teller.ts'

const minute = 60_000

describe.each(kinds)('announcements on %s', (kind) => {
  let database: Database<Tables>
  let store: Store
  let teller: Teller
  const open: (() => Promise<unknown>)[] = []
  beforeAll(async () => {
    ;({ database } = await openStore(kind, inject('postgresUrl')))
  })
  afterAll(() => database.close())
  afterEach(async () => {
    for (const close of open.splice(0)) await close()
  })
  async function tell(settings = {}): Promise<Teller> {
    store = await newTenant(database)
    teller = await newTeller(store, { notificationEmail: 'it@contoso.example', ...settings })
    open.push(teller.close)
    return teller
  }
  async function mailServer(wanted: Wanted = {}) {
    const server = await startMailServer(wanted)
    open.push(server.close)
    await teller.mail({ port: server.port })
    return server
  }
  async function receiver() {
    const one = await startReceiver()
    open.push(one.close)
    const made = await insertWebhook(store, teller.telling.keys, { name: 'Ops', url: one.url, kinds: null })
    return { ...one, ...made, one }
  }
  const states = async () =>
    (await listDeliveries(store, { limit: 100 })).map(({ channel, state, attempts }) => `${channel} ${state} ${attempts}`) // prettier-ignore
  const run = () => deliver(teller.telling)

  test('QU-14, QU-15: a quarantine that begins is one mail, at once, and no second one', async () => {
    await tell()
    const { arrived } = await mailServer()
    await teller.announce()
    await run()
    teller.pass(24 * 60 * minute)
    await run()
    expect(arrived.map(({ to, mail }) => [to, mail.subject])).toEqual([
      [['it@contoso.example'], '[Usher] Dynamic Signal: Provisioning is in quarantine'],
    ])
    expect(arrived[0]?.mail.text).toMatch(/Bearer … is not known/)
    expect(arrived[0]?.mail.text).toContain(
      `https://usher.contoso.example/enterprise-apps/${teller.app.id}/provisioning`,
    )
    expect(await states()).toEqual(['mail delivered 1'])
  })

  test('a mail server that cannot be reached loses nothing: the mail goes when it is back', async () => {
    await tell()
    const dead = await mailServer()
    await dead.close()
    await teller.announce()
    await run()
    expect(await listDeliveries(store, { limit: 1 })).toMatchObject([
      { state: 'waiting', attempts: 1, error: expect.stringMatching(/^Nobody listens at/), next: '2026-03-02T09:20:05.000Z' },
    ]) // prettier-ignore
    for (const wait of rungs.slice(0, 3)) {
      teller.pass(wait)
      await run()
    }
    const back = await startMailServer({ port: dead.port })
    open.push(back.close)
    teller.pass(rungs[3] ?? 0)
    await run()
    expect(back.arrived).toHaveLength(1)
    expect(await states()).toEqual(['mail delivered 5'])
  })

  test('after three days a delivery is given up, shown, and can be sent again by hand', async () => {
    await tell()
    await teller.announce()
    for (const wait of [0, ...rungs]) {
      teller.pass(wait)
      await run()
    }
    expect(await listDeliveries(store, { state: 'givenUp', limit: 10 })).toMatchObject([
      { attempts: rungs.length + 1, error: 'Mail is not set up. usher mail set says how it leaves.', next: null },
    ])
    const { arrived } = await mailServer()
    expect(await sendAgain(store, 'givenUp', teller.now)).toEqual({ count: 1, soon: 0, waiting: 0 })
    await run()
    expect(arrived).toHaveLength(1)
  })

  test('what failed and waits is sent again by hand, too; what is due at once, or has not failed, is left alone and counted', async () => {
    await tell()
    await teller.announce()
    await run()
    expect(await sendAgain(store, 'failed', teller.now)).toEqual({ count: 0, soon: 1, waiting: 0 })
    teller.pass(rungs[0] ?? 0)
    await run()
    const { arrived } = await mailServer()
    expect(await sendAgain(store, 'failed', teller.now)).toEqual({ count: 1, soon: 0, waiting: 0 })
    await run()
    expect(arrived).toHaveLength(1)
    expect(await sendAgain(store, 'failed', teller.now)).toEqual({ count: 0, soon: 0, waiting: 0 })
  })

  test('mail that waited for its settings goes when they are there', async () => {
    await tell()
    await teller.announce()
    await run()
    teller.pass(minute / 60)
    const { arrived } = await mailServer()
    await run()
    expect(arrived).toHaveLength(0)
    await hurry(store, { channel: 'mail', since: teller.now, now: teller.now })
    await run()
    expect(arrived).toHaveLength(1)
  })

  test('a greylisted mail goes later, one to nobody is given up at once', async () => {
    await tell()
    let code = 450
    const { arrived } = await mailServer({ refuses: () => (code === 0 ? null : { at: 'RCPT', code, says: 'no' }) })
    await teller.announce()
    await run()
    expect(await states()).toEqual(['mail waiting 1'])
    code = 0
    teller.pass(5000)
    await run()
    expect(arrived).toHaveLength(1)
    code = 550
    await teller.announce({ kind: 'removalsHeld' })
    await run()
    expect(await states()).toEqual(['mail givenUp 1', 'mail delivered 2'])
  })

  test('a process that dies while it sends leaves the delivery to another', async () => {
    await tell()
    const { arrived } = await mailServer()
    await teller.announce()
    const dying = { ...teller.telling, now: () => teller.now, publicUrl: () => { throw new Error('killed') } } // prettier-ignore
    await expect(deliver(dying)).rejects.toThrow('killed')
    await run()
    expect(arrived).toHaveLength(0)
    teller.pass(3 * minute)
    await run()
    expect(arrived).toHaveLength(1)
    expect(await states()).toEqual(['mail delivered 2'])
  })

  test('a service that ends waits for no silent mail server, and sends the mail when it runs again', async () => {
    await tell()
    const came = Promise.withResolvers<void>()
    const silent = createServer(() => came.resolve()).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    await teller.mail({ port: (silent.address() as AddressInfo).port })
    await teller.announce()
    const ending = new AbortController()
    const telling = { ...teller.telling, outlet: { ...teller.telling.outlet, ending: ending.signal } }
    const delivering = deliver(telling)
    await came.promise
    ending.abort()
    await delivering
    silent.close()
    expect(await listDeliveries(store, { limit: 1 })).toMatchObject([
      { state: 'waiting', error: 'Usher was stopped before the server answered.' },
    ])
    const { arrived } = await mailServer()
    teller.pass(5000)
    await run()
    expect(arrived).toHaveLength(1)
  })

  test('several processes share the work, and nobody is told twice', async () => {
    await tell()
    const { arrived } = await mailServer()
    const { posted } = await receiver()
    for (let count = 0; count < 60; count += 1) await teller.announce({ job: null })
    await teller.announce()
    await Promise.all([run(), run(), run()])
    await run()
    expect(arrived).toHaveLength(1)
    expect(posted).toHaveLength(61)
    expect(new Set(posted.map(({ headers }) => headers['webhook-id'])).size).toBe(61)
  })

  test('an hourly digest is one mail an hour with everything that happened in it', async () => {
    await tell()
    const { port, arrived } = await mailServer()
    await teller.mail({ port, digest: 'hourly' })
    await teller.announce()
    await run()
    teller.pass(20 * minute)
    await teller.announce({ kind: 'removalsHeld' })
    await run()
    expect(arrived).toHaveLength(0)
    teller.pass(20 * minute)
    await run()
    expect(arrived.map(({ mail }) => mail.subject)).toEqual(['[Usher] 2 announcements: Dynamic Signal'])
    expect(await states()).toEqual(['mail delivered 1', 'mail delivered 1'])
  })

  test('QU-14: whoever unsubscribes gets no more, not even what waits', async () => {
    await tell({ notificationEmail: 'it@contoso.example,ops@contoso.example' })
    await teller.announce()
    await run()
    await unsubscribe(store, 'IT@contoso.example', teller.now)
    const { arrived } = await mailServer()
    teller.pass(5000)
    await run()
    expect(arrived.map(({ to }) => to[0])).toEqual(['ops@contoso.example'])
  })

  test('a webhook is posted, signed so that anybody’s library of Standard Webhooks takes it', async () => {
    await tell()
    const { posted, secret } = await receiver()
    teller.now = new Date().toISOString() as Instant
    await teller.announce()
    await run()
    const [{ headers, body } = { headers: {}, body: '' }] = posted
    expect(new Verifier(secret).verify(body, headers)).toMatchObject({
      type: 'quarantineBegan',
      data: {
        application: { id: teller.app.id, name: 'Dynamic Signal' },
        job: { id: teller.job.id },
        reason: 'EncounteredQuarantineException',
        lastError: expect.stringContaining('Bearer …'),
        remedy: expect.stringContaining('--secret-token -'),
      },
    })
    expect(() => new Verifier(secret).verify(body.replace('12', '13'), headers)).toThrow('No matching signature')
  })

  test('while a secret is changed, both sign; a day later the old one does not', async () => {
    await tell()
    const { posted, secret, webhook } = await receiver()
    teller.now = new Date().toISOString() as Instant
    const { secret: newer } = await rotateSecret(store, teller.telling.keys, { id: webhook.id, now: teller.now })
    await teller.announce()
    await run()
    const [both = { headers: {}, body: '' }] = posted
    for (const one of [secret, newer]) new Verifier(one).verify(both.body, both.headers)
    teller.pass(25 * 60 * minute)
    await teller.announce()
    await run()
    expect(posted[1]?.headers['webhook-signature']?.split(' ')).toHaveLength(1)
    await rotateSecret(store, teller.telling.keys, { id: webhook.id, now: teller.now })
    await rotateSecret(store, teller.telling.keys, { id: webhook.id, now: teller.now })
    await teller.announce()
    await run()
    expect(posted[2]?.headers['webhook-signature']?.split(' ')).toHaveLength(2)
  })

  test('a secret that expires is told 30, 14, 7 and 1 day before, once each, whoever looks', async () => {
    await tell({ secretExpiresOn: '2026-04-03' })
    const { arrived } = await mailServer()
    const told: string[] = []
    for (let days = 0; days < 40; days += 1) {
      await Promise.all([warnOfExpiry(teller.telling), warnOfExpiry(teller.telling)])
      await run()
      told.push(...arrived.splice(0).map(({ mail }) => /in (one day|\d+ days)/.exec(mail.text ?? '')?.[1] ?? ''))
      teller.pass(24 * 60 * minute)
    }
    expect(told).toEqual(['30 days', '14 days', '7 days', 'one day'])
  })

  test.each([
    [{ status: 302, location: 'http://169.254.169.254/' }, 'waiting', /sends elsewhere \(302\), and Usher follows no redirect/],
    [{ status: 307, location: '/hook' }, 'waiting', /sends elsewhere \(307\)/],
    [{ status: 500, body: 'api_key=12345678 broke' }, 'waiting', /answered 500: api_key=… broke\. The receiver’s log says why/],
    [{ status: 410 }, 'givenUp', /answered 410\. It wants no more of these/],
  ])('a receiver that answers %o is no success', async (answer, state, sentence) => {
    await tell({ notificationEmail: null })
    const { one } = await receiver()
    one.answer = answer
    await teller.announce()
    await run()
    expect(await listDeliveries(store, { limit: 1 })).toMatchObject([
      { state, status: answer.status, error: expect.stringMatching(sentence), recipient: 'Ops' },
    ])
    expect(one.posted).toHaveLength(1)
  }) // prettier-ignore

  test('a webhook within the network is not posted to', async () => {
    await tell({ notificationEmail: null })
    const { webhook } = await receiver()
    await updateWebhook(store, webhook.id, { ...webhook, url: 'https://10.0.0.7/hook' })
    await teller.announce()
    await run()
    expect(await listDeliveries(store, { limit: 1 })).toMatchObject([
      { error: 'Usher does not connect to 10.0.0.7: it is a private address. If the receiver is there, allow it: --egress-allow 10.0.0.7.' },
    ]) // prettier-ignore
  })
})
