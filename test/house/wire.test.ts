/** How Usher speaks to an application: dialects, OAuth, certificates, Bulk; told by what the application saw. */
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { request as forward } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { makeAuthority } from '../certificates.ts'
import { signInAs, type Activity, type Console } from './dynamic-signal.ts'
import { app, endAll, freePort, minute, newFolder, run, usher, usherService, type Said } from './house.ts'

// Each command is a process of its own.
vi.setConfig({ testTimeout: minute })

const password = 'only-on-loopback-and-for-this-test'
const people = ['ana', 'bea', 'eva', 'ida']
let data = ''
let url = ''
let console: Console
let token = ''

beforeAll(async () => {
  const folder = newFolder()
  data = join(folder, 'data')
  const port = await freePort()
  url = `http://127.0.0.1:${port}`
  const program = run('apps/dynamic-signal/src/main.ts', ['--data', join(folder, 'target'), '--port', String(port)], {
    env: { DYNAMIC_SIGNAL_ADMIN_PASSWORD: password },
  })
  await Promise.all([program.until('SCIM API URL'), usherService(data)])
  console = await signInAs({ userName: 'admin', password }, url)
  ;({ token } = await console.post<{ token: string }>('/tokens', { label: 'Usher', expiresInDays: 1 }))
  await does('app', 'add', 'dynamic-signal')
  for (const name of people) {
    await does('user', 'create', `${name}@contoso.example`, `displayName=${name}`, `mail=${name}@contoso.example`)
    await does('assign', app, `${name}@contoso.example`, '--role', 'User')
  }
  await does('settings', app, '--tenant-url', `${url}/scim/v2`, '--secret-token', token)
}, 2 * minute)
afterAll(endAll, minute)

async function does(...args: readonly string[]): Promise<string> {
  const { code, all } = await usher(data, args)
  expect(code, `usher ${args.join(' ')}\n${all}`).toBe(0)
  return all
}

/** What the application was asked while this was done. */
async function askedDuring(work: () => Promise<unknown>): Promise<readonly Activity[]> {
  const before = await console.last()
  await work()
  return console.since(before)
}
const shown = (activity: readonly Activity[]): readonly string[] =>
  activity.map(({ method, path }) => `${method} ${path}`)

describe('an application that offers much', () => {
  test('BT-9: Test Connection says what it offers', async () => {
    const said = await does('test-connection', app)
    expect(said).toMatch(/the supplied credentials are authorized/)
    expect(said).toMatch(/It offers PATCH, filters, Bulk of 1000 operations, pages of \d+ by cursor, ETags\./)
    expect(said).not.toMatch(/does not list/)
  })

  test('BT-32: people who are new together are one bulk request', async () => {
    await does('settings', app, '--bulk', 'on')
    const asked = await askedDuring(() => does('run', app, '--yes'))
    expect(shown(asked).filter((line) => line.startsWith('POST'))).toEqual(['POST /scim/v2/Bulk'])
    const accounts = (await console.accounts()).map(({ userName, active }) => `${userName} ${active}`)
    expect(accounts.toSorted()).toEqual(people.map((name) => `${name}@contoso.example true`))
  })

  test('BT-12: each request can be shown as curl, and says when it was one of a bulk request', async () => {
    const said = await does('log', app, '--details', '--curl', '--action', 'create', '--limit', '1')
    expect(said).toMatch(/POST \/scim\/v2\/Users → 201 in \d+ ms \(in a bulk request\)/)
    expect(said).toContain(`curl --include --request POST -g --path-as-is ${url}/scim/v2/Users \\`)
    expect(said).toContain('"Authorization: Bearer $TOKEN"')
    expect(said).not.toContain(token)
  })
})

/** Whoever asks for a cycle that has nothing left to do hears that the application answers: that is one more question. */
const isProbe = (line: string): boolean => /filter=userName(%20|\+)eq(%20|\+)%22[0-9a-f-]{36}%22$/.test(line)

describe('dialects', () => {
  const rename = (to: string) =>
    askedDuring(async () => {
      await does('user', 'set', 'ana@contoso.example', `displayName=${to}`, `jobTitle=${to}`)
      await does('run', app)
    })
  const patchOf = (activity: readonly Activity[]): unknown =>
    JSON.parse(activity.find(({ method }) => method === 'PATCH')?.body ?? 'null')

  test('the one of the RFC, which the gallery knows', async () => {
    const asked = await rename('Ana R')
    const lines = shown(asked).filter((line) => !isProbe(line))
    expect(lines.map((line) => line.replace(/Users\/.*/, 'Users/…'))).toEqual([
      'GET /scim/v2/Users/…',
      'PATCH /scim/v2/Users/…',
    ])
    expect(patchOf(asked)).toMatchObject({
      Operations: [
        { op: 'replace', path: 'displayName', value: 'Ana R' },
        { op: 'add', path: 'title' },
      ],
    })
  })

  test('A-3: that of Entra, by a setting: a probe at its start, capitalised operations', async () => {
    expect(await does('settings', app, '--dialect', 'entra')).toMatch(/dialect +\S+ → entra/)
    const asked = await rename('Ana E')
    expect(shown(asked).filter((line) => line.startsWith('GET'))[0]).toMatch(
      /^GET \/scim\/v2\/Users\?filter=userName\+eq\+%22[0-9a-f-]{36}%22$/,
    )
    expect(patchOf(asked)).toMatchObject({ Operations: [
      { op: 'Replace', path: 'displayName', value: 'Ana E' }, { op: 'Replace', path: 'title', value: 'Ana E' },
    ] }) // prettier-ignore
    // The connection has shown that it is there.
    const [first, ...others] = shown(await rename('Ana F'))
    expect(first).toMatch(/^GET \/scim\/v2\/Users\/[^?]+/)
    expect(others.filter((line) => line.includes('filter=') && !isProbe(line))).toEqual([])
  })

  test('that with the flag, by the Tenant URL, which is not sent on', async () => {
    await does('settings', app, '--dialect', 'default', '--tenant-url', `${url}/scim/v2?aadOptscim062020`)
    expect(await does('settings', app)).toMatch(/dialect +entra\+062020/)
    const asked = await rename('Ana G')
    expect(patchOf(asked)).toMatchObject({
      Operations: [{ op: 'replace', value: { displayName: 'Ana G', title: 'Ana G' } }],
    })
    expect(shown(asked).join()).not.toMatch(/aadOptscim/i)
    await does('settings', app, '--tenant-url', `${url}/scim/v2`)
  })
})

describe('credentials', () => {
  const file = (name: string): string => join(data, '..', name)

  test('A-3: an OAuth client gets its tokens at the token endpoint', async () => {
    const made = await console.post<{ clientId: string; clientSecret: string }>('/clients', {
      label: 'Usher', scopes: ['scim.read', 'scim.write', 'scim.users'], secretExpiresInDays: 1,
    }) // prettier-ignore
    const oauth = [
      'settings',
      app,
      '--token-endpoint',
      `${url}/oauth/token`,
      '--client-id',
      made.clientId,
      '--client-secret',
      '-',
    ]
    const said: Said = await usher(data, oauth, `${made.clientSecret}\n`)
    expect(said.code, said.all).toBe(0)
    expect(said.all).not.toContain(made.clientSecret)
    expect(await does('test-connection', app)).toMatch(/are authorized/)
    await does('settings', app, '--client-authentication', 'basic')
    expect(await does('test-connection', app)).toMatch(/are authorized/)
    await writeFile(file('wrong'), 'wrong\n')
    await does('settings', app, '--client-secret', `@${file('wrong')}`)
    const refused = await usher(data, ['test-connection', app])
    expect(refused.code).toBe(5)
    expect(refused.all).toMatch(
      /The token endpoint 127\.0\.0\.1:\d+ gives no access token \(401 invalid_client: .*\)\. Check client id, client secret and scope\./,
    )
    await does('settings', app, '--secret-token', token)
    expect(await does('test-connection', app)).toMatch(/are authorized/)
  })

  test('mutual TLS and an authority of one’s own, from files', async () => {
    const authority = await makeAuthority('Contoso')
    const server = await authority.issue('localhost', 'server', ['127.0.0.1'])
    const client = await authority.issue('usher.contoso.example', 'client')
    // What stands in front of an application: it knows its clients by their certificates.
    const proxy = createServer(
      {
        cert: server.certificate,
        key: server.key,
        ca: authority.certificate,
        requestCert: true,
        rejectUnauthorized: true,
      },
      (request, response) => {
        const { method = 'GET', headers } = request
        request.pipe(
          forward(`${url}${request.url}`, { method, headers }, (answer) => {
            response.writeHead(answer.statusCode ?? 502, answer.headers)
            answer.pipe(response)
          }),
        )
      },
    ).listen(0, '127.0.0.1')
    await once(proxy, 'listening')
    const secure = `https://127.0.0.1:${(proxy.address() as AddressInfo).port}/scim/v2`
    const refused = async (): Promise<string> => {
      const { code, all } = await usher(data, ['test-connection', app])
      expect(code).toBe(5)
      return all
    }
    for (const [name, text] of [['ca', authority.certificate], ['cert', client.certificate], ['key', client.key]] as const)
      await writeFile(file(name), text) // prettier-ignore
    // At another address the stored secret is not sent by itself.
    const alone = await usher(data, ['settings', app, '--tenant-url', secure])
    expect([alone.code, alone.all]).toEqual([2, expect.stringContaining('give the Secret Token again')])
    await does('settings', app, '--tenant-url', secure, '--secret-token', token)
    expect(await refused()).toMatch(/the certificate is not trusted \(.*--ca FILE/)
    await does('settings', app, '--ca', file('ca'))
    expect(await refused()).toMatch(/cannot be reached|connection broke/)
    await does('settings', app, '--client-certificate', file('cert'), '--client-key', file('key'))
    expect(await does('test-connection', app)).toMatch(/are authorized/)
    expect(await does('settings', app)).not.toContain('PRIVATE KEY')
    await does(
      'settings',
      app,
      '--client-certificate',
      'none',
      '--ca',
      'none',
      '--tenant-url',
      `${url}/scim/v2`,
      '--secret-token',
      token,
    )
    proxy.closeAllConnections()
    proxy.close()
  })

  test('where Usher does not go is said when it is set', async () => {
    for (const [address, sentence] of [
      ['https://169.254.169.254/scim', /never connects to 169\.254\.169\.254: it is a link-local address/],
      [
        'https://10.0.0.7/scim',
        /10\.0\.0\.7: it is a private address\. If the application is there, allow it: --egress-allow 10\.0\.0\.7/,
      ],
      ['http://hr.example/scim', /must begin with https:\/\//],
    ] as const) {
      const { code, all } = await usher(data, ['settings', app, '--tenant-url', address])
      expect(code).toBe(2)
      expect(all).toMatch(sentence)
    }
  })
})
