import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Attributes } from '@usher/scim'
import { type Fixture, openFixture, origin, stores } from '../service-fixture.ts'

const schemas = ['urn:ietf:params:scim:api:messages:2.0:BulkRequest']
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

describe.each(stores)('on %s', (kind) => {
  let on: Fixture
  beforeAll(async () => {
    on = await openFixture(kind)
    await on.admin('PATCH', '/settings', { groups: true })
  })
  afterAll(() => on.close())

  const bulk = async (Operations: readonly Attributes[], more: Attributes = {}): Promise<Attributes[]> => {
    const answer = await on.scim('POST', '/Bulk', { body: { schemas, Operations, ...more } })
    if (answer.status !== 200) throw new Error(answer.text)
    expect(answer.body['schemas']).toEqual(['urn:ietf:params:scim:api:messages:2.0:BulkResponse'])
    return answer.body['Operations'] as Attributes[]
  }
  const post = (bulkId: string, userName: string, more: Attributes = {}): Attributes => ({
    method: 'POST',
    path: '/Users',
    bulkId,
    data: { userName, ...more },
  })
  const idOf = (operation: Attributes | undefined): string => String(operation?.['location']).split('/').at(-1) ?? ''
  const read = async (id: string): Promise<Attributes> => (await on.scim('GET', `/Users/${id}`)).body

  test('BK-3: each operation is answered with method, bulkId, location, version and status', async () => {
    const [made] = await bulk([post('a', 'bulk-a')])
    expect(made).toEqual({ method: 'POST', bulkId: 'a', location: made?.['location'], version: 'W/"1"', status: '201' })
    expect(String(made?.['location']).startsWith(`${origin}/scim/v2/Users/`)).toBe(true)
    const id = idOf(made)
    const patch = { Operations: [{ op: 'replace', path: 'title', value: 'x' }] }
    const [patched, replaced, deleted, gone] = await bulk([
      { method: 'patch', path: `/Users/${id}`, data: patch },
      { method: 'PUT', path: `/Users/${id}`, data: { userName: 'bulk-a', nickName: 'n' } },
      { method: 'DELETE', path: `/Users/${id}` },
      { method: 'DELETE', path: `/Users/${id}` },
    ])
    const location = `${origin}/scim/v2/Users/${id}`
    expect(patched).toEqual({ method: 'PATCH', location, version: 'W/"2"', status: '200' })
    expect(replaced).toEqual({ method: 'PUT', location, version: 'W/"3"', status: '200' })
    expect(deleted).toEqual({ method: 'DELETE', location, status: '204' })
    expect(gone).toMatchObject({ method: 'DELETE', location, status: '404', response: { status: '404' } })
  })

  test('BK-4: an error does not stop the others; failOnErrors does', async () => {
    const operations = [post('b1', 'bulk-b'), post('b2', 'BULK-B'), post('b3', 'bulk-c')]
    const all = await bulk(operations)
    expect(all.map(({ status }) => status)).toEqual(['201', '409', '201'])
    expect(all[1]).toMatchObject({ response: { scimType: 'uniqueness', status: '409' } })
    expect(all[1]).not.toHaveProperty('location')
    const some = await bulk([post('c1', 'bulk-b'), post('c2', 'bulk-d'), post('c3', 'bulk-e')], { failOnErrors: 1 })
    expect(some.map(({ status }) => status)).toEqual(['409'])
  })

  test('BK-5: bulkId stands for the identifier, whatever the order', async () => {
    const [report, boss, group] = await bulk([
      post('report', 'bulk-report', { [enterprise]: { manager: { value: 'bulkId:boss' } } }),
      post('boss', 'bulk-boss'),
      {
        method: 'POST',
        path: '/Groups',
        bulkId: 'g',
        data: { displayName: 'Bulk', members: [{ value: 'bulkId:report' }] },
      },
    ])
    const reportId = idOf(report)
    expect(((await read(reportId))[enterprise] as Attributes)['manager']).toMatchObject({ value: idOf(boss) })
    const { body } = await on.scim('GET', `/Groups/${idOf(group)}`)
    expect(body['members']).toMatchObject([{ value: reportId }])
  })

  test('BK-5: two who refer to each other are both made, then patched', async () => {
    const managedBy = (bulkId: string): Attributes => ({ [enterprise]: { manager: { value: `bulkId:${bulkId}` } } })
    const [one, other] = await bulk([post('x', 'bulk-x', managedBy('y')), post('y', 'bulk-y', managedBy('x'))])
    expect([one?.['status'], other?.['status']]).toEqual(['201', '201'])
    expect(((await read(idOf(one)))[enterprise] as Attributes)['manager']).toMatchObject({ value: idOf(other) })
    expect(((await read(idOf(other)))[enterprise] as Attributes)['manager']).toMatchObject({ value: idOf(one) })
    expect((await read(idOf(one)))['meta']).toMatchObject({ version: one?.['version'] as string })
  })

  test('BK-5: what refers to a failed operation fails, and is not created', async () => {
    const [failed, dependent, unknown] = await bulk([
      { ...post('f', ''), data: { title: 'nameless' } },
      post('d', 'bulk-dependent', { [enterprise]: { manager: { value: 'bulkId:f' } } }),
      post('u', 'bulk-unknown', { [enterprise]: { manager: { value: 'bulkId:nobody' } } }),
    ])
    expect([failed?.['status'], dependent?.['status'], unknown?.['status']]).toEqual(['400', '409', '400'])
    const found = await on.scim('GET', `/Users?filter=${encodeURIComponent('userName sw "bulk-dependent"')}`)
    expect(found.body['totalResults']).toBe(0)
  })

  test('BK-5: a path may name what another operation makes', async () => {
    const [made, patched] = await bulk([
      post('p', 'bulk-path'),
      { method: 'PATCH', path: '/Users/bulkId:p', data: { Operations: [{ op: 'add', path: 'title', value: 'T' }] } },
    ])
    expect(patched).toMatchObject({ status: '200', location: made?.['location'] as string })
    expect((await read(idOf(made)))['title']).toBe('T')
  })

  test('BK-6: versions are checked; bulk within bulk, searches and reads are refused', async () => {
    const [made] = await bulk([post('v', 'bulk-version')])
    const path = `/Users/${idOf(made)}`
    const answers = await bulk([
      { method: 'PUT', path, version: 'W/"9"', data: { userName: 'bulk-version' } },
      { method: 'PUT', path, version: 'W/"1"', data: { userName: 'bulk-version', title: 'new' } },
      { method: 'POST', path: '/Bulk', bulkId: 'z', data: {} },
      { method: 'POST', path: '/Users/.search', bulkId: 'z2', data: {} },
      { method: 'GET', path },
      { method: 'POST', path: '/Nothing', bulkId: 'z3', data: {} },
    ])
    expect(answers.map(({ status }) => status)).toEqual(['412', '200', '400', '400', '400', '404'])
  })

  test('BK-1, BK-2, BK-7, BK-8: what is wrong with the request as a whole', async () => {
    const refused = async (body: Attributes | string): Promise<unknown> => {
      const answer = await on.scim('POST', '/Bulk', { body })
      return [answer.status, answer.body['scimType']]
    }
    expect(await refused({ schemas, Operations: 'none' })).toEqual([400, 'invalidSyntax'])
    expect(await refused({ schemas, failOnErrors: 0, Operations: [] })).toEqual([400, 'invalidSyntax'])
    expect(await refused({ schemas, Operations: Array.from({ length: 1001 }, () => ({})) })).toEqual([413, undefined])
    expect(await refused({ schemas, Operations: [], more: 'x'.repeat(5 * 1024 * 1024) })).toEqual([413, undefined])
    const [twice, again, nameless] = await bulk([
      post('t', 'bulk-t1'),
      post('t', 'bulk-t2'),
      { ...post('', 'x'), bulkId: '' },
    ])
    expect([twice?.['status'], again?.['status'], nameless?.['status']]).toEqual(['201', '400', '400'])
  })

  test('DS-6: the delete policy holds in bulk', async () => {
    const { id } = await on.user({ userName: 'bulk-refuse' })
    await on.withSettings({ deletePolicy: 'refuse' }, async () => {
      const [refused] = await bulk([{ method: 'DELETE', path: `/Users/${id}` }])
      expect(refused).toMatchObject({ status: '405' })
    })
    expect((await on.scim('GET', `/Users/${id}`)).status).toBe(200)
  })

  test('a thousand creations are one request', async () => {
    const operations = Array.from({ length: 1000 }, (_, index) => post(`m${index}`, `bulk-many-${index}`))
    const answers = await bulk(operations)
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(['201']))
    expect(answers.map(({ bulkId }) => bulkId)).toEqual(operations.map(({ bulkId }) => bulkId))
  })
})
