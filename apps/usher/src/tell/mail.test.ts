import type { Instant } from '@usher/engine'
import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { makeAuthority, type Authority, type Pem } from '../../../../test/certificates.ts'
import { egressGuard } from '../edge/egress.ts'
import type { MailSettings } from '../store/mail-settings.ts'
import { startMailServer, type Refusal, type Wanted } from '../testing/mail-server.ts'
import { MailFailed } from './mail-failure.ts'
import { sendMail, type Letter } from './mail.ts'

let authority: Authority
let pem: Pem
beforeAll(async () => {
  authority = await makeAuthority('Test')
  pem = await authority.issue('localhost', 'server', ['127.0.0.1'])
})

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

async function server(wanted: Wanted) {
  const one = await startMailServer(wanted)
  open.push(one.close)
  return one
}

const letter: Letter = {
  to: 'it@contoso.example',
  message: { subject: 'S', text: 'T', html: '<p>H</p>' },
  id: 'usher.1',
  at: '2026-03-02T09:00:00.000Z' as Instant,
  unsubscribe: 'https://usher.contoso.example/unsubscribe/x',
}
const usual: MailSettings = {
  host: '127.0.0.1', port: 25, security: 'none', user: null, from: 'usher@contoso.example', recipients: [], digest: 'immediate', tell: 'failures',
} // prettier-ignore
const guard = egressGuard({ loopback: true, allow: [] })

function send(
  settings: Partial<MailSettings>,
  password: string | null = null,
  trusted = true,
  changed: Partial<Letter> = {},
) {
  // prettier-ignore
  const outlet = { guard, authorities: trusted ? [authority.certificate] : [], limits: { greeting: 300 } }
  return sendMail({ settings: { ...usual, ...settings }, password }, outlet, { ...letter, ...changed })
}
const failure = async (sending: Promise<unknown>): Promise<MailFailed> => {
  const error: unknown = await sending.then(
    () => null,
    (one: unknown) => one,
  )
  expect(error).toBeInstanceOf(MailFailed)
  return error as MailFailed
}

const account = { user: 'usher', password: 'Sesame-4711' }

test.each(['start', 'STARTTLS'] as const)('mail goes by TLS from %s, signed in', async (from) => {
  const { port, arrived } = await server({ tls: { ...pem, from }, account })
  await send({ port, security: from === 'start' ? 'tls' : 'starttls', user: 'usher' }, account.password)
  expect(arrived).toMatchObject([{ secure: true, user: 'usher', to: ['it@contoso.example'] }])
})

test('a mail says of itself that a program wrote it, when, and how to get no more', async () => {
  const { port, arrived } = await server({})
  await send({ port })
  const headers = Object.fromEntries(arrived[0]?.mail.headerLines.map(({ key, line }) => [key, line.slice(key.length + 2)]) ?? []) // prettier-ignore
  expect(headers).toMatchObject({
    from: 'Usher <usher@contoso.example>',
    to: 'it@contoso.example',
    'message-id': '<usher.1@contoso.example>',
    'auto-submitted': 'auto-generated',
    'x-auto-response-suppress': 'All',
    'list-unsubscribe': '<https://usher.contoso.example/unsubscribe/x>',
    'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
    date: 'Mon, 02 Mar 2026 09:00:00 +0000',
  })
  expect(arrived[0]?.mail).toMatchObject({ text: expect.stringContaining('T'), html: '<p>H</p>' })
})

test('a subject with line ends in it adds no header, and no recipient', async () => {
  const { port, arrived } = await server({})
  const subject = 'Quarantine\r\nBcc: eve@evil.example\r\n\r\nBody'
  await send({ port }, null, true, { message: { ...letter.message, subject } })
  expect(arrived[0]?.to).toEqual(['it@contoso.example'])
  expect(arrived[0]?.mail.bcc).toBeUndefined()
  expect(arrived[0]?.raw.split('\r\n\r\n')[0]).not.toMatch(/^Bcc:/im)
})

describe('a mail that does not leave says why, and what to change', () => {
  test.each<[string, Wanted, Partial<MailSettings> & { password?: string }, RegExp]>([
    ['the password is wrong', { tls: { certificate: '', key: '', from: 'start' }, account }, { security: 'tls', user: 'usher', password: 'Wrong-0815' }, /refuses the sign-in of usher \(AUTH: 535.*\)\. Check --user and --password/],
    ['nobody is signed in', { account }, {}, /takes no mail from usher@contoso.example: 530.*--user and --password/],
    ['the server has no TLS', {}, { security: 'starttls' }, /does not begin TLS when asked to.*--security none/],
    ['the server wants TLS from the start', { tls: { certificate: '', key: '', from: 'start' } }, { security: 'starttls' }, /--security tls/],
    ['the server begins without TLS', {}, { security: 'tls' }, /TLS with 127\.0\.0\.1:\d+ failed.*--security starttls/],
  ])('%s', async (_, wanted, { password = null, ...settings }, sentence) => {
    const tls = wanted.tls && { ...pem, from: wanted.tls.from }
    const { port } = await server({ ...wanted, ...(tls && { tls }) })
    const error = await failure(send({ ...settings, port }, password))
    expect(error.message).toMatch(sentence)
    expect(error.message).not.toMatch(/Wrong-0815/)
    expect(error.permanent).toBe(false)
  }) // prettier-ignore

  test('the certificate is not trusted', async () => {
    const { port } = await server({ tls: { ...pem, from: 'STARTTLS' } })
    const error = await failure(send({ port, security: 'starttls' }, null, false))
    expect(error.message).toMatch(/certificate of 127\.0\.0\.1:\d+ is not trusted.*--ca-file/)
  })

  test('nobody listens there, or the name is unknown', async () => {
    const free = createServer().listen(0, '127.0.0.1')
    await once(free, 'listening')
    const { port } = free.address() as AddressInfo
    await new Promise((resolve) => free.close(resolve))
    expect((await failure(send({ port }))).message).toMatch(
      /^Nobody listens at 127\.0\.0\.1:\d+ \(TCP: connection refused\)/,
    )
    const host = 'mail.invalid'
    expect((await failure(send({ host }))).message).toBe('DNS knows no mail.invalid. Check --host.')
  })

  test('the place is within the network, where nothing was allowed', async () => {
    expect((await failure(send({ host: '10.1.2.3' }))).message).toBe(
      'Usher does not connect to 10.1.2.3: it is a private address. If the mail server is there, allow it: --egress-allow 10.1.2.3.',
    )
    expect((await failure(send({ host: '169.254.169.254' }))).message).toMatch(/^Usher never connects to/)
  })

  test.each<[Refusal, boolean, RegExp]>([
    [{ at: 'RCPT', code: 450, says: '4.2.0 greylisted, try again' }, false, /asks to come back later: 450 4\.2\.0 greylisted/],
    [{ at: 'RCPT', code: 550, says: '5.1.1 no such user' }, true, /refuses the recipient: 550 5\.1\.1 no such user\. Check the address/],
    [{ at: 'MAIL', code: 553, says: 'sender not owned' }, false, /does not take usher@contoso\.example as a sender: 553/],
    [{ at: 'DATA', code: 554, says: 'looks like spam' }, true, /refuses the mail: 554 looks like spam/],
    [{ at: 'DATA', code: 451, says: 'disk full' }, false, /come back later: 451 disk full/],
  ])('the server refuses with %o', async (refusal, permanent, sentence) => {
    const { port } = await server({ refuses: () => refusal })
    const error = await failure(send({ port }))
    expect(error.message).toMatch(sentence)
    expect(error).toMatchObject({ status: refusal.code, permanent })
  }) // prettier-ignore

  test('the server dies in the middle of the message', async () => {
    const { port } = await server({ dies: () => true })
    const error = await failure(send({ port }))
    expect(error.message).toMatch(/^The connection to 127\.0\.0\.1:\d+ broke/)
    expect(error.permanent).toBe(false)
  })
})
