import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Attributes } from '@usher/scim'
import { type Fixture, openFixture, origin, stores } from '../service-fixture.ts'

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const json = { origin, 'content-type': 'application/json' }

describe.each(stores)('on %s', (kind) => {
  let on: Fixture
  beforeAll(async () => {
    on = await openFixture(kind)
  })
  afterAll(() => on.close())

  const signIn = async (userName: string, password: string): Promise<{ status: number; cookie: string }> => {
    const answer = await on.send('POST', '/admin/api/sign-in', json, JSON.stringify({ userName, password }))
    return { status: answer.status, cookie: String([answer.headers['set-cookie'] ?? ''].flat()[0]).split(';')[0] ?? '' }
  }
  const accounts = async (): Promise<Attributes[]> =>
    (await on.admin('GET', '/administrators')).body['administrators'] as Attributes[]

  test('a plain account may look at users, and nothing else', async () => {
    const made = await on.admin('POST', '/administrators', { userName: 'plain', password: 'plain password' })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({ userName: 'plain', isAdmin: false, isYou: false, lastSignIn: null })
    expect((await on.admin('POST', '/administrators', { userName: 'PLAIN', password: 'plain password' })).status).toBe(
      409,
    )
    expect((await on.admin('POST', '/administrators', { userName: 'short', password: 'short' })).status).toBe(400)
    const { cookie } = await signIn('plain', 'plain password')
    const { id } = await on.user({ userName: 'looked-at@x' })
    const as = (method: string, path: string) =>
      on.send(method, `/admin/api${path}`, { ...json, cookie }, method === 'GET' ? undefined : '{}')
    expect((await as('GET', '/me')).body).toMatchObject({ userName: 'plain', isAdmin: false })
    expect((await as('GET', '/users')).status).toBe(200)
    expect((await as('GET', `/users/${id}`)).status).toBe(200)
    for (const path of ['/tokens', '/clients', '/activity', '/administrators', '/settings', '/scim', '/tenants'])
      expect([path, (await as('GET', path)).status]).toEqual([path, 403])
    for (const [method, path] of [
      ['POST', `/users/${id}/deactivate`],
      ['DELETE', `/users/${id}`],
      ['POST', '/tokens'],
      ['POST', '/administrators'],
      ['PATCH', '/settings'],
    ] as const)
      expect([path, (await as(method, path)).status]).toEqual([path, 403])
  })

  test('DS-8: a token stops working when its owner loses Admin, and works again when it is given back', async () => {
    await on.admin('POST', '/administrators', { userName: 'second', password: 'second password', isAdmin: true })
    const { cookie } = await signIn('second', 'second password')
    const made = await on.send(
      'POST',
      '/admin/api/tokens',
      { ...json, cookie },
      JSON.stringify({ label: 'theirs', expiresInDays: 1 }),
    )
    const token = String(made.body['token'])
    expect((await on.scim('GET', '/Users?count=0', { token })).status).toBe(200)
    const { id } = (await accounts()).find(({ userName }) => userName === 'second') as { id: string }
    await on.admin('PATCH', `/administrators/${id}`, { isAdmin: false })
    const answer = await on.scim('GET', '/Users?count=0', { token })
    expect([answer.status, answer.body['detail']]).toEqual([
      403,
      expect.stringContaining('ensure that the account has Admin permissions'),
    ])
    const listed = (await on.admin('GET', '/tokens')).body['tokens'] as Attributes[]
    expect(listed.find(({ label }) => label === 'theirs')).toMatchObject({ owner: 'second', ownerIsAdmin: false })
    await on.admin('PATCH', `/administrators/${id}`, { isAdmin: true })
    expect((await on.scim('GET', '/Users?count=0', { token })).status).toBe(200)
    expect((await on.admin('DELETE', `/administrators/${id}`, {})).status).toBe(204)
    expect((await on.scim('GET', '/Users?count=0', { token })).status).toBe(403)
    expect((await on.send('GET', '/admin/api/me', { cookie })).status).toBe(401)
  })

  test('somebody always keeps Admin', async () => {
    const you = (await accounts()).find(({ isYou }) => isYou) as { id: string }
    const lost = await on.admin('PATCH', `/administrators/${you.id}`, { isAdmin: false })
    expect([lost.status, lost.body['error']]).toEqual([409, 'At least one account must keep the Admin permission.'])
    expect((await on.admin('DELETE', `/administrators/${you.id}`, {})).status).toBe(409)
    expect((await on.admin('PATCH', '/administrators/nobody', { isAdmin: true })).status).toBe(404)
  })

  test('another password ends the sessions of an account', async () => {
    const made = await on.admin('POST', '/administrators', { userName: 'changing', password: 'first password' })
    const { cookie } = await signIn('changing', 'first password')
    await on.admin('PATCH', `/administrators/${String(made.body['id'])}`, { password: 'second password' })
    expect((await on.send('GET', '/admin/api/me', { cookie })).status).toBe(401)
    expect([
      (await signIn('changing', 'first password')).status,
      (await signIn('changing', 'second password')).status,
    ]).toEqual([401, 200])
  })

  test('a profile says of each attribute where it came from', async () => {
    const { id } = await on.user({
      userName: 'origin@x',
      title: 'T',
      name: { givenName: 'O' },
      [enterprise]: { department: 'HR' },
    })
    const other = await on.admin('POST', '/tokens', { label: 'other', expiresInDays: 1 })
    await on.scim('PATCH', `/Users/${id}`, {
      token: other.body['token'] as string,
      body: {
        Operations: [
          { op: 'replace', path: 'name.familyName', value: 'F' },
          { op: 'replace', path: `${enterprise}:department`, value: 'IT' },
        ],
      },
    })
    await on.admin('POST', `/users/${id}/deactivate`, {})
    const { body } = await on.admin('GET', `/users/${id}`)
    const from = Object.fromEntries(
      (body['attributes'] as { path: string; from: Attributes | null }[]).map(({ path, from }) => [
        path,
        [from?.['kind'], String(from?.['label']).split(' ')[0]],
      ]),
    )
    expect(from).toEqual({
      userName: ['token', 'test'],
      title: ['token', 'test'],
      'name.givenName': ['token', 'test'],
      'name.familyName': ['token', 'other'],
      [`${enterprise}:department`]: ['token', 'other'],
      active: ['console', 'admin'],
    })
  })

  test('EV-1: every change is written down with what changed and who did it', async () => {
    const { id } = await on.user({ userName: 'event@x', externalId: 'ev' })
    await on.scim('PATCH', `/Users/${id}`, { body: { Operations: [{ op: 'add', path: 'title', value: 'T' }] } })
    await on.scim('PATCH', `/Users/${id}`, { body: { Operations: [{ op: 'add', path: 'title', value: 'T' }] } })
    await on.admin('POST', `/users/${id}/deactivate`, {})
    await on.admin('POST', `/users/${id}/reactivate`, {})
    await on.scim('DELETE', `/Users/${id}`)
    await on.admin('POST', `/users/${id}/restore`, {})
    await on.admin('DELETE', `/users/${id}`, { confirm: 'event@x' })
    const events = await on.db
      .selectFrom('event')
      .selectAll()
      .where('resource_id', '=', id)
      .orderBy('version')
      .execute()
    expect(events.map(({ method, version, paths, actor }) => [method, version, paths, actor.split(':')[0]])).toEqual([
      ['create', 1, [], 'token'],
      ['patch', 2, ['title'], 'token'],
      ['deactivate', 3, ['active'], 'console'],
      ['activate', 4, ['active'], 'console'],
      ['delete', 5, [], 'token'],
      ['restore', 6, [], 'console'],
      ['purge', 7, [], 'console'],
    ])
    // SE-6: what identified the person went with the person.
    expect(events.every(({ external_id, type, txn }) => external_id === null && type === 'User' && txn !== '')).toBe(
      true,
    )
  })

  test('an archived user is listed, restored unless its name is taken, and purged', async () => {
    const { id } = await on.user({ userName: 'archived@x' })
    await on.scim('DELETE', `/Users/${id}`)
    expect((await on.admin('POST', `/users/${id}/deactivate`, {})).status).toBe(409)
    const listed = await on.admin('GET', '/users?status=archived&search=archived')
    expect(listed.body).toMatchObject({ totalResults: 1, counts: { archived: 1, active: 0 } })
    const other = await on.user({ userName: 'ARCHIVED@x' })
    expect((await on.admin('GET', `/users/${id}`)).body['namesake']).toEqual({ id: other.id, userName: 'ARCHIVED@x' })
    expect((await on.admin('POST', `/users/${id}/restore`, {})).status).toBe(409)
    await on.scim('DELETE', `/Users/${other.id}`)
    const back = await on.admin('POST', `/users/${id}/restore`, {})
    expect(back.body).toMatchObject({ id, archived: null, active: false })
    expect((await on.scim('GET', `/Users/${id}`)).body).toMatchObject({ userName: 'archived@x', active: false })
    expect((await on.admin('POST', `/users/${id}/restore`, {})).status).toBe(404)
    expect((await on.scim('GET', '/Users?count=0')).body['totalResults']).toBe(
      ((await on.admin('GET', '/users?status=active')).body['totalResults'] as number) +
        ((await on.admin('GET', '/users?status=inactive')).body['totalResults'] as number),
    )
  })
})
