import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Attributes } from '@usher/scim'
import { type Fixture, openFixture, origin, password, stores } from '../service-fixture.ts'

describe.each(stores)('on %s', (kind) => {
  let on: Fixture
  beforeAll(async () => {
    on = await openFixture(kind)
  })
  afterAll(() => on.close())

  const create = (body: Attributes): Promise<Attributes> => on.user(body)

  test('nothing is shown without a session', async () => {
    for (const path of ['/me', '/users', '/users/x', '/tokens', '/activity', '/scim'])
      expect((await on.admin('GET', path, undefined, { cookie: 'dynamic-signal=wrong' })).status).toBe(401)
    expect((await on.admin('GET', '/me')).body).toEqual({
      userName: 'admin',
      isAdmin: true,
      tenant: { name: 'default', isFirst: true, groups: false },
    })
    expect((await on.admin('GET', '/scim')).body).toEqual({
      scimApiUrl: `${origin}/scim/v2`,
      tokenEndpoint: `${origin}/oauth/token`,
    })
  })

  test('the session cookie is HttpOnly, SameSite=Lax, and this product’s own', async () => {
    const { headers } = await on.admin('POST', '/sign-in', { userName: 'ADMIN', password })
    expect(String(headers['set-cookie'])).toMatch(/^dynamic-signal=.*HttpOnly.*SameSite=Lax/)
  })

  test('a request of another origin, or another port, changes nothing', async () => {
    for (const other of ['http://127.0.0.1:8083', 'http://evil.example', 'null', ''])
      expect((await on.admin('POST', '/tokens', { label: 'x' }, { origin: other })).status).toBe(403)
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    expect((await on.admin('POST', '/tokens', { label: 'x' }, form)).status).toBe(415)
  })

  test('DS-7: a user is deleted for good only when its userName is typed', async () => {
    const { id } = await create({ userName: 'Purge@x' })
    const path = `/users/${String(id)}`
    expect((await on.admin('GET', path)).body).toMatchObject({
      userName: 'Purge@x',
      resource: { userName: 'Purge@x' },
    })
    expect((await on.admin('DELETE', path, { confirm: 'purge@x' })).status).toBe(400)
    expect((await on.admin('DELETE', path, { confirm: 'Purge@x' })).status).toBe(204)
    expect((await on.admin('GET', path)).status).toBe(404)
    expect((await on.scim('GET', `/Users/${String(id)}`)).status).toBe(404)
  })

  test('users are searched by userName, name and externalId; % and _ are plain characters', async () => {
    await create({ userName: 'S_1@x', displayName: 'Sørën 100%', externalId: 'EXT-1' })
    const names = async (query: string): Promise<unknown> =>
      ((await on.admin('GET', `/users?${query}`)).body['users'] as Attributes[]).map(({ userName }) => userName)
    for (const search of ['s_1', 'SØRËN', '100%25', 'ext-1']) expect(await names(`search=${search}`)).toEqual(['S_1@x'])
    expect(await names('search=s%251')).toEqual([])
    expect(await names('search=s_1&status=inactive')).toEqual([])
    expect((await on.admin('GET', '/users?search=%00')).status).toBe(400)
    expect((await on.admin('GET', '/users?count=0')).status).toBe(400)
  })

  test('input that is wrong is refused with a sentence', async () => {
    for (const body of [{}, { label: '' }, { label: 'x', expiresInDays: 0 }, { label: 'x', expiresInDays: 1.5 }, []])
      expect((await on.admin('POST', '/tokens', body as Attributes)).status).toBe(400)
    expect((await on.admin('GET', '/nothing')).body['error']).toContain('nothing at this path')
  })

  test('failing sign-ins are slowed down, others are not', async () => {
    for (let tries = 0; tries < 10; tries++)
      expect((await on.admin('POST', '/sign-in', { userName: 'mallory', password: 'x' })).status).toBe(401)
    expect((await on.admin('POST', '/sign-in', { userName: 'mallory', password: 'x' })).status).toBe(429)
    expect((await on.admin('POST', '/sign-in', { userName: 'admin', password })).status).toBe(200)
  })

  test('sign-out ends the session', async () => {
    const other = await on.admin('POST', '/sign-in', { userName: 'admin', password })
    const cookie = String(other.headers['set-cookie']).split(';')[0] ?? ''
    await on.admin('POST', '/sign-out', {}, { cookie })
    expect((await on.admin('GET', '/me', undefined, { cookie })).status).toBe(401)
    await on.admin('POST', '/sign-in', { userName: 'admin', password })
  })

  test('the service tells whether it is well', async () => {
    expect((await on.service.app.inject({ url: '/healthz' })).json()).toEqual({ status: 'ok' })
  })
})
