import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Attributes } from '@usher/scim'
import { type Fixture, openFixture, stores } from '../service-fixture.ts'

describe.each(stores)('on %s', (kind) => {
  let on: Fixture
  beforeAll(async () => {
    on = await openFixture(kind)
  })
  afterAll(() => on.close())

  test('AU-3, DS-8: a token is shown once, stored as a hash, and revoked at once', async () => {
    const made = await on.admin('POST', '/tokens', { label: 'short', expiresInDays: null })
    expect(made.status).toBe(201)
    expect(made.body['warning']).toContain('never expires')
    const token = made.body['token'] as string
    expect(Buffer.from(token.slice(5), 'base64url').length * 8).toBeGreaterThanOrEqual(256)
    const stored = JSON.stringify(await on.db.selectFrom('token').selectAll().execute())
    expect(stored).not.toContain(token)
    expect((await on.scim('GET', '/Users?count=0', { token })).status).toBe(200)
    const { body } = await on.admin('GET', '/tokens')
    const listed = (body['tokens'] as Attributes[]).find(({ id }) => id === made.body['id'])
    expect(JSON.stringify(listed)).not.toContain(token)
    expect(listed).toMatchObject({ label: 'short', owner: 'admin', revoked: null })
    expect(listed?.['lastUsed']).not.toBeNull()
    expect((await on.admin('DELETE', `/tokens/${String(made.body['id'])}`, {})).status).toBe(204)
    expect((await on.scim('GET', '/Users?count=0', { token })).status).toBe(401)
  })

  test('AU-3: an expired token is refused like an unknown one', async () => {
    const made = await on.admin('POST', '/tokens', { label: 'old', expiresInDays: 1 })
    await on.db
      .updateTable('token')
      .set({ expires: '2020-01-01T00:00:00Z' })
      .where('id', '=', made.body['id'] as string)
      .execute()
    const expired = await on.scim('GET', '/Users', { token: made.body['token'] as string })
    const unknown = await on.scim('GET', '/Users', { token: 'unknown' })
    expect([expired.status, expired.text]).toEqual([401, unknown.text])
  })

  test('a token whose owner lost Admin is 403 and says what to do', async () => {
    const made = await on.admin('POST', '/tokens', { label: 'lost', expiresInDays: 1 })
    const lose = (is_admin: boolean) => on.db.updateTable('administrator').set({ is_admin }).execute()
    await lose(false)
    const answer = await on.scim('GET', '/Users', { token: made.body['token'] as string })
    await lose(true)
    expect(answer.status).toBe(403)
    expect(answer.body['detail']).toContain('ensure that the account has Admin permissions')
    on.clock.ahead += 2000
  })

  test('AU-9: only wrong tokens are throttled; a valid one is never refused because of others', async () => {
    for (let tries = 0; tries < 320; tries++) await on.scim('GET', '/Users?count=0', { token: 'wrong' })
    expect((await on.scim('GET', '/Users?count=0', { token: 'wrong' })).status).toBe(429)
    expect((await on.scim('GET', '/Users?count=0')).status).toBe(200)
    on.clock.ahead += 61_000
    expect((await on.scim('GET', '/Users?count=0', { token: 'wrong' })).status).toBe(401)
  })
})
