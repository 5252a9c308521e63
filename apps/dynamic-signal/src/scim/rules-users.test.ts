import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Attributes, Json } from '@usher/scim'
import { type Fixture, openFixture, stores } from '../service-fixture.ts'

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const patchUrn = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
const patch = (...Operations: Json[]): Json => ({ schemas: [patchUrn], Operations })

// What a user is promised on its way through the service.
describe.each(stores)('on %s', (kind) => {
  let on: Fixture
  beforeAll(async () => {
    on = await openFixture(kind)
  })
  afterAll(() => on.close())

  const total = async (filter: string): Promise<Json | undefined> =>
    (await on.scim('GET', `/Users?filter=${encodeURIComponent(filter)}`)).body['totalResults']

  test('CA-3: the id is the server’s, and is not given a second time', async () => {
    const first = await on.user({ id: 'mine', userName: 'id@contoso.com' })
    expect(first.id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    const put = await on.scim('PUT', `/Users/${first.id}`, { body: { id: 'other', userName: 'id@contoso.com' } })
    expect(put.body['id']).toBe(first.id)
    await on.scim('DELETE', `/Users/${first.id}`)
    const second = await on.user({ id: first.id, userName: 'id@contoso.com' })
    expect(second.id).not.toBe(first.id)
  })

  test('AN-3: one name is the same attribute in a filter, a sort, a projection and a PATCH', async () => {
    const name = `${enterprise}:department`
    const { id } = await on.user({ userName: 'an@contoso.com' })
    await on.scim('PATCH', `/Users/${id}`, { body: patch({ op: 'add', value: { [name]: 'Sales-AN' } }) })
    const query = `filter=${name} eq "Sales-AN"&sortBy=${name}&attributes=${name}`.replaceAll(' ', '%20')
    const { Resources } = (await on.scim('GET', `/Users?${query}`)).body
    expect(Resources).toEqual([expect.objectContaining({ id, [enterprise]: { department: 'Sales-AN' } })])
    expect((Resources as Attributes[])[0]).not.toHaveProperty('userName')
    await on.scim('PATCH', `/Users/${id}`, { body: patch({ op: 'remove', path: name }) })
    expect(await total(`${name} pr`)).toBe(0)
  })

  test('DC-7: what is not in the schema is not stored, what is in it can be asked for', async () => {
    const { id } = await on.user({ userName: 'dc@contoso.com', shoeSize: 42, nickName: 'Dee' })
    expect((await on.scim('GET', `/Users/${id}`)).body).not.toHaveProperty('shoeSize')
    expect(await total('nickName eq "dee"')).toBe(1)
  })

  test('FL-11: an attribute with a default is compared by the value that was answered', async () => {
    const { id, active } = await on.user({ userName: 'fl@contoso.com' })
    expect(active).toBe(true)
    expect(await total(`id eq "${id}" and active eq true`)).toBe(1)
  })

  test.each(['Add', 'REPLACE'])('L-1: the operation %s is taken in any case', async (op) => {
    const { id } = await on.user({ userName: `${op}-l1@contoso.com` })
    const answer = await on.scim('PATCH', `/Users/${id}`, { body: patch({ op, path: 'title', value: op }) })
    expect([answer.status, answer.body['title']]).toEqual([200, op])
  })

  test('L-23, SE-4: a password and groups are taken and forgotten, and the activity has no password', async () => {
    const made = await on.scim('POST', '/Users', {
      body: { userName: 'l23@contoso.com', password: 'h1dden', groups: [] },
    })
    expect(made.status).toBe(201)
    const changed = patch(
      { op: 'replace', path: 'password', value: 'h1dden' },
      { op: 'add', value: { password: 'h1dden' } },
    )
    const patched = await on.scim('PATCH', `/Users/${String(made.body['id'])}`, { body: changed })
    const profile = await on.admin('GET', `/users/${String(made.body['id'])}`)
    const activity = await on.admin('GET', '/activity?limit=10')
    for (const { text } of [made, patched, profile, activity]) expect(text).not.toContain('h1dden')
    const rows = await on.db.selectFrom('resource').select('resource').execute()
    expect(JSON.stringify(rows)).not.toContain('h1dden')
  })

  test('L-24: an inactive user keeps its userName, and is found by it', async () => {
    const { id } = await on.user({ userName: 'l24@contoso.com', active: false })
    const again = await on.scim('POST', '/Users', { body: { userName: 'L24@contoso.com' } })
    expect([again.status, again.body['scimType']]).toEqual([409, 'uniqueness'])
    const { Resources } = (await on.scim('GET', '/Users?filter=userName+eq+"l24@contoso.com"')).body
    expect(Resources).toEqual([expect.objectContaining({ id, active: false })])
  })

  test('L-25: a PUT of what was read changes nothing', async () => {
    const { id } = await on.user({ userName: 'l25@contoso.com', name: { givenName: 'El' } })
    const read = await on.scim('GET', `/Users/${id}`)
    const put = await on.scim('PUT', `/Users/${id}`, { body: { ...read.body, groups: [] } })
    expect([put.status, put.body]).toEqual([200, read.body])
  })

  test('SE-10: a resource’s own time goes forward, whatever the clock does', async () => {
    const { id } = await on.user({ userName: 'se10@contoso.com' })
    const late = '2999-01-01T00:00:00.000Z'
    await on.db.updateTable('resource').set({ last_modified: late }).where('id', '=', id).execute()
    const answer = await on.scim('PATCH', `/Users/${id}`, { body: patch({ op: 'add', path: 'title', value: 'x' }) })
    expect((answer.body['meta'] as Attributes)['lastModified']).toBe('2999-01-01T00:00:00.001Z')
  })
})
