import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Attributes } from '@usher/scim'
import { type Fixture, openFixture, stores } from '../service-fixture.ts'

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

describe.each(stores)('requests at the same time, on %s', (kind) => {
  let on: Fixture
  beforeAll(async () => {
    on = await openFixture(kind)
  })
  afterAll(() => on.close())

  const patch = (id: string, ...Operations: Attributes[]) => on.scim('PATCH', `/Users/${id}`, { body: { Operations } })
  const total = async (query: string): Promise<unknown> =>
    (await on.scim('GET', `/Users?${query}`)).body['totalResults']

  test('PA-18: a hundred changes of one user all succeed', async () => {
    const { id } = await on.user({ userName: 'busy@x' })
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) => patch(id, { op: 'add', path: 'emails', value: [{ value: `${n}@x` }] })),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect((await on.scim('GET', `/Users/${id}`)).body['emails']).toHaveLength(100)
  })

  test('CA-15: two who exchange what is unique do not stand in each other’s way', async () => {
    await on.withSettings({ uniqueExternalId: true }, async () => {
      const one = await on.user({ userName: 'swap1@x', externalId: 'swap-a' })
      const two = await on.user({ userName: 'swap2@x', externalId: 'swap-b' })
      const put = (id: string, userName: string, externalId: string) =>
        on.scim('PUT', `/Users/${id}`, { body: { userName, externalId } })
      for (let round = 0; round < 5; round++) {
        const answers = await Promise.all([put(one.id, 'swap1@x', 'swap-b'), put(two.id, 'swap2@x', 'swap-a')])
        expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true)
        await Promise.all([put(one.id, 'swap1@x', `free-${round}`), put(two.id, 'swap2@x', `also-${round}`)])
        await Promise.all([put(one.id, 'swap1@x', 'swap-a'), put(two.id, 'swap2@x', 'swap-b')])
      }
    })
  })

  test('DS-3: who has what somebody else has too, from before it had to be unique, can be disabled', async () => {
    const one = await on.user({ userName: 'twin1@x', externalId: 'twin' })
    const two = await on.user({ userName: 'twin2@x', externalId: 'twin' })
    await on.withSettings({ uniqueExternalId: true }, async () => {
      for (const { id } of [one, two]) {
        expect((await patch(id, { op: 'replace', path: 'active', value: false })).status).toBe(200)
        expect((await on.admin('POST', `/users/${id}/reactivate`, {})).status).toBe(200)
      }
      expect((await on.scim('POST', '/Users', { body: { userName: 'twin3@x', externalId: 'twin' } })).status).toBe(409)
    })
  })

  test('the count of users stays right, whatever comes and goes at the same time', async () => {
    const before = Number(await total('count=0'))
    const made = await Promise.all(Array.from({ length: 40 }, (_, n) => on.user({ userName: `count${n}@x` })))
    await Promise.all(made.slice(0, 20).map(({ id }) => on.scim('DELETE', `/Users/${id}`)))
    await Promise.all(made.slice(0, 5).map(({ id }) => on.admin('POST', `/users/${id}/restore`, {})))
    await Promise.all(
      [...made.slice(0, 3), ...made.slice(38)].map(({ id, userName }) =>
        on.admin('DELETE', `/users/${id}`, { confirm: userName as string }),
      ),
    )
    expect(await total('count=0')).toBe(before + 20)
    expect(await total('count=1000&filter=userName+sw+%22count%22')).toBe(20)
  })

  test('BK-4: operations that meet by a name are carried out in their order', async () => {
    const { id } = await on.user({ userName: 'named@x' })
    const gone = await on.user({ userName: 'going@x' })
    const patchOf = (value: string) => ({ Operations: [{ op: 'replace', path: 'userName', value }] })
    const { body } = await on.scim('POST', '/Bulk', {
      body: {
        Operations: [
          { method: 'PATCH', path: `/Users/${id}`, data: patchOf('renamed@x') },
          { method: 'POST', path: '/Users', bulkId: 'a', data: { userName: 'named@x' } },
          { method: 'DELETE', path: `/Users/${gone.id}` },
          { method: 'POST', path: '/Users', bulkId: 'b', data: { userName: 'going@x' } },
        ],
      },
    })
    expect((body['Operations'] as Attributes[]).map(({ status }) => status)).toEqual(['200', '201', '204', '201'])
  })

  test('CA-17: a manager of many goes from all of them, also where another schema has a manager', async () => {
    const schema = { id: 'urn:example:other:2.0:User', name: 'Other', attributes: [{ name: 'manager' }] }
    await on.withSettings({ schemas: [schema] }, async () => {
      const boss = await on.user({ userName: 'boss-of-many@x' })
      const Operations = Array.from({ length: 600 }, (_, n) => ({
        method: 'POST',
        path: '/Users',
        bulkId: `r${n}`,
        data: { userName: `report${n}@x`, [enterprise]: { manager: { value: boss.id } } },
      }))
      await on.scim('POST', '/Bulk', { body: { Operations } })
      const managed = `filter=${encodeURIComponent(`${enterprise}:manager eq "${boss.id}"`)}&count=0`
      expect(await total(managed)).toBe(600)
      expect((await on.scim('DELETE', `/Users/${boss.id}`)).status).toBe(204)
      expect(await total(managed)).toBe(0)
      const { body } = await on.scim('GET', '/Users?filter=userName+eq+%22report599%40x%22')
      expect((body['Resources'] as Attributes[])[0]).not.toHaveProperty([enterprise])
    })
  })

  test('many large bodies at once are not too much', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        on.scim('POST', '/Users', { body: { userName: `large${n}@x`, title: '"'.repeat(200_000) } }),
      ),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
  })
})
