import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Attributes } from '@usher/scim'
import { type Fixture, openFixture, stores } from '../service-fixture.ts'

// What the console promises about secrets and personal data.
describe.each(stores)('on %s', (kind) => {
  let on: Fixture
  beforeAll(async () => {
    on = await openFixture(kind)
  })
  afterAll(() => on.close())

  test('AU-4: a token ends after a year; one that never does is an explicit choice with a warning', async () => {
    const usual = await on.admin('POST', '/tokens', { label: 'usual' })
    const days = (Date.parse(String(usual.body['expires'])) - Date.now()) / 86_400_000
    expect(Math.round(days)).toBe(365)
    expect(usual.body).not.toHaveProperty('warning')
    const endless = await on.admin('POST', '/tokens', { label: 'endless', expiresInDays: null })
    expect(endless.body).toMatchObject({ expires: null, warning: expect.stringContaining('never expires') as string })
  })

  test('SE-5: the activity never has a bearer token', async () => {
    await on.scim('GET', '/Users', { token: 'dsig_a-wrong-one' })
    await on.scim('GET', '/Users')
    const { text, body } = await on.admin('GET', '/activity')
    expect((body['activity'] as Attributes[]).length).toBeGreaterThan(1)
    expect(text).not.toContain(on.token)
    expect(text).not.toContain('a-wrong-one')
  })

  test('SE-6: whoever is deleted for good is nowhere among the resources any more', async () => {
    const { id } = await on.user({ userName: 'forgotten@contoso.com', displayName: 'For Gotten' })
    expect((await on.admin('DELETE', `/users/${id}`, { confirm: 'forgotten@contoso.com' })).status).toBe(204)
    expect(await on.db.selectFrom('resource').select('id').where('id', '=', id).execute()).toEqual([])
    expect(await on.db.selectFrom('unique_value').select('key').where('resource_id', '=', id).execute()).toEqual([])
    const events = await on.db.selectFrom('event').selectAll().where('resource_id', '=', id).execute()
    expect(JSON.stringify(events)).not.toContain('otten')
  })

  test('SE-9: the health check stands outside SCIM and needs nobody', async () => {
    const answer = await on.send('GET', '/healthz', {})
    expect([answer.status, answer.body]).toEqual([200, { status: 'ok' }])
    expect((await on.scim('GET', '/healthz')).status).toBe(404)
  })
})
