import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Attributes } from '@usher/scim'
import { type Fixture, openFixture, stores } from '../service-fixture.ts'

describe.each(stores)('on %s', (kind) => {
  let on: Fixture
  let client: Attributes
  beforeAll(async () => {
    on = await openFixture(kind)
    client = (await on.admin('POST', '/clients', { label: 'Entra' })).body
  })
  afterAll(() => on.close())

  const ask = (form: Record<string, string>, headers: Record<string, string> = {}) =>
    on.send(
      'POST',
      '/oauth/token',
      { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      new URLSearchParams(form).toString(),
    )
  const grant = (more: Record<string, string> = {}) =>
    ask({
      grant_type: 'client_credentials',
      client_id: String(client['clientId']),
      client_secret: String(client['clientSecret']),
      ...more,
    })

  test('AU-3 b: a client’s credentials become a token that works for an hour', async () => {
    const answer = await grant()
    expect(answer.status).toBe(200)
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(answer.body).toMatchObject({ token_type: 'Bearer', expires_in: 3600 })
    const token = String(answer.body['access_token'])
    expect((await on.scim('POST', '/Users', { token, body: { userName: 'by-client@x' } })).status).toBe(201)
    const { body } = await on.admin('GET', '/activity?limit=1')
    expect((body['activity'] as Attributes[])[0]?.['by']).toMatchObject({ kind: 'client', label: 'Entra' })
    const listed = await on.admin('GET', '/tokens')
    expect((listed.body['tokens'] as Attributes[]).map(({ label }) => label)).toEqual(['test'])
    await on.db
      .updateTable('token')
      .set({ expires: '2020-01-01T00:00:00Z' })
      .where('client_id', 'is not', null)
      .execute()
    on.clock.ahead += 2000
    expect((await on.scim('GET', '/Users', { token })).status).toBe(401)
  })

  test('RFC 6749 §2.3.1: the credentials may come in a Basic header', async () => {
    const basic = Buffer.from(`${String(client['clientId'])}:${String(client['clientSecret'])}`).toString('base64')
    const answer = await ask({ grant_type: 'client_credentials' }, { authorization: `Basic ${basic}` })
    expect(answer.status).toBe(200)
  })

  test('RFC 6749 §5.2: what is wrong is said as OAuth says it', async () => {
    expect((await grant({ grant_type: 'password' })).body['error']).toBe('unsupported_grant_type')
    const wrong = await grant({ client_secret: 'wrong' })
    expect([wrong.status, wrong.body['error']]).toEqual([401, 'invalid_client'])
    expect((await grant({ client_id: 'nobody' })).text).toBe(wrong.text)
    expect((await grant({ client_id: '\0' })).status).toBe(401)
    expect((await grant({ scope: 'scim.everything' })).body['error']).toBe('invalid_scope')
    const json = await on.send('POST', '/oauth/token', { 'content-type': 'application/json' }, '{}')
    expect(json.status).toBeGreaterThanOrEqual(400)
    expect(json.status).toBeLessThan(500)
  })

  test('AU-5: a token has the scopes that were asked for', async () => {
    const token = String((await grant({ scope: 'scim.read scim.users' })).body['access_token'])
    expect((await on.scim('GET', '/Users?count=0', { token })).status).toBe(200)
    expect((await on.scim('POST', '/Users/.search', { token, body: { count: 0 } })).status).toBe(200)
    for (const [method, path, body] of [
      ['POST', '/Users', { userName: 'x' }],
      ['DELETE', '/Users/x', undefined],
      ['POST', '/Bulk', { Operations: [] }],
    ] as const) {
      const answer = await on.scim(method, path, { token, ...(body === undefined ? {} : { body }) })
      expect([method, path, answer.status]).toEqual([method, path, 403])
      expect(answer.body).not.toHaveProperty('scimType')
      expect(answer.body['detail']).toContain('scope')
    }
  })

  test('AU-3 b: a second secret works beside the first; a revoked one works no more', async () => {
    const id = String(client['clientId'])
    const rotated = await on.admin('POST', `/clients/${id}/secrets`, { expiresInDays: 730 })
    expect(rotated.status).toBe(201)
    const secrets = rotated.body['secrets'] as Attributes[]
    expect(secrets).toHaveLength(2)
    expect(JSON.stringify(await on.admin('GET', '/clients'))).not.toContain(rotated.body['clientSecret'])
    expect((await grant()).status).toBe(200)
    expect((await grant({ client_secret: String(rotated.body['clientSecret']) })).status).toBe(200)
    const first = secrets.at(-1)?.['id']
    expect((await on.admin('DELETE', `/clients/${id}/secrets/${String(first)}`, {})).status).toBe(204)
    expect((await grant()).status).toBe(401)
    client = { ...client, clientSecret: rotated.body['clientSecret'] as string }
  })

  test('AU-3 b: an expired secret gives no token', async () => {
    await on.db.updateTable('client_secret').set({ expires: '2020-01-01T00:00:00Z' }).execute()
    expect((await grant()).status).toBe(401)
    await on.db.updateTable('client_secret').set({ expires: '2099-01-01T00:00:00Z' }).execute()
  })

  test('a client whose owner lost Admin is refused, and one that is revoked is unknown', async () => {
    const token = String((await grant()).body['access_token'])
    await on.db.updateTable('administrator').set({ is_admin: false }).execute()
    on.clock.ahead += 2000
    expect((await on.scim('GET', '/Users', { token })).status).toBe(403)
    await on.db.updateTable('administrator').set({ is_admin: true }).execute()
    on.clock.ahead += 2000
    expect((await on.admin('DELETE', `/clients/${String(client['clientId'])}`, {})).status).toBe(204)
    expect((await on.scim('GET', '/Users', { token })).status).toBe(401)
    expect((await grant()).status).toBe(401)
  })

  test('AU-9: wrong credentials are throttled by address', async () => {
    for (let tries = 0; tries < 25; tries++)
      await ask({ grant_type: 'client_credentials', client_id: 'x', client_secret: 'y' })
    const answer = await ask({ grant_type: 'client_credentials', client_id: 'x', client_secret: 'y' })
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
  })
})
