import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Attributes } from '@usher/scim'
import { type Fixture, openFixture, origin, stores } from '../service-fixture.ts'

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const errorUrn = 'urn:ietf:params:scim:api:messages:2.0:Error'

describe.each(stores)('on %s', (kind) => {
  let on: Fixture
  beforeAll(async () => {
    on = await openFixture(kind)
  })
  afterAll(() => on.close())

  const create = (body: Attributes): Promise<Attributes> => on.user(body)
  const patch = (id: unknown, ...Operations: Attributes[]) =>
    on.scim('PATCH', `/Users/${String(id)}`, { body: { Operations } })
  const found = async (filter: string): Promise<readonly Attributes[]> => {
    const answer = await on.scim('GET', `/Users?filter=${encodeURIComponent(filter)}`)
    expect([filter, answer.status]).toEqual([filter, 200])
    expect(answer.body['totalResults']).toBe((answer.body['Resources'] as Attributes[]).length)
    return answer.body['Resources'] as Attributes[]
  }

  test('CR-1, MT-2, MT-4: a created user is answered with its address and version', async () => {
    const answer = await on.scim('POST', '/Users', { body: { userName: 'cr1@x', emails: [{ value: 'CR1@x' }] } })
    expect(answer.status).toBe(201)
    expect(answer.headers['content-type']).toBe('application/scim+json; charset=utf-8')
    const meta = answer.body['meta'] as Attributes
    expect(answer.headers['location']).toBe(meta['location'])
    expect(answer.headers['etag']).toBe(meta['version'])
    expect(meta['location']).toBe(`${origin}/scim/v2/Users/${String(answer.body['id'])}`)
    expect(meta['created']).toBe(meta['lastModified'])
    expect(answer.body).toMatchObject({ userName: 'cr1@x', active: true, emails: [{ value: 'CR1@x' }] })
    const read = await on.scim('GET', `/Users/${String(answer.body['id'])}`)
    expect(read.text).toBe(answer.text)
  })

  test('CA-15, CR-2: a userName that differs in case only is taken, by POST, PUT and PATCH', async () => {
    await create({ userName: 'taken@x' })
    const other = await create({ userName: 'other@x' })
    for (const answer of [
      await on.scim('POST', '/Users', { body: { userName: 'TAKEN@x' } }),
      await on.scim('PUT', `/Users/${String(other['id'])}`, { body: { userName: 'Taken@x' } }),
      await patch(other['id'], { op: 'replace', path: 'userName', value: 'taken@X' }),
    ]) {
      expect(answer.status).toBe(409)
      expect(answer.body).toMatchObject({ schemas: [errorUrn], status: '409', scimType: 'uniqueness' })
    }
  })

  test('CA-15: of many who create one userName at the same time one succeeds', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => on.scim('POST', '/Users', { body: { userName: 'race@x' } })),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19)
    expect(await found('userName eq "race@x"')).toHaveLength(1)
  })

  test('PU-2, PU-3: PUT replaces, keeps active, and never creates', async () => {
    const { id } = await create({ userName: 'put@x', title: 'x', active: false, [enterprise]: { department: 'HR' } })
    const answer = await on.scim('PUT', `/Users/${String(id)}`, {
      body: { id: 'y', userName: 'put@x', nickName: 'P' },
    })
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ id, userName: 'put@x', active: false, nickName: 'P' })
    expect(answer.body).not.toHaveProperty('title')
    expect(answer.body).not.toHaveProperty([enterprise])
    expect((await on.scim('PUT', '/Users/nobody', { body: { userName: 'n@x' } })).status).toBe(404)
  })

  test('DS-3, L-2: a user is disabled by PATCH and stays readable and searchable', async () => {
    const { id } = await create({ userName: 'off@x' })
    const answer = await patch(id, { op: 'Replace', path: 'active', value: 'False' })
    expect(answer.status).toBe(200)
    expect(answer.body['active']).toBe(false)
    expect(answer.headers['etag']).toBe('W/"2"')
    expect((await found('userName eq "off@x"'))[0]).toMatchObject({ id, active: false })
  })

  test('CA-6, PA-9: what changes nothing leaves version and lastModified', async () => {
    const { id, meta } = await create({ userName: 'same@x', title: 'x' })
    const same = await patch(id, { op: 'replace', path: 'title', value: 'x' })
    expect(same.body['meta']).toEqual(meta)
    const put = await on.scim('PUT', `/Users/${String(id)}`, { body: { userName: 'same@x', title: 'x' } })
    expect(put.body['meta']).toEqual(meta)
  })

  test('PA-18: concurrent PATCHes of one user are all kept', async () => {
    const { id } = await create({ userName: 'many@x' })
    const types = Array.from({ length: 10 }, (_, index) => `t${index}`)
    const answers = await Promise.all(
      types.map((type) => patch(id, { op: 'add', path: 'emails', value: [{ type, value: `${type}@x` }] })),
    )
    expect(answers.map(({ status }) => status)).toEqual(types.map(() => 200))
    const { body } = await on.scim('GET', `/Users/${String(id)}`)
    expect(new Set((body['emails'] as Attributes[]).map(({ type }) => type))).toEqual(new Set(types))
  })

  test('ET-1, ET-2, ET-3: versions guard writes and spare reads', async () => {
    const { id } = await create({ userName: 'etag@x' })
    const path = `/Users/${String(id)}`
    const body = { Operations: [{ op: 'replace', path: 'title', value: 'y' }] }
    expect((await on.scim('GET', path, { headers: { 'if-none-match': 'W/"1"' } })).status).toBe(304)
    expect((await on.scim('PATCH', path, { body, headers: { 'if-match': 'W/"9"' } })).status).toBe(412)
    expect((await on.scim('PATCH', path, { body, headers: { 'if-match': 'W/"1"' } })).status).toBe(200)
    expect((await on.scim('DELETE', path, { headers: { 'if-match': 'W/"1"' } })).status).toBe(412)
  })

  test('CA-17: the manager is named and linked when there is one, and only then', async () => {
    const boss = await create({ userName: 'boss@x', displayName: 'The "Boss"' })
    const { id } = await create({ userName: 'report@x', [enterprise]: { manager: boss['id'] as string } })
    const manager = async (): Promise<unknown> => {
      const { body } = await on.scim('GET', `/Users/${String(id)}`)
      return (body[enterprise] as Attributes | undefined)?.['manager']
    }
    const $ref = `${origin}/scim/v2/Users/${String(boss['id'])}`
    expect(await manager()).toEqual({ value: boss['id'], $ref, displayName: 'The "Boss"' })
    await patch(boss['id'], { op: 'replace', path: 'displayName', value: 'New' })
    expect(await manager()).toMatchObject({ displayName: 'New' })
    await patch(id, { op: 'Add', path: 'manager', value: [{ $ref: 'x', value: 'not-here-yet' }] })
    expect(await manager()).toEqual({ value: 'not-here-yet' })
    await patch(id, { op: 'replace', path: `${enterprise}:manager`, value: boss['id'] as string })
    await on.scim('DELETE', `/Users/${String(boss['id'])}`)
    expect(await manager()).toBeUndefined()
  })

  test('DS-4, DE-1, DE-2: DELETE puts an account away; its userName is free, the console still has it', async () => {
    const { id } = await create({ userName: 'gone@x' })
    const path = `/Users/${String(id)}`
    const answer = await on.scim('DELETE', path)
    expect([answer.status, answer.text]).toEqual([204, ''])
    expect(answer.headers).not.toHaveProperty('content-type')
    for (const method of ['GET', 'DELETE', 'PUT', 'PATCH'] as const) {
      const body = method === 'PATCH' ? { Operations: [] } : { userName: 'gone@x' }
      const again = await on.scim(method, path, method === 'GET' || method === 'DELETE' ? {} : { body })
      expect(again.status).toBe(404)
    }
    expect(await found('userName eq "gone@x"')).toEqual([])
    await create({ userName: 'GONE@x' })
    const listed = await on.admin('GET', '/users?search=gone')
    expect((listed.body['users'] as Attributes[]).map(({ archived }) => archived !== null)).toEqual([true, false])
  })

  test('CR-3: bad bodies are refused in SCIM form', async () => {
    const bodies = [
      '',
      '{',
      '[]',
      '"x"',
      '{}',
      '{"userName":1}',
      '{"userName":"a","userName":"b"}',
      '{"userName":"\\u0000"}',
    ]
    for (const body of [...bodies, '{"userName":"\\ud800"}', '['.repeat(50_000)]) {
      const answer = await on.scim('POST', '/Users', { body })
      expect([body, answer.status]).toEqual([body, 400])
      expect(answer.body).toMatchObject({ schemas: [errorUrn], status: '400' })
    }
    const large = await on.scim('POST', '/Users', { body: { userName: 'l@x', title: 'x'.repeat(1_100_000) } })
    expect([large.status, large.body['status']]).toEqual([413, '413'])
  })
})
