import { createPrivateKey } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { authoritiesProblem, clientProblem } from './certificates.ts'
import { connections } from './connections.ts'
import { egressGuard } from './egress.ts'
import { httpSend } from './http.ts'
import { makeAuthority, type Authority, type Pem } from '../../../../test/certificates.ts'

let ours: Authority
let another: Authority
let server: Pem
let client: Pem
beforeAll(async () => {
  ours = await makeAuthority('Contoso')
  another = await makeAuthority('Fabrikam')
  server = await ours.issue('localhost', 'server', ['127.0.0.1'])
  client = await ours.issue('usher.contoso.example', 'client')
})
const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

/** Answers with the name of the client's certificate. */
async function secureServer(options: ServerOptions): Promise<URL> {
  const https = createServer(options, (request, response) => {
    const { subject } = (request.socket as TLSSocket).getPeerCertificate()
    response.setHeader('x-client', subject?.CN === undefined ? 'nobody' : String(subject.CN)).end('{}')
  }).listen(0, '127.0.0.1')
  await once(https, 'listening')
  open.push(async () => {
    https.closeAllConnections()
    https.close()
    await once(https, 'close')
  })
  return new URL(`https://127.0.0.1:${(https.address() as AddressInfo).port}/`)
}

function sending(options: Parameters<typeof httpSend>[0]) {
  const http = httpSend(options)
  open.push(http.close)
  return http.send
}

describe('a private certificate authority', () => {
  const asked = (): ServerOptions => ({ cert: server.certificate, key: server.key })

  test('an application whose certificate nobody vouches for is not spoken to', async () => {
    const url = await secureServer(asked())
    await expect(sending({})({ method: 'GET', url })).rejects.toMatchObject({
      kind: 'untrusted',
      message: expect.stringMatching(/^the certificate is not trusted \(UNABLE_TO_VERIFY_LEAF_SIGNATURE\)/) as string,
    })
  })

  test('with its authority it is trusted, beside those of the system', async () => {
    const url = await secureServer(asked())
    const send = sending({ tls: { authorities: [another.certificate, ours.certificate] } })
    expect(await send({ method: 'GET', url })).toMatchObject({ status: 200 })
  })

  test('a certificate for another name is refused all the same', async () => {
    const other = await ours.issue('hr.contoso.example', 'server')
    const url = await secureServer({ cert: other.certificate, key: other.key })
    await expect(sending({ tls: { authorities: [ours.certificate] } })({ method: 'GET', url })).rejects.toMatchObject({
      message: 'the certificate is not trusted (ERR_TLS_CERT_ALTNAME_INVALID)',
    })
  })

  test('what is trusted for every application is trusted beside what is trusted for one', async () => {
    const url = await secureServer(asked())
    const edge = connections({
      guard: egressGuard({ loopback: true, allow: [] }),
      authorities: [ours.certificate],
    })
    open.push(edge.close)
    const pace = { requestsInFlight: { start: 1, most: 1 } }
    const way = edge.open({
      job: 'j',
      address: url.href,
      pace,
      bound: { perSecond: null, atOnce: null },
      authorization: { kind: 'certificate' },
      tls: { authorities: [another.certificate] },
    })
    expect(await way.send({ method: 'GET', url })).toMatchObject({ status: 200 })
  })
})

describe('mutual TLS', () => {
  const asks = (): ServerOptions => ({
    cert: server.certificate, key: server.key, ca: ours.certificate, requestCert: true, rejectUnauthorized: true,
  }) // prettier-ignore

  test('the client is known by its certificate', async () => {
    const url = await secureServer(asks())
    const send = sending({ tls: { ...client, authorities: [ours.certificate] } })
    expect((await send({ method: 'GET', url })).headers['x-client']).toBe('usher.contoso.example')
  })

  test('a key may be encrypted, and is opened by its passphrase', async () => {
    const encrypted = createPrivateKey(client.key).export({
      type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open sesame',
    }) // prettier-ignore
    const tls = {
      certificate: client.certificate,
      key: String(encrypted),
      passphrase: 'open sesame',
      authorities: [ours.certificate],
    }
    expect((await sending({ tls })({ method: 'GET', url: await secureServer(asks()) })).status).toBe(200)
    expect(clientProblem({ certificate: tls.certificate, key: tls.key, passphrase: tls.passphrase })).toBeNull()
    expect(clientProblem({ certificate: tls.certificate, key: tls.key })).toMatch(/Give its passphrase/)
    expect(clientProblem({ certificate: tls.certificate, key: tls.key, passphrase: 'wrong' })).toMatch(
      /Give its passphrase/,
    )
  })

  test('without a certificate, or with one of somebody else, nobody is let in', async () => {
    const url = await secureServer(asks())
    const stranger = await another.issue('usher.contoso.example', 'client')
    for (const tls of [{ authorities: [ours.certificate] }, { ...stranger, authorities: [ours.certificate] }]) {
      await expect(sending({ tls })({ method: 'GET', url })).rejects.toMatchObject({ name: 'NoAnswer' })
    }
  })
})

describe('what is wrong with a certificate is said before it is stored', () => {
  test.each<[string, () => Parameters<typeof clientProblem>[0], RegExp | null]>([
    ['nothing', () => client, null],
    ['no certificate', () => ({ certificate: 'hello', key: client.key }), /client certificate cannot be read/],
    ['no key', () => ({ certificate: client.certificate, key: 'hello' }), /client key cannot be read/],
    ['a key of another one', () => ({ certificate: client.certificate, key: server.key }), /does not belong/],
  ])('%s', (_, pair, sentence) => {
    const problem = clientProblem(pair())
    if (sentence === null) expect(problem).toBeNull()
    else expect(problem).toMatch(sentence)
  })

  test('an authority', () => {
    expect(authoritiesProblem(`${ours.certificate}\n${another.certificate}`)).toBeNull()
    expect(authoritiesProblem('hello')).toMatch(/no certificate in it/)
    expect(authoritiesProblem('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----')).toMatch(/cannot be read/)
  })
})
