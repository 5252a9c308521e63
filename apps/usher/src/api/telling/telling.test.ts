/** Mail and webhooks as an administrator sets them up: over the API of a service that runs. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest'
import { serve, type Service } from '../../serve.ts'
import { startMailServer, type MailServer } from '../../testing/mail-server.ts'
import { newDatabase } from '../../testing/stores.ts'
import { startReceiver, type Receiver } from '../../tell/test-teller.ts'

const password = 'Sesame-4711-0815'
let folder = ''
let service: Service
let client: Client
let server: MailServer
let receiver: Receiver
let authorization = ''
const answers: string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'usher-telling-'))
  const databaseUrl = await newDatabase(inject('postgresUrl'))
  client = new Client({ connectionString: databaseUrl })
  await client.connect()
  service = await serve(
    { data: join(folder, 'data'), host: '127.0.0.1', port: 0, databaseUrl, publicUrl: 'https://usher.contoso.example' }, // prettier-ignore
    (line) => void answers.push(line),
  )
  const { token } = JSON.parse(await readFile(service.tokenFile, 'utf8')) as { token: string }
  authorization = `Bearer ${token}`
  server = await startMailServer()
  receiver = await startReceiver()
})
afterAll(async () => {
  await service.close()
  await client.end()
  await server.close()
  await receiver.close()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  await ask('DELETE', '/usher/mail')
})

/** Something happened, as whoever finds it writes it down. */
async function announced(): Promise<void> {
  const facts = JSON.stringify({ sentence: '600 removals are held.', remedy: 'usher removals App' })
  await client.query(
    "insert into announcement (tenant_id, at, kind, facts) select tenant_id, now(), 'removalsHeld', $1 from tenant",
    [facts],
  )
}

type Answer = { readonly status: number; readonly body: Record<string, unknown> & { readonly error?: { readonly message: string } } } // prettier-ignore

async function ask(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(new URL(path, service.url), {
    method,
    headers: { authorization, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  answers.push(text)
  return { status: response.status, body: JSON.parse(text) as Answer['body'] }
}
const refusal = async (...asked: Parameters<typeof ask>) => (await ask(...asked)).body.error?.message
const usual = { host: 'mail.contoso.example', from: 'usher@contoso.example' }

describe('settings of mail', () => {
  test('are taken with what is usual, and shown without the password', async () => {
    expect((await ask('GET', '/usher/mail')).body).toEqual({ configured: false, unsubscribed: [] })
    const { body } = await ask('PATCH', '/usher/mail', { ...usual, user: 'usher', password })
    expect(body).toEqual({
      configured: true, ...usual, port: 587, security: 'starttls', user: 'usher', hasPassword: true, recipients: [],
      digest: 'immediate', tell: 'failures', unsubscribed: [],
    }) // prettier-ignore
    const moved = await ask('PATCH', '/usher/mail', { security: 'tls', recipients: 'it@contoso.example,ops@contoso.example' }) // prettier-ignore
    expect(moved.body).toMatchObject({ port: 465, hasPassword: true, recipients: ['it@contoso.example', 'ops@contoso.example'] }) // prettier-ignore
  })

  test.each<[unknown, string | RegExp]>([
    [{ from: usual.from }, 'Say which mail server: --host mail.example.com.'],
    [{ host: usual.host }, 'Say from which address Usher writes: --from usher@example.com.'],
    [{ ...usual, from: 'Usher <usher@x.example>' }, 'from: must be an e-mail address.'],
    [{ ...usual, from: 'usher@x.example>\r\nRCPT TO:<eve@evil.example' }, 'from: must be an e-mail address.'],
    [{ ...usual, host: 'mail.example\r\nQUIT' }, 'host: must be a host name or an address.'],
    [{ ...usual, port: 70_000 }, 'port: must be at most 65535.'],
    [{ ...usual, security: 'ssl' }, 'security: must be starttls or tls or none.'],
    [{ ...usual, recipients: 'nobody' }, /^recipients: must be e-mail addresses separated by commas/],
    [{ ...usual, user: 'usher' }, 'Give the password of usher at mail.contoso.example too: --password - reads it from standard input.'],
    [{ ...usual, password }, 'Say whose password that is: --user NAME.'],
    [{ ...usual, user: 'usher', password, security: 'none' }, /^Without TLS the password could be read on the way/],
    [{ ...usual, pasword: 'x' }, 'The request: has nothing called pasword.'],
  ])('are refused as %j', async (body, sentence) => {
    expect(await refusal('PATCH', '/usher/mail', body)).toMatch(sentence)
    expect((await ask('GET', '/usher/mail')).body).toMatchObject({ configured: false })
  }) // prettier-ignore

  test('that lead to another server or account do not take the password along', async () => {
    await ask('PATCH', '/usher/mail', { ...usual, user: 'usher', password })
    expect(await refusal('PATCH', '/usher/mail', { host: 'mail.evil.example' })).toMatch(/^Give the password of usher/)
    expect(await refusal('PATCH', '/usher/mail', { user: 'other' })).toMatch(/^Give the password of other/)
    expect((await ask('PATCH', '/usher/mail', { user: null })).body).toMatchObject({ user: null, hasPassword: false })
  })

  test('can be tried, and the answer says what happened', async () => {
    expect(await refusal('POST', '/usher/mail/test')).toMatch(/^Mail is not set up/)
    await ask('PATCH', '/usher/mail', { ...usual, host: '127.0.0.1', port: server.port, security: 'none' })
    const { body } = await ask('POST', '/usher/mail/test', { to: 'it@contoso.example' })
    expect(body).toMatchObject({ ok: true, message: expect.stringMatching(/took the mail to it@contoso\.example \(no TLS\): 250/) }) // prettier-ignore
    expect(server.arrived.at(-1)).toMatchObject({ to: ['it@contoso.example'], mail: { subject: '[Usher] Test' } })
    await ask('PATCH', '/usher/mail', { port: 1 })
    expect((await ask('POST', '/usher/mail/test')).body).toMatchObject({ ok: false, message: expect.stringMatching(/^Nobody listens at 127\.0\.0\.1:1 \(TCP/) }) // prettier-ignore
  })

  test('are changed, tried and removed on the record, which has no password', async () => {
    await ask('PATCH', '/usher/mail', { ...usual, user: 'usher', password })
    const { rows } = await client.query<{ activity: string; details: Record<string, unknown> }>(
      'select activity, details from audit_log order by id desc limit 1',
    )
    expect(rows).toMatchObject([
      { activity: 'Update mail settings', details: { host: usual.host, password: 'changed' } },
    ])
    const { rows: all } = await client.query('select * from audit_log')
    const { rows: stored } = await client.query('select * from mail_setting')
    expect(JSON.stringify([all, stored]) + answers.join('\n')).not.toContain(password)
  })
})

describe('a reader', () => {
  test('of a mail unsubscribes with one click, which a look at the link is not', async () => {
    await ask('PATCH', '/usher/mail', { ...usual, host: '127.0.0.1', port: server.port, security: 'none', recipients: 'it@contoso.example' }) // prettier-ignore
    const before = server.arrived.length
    await announced()
    await vi.waitFor(() => expect(server.arrived.length).toBeGreaterThan(before), 10_000)
    const header = server.arrived.at(-1)?.mail.headerLines.find(({ key }) => key === 'list-unsubscribe')?.line ?? ''
    const [, path = ''] = /<https:\/\/usher\.contoso\.example(\/.*)>/.exec(header.replaceAll(/\s+/g, '')) ?? []
    const link = new URL(path, service.url)
    const look = await fetch(link)
    expect(await look.text()).toContain('Send no more mail to it@contoso.example')
    expect((await ask('GET', '/usher/mail')).body).toMatchObject({ unsubscribed: [] })
    const click = await fetch(link, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) })
    expect(await click.text()).toContain('it@contoso.example gets no more mail')
    expect((await ask('GET', '/usher/mail')).body).toMatchObject({ unsubscribed: ['it@contoso.example'] })
    await ask('POST', '/usher/mail/resubscribe', { address: 'it@contoso.example' })
    expect((await ask('GET', '/usher/mail')).body).toMatchObject({ unsubscribed: [] })
  })

  test.each(['x', `${Buffer.from('it@contoso.example').toString('base64url')}.AAAAAAAAAAAAAAAA`])(
    'cannot unsubscribe others: %s',
    async (proof) => {
      for (const method of ['GET', 'POST']) {
        const answer = await fetch(new URL(`/unsubscribe/${proof}`, service.url), { method })
        expect({ method, status: answer.status }).toEqual({ method, status: 404 })
      }
    },
  )

  test('of a link to the status is told where it stands', async () => {
    const old = await fetch(new URL('/status/1', service.url), { redirect: 'manual' })
    expect(old.headers.get('location')).toBe('/enterprise-apps/1/provisioning')
  })
})

describe('webhooks', () => {
  test('are added with a secret that is shown once, tried, rotated and removed', async () => {
    const { body } = await ask('POST', '/usher/webhooks', { name: 'Ops', url: receiver.url, kinds: ['removalsHeld'] })
    expect(body).toMatchObject({ name: 'Ops', enabled: true, secret: expect.stringMatching(/^whsec_[\w+/=]{40,}$/) })
    const listed = await ask('GET', '/usher/webhooks')
    expect(JSON.stringify(listed.body)).not.toContain('whsec_')
    expect((await ask('POST', '/usher/webhooks/ops/test')).body).toMatchObject({ ok: true, message: expect.stringMatching(/answered 204\.$/) }) // prettier-ignore
    expect(receiver.posted.at(-1)?.body).toContain('"type":"test"')
    const rotated = await ask('POST', '/usher/webhooks/Ops/rotate')
    expect(rotated.body['secret']).not.toBe(body['secret'])
    receiver.answer = { status: 503 }
    expect((await ask('POST', '/usher/webhooks/Ops/test')).body).toMatchObject({ ok: false })
    receiver.answer = { status: 204 }
    await ask('PATCH', '/usher/webhooks/Ops', { kinds: null, enabled: false })
    expect((await ask('GET', '/usher/webhooks')).body).toMatchObject({ webhooks: [{ kinds: null, enabled: false }] })
    expect((await ask('DELETE', '/usher/webhooks/Ops')).status).toBe(200)
    expect(await refusal('POST', '/usher/webhooks/Ops/test')).toBe('There is no webhook "Ops". There is none yet.')
  })

  test.each<[unknown, RegExp]>([
    [{ name: 'x', url: 'nowhere' }, /^"nowhere" is no web address/],
    [{ name: 'x', url: 'ftp://x.example/' }, /is no web address/],
    [{ name: 'x', url: 'https://user:pass@x.example/' }, /must not hold a user name or password/],
    [{ name: 'x', url: 'http://x.example/' }, /must begin with https/],
    [{ name: 'x', url: 'https://169.254.169.254/latest' }, /^Usher never connects to 169\.254\.169\.254/],
    [{ name: 'x', url: 'https://10.1.2.3/' }, /If the receiver is there, allow it: --egress-allow 10\.1\.2\.3/],
    [{ name: 'x', url: 'https://x.example/', kinds: ['all'] }, /^kinds\.0: must be quarantineBegan or/],
    [{ name: ' ', url: 'https://x.example/' }, /^name: must not be empty/],
  ])('are refused as %j', async (body, sentence) => {
    expect(await refusal('POST', '/usher/webhooks', body)).toMatch(sentence)
  })
})

test('deliveries are listed; one that nobody knows cannot be sent again', async () => {
  expect((await ask('GET', '/usher/deliveries?state=delivered')).body).toMatchObject({
    deliveries: [
      { recipient: 'it@contoso.example', kind: 'removalsHeld', attempts: 1, sentence: '600 removals are held.' },
    ],
  })
  expect((await ask('POST', '/usher/deliveries/retry', { ids: [4711] })).body).toMatchObject({ count: 0 })
  expect((await ask('POST', '/usher/deliveries/retry', { ids: 'failed' })).body).toMatchObject({ count: 0, soon: 0 })
  expect(await refusal('POST', '/usher/deliveries/retry', { ids: [] })).toMatch(/^ids/)
})
