import { X509Certificate } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeAuthority } from '../../../../../test/certificates.ts'
import { serve, type Service } from '../../serve.ts'
import { ownCertificates } from './own-certificates.ts'

const day = 24 * 3600_000
const now = Date.parse('2026-01-01T00:00:00Z')
const names = ['localhost', '127.0.0.1', '::1', 'usher.contoso.example']
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'usher-https-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('the authority is made once, and signs a certificate for every name', async () => {
  const at = join(folder, 'own')
  const one = await ownCertificates(at, names, now)
  const [authority, server] = [
    new X509Certificate(await readFile(one.authorityFile)),
    new X509Certificate(one.certificate),
  ]
  expect(authority.ca).toBe(true)
  expect(server.ca).toBe(false)
  expect(server.checkIssued(authority)).toBe(true)
  expect(server.verify(authority.publicKey)).toBe(true)
  for (const name of names) expect(server.checkHost(name) ?? server.checkIP(name), name).toBe(name)
  for (const key of ['authority.key', 'server.key']) expect((await stat(join(at, key))).mode & 0o777).toBe(0o600)

  expect(await ownCertificates(at, names, now + day)).toEqual(one)
})

test('the certificate is made anew before it ends or when a name is missing, the authority stays', async () => {
  const at = join(folder, 'renewed')
  const one = await ownCertificates(at, ['localhost'], now)
  const authority = await readFile(one.authorityFile, 'utf8')
  const other = await ownCertificates(at, names, now)
  const late = await ownCertificates(at, names, now + 370 * day)
  expect(new Set([one.certificate, other.certificate, late.certificate]).size).toBe(3)
  expect(new X509Certificate(late.certificate).verify(new X509Certificate(authority).publicKey)).toBe(true)
  expect(await readFile(one.authorityFile, 'utf8')).toBe(authority)
  await writeFile(join(at, 'server.pem'), 'half a fi')
  expect((await ownCertificates(at, names, now + 370 * day)).certificate).toContain('BEGIN CERTIFICATE')
})

async function served(more: object, work: (service: Service) => Promise<void>): Promise<void> {
  const data = join(await mkdtemp(join(folder, 'service-')), 'data')
  const service = await serve({ data, host: '127.0.0.1', port: 0, databaseUrl: undefined, ...more }, () => undefined)
  try {
    await work(service)
  } finally {
    await service.close()
  }
}

const status = (url: string, ca?: string): Promise<number | string> =>
  new Promise((resolve) => {
    get(`${url}/healthz`, { ...(ca !== undefined && { ca }), agent: false }, ({ statusCode = 0 }) =>
      resolve(statusCode),
    ).on('error', ({ code = '' }: NodeJS.ErrnoException) => resolve(code))
  })

test('with https on, whoever trusts the authority reaches the service by every name of this machine, and nobody else does', async () => {
  await served({ https: true }, async ({ url, authorityFile = '' }) => {
    const ca = await readFile(authorityFile, 'utf8')
    expect(url).toMatch(/^https:\/\/127\.0\.0\.1:/)
    expect(await status(url, ca)).toBe(200)
    expect(await status(url.replace('127.0.0.1', 'localhost'), ca)).toBe(200)
    expect(await status(url)).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE')
  })
})

test('a certificate of the administrator is served, and a pair that is none is refused with a sentence', async () => {
  const authority = await makeAuthority('Contoso')
  const pair = await authority.issue('localhost', 'server', ['127.0.0.1'])
  const other = await authority.issue('localhost', 'server', ['127.0.0.1'])
  const [tlsCert, tlsKey, wrong] = ['cert', 'key', 'wrong'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  await writeFile(tlsCert, pair.certificate)
  await writeFile(tlsKey, pair.key)
  await writeFile(wrong, other.key)
  await served({ tlsCert, tlsKey }, async ({ url, authorityFile }) => {
    expect(await status(url, authority.certificate)).toBe(200)
    expect(authorityFile).toBeUndefined()
  })
  const never = async (): Promise<void> => undefined
  await expect(served({ tlsCert, tlsKey: wrong }, never)).rejects.toThrow(
    /--tls-cert and --tls-key cannot be used: .*of one pair/,
  )
  await expect(served({ tlsCert }, never)).rejects.toThrow('--tls-cert and --tls-key belong together')
  await expect(served({ tlsCert, tlsKey: join(folder, 'none') }, never)).rejects.toThrow('--tls-key cannot be read')
})
