import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Attributes, Json } from '@usher/scim'
import { type Fixture, openFixture, origin, stores } from '../service-fixture.ts'

const adscim = 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'

describe.each(stores)('on %s, with groups switched on', (kind) => {
  let on: Fixture
  let ana: string
  let ben: string
  let cyr: string
  beforeAll(async () => {
    on = await openFixture(kind)
    await on.admin('PATCH', '/settings', { groups: true })
    ;[ana, ben, cyr] = (await Promise.all(['ana', 'ben', 'cyr'].map((userName) => on.user({ userName })))).map(
      ({ id }) => id,
    ) as [string, string, string]
  })
  afterAll(() => on.close())

  const group = async (attributes: Attributes): Promise<Attributes & { id: string }> => {
    const answer = await on.scim('POST', '/Groups', { body: attributes })
    if (answer.status !== 201) throw new Error(answer.text)
    return answer.body as Attributes & { id: string }
  }
  const patch = (id: string, ...Operations: Attributes[]) => on.scim('PATCH', `/Groups/${id}`, { body: { Operations } })
  const members = async (id: string): Promise<readonly unknown[]> => {
    const { body } = await on.scim('GET', `/Groups/${id}`)
    return ((body['members'] ?? []) as readonly Attributes[]).map(({ value }) => value)
  }
  const version = async (id: string): Promise<unknown> => (await on.scim('GET', `/Groups/${id}`)).headers['etag']
  const total = async (path: string): Promise<unknown> => (await on.scim('GET', path)).body['totalResults']

  test('CR-1, CA-18: a group shows its members with what the server knows of them', async () => {
    const answer = await on.scim('POST', '/Groups', {
      body: { displayName: 'Shown', externalId: 'x1', members: [{ value: ana, display: 'nonsense' }] },
    })
    expect(answer.status).toBe(201)
    expect(answer.headers['location']).toBe(`${origin}/scim/v2/Groups/${String(answer.body['id'])}`)
    expect(answer.body).toMatchObject({
      displayName: 'Shown',
      externalId: 'x1',
      members: [{ value: ana, $ref: `${origin}/scim/v2/Users/${ana}`, type: 'User' }],
      meta: { resourceType: 'Group' },
    })
    expect((await on.scim('GET', `/Groups/${String(answer.body['id'])}`)).body).toEqual(answer.body)
  })

  test('CA-12, CA-18: what a client calls the type of a member stays; its name is shown when it is asked for', async () => {
    const sent = { value: ana, $ref: `${origin}/scim/v2/Users/${ana}`, type: 'Group' }
    const { id } = await group({ displayName: 'Said', members: [sent] })
    expect((await on.scim('GET', `/Groups/${id}`)).body['members']).toEqual([sent])
    const asked = await on.scim('GET', `/Groups/${id}?attributes=members.display,members.value`)
    expect(asked.body['members']).toEqual([{ value: ana, display: 'ana' }])
  })

  test('R-12, L-11: a group as Entra creates it, with a schema of its own', async () => {
    const made = await group({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group', adscim],
      externalId: '8aa1a0c0',
      displayName: 'All Staff',
      meta: { resourceType: 'Group' },
    })
    expect(made['schemas']).toEqual(['urn:ietf:params:scim:schemas:core:2.0:Group'])
    const found = await on.scim('GET', '/Groups?excludedAttributes=members&filter=displayName+eq+%22all+staff%22')
    expect((found.body['Resources'] as Attributes[]).map(({ id }) => id)).toEqual([made.id])
  })

  test('PA-5: a PATCH shows a small group; of a large one it tells that it is done, unless attributes are asked for', async () => {
    const { id } = await group({ displayName: 'Answered' })
    const small = await patch(id, { op: 'add', path: 'members', value: [{ value: ana }] })
    expect(small.status).toBe(200)
    expect(small.body).toMatchObject({ id, members: [{ value: ana }], meta: { version: 'W/"2"' } })
    const users = await Promise.all(Array.from({ length: 100 }, (_, n) => on.user({ userName: `large${n}` })))
    const large = await patch(id, { op: 'add', path: 'members', value: users.map((user) => ({ value: user.id })) })
    expect([large.status, large.text, large.headers['etag']]).toEqual([204, '', 'W/"3"'])
    const asked = await on.scim('PATCH', `/Groups/${id}?attributes=displayName`, {
      body: { Operations: [{ op: 'replace', path: 'displayName', value: 'Renamed' }] },
    })
    expect(asked.status).toBe(200)
    expect(asked.body).toMatchObject({ displayName: 'Renamed' })
    expect(asked.body).not.toHaveProperty('members')
  })

  test.each<[string, (ids: { ana: string; ben: string; cyr: string }) => Attributes[], string[]]>([
    [
      'R-16, L-5: Add with a null $ref',
      (u) => [{ op: 'Add', path: 'members', value: [{ $ref: null, value: u.cyr }] }],
      ['ana', 'ben', 'cyr'],
    ],
    [
      'R-17, L-4, row 11: Remove with a list',
      (u) => [{ op: 'Remove', path: 'members', value: [{ value: u.ana }] }],
      ['ben'],
    ],
    ['R-17: remove by value path', (u) => [{ op: 'remove', path: `members[value eq "${u.ana}"]` }], ['ben']],
    ['row 12: remove with an empty list', () => [{ op: 'remove', path: 'members', value: [] }], ['ana', 'ben']],
    ['row 12: remove without a value', () => [{ op: 'remove', path: 'members' }], []],
    ['row 5: replace', (u) => [{ op: 'replace', path: 'members', value: [{ value: u.cyr }] }], ['cyr']],
    ['row 5: replace by null', () => [{ op: 'replace', path: 'members', value: null }], []],
    ['row 1: without a path', (u) => [{ op: 'add', value: { members: [{ value: u.cyr }] } }], ['ana', 'ben', 'cyr']],
    [
      'row 13: add by value path',
      (u) => [{ op: 'add', path: `members[value eq "${u.cyr}"]`, value: { value: u.cyr } }],
      ['ana', 'ben', 'cyr'],
    ],
    ['row 13: absent', (u) => [{ op: 'remove', path: `members[value eq "${u.cyr}"]` }], ['ana', 'ben']],
    [
      '§11.2: add and remove the same',
      (u) => [
        { op: 'add', path: 'members', value: [{ value: u.cyr }] },
        { op: 'remove', path: `members[value eq "${u.cyr}"]` },
      ],
      ['ana', 'ben'],
    ],
    ['needs all members: by type', () => [{ op: 'remove', path: 'members[type eq "User"]' }], []],
    ['needs all members: by name', () => [{ op: 'remove', path: 'members[display sw "a"]' }], ['ben']],
  ])('PA-19, %s', async (_says, operations, left) => {
    const { id } = await group({ displayName: `G ${Math.random()}`, members: [{ value: ana }, { value: ben }] })
    const answer = await patch(id, ...operations({ ana, ben, cyr }))
    expect(answer.status).toBe(200)
    const names = { [ana]: 'ana', [ben]: 'ben', [cyr]: 'cyr' } as Record<string, string>
    expect(
      (await members(id)).map((value) => names[String(value)] ?? '').toSorted((one, other) => one.localeCompare(other)),
    ).toEqual(left)
  })

  test('CA-19: what a member is cannot be changed', async () => {
    const { id } = await group({ displayName: 'Immutable', members: [{ value: ana }] })
    const answer = await patch(id, { op: 'replace', path: `members[value eq "${ana}"].value`, value: ben })
    expect([answer.status, answer.body['scimType']]).toEqual([400, 'mutability'])
    expect(await members(id)).toEqual([ana])
  })

  test('CA-18: an unknown member is refused, and nothing of the request is carried out', async () => {
    const { id } = await group({ displayName: 'Whole' })
    const operations = [
      { op: 'replace', path: 'displayName', value: 'Half' },
      { op: 'add', path: 'members', value: [{ value: ana }, { value: 'nobody' }] },
    ]
    const answer = await patch(id, ...operations)
    expect([answer.status, answer.body['scimType']]).toEqual([400, 'invalidValue'])
    expect(answer.body['detail']).toContain('nobody')
    expect((await on.scim('GET', `/Groups/${id}`)).body).toMatchObject({
      displayName: 'Whole',
      meta: { version: 'W/"1"' },
    })
    await on.withSettings({ switches: { skipUnknownMembers: true } }, async () => {
      expect((await patch(id, ...operations)).status).toBe(200)
    })
    expect(await members(id)).toEqual([ana])
  })

  test('PA-9, ET-5: what changes nothing leaves the version', async () => {
    const { id } = await group({ displayName: 'Still', members: [{ value: ana }] })
    await patch(
      id,
      { op: 'add', path: 'members', value: [{ value: ana }] },
      { op: 'remove', path: 'members', value: [{ value: ben }] },
    )
    expect(await version(id)).toBe('W/"1"')
    await patch(id, { op: 'add', path: 'members', value: [{ value: ben }] })
    expect(await version(id)).toBe('W/"2"')
  })

  test('PA-18: concurrent changes of members all succeed', async () => {
    const { id } = await group({ displayName: 'Busy' })
    const users = await Promise.all(Array.from({ length: 20 }, (_, index) => on.user({ userName: `busy${index}` })))
    const answers = await Promise.all(
      users.map((user) => patch(id, { op: 'add', path: 'members', value: [{ value: user.id }] })),
    )
    expect(answers.map(({ status }) => status)).toEqual(users.map(() => 200))
    expect(new Set(await members(id))).toEqual(new Set(users.map((user) => user.id)))
    expect(await version(id)).toBe('W/"21"')
  })

  test('PU-2: PUT replaces members, and keeps none that are left out', async () => {
    const { id } = await group({ displayName: 'Put', members: [{ value: ana }, { value: ben }] })
    const answer = await on.scim('PUT', `/Groups/${id}`, { body: { displayName: 'Put', members: [{ value: cyr }] } })
    expect(answer.status).toBe(200)
    expect(await members(id)).toEqual([cyr])
    await on.scim('PUT', `/Groups/${id}`, { body: { displayName: 'Put' } })
    expect(await members(id)).toEqual([])
  })

  test('CA-14: displayName is unique, unless the tenant says otherwise', async () => {
    await group({ displayName: 'Once' })
    const again = await on.scim('POST', '/Groups', { body: { displayName: 'ONCE' } })
    expect([again.status, again.body['scimType']]).toEqual([409, 'uniqueness'])
    await on.withSettings({ uniqueGroupNames: false }, async () => {
      expect((await on.scim('POST', '/Groups', { body: { displayName: 'ONCE' } })).status).toBe(201)
    })
  })

  test('§5.3: a user shows the groups it is in, through other groups too, and circles end', async () => {
    const user = await on.user({ userName: 'nested' })
    const inner = await group({ displayName: 'Inner', members: [{ value: user.id }] })
    const outer = await group({ displayName: 'Outer', members: [{ value: inner.id }] })
    await patch(inner.id, { op: 'add', path: 'members', value: [{ value: outer.id }, { value: inner.id }] })
    const { body } = await on.scim('GET', `/Users/${user.id}`)
    const $ref = (id: string): string => `${origin}/scim/v2/Groups/${id}`
    expect(body['groups']).toEqual([
      { value: inner.id, $ref: $ref(inner.id), display: 'Inner', type: 'direct' },
      { value: outer.id, $ref: $ref(outer.id), display: 'Outer', type: 'indirect' },
    ])
    expect(
      await total(`/Users?filter=${encodeURIComponent(`groups.value eq "${inner.id}" and userName eq "nested"`)}`),
    ).toBe(1)
    const through = async (filter: string) => total(`/Users?filter=${encodeURIComponent(filter)}`)
    expect(await through(`groups eq "${outer.id}"`)).toBe(1)
    expect(await through(`groups[type eq "indirect" and display eq "OUTER"] and not (groups.value eq "nobody")`)).toBe(
      1,
    )
    expect(await through(`groups.$ref eq "${$ref(outer.id)}"`)).toBe(1)
    // §5.1: the version of the protocol does not tell resources apart.
    expect(await through(`groups.$ref eq "${$ref(outer.id).replace('/v2', '')}"`)).toBe(1)
    const listed = await on.scim('GET', '/Users?filter=userName+eq+%22nested%22&attributes=groups.display')
    expect((listed.body['Resources'] as Attributes[])[0]?.['groups']).toEqual([
      { display: 'Inner' },
      { display: 'Outer' },
    ])
  })

  test('L-31, R-15: the membership check answers whether there is one', async () => {
    const { id } = await group({ displayName: 'Checked', members: [{ value: ana }] })
    const check = (user: string) =>
      total(`/Groups?attributes=id&filter=${encodeURIComponent(`id eq "${id}" and members eq "${user}"`)}`)
    expect([await check(ana), await check(ben)]).toEqual([1, 0])
    expect(
      await total(
        `/Groups?filter=${encodeURIComponent(`id eq "${id}" and members[value eq "${ana}" and type eq "User"]`)}`,
      ),
    ).toBe(1)
  })

  test('DE-1: a deleted group is in nobody’s groups; a deleted user is in no group, and comes back with its restoration', async () => {
    const user = await on.user({ userName: 'leaver' })
    const { id } = await group({ displayName: 'Left', members: [{ value: user.id }] })
    await on.scim('DELETE', `/Users/${user.id}`)
    expect([await members(id), await version(id)]).toEqual([[], 'W/"2"'])
    await on.admin('POST', `/users/${user.id}/restore`, {})
    expect(await members(id)).toEqual([user.id])
    expect((await on.scim('DELETE', `/Groups/${id}`)).status).toBe(204)
    expect((await on.scim('GET', `/Groups/${id}`)).status).toBe(404)
    expect((await on.scim('GET', `/Users/${user.id}`)).body).not.toHaveProperty('groups')
  })

  test('SR-23: memberships survive that a user is disabled', async () => {
    const user = await on.user({ userName: 'paused' })
    const { id } = await group({ displayName: 'Pausing', members: [{ value: user.id }] })
    await on.scim('PATCH', `/Users/${user.id}`, {
      body: { Operations: [{ op: 'replace', path: 'active', value: false }] },
    })
    expect(await members(id)).toEqual([user.id])
  })

  test('DC-3, DC-8: discovery shows groups, and users with groups', async () => {
    const types = await on.scim('GET', '/ResourceTypes')
    expect((types.body['Resources'] as Attributes[]).map(({ endpoint }) => endpoint)).toEqual(['/Users', '/Groups'])
    const schema = await on.scim('GET', '/Schemas/urn:ietf:params:scim:schemas:core:2.0:User')
    expect((schema.body['attributes'] as Attributes[]).map(({ name }) => name)).toContain('groups')
  })

  test('EP-1, FL-6: the root lists every type, and a filter means what it means in each', async () => {
    const all = async (filter: string): Promise<Json[]> => {
      const { body } = await on.scim('GET', `/?filter=${encodeURIComponent(filter)}`)
      return (body['Resources'] as Attributes[]).map(({ meta }) => (meta as Attributes)['resourceType'] ?? null)
    }
    expect(new Set(await all('meta.resourceType pr'))).toEqual(new Set(['User', 'Group']))
    expect(new Set(await all('meta.resourceType eq "Group"'))).toEqual(new Set(['Group']))
    expect(await all('userName eq "ana" or displayName eq "Checked"')).toEqual(['User', 'Group'])
  })

  test('the console shows groups and their members', async () => {
    const { id } = await group({ displayName: 'Console', members: [{ value: ana }, { value: ben }] })
    const listed = await on.admin('GET', '/groups?search=consol')
    expect(listed.body).toMatchObject({ totalResults: 1, groups: [{ id, displayName: 'Console', members: 2 }] })
    const one = await on.admin('GET', `/groups/${id}?count=1&startIndex=2`)
    expect(one.body).toMatchObject({ totalMembers: 2, members: [{ value: ben, display: 'ben', type: 'User' }] })
  })
})
