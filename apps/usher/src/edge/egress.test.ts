import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { placeOf } from './addresses.ts'
import { allowProblem, egressGuard, type EgressRules } from './egress.ts'
import { httpSend } from './http.ts'

const closed: EgressRules = { loopback: false, allow: [] }
const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

describe('addresses that are written out', () => {
  test.each<[string, EgressRules, RegExp | null]>([
    ['https://hr.example/scim', closed, null],
    ['https://93.184.216.34/scim', closed, null],
    ['https://[2606:2800:220:1::1]/scim', closed, null],
    ['http://hr.example/scim', closed, /must begin with https/],
    ['http://93.184.216.34/scim', closed, /must begin with https/],
    ['ftp://hr.example/', closed, /does not speak ftp/],
    ['https://127.0.0.1/', closed, /127\.0\.0\.1: it is an address of this machine/],
    ['http://127.0.0.1:8080/', closed, /an address of this machine/],
    ['http://127.0.0.1:8080/', { loopback: true, allow: [] }, null],
    ['http://127.8.9.1/', { loopback: true, allow: [] }, null],
    ['http://[::1]/', { loopback: true, allow: [] }, null],
    ['http://[::ffff:127.0.0.1]/', { loopback: true, allow: [] }, null],
    ['http://localhost:8080/', { loopback: true, allow: [] }, null],
    ['https://127.0.0.1/', { loopback: false, allow: ['127.0.0.1'] }, null],
    // The same machine in other spellings.
    ['https://2130706433/', closed, /127\.0\.0\.1/],
    ['https://0x7f.1/', closed, /127\.0\.0\.1/],
    ['https://017700000001/', closed, /127\.0\.0\.1/],
    ['https://127.1/', closed, /127\.0\.0\.1/],
    ['https://[::ffff:7f00:1]/', closed, /an address of this machine/],
    ['https://[64:ff9b::7f00:1]/', closed, /an address of this machine/],
    ['https://[2002:7f00:1::]/', closed, /an address of this machine/],
    ['https://[::7f00:1]/', { loopback: true, allow: [] }, /an IPv4 address in an old form/],
    ['https://[::169.254.169.254]/', { loopback: true, allow: ['::/0'] }, /an IPv4 address in an old form/],
    ['https://0.0.0.0/', { loopback: true, allow: ['0.0.0.0/0'] }, /no address of anybody/],
    ['https://[::]/', { loopback: true, allow: [] }, /no address of anybody/],
    // Private networks.
    ['https://10.1.2.3/', closed, /10\.1\.2\.3: it is a private address\. If the application is there, allow it: --egress-allow 10\.1\.2\.3/],
    ['https://172.16.0.1/', closed, /private/],
    ['https://192.168.1.1/', closed, /private/],
    ['https://100.64.0.1/', closed, /shared behind a carrier/],
    ['https://[fd12:3456::1]/', closed, /private/],
    ['https://[2002:a01:203::]/', closed, /private/],
    ['https://[64:ff9b::10.1.2.3]/', closed, /private/],
    ['https://[64:ff9b:1::1]/', closed, /private/],
    ['https://[::ffff:10.1.2.3]/', closed, /private/],
    ['https://10.1.2.3/', { loopback: false, allow: ['10.0.0.0/8'] }, null],
    ['https://[::ffff:10.1.2.3]/', { loopback: false, allow: ['10.0.0.0/8'] }, null],
    ['https://11.1.2.3/', { loopback: false, allow: ['10.0.0.0/8'] }, null],
    ['https://10.1.2.3/', { loopback: false, allow: ['10.1.2.4', '192.168.0.0/16'] }, /private/],
    ['https://[fd12:3456::1]/', { loopback: false, allow: ['fd12::/16'] }, null],
    ['http://10.1.2.3/', { loopback: false, allow: ['10.0.0.0/8'] }, /must begin with https/],
    // Nowhere, whatever is allowed.
    ['https://169.254.169.254/latest/meta-data/', { loopback: true, allow: ['169.254.0.0/16'] }, /never connects to 169\.254\.169\.254: it is a link-local address/],
    // https would not help, so it is not asked for.
    ['http://169.254.169.254/latest', closed, /never connects to 169\.254\.169\.254: it is a link-local address/],
    ['http://10.1.2.3/scim', closed, /10\.1\.2\.3: it is a private address/],
    ['https://[fe80::1]/', { loopback: true, allow: ['fe80::/10'] }, /link-local/],
    ['https://[fd00:ec2::254]/', { loopback: true, allow: ['fd00::/8'] }, /metadata/],
    ['https://100.100.100.200/', { loopback: true, allow: ['100.64.0.0/10'] }, /metadata/],
    ['https://168.63.129.16/', closed, /platform address of Azure/],
    ['https://[::ffff:169.254.169.254]/', closed, /link-local/],
    ['https://[2002:a9fe:a9fe::]/', closed, /link-local/],
    ['https://224.0.0.1/', closed, /of many/],
    ['https://255.255.255.255/', closed, /of many/],
    ['https://240.0.0.1/', closed, /reserved/],
    ['https://[2001:db8::1]/', closed, /reserved/],
  ])('%s with %j', (text, rules, sentence) => {
    const refusal = egressGuard(rules).refuses(new URL(text))
    if (sentence === null) expect(refusal).toBeNull()
    else expect(refusal).toMatch(sentence)
  }) // prettier-ignore
})

describe('names', () => {
  /** What a lookup gives when the name has these addresses. */
  const found = (rules: EgressRules, host: string, addresses: readonly string[]): Promise<unknown> =>
    new Promise((resolve) => {
      const records = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
      egressGuard(rules, () => Promise.resolve(records)).lookup(host, { all: true }, (error, given) =>
        resolve(error === null ? (given as { address: string }[]).map(({ address }) => address) : error.message),
      )
    })

  test('only public addresses of a name are connected to', async () => {
    expect(await found(closed, 'hr.example', ['93.184.216.34', '10.1.2.3', '::1'])).toEqual(['93.184.216.34'])
  })
  test('a name with private addresses only is refused, and the sentence says how to allow it', async () => {
    expect(await found(closed, 'hr.corp.example', ['10.1.2.3'])).toBe(
      'Usher does not connect to hr.corp.example at 10.1.2.3: it is a private address. If the application is there, allow it: --egress-allow hr.corp.example.',
    )
  })
  test('a name that is allowed may be private, one below it only when that is said', async () => {
    expect(await found({ loopback: false, allow: ['HR.corp.example'] }, 'hr.corp.example', ['10.1.2.3'])).toEqual([
      '10.1.2.3',
    ])
    expect(await found({ loopback: false, allow: ['corp.example'] }, 'hr.corp.example', ['10.1.2.3'])).toMatch(
      /private/,
    )
    expect(await found({ loopback: false, allow: ['*.corp.example'] }, 'hr.corp.example.', ['10.1.2.3'])).toEqual([
      '10.1.2.3',
    ])
    expect(await found({ loopback: false, allow: ['*.corp.example'] }, 'evilcorp.example', ['10.1.2.3'])).toMatch(
      /private/,
    )
  })
  test('no name leads to metadata, allowed or not', async () => {
    expect(await found({ loopback: true, allow: ['m.example'] }, 'm.example', ['169.254.169.254'])).toMatch(
      /never connects/,
    )
  })
  test('localhost is this machine or nothing', async () => {
    expect(await found({ loopback: true, allow: [] }, 'localhost', ['93.184.216.34'])).toMatch(/is not this machine/)
    expect(await found({ loopback: true, allow: [] }, 'localhost', ['127.0.0.1', '::1'])).toEqual(['127.0.0.1', '::1'])
  })
})

describe('a connection', () => {
  test('goes where the check looked, even when the name leads elsewhere the next time', async () => {
    const server = createServer((request, response) => response.end(request.headers.host)).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    let asked = 0
    // The first answer is checked and good; whoever asked again would be led to the metadata address.
    const guard = egressGuard({ loopback: true, allow: [] }, () => {
      asked += 1
      return Promise.resolve([{ address: asked === 1 ? '127.0.0.1' : '169.254.169.254', family: 4 }])
    })
    const http = httpSend({ guard })
    open.push(http.close, async () => {
      server.close()
      await once(server, 'close')
    })
    expect(await http.send({ method: 'GET', url: new URL(`http://hr.localhost:${port}/`) })).toMatchObject({
      status: 200,
      body: `hr.localhost:${port}`,
    })
    expect(asked).toBe(1)
  })

  test('is not made where the guard forbids it, and says why', async () => {
    const guard = egressGuard(closed, () => Promise.resolve([{ address: '192.168.7.7', family: 4 }]))
    const http = httpSend({ guard })
    open.push(http.close)
    await expect(http.send({ method: 'GET', url: new URL('https://intranet.example/') })).rejects.toMatchObject({
      kind: 'forbidden',
      message: expect.stringMatching(/^Usher does not connect to intranet\.example at 192\.168\.7\.7/) as string,
    })
    await expect(http.send({ method: 'GET', url: new URL('http://169.254.169.254/') })).rejects.toMatchObject({
      kind: 'forbidden',
    })
  })
})

test.each<[string, boolean]>([
  ['10.0.0.0/8', true], ['fd00::/8', true], ['10.1.2.3', true], ['hr.corp.example', true], ['*.corp.example', true],
  ['localhost', true], ['10.0.0.0/33', false], ['https://hr.example', false], ['a b', false], ['*', false], ['10.1', false],
])('an entry of what is allowed: %s', (entry, good) => {
  expect(allowProblem(entry) === null).toBe(good)
}) // prettier-ignore

test('Teredo carries an address within, too', () => {
  // RFC 4380 §4: the address of the client, its bits turned round.
  expect(placeOf('2001:0:4136:e378:8000:63bf:f5fe:fdfc')).toMatchObject({ kind: 'private' })
})
