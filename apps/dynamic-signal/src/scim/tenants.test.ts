import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Attributes } from '@usher/scim'
import { type Fixture, openFixture, origin, stores } from '../service-fixture.ts'

describe.each(stores)('on %s', (kind) => {
  let on: Fixture
  let acme: { readonly token: string; readonly cookie: string }
  beforeAll(async () => {
    on = await openFixture(kind)
    acme = await on.tenant('acme')
  })
  afterAll(() => on.close())

  const json = { origin, 'content-type': 'application/json' }

  test('AU-8: a tenant’s token leads to its own resources, by either address', async () => {
    await on.user({ userName: 'shared@x', externalId: 'shared' })
    const made = await on.scim('POST', '/Users', { token: acme.token, body: { userName: 'shared@x' } })
    expect(made.status).toBe(201)
    expect((made.body['meta'] as Attributes)['location']).toBe(
      `${origin}/t/acme/scim/v2/Users/${String(made.body['id'])}`,
    )
    for (const path of ['/Users', '//t/acme/scim/v2/Users'])
      expect((await on.scim('GET', path, { token: acme.token })).body).toMatchObject({ totalResults: 1 })
  })

  test('AU-8: at the address of another tenant a token finds nothing, whether there is such a tenant or not', async () => {
    const answers = await Promise.all(
      ['acme', 'nobody'].flatMap((name) =>
        ['Users', 'ServiceProviderConfig', 'nothing'].map((path) => on.scim('GET', `//t/${name}/scim/v2/${path}`)),
      ),
    )
    for (const { status, body } of answers) {
      expect(status).toBe(404)
      expect(body['detail']).toContain('is not one of this address')
    }
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
    const strangers = await Promise.all(
      ['acme', 'nobody'].map((name) => on.scim('GET', `//t/${name}/scim/v2/Users`, { token: 'unknown' })),
    )
    expect(strangers.map(({ status }) => status)).toEqual([401, 401])
    expect(strangers[0]?.body).toEqual(strangers[1]?.body)
  })

  test('AU-8, SE-7: another tenant’s ids are not found', async () => {
    const { id } = await on.user({ userName: 'ours@x' })
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE'])
      expect(
        (
          await on.scim(method, `/Users/${id}`, {
            token: acme.token,
            ...(method === 'GET' || method === 'DELETE' ? {} : { body: { userName: 'x', Operations: [] } }),
          })
        ).status,
      ).toBe(404)
    expect(
      (await on.scim('GET', '/Users?filter=userName+eq+%22ours%40x%22', { token: acme.token })).body,
    ).toMatchObject({ totalResults: 0 })
    expect((await on.scim('GET', '//t/nobody/scim/v2/Users', { token: null })).status).toBe(401)
  })

  test('a tenant’s administrator sees its own users and tokens only', async () => {
    const { body } = await on.send('GET', '/admin/api/users', { cookie: acme.cookie })
    expect((body['users'] as Attributes[]).map(({ userName }) => userName)).toEqual(['shared@x'])
    const tokens = await on.send('GET', '/admin/api/tokens', { cookie: acme.cookie })
    expect((tokens.body['tokens'] as Attributes[]).map(({ label }) => label)).toEqual(['acme'])
    const scim = await on.send('GET', '/admin/api/scim', { cookie: acme.cookie })
    expect(scim.body['scimApiUrl']).toBe(`${origin}/t/acme/scim/v2`)
    expect((await on.send('GET', '/admin/api/tenants', { cookie: acme.cookie })).status).toBe(403)
    const token = (await on.admin('GET', '/tokens')).body['tokens'] as Attributes[]
    const path = `/admin/api/tokens/${String(token[0]?.['id'])}`
    expect((await on.send('DELETE', path, { ...json, cookie: acme.cookie }, '{}')).status).toBe(404)
  })

  test('the first tenant’s administrators make tenants, with names that fit into an address', async () => {
    for (const name of ['A', 'acme corp', '-x', 'x-', '', 'a/b', 'x'.repeat(60)])
      expect((await on.admin('POST', '/tenants', { name, adminUser: 'a', adminPassword: 'long enough' })).status).toBe(
        400,
      )
    const twice = await on.admin('POST', '/tenants', { name: 'acme', adminUser: 'a', adminPassword: 'long enough' })
    expect(twice.status).toBe(409)
    const { body } = await on.admin('GET', '/tenants')
    expect(body['tenants']).toMatchObject([
      { name: 'default', scimApiUrl: `${origin}/scim/v2` },
      { name: 'acme', users: 1 },
    ])
  })

  test('SE-3: a new tenant has a rate, and is told when to come again; another is not held up', async () => {
    await on.send(
      'PATCH',
      '/admin/api/settings',
      { ...json, cookie: acme.cookie },
      JSON.stringify({ requestsPerSecond: 25 }),
    )
    const answers = await Promise.all(
      Array.from({ length: 80 }, () => on.scim('GET', '/Users?count=0', { token: acme.token })),
    )
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused.length).toBeGreaterThan(0)
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(50)
    expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThanOrEqual(1)
    expect(refused[0]?.body).toMatchObject({ status: '429', schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'] })
    expect((await on.scim('GET', '/Users?count=0')).status).toBe(200)
    on.clock.ahead += 3000
    expect((await on.scim('GET', '/Users?count=0', { token: acme.token })).status).toBe(200)
    const low = await on.send(
      'PATCH',
      '/admin/api/settings',
      { ...json, cookie: acme.cookie },
      JSON.stringify({ requestsPerSecond: 24 }),
    )
    expect(low.status).toBe(400)
  })

  test('SE-3: lists may have a rate of their own', async () => {
    await on.withSettings({ listsPerSecond: 25 }, async () => {
      const lists = await Promise.all(Array.from({ length: 60 }, () => on.scim('GET', '/Users?count=1')))
      expect(lists.some(({ status }) => status === 429)).toBe(true)
      expect((await on.scim('GET', '/Users/x')).status).toBe(404)
    })
  })

  test('BK-8: the rate counts operations, not requests', async () => {
    on.clock.ahead += 10_000
    on.clock.at = Date.now() // the rate fills with time, however slow this machine is
    await on.withSettings({ requestsPerSecond: 25 }, async () => {
      const Operations = Array.from({ length: 60 }, (_, index) => ({
        method: 'POST',
        path: '/Users',
        bulkId: `b${index}`,
        data: { userName: `rate${index}` },
      }))
      expect((await on.scim('POST', '/Bulk', { body: { Operations } })).status).toBe(429)
      expect((await on.scim('POST', '/Bulk', { body: { Operations: Operations.slice(0, 40) } })).status).toBe(200)
    })
    on.clock.at = null
  })
})
