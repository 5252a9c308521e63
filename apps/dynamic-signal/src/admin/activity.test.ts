import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Attributes } from '@usher/scim'
import { activityOf } from '../store/activity.ts'
import { type Fixture, openFixture, stores } from '../service-fixture.ts'

describe.each(stores)('on %s', (kind) => {
  let on: Fixture
  beforeAll(async () => {
    on = await openFixture(kind)
  })
  afterAll(() => on.close())

  const patch = (id: unknown, ...Operations: Attributes[]) =>
    on.scim('PATCH', `/Users/${String(id)}`, { body: { Operations } })

  test('every SCIM request is kept, whole and without passwords, and can be asked for at once', async () => {
    await on.scim('GET', '/Users?count=0')
    const { body } = await on.scim('POST', '/Users', {
      body: { userName: 'act@x', password: 'hush-1', name: { passWord: 'hush-2' } },
    })
    await patch(body['id'], { op: 'add', path: 'password', value: 'hush-3' })
    await on.scim('GET', '/Users?filter=userName+eq+%22act%40x%22', { headers: { 'user-agent': 'probe/1' } })
    await on.scim('POST', '/Users', { body: { userName: 'ACT@x' } })
    await on.scim('GET', '/Groups', { token: null })
    const listed = await on.admin('GET', '/activity?limit=5')
    const [groups, conflict, query, patched, created] = listed.body['activity'] as Attributes[]
    expect(groups).toMatchObject({ method: 'GET', path: '/scim/v2/Groups', status: 401, by: null, body: null })
    expect(conflict).toMatchObject({ status: 409, scimType: 'uniqueness', body: '{"userName":"ACT@x"}' })
    expect(query).toMatchObject({ path: '/scim/v2/Users?filter=userName+eq+%22act%40x%22', userAgent: 'probe/1' })
    expect(patched).toMatchObject({ method: 'PATCH', status: 200 })
    expect(created).toMatchObject({
      method: 'POST',
      status: 201,
      by: { kind: 'token', label: 'test', prefix: on.token.slice(0, 11) },
    })
    expect(listed.text).not.toContain('hush')
    const narrowed = await on.admin('GET', `/activity?method=patch&status=2xx&search=${String(body['id'])}`)
    expect((narrowed.body['activity'] as Attributes[]).map(({ id }) => id)).toEqual([patched?.['id']])
    const older = await on.admin('GET', `/activity?limit=1&before=${String(created?.['id'])}`)
    expect((older.body['activity'] as Attributes[])[0]?.['id']).toBeLessThan(created?.['id'] as number)
  })

  test('a request can be found by what was sent, by what was answered, and by who sent it', async () => {
    await on.scim('POST', '/Users', { body: { userName: 'needle@x' } })
    await on.scim('GET', '/Users?filter=userName+eq+%22needle%40x%22')
    await on.scim('GET', '/Users?filter=nonsense%22')
    const search = async (query: string): Promise<unknown[]> => {
      const { body } = await on.admin('GET', `/activity?${query}`)
      return (body['activity'] as Attributes[]).map(({ method, status }) => `${String(method)} ${String(status)}`)
    }
    expect(await search('search=needle%40x')).toEqual(['GET 200', 'POST 201'])
    expect(await search('search=userName%20eq%20%22needle')).toEqual(['GET 200'])
    expect(await search('search=nonsense&status=4xx')).toEqual(['GET 400'])
    const [entry] = (await on.admin('GET', '/activity?limit=1')).body['activity'] as Attributes[]
    const { id } = (entry?.['by'] ?? {}) as Attributes
    expect((await search(`by=${String(id)}&method=POST&search=needle`)).length).toBe(1)
    expect(await search(`by=somebody`)).toEqual([])
    expect(await search(`search=${String(entry?.['requestId'])}`)).toEqual(['GET 400'])
    for (const wrong of ['status=4x', 'status=abc', 'limit=0', 'before=x', 'method=%00'])
      expect((await on.admin('GET', `/activity?${wrong}`)).status).toBe(400)
  })

  test('a request with what no text can hold is kept all the same', async () => {
    await on.scim('POST', '/Users', { body: '{"userName":"\\ud800"}' })
    await on.scim('GET', '/Users/x', { headers: { 'user-agent': 'half \ud800' } })
    const { body } = await on.admin('GET', '/activity?limit=2')
    expect((body['activity'] as Attributes[]).map(({ status }) => status)).toEqual([404, 400])
  })

  test('requests are kept for as many days as the tenant wants', async () => {
    await on.scim('GET', '/Users/old')
    await on.admin('GET', '/activity')
    const old = new Date(Date.now() - 8 * 24 * 60 * 60 * 1000).toISOString()
    await on.db.updateTable('activity').set({ time: old }).execute()
    const tenant = await on.db.selectFrom('tenant').select('tenant_id').executeTakeFirstOrThrow()
    await activityOf(on.db).purge(tenant.tenant_id, 9)
    const found = async () => (await on.admin('GET', '/activity?search=Users%2Fold')).body['activity']
    expect(await found()).toHaveLength(1)
    await activityOf(on.db).purge(tenant.tenant_id, 7)
    expect(await found()).toHaveLength(0)
  })

  test('a thousand requests at the same time are all kept', async () => {
    await Promise.all(Array.from({ length: 1000 }, (_, index) => on.scim('GET', `/Users/thousand${index}`)))
    const paths = new Set<unknown>()
    let before = ''
    for (;;) {
      const { body } = await on.admin('GET', `/activity?limit=300&search=thousand${before}`)
      for (const { path } of body['activity'] as Attributes[]) paths.add(path)
      if (body['more'] === false) break
      before = `&before=${String(body['next'])}`
    }
    expect(paths.size).toBe(1000)
  })
})
