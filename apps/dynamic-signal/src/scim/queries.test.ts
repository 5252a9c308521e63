import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Attributes } from '@usher/scim'
import { type Fixture, openFixture, stores } from '../service-fixture.ts'

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

describe.each(stores)('on %s', (kind) => {
  let on: Fixture
  beforeAll(async () => {
    on = await openFixture(kind)
  })
  afterAll(() => on.close())

  const create = (body: Attributes): Promise<Attributes> => on.user(body)
  const found = async (filter: string): Promise<readonly Attributes[]> => {
    const answer = await on.scim('GET', `/Users?filter=${encodeURIComponent(filter)}`)
    expect([filter, answer.status]).toEqual([filter, 200])
    expect(answer.body['totalResults']).toBe((answer.body['Resources'] as Attributes[]).length)
    return answer.body['Resources'] as Attributes[]
  }

  let ana: Attributes
  beforeAll(async () => {
    const boss = await create({ userName: 'q-boss@x' })
    ana = await create({
      userName: 'Q-Ana@x',
      externalId: 'Q-Ana',
      emails: [
        { type: 'work', value: 'Q-Ana@work.x' },
        { type: 'home', value: 'q-ana@home.x' },
      ],
      title: 'Queried',
      [enterprise]: { employeeNumber: '00107', manager: { value: boss['id'] as string } },
    })
    await create({ userName: 'q-bob@x', externalId: 'q-ana', title: 'queried', active: false })
  })

  test.each([
    'userName eq "q-ana@X"',
    'userName Eq q-ana@x',
    'externalId eq "Q-Ana"',
    'emails[type eq "work"].value eq "q-ana@work.x"',
    'emails[type eq "work" and value eq "q-ana@work.x"]',
    'emails eq "q-ana@home.x"',
    'emails.value eq "q-ana@home.x" and active eq true',
    `${enterprise}:employeeNumber eq "00107"`,
    'title eq "queried" and active eq "True"',
    'userName sw "q-a"',
    'userName sw "q-" and not (userName co "b")',
    'manager.displayName eq "q-boss@x"',
    'meta.resourceType eq "User" and title eq "QUERIED" and externalId pr and active ne false',
  ])('FL-1…18, L-14, L-15: %s finds Ana', async (filter) => {
    expect((await found(filter)).map(({ id }) => id)).toEqual([ana['id']])
  })

  test('L-31: the manager check finds a user by id and manager, and nobody by another manager', async () => {
    const { value } = (ana[enterprise] as Attributes)['manager'] as Attributes
    const id = ana['id'] as string
    expect(await found(`id eq "${id}" and manager eq "${String(value)}"`)).toHaveLength(1)
    expect(await found(`id eq "${id}" and manager eq "x"`)).toHaveLength(0)
  })

  test.each([
    'emails[type eq "home"].value eq "q-ana@work.x"',
    'externalId eq "Q-ANA"',
    'userName eq "nobody"',
    'shoeSize eq 9',
  ])('FL-16: %s finds nobody, and that is no error', async (filter) => {
    expect(await found(filter)).toEqual([])
  })

  test.each([
    '',
    'userName',
    'userName xx "x"',
    'active gt true',
    'name eq "x"',
    '(userName eq "x"',
    'userName eq "\u0000"',
  ])('FL-7, FL-14, FL-15: the filter "%s" is 400 invalidFilter', async (filter) => {
    const answer = await on.scim('GET', `/Users?filter=${encodeURIComponent(filter)}`)
    expect([answer.status, answer.body['scimType']]).toEqual([400, 'invalidFilter'])
  })

  test('PG-1, PG-2, PG-3, EP-5: pages follow each other and count all', async () => {
    const all = await on.scim('GET', '/Users?count=1000')
    const total = all.body['totalResults'] as number
    expect((all.body['Resources'] as Attributes[]).length).toBe(total)
    const ids: unknown[] = []
    for (let start = 1; start <= total; start += 7) {
      const page = await on.scim('GET', `/Users?startIndex=${start}&count=7&aadOptscim062020`)
      const resources = page.body['Resources'] as Attributes[]
      expect(page.body).toMatchObject({ totalResults: total, startIndex: start, itemsPerPage: resources.length })
      ids.push(...resources.map(({ id }) => id))
    }
    expect(ids).toEqual((all.body['Resources'] as Attributes[]).map(({ id }) => id))
    const beyond = await on.scim('GET', '/Users?startIndex=99999999999')
    expect(beyond.body).toMatchObject({ totalResults: total, startIndex: 99999999999, Resources: [] })
    const none = await on.scim('GET', '/Users?count=0&startIndex=-5')
    expect(none.body).toMatchObject({ totalResults: total, startIndex: 1, itemsPerPage: 0, Resources: [] })
    expect((await on.scim('GET', '/Users?count=many')).body).toMatchObject({
      status: '400',
      scimType: 'invalidValue',
    })
    const second = await on.scim('GET', '/Users?filter=userName+sw+%22q-%22&startIndex=2&count=1')
    expect(second.body).toMatchObject({ totalResults: 3, itemsPerPage: 1 })
    expect((second.body['Resources'] as Attributes[])[0]?.['id']).toBe(ana['id'])
  })

  test('QY-4, QY-5: attributes and excludedAttributes', async () => {
    const only = await on.scim('GET', `/Users/${String(ana['id'])}?attributes=userName,emails.value`)
    expect(Object.keys(only.body).toSorted()).toEqual(['active', 'emails', 'id', 'schemas', 'userName'])
    const without = await on.scim('GET', `/Users/${String(ana['id'])}?excludedAttributes=emails,meta`)
    expect(without.body).not.toHaveProperty('emails')
    expect(without.body).toHaveProperty([enterprise])
  })
})
