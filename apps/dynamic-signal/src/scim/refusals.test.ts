import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Attributes } from '@usher/scim'
import { type Fixture, openFixture, origin, password, stores } from '../service-fixture.ts'

const json = { origin, 'content-type': 'application/json' }

describe.each(stores)('on %s', (kind) => {
  let on: Fixture
  let acme: { readonly token: string; readonly cookie: string }
  beforeAll(async () => {
    on = await openFixture(kind)
    acme = await on.tenant('acme')
    await on.admin('PATCH', '/settings', { groups: true })
  })
  afterAll(() => on.close())

  const tokenWith = async (...scopes: string[]): Promise<string> => {
    const made = await on.admin('POST', '/tokens', { label: scopes.join(' '), expiresInDays: 1, scopes })
    return made.body['token'] as string
  }
  const activityOf = async (cookie: string): Promise<Attributes[]> => {
    const { body } = await on.send('GET', '/admin/api/activity?limit=10', { cookie })
    return body['activity'] as Attributes[]
  }

  test('AU-5: a search over everything shows what the token may see, and nothing else', async () => {
    await on.user({ userName: 'seen@x' })
    await on.scim('POST', '/Groups', { body: { displayName: 'Seen' } })
    const types = async (token: string): Promise<unknown> => {
      const { status, body } = await on.scim('GET', '/?count=1000', { token })
      const found = ((body['Resources'] ?? []) as Attributes[]).map(({ meta }) => (meta as Attributes)['resourceType'])
      return status === 200 ? [...new Set(found)] : status
    }
    expect(await types(await tokenWith('scim.read', 'scim.users'))).toEqual(['User'])
    expect(await types(await tokenWith('scim.read', 'scim.groups'))).toEqual(['Group'])
    expect(await types(await tokenWith('scim.read'))).toBe(403)
    const search = await on.scim('POST', '/.search', { token: await tokenWith('scim.read'), body: {} })
    expect(search.status).toBe(403)
  })

  test('DS-2: groups cannot be granted where there are none', async () => {
    const ask = async (...scopes: string[]): Promise<unknown> => {
      const body = JSON.stringify({ label: 'g', expiresInDays: 1, scopes })
      const answer = await on.send('POST', '/admin/api/tokens', { ...json, cookie: acme.cookie }, body)
      return answer.status === 201 ? answer.body['scopes'] : answer.status
    }
    expect(await ask('scim.read', 'scim.groups')).toEqual(['scim.read'])
    expect(await ask('scim.groups')).toBe(400)
  })

  test('SE-7: what a tenant’s ended token asks for is in that tenant’s activity only', async () => {
    await on.db.updateTable('token').set({ expires: '2020-01-01T00:00:00Z' }).where('label', '=', 'acme').execute()
    on.clock.ahead += 2000
    const answer = await on.scim('GET', '/Users?filter=userName+eq+%22private%40acme%22', { token: acme.token })
    expect(answer.status).toBe(401)
    expect((await activityOf(acme.cookie))[0]).toMatchObject({ status: 401, by: { label: 'acme' } })
    const ours = (await on.admin('GET', '/activity?search=private')).body['activity']
    expect(ours).toEqual([])
  })

  test('strangers who ask for the service’s abilities hold nobody up', async () => {
    await on.withSettings({ requestsPerSecond: 25 }, async () => {
      const strangers = await Promise.all(
        Array.from({ length: 200 }, () => on.scim('GET', '/ServiceProviderConfig', { token: null })),
      )
      expect(strangers.some(({ status }) => status === 429)).toBe(true)
      expect((await on.scim('GET', '/Users?count=0')).status).toBe(200)
    })
    on.clock.ahead += 10_000
  })

  test('AU-9: a right OAuth client is heard, however many wrong ones came before', async () => {
    const { body: client } = await on.admin('POST', '/clients', { label: 'right' })
    const ask = (secret: string) =>
      on.send(
        'POST',
        '/oauth/token',
        { 'content-type': 'application/x-www-form-urlencoded' },
        new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: String(client['clientId']),
          client_secret: secret,
        }).toString(),
      )
    for (let tries = 0; tries < 22; tries++) await ask('wrong')
    expect((await ask('wrong')).status).toBe(429)
    expect((await ask(String(client['clientSecret']))).status).toBe(200)
  })

  test('sign-ins that are sent all at once, or in other letters, count like any others', async () => {
    const signIn = (userName: string, secret: string) =>
      on.send('POST', '/admin/api/sign-in', json, JSON.stringify({ userName, password: secret }))
    await on.admin('POST', '/administrators', { userName: 'mallory', password: 'a password of mallory' })
    const names = ['mallory', 'MALLORY', 'ｍallory']
    const tries = await Promise.all(
      Array.from({ length: 30 }, (_, index) => signIn(names[index % 3] ?? '', 'wrong password')),
    )
    expect(tries.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(10)
    expect((await signIn('mallory', 'a password of mallory')).status).toBe(429)
    expect((await signIn('admin', password)).status).toBe(200)
  })

  test('SE-4: a filter about a password leaves nothing of it behind', async () => {
    expect((await on.scim('GET', '/Users?filter=password+eq+%22hush-4%22')).body['scimType']).toBe('invalidFilter')
    await on.scim('GET', '/Users?filter=pass%77ord+eq+%22hush-5%22')
    await on.scim('POST', '/Users/.search', { body: { filter: 'title pr and password eq "hush-6"' } })
    await on.scim('GET', '/Users?filter=password+eq+%22hush-7')
    expect((await on.admin('GET', '/activity?limit=20')).text).not.toContain('hush')
  })

  test('§5.2: what is never returned, or only when asked for, is so in every answer', async () => {
    const urn = 'urn:example:2.0:User'
    const attributes = [
      { name: 'never', returned: 'never' },
      { name: 'asked', returned: 'request' },
    ]
    await on.withSettings({ schemas: [{ id: urn, name: 'Example', attributes }] }, async () => {
      const made = await on.user({ userName: 'quiet@x', [urn]: { never: 'unsaid', asked: 'told' } })
      expect(made[urn]).toEqual({ asked: 'told' })
      for (const path of [`/Users/${made.id}`, '/Users?count=1000', '/Users?filter=userName+eq+%22quiet%40x%22'])
        expect((await on.scim('GET', path)).text).not.toMatch(/unsaid|told/)
      expect((await on.scim('GET', `/Users/${made.id}?attributes=${urn}:asked`)).body[urn]).toEqual({ asked: 'told' })
      expect((await on.admin('GET', `/users/${made.id}`)).text).not.toContain('unsaid')
    })
    expect((await on.scim('GET', '/Users?filter=userName+eq+%22quiet%40x%22')).text).not.toContain(urn)
    const secret = { id: urn, name: 'Example', attributes: [{ name: 'pin', mutability: 'writeOnly' }] }
    expect((await on.admin('PATCH', '/settings', { schemas: [secret] })).status).toBe(400)
  })

  test('AU-1: over TLS, every answer says that it is to stay so', async () => {
    const { buildService } = await import('../service.ts')
    const { tenant_id: tenantId } = await on.db
      .selectFrom('tenant')
      .select('tenant_id')
      .orderBy('created')
      .executeTakeFirstOrThrow()
    const address = { baseUrl: 'https://signal.example', origins: ['https://signal.example'] }
    const secure = await buildService({ db: on.db, tenantId, address: () => address, isSecure: true, now: Date.now })
    for (const [method, url] of [
      ['GET', '/scim/v2/Users'],
      ['POST', '/oauth/token'],
      ['GET', '/healthz'],
      ['GET', '/admin/api/me'],
    ] as const) {
      const { headers } = await secure.app.inject({ method, url })
      expect([url, headers['strict-transport-security']]).toEqual([url, expect.stringContaining('max-age=')])
    }
    const forged = { authorization: `Bearer ${on.token}`, host: 'evil.example' }
    const listed = await secure.app.inject({ method: 'GET', url: '/scim/v2/Users?count=1', headers: forged })
    expect(listed.body).toContain('https://signal.example/scim/v2/Users/')
    expect(listed.body).not.toContain('evil')
    await secure.stop()
  })
})
