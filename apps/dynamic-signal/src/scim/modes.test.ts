import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Attributes, Json } from '@usher/scim'
import { type Fixture, openFixture, stores } from '../service-fixture.ts'

const core = 'urn:ietf:params:scim:schemas:core:2.0:User'
const patchOp = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'

describe.each(stores)('on %s', (kind) => {
  let on: Fixture
  beforeAll(async () => {
    on = await openFixture(kind)
  })
  afterAll(() => on.close())

  /** What a request is answered in each mode, or with one switch turned over. */
  const inMode = async (settings: Attributes, ask: () => Promise<{ readonly status: number }>): Promise<number> => {
    let status = 0
    await on.withSettings(settings, async () => {
      status = (await ask()).status
    })
    return status
  }

  test.each<[string, string, number, number, (on: Fixture, id: string) => Promise<{ status: number }>]>([
    ['EP-3', 'endpointCase', 200, 404, (f) => f.scim('GET', '/users')],
    [
      'MT-1',
      'noContentType',
      201,
      415,
      (f) =>
        f.scim('POST', '/Users', {
          body: JSON.stringify({ schemas: [core], userName: `n${Math.random()}` }),
          headers: { 'content-type': '' },
        }),
    ],
    ['MT-2', 'anyAccept', 200, 406, (f) => f.scim('GET', '/Users?count=0', { headers: { accept: 'text/html' } })],
    ['CA-1', 'missingSchemas', 201, 400, (f) => f.scim('POST', '/Users', { body: { userName: `m${Math.random()}` } })],
    [
      'CA-11, L-18',
      'unknownAttributes',
      201,
      400,
      (f) => f.scim('POST', '/Users', { body: { schemas: [core], userName: `u${Math.random()}`, shoeSize: 9 } }),
    ],
    [
      'L-2',
      'booleanText',
      200,
      400,
      (f, id) =>
        f.scim('PATCH', `/Users/${id}`, {
          body: { schemas: [patchOp], Operations: [{ op: 'replace', path: 'active', value: 'True' }] },
        }),
    ],
    [
      'L-3',
      'createElement',
      200,
      400,
      (f, id) =>
        f.scim('PATCH', `/Users/${id}`, {
          body: {
            schemas: [patchOp],
            Operations: [{ op: 'replace', path: `emails[type eq "t${Math.random()}"].value`, value: 'x' }],
          },
        }),
    ],
    [
      'L-19',
      'emptyOperations',
      200,
      400,
      (f, id) => f.scim('PATCH', `/Users/${id}`, { body: { schemas: [patchOp], Operations: [] } }),
    ],
    ['FL-6', 'unknownInFilter', 200, 400, (f) => f.scim('GET', '/Users?filter=shoeSize+eq+9')],
    [
      'L-15',
      'elementTail',
      200,
      400,
      (f) => f.scim('GET', `/Users?filter=${encodeURIComponent('emails[type eq "work"].value eq "x"')}`),
    ],
    ['L-14', 'bareWords', 200, 400, (f) => f.scim('GET', '/Users?filter=externalId+eq+jyoung')],
    ['QY-3', 'bothProjections', 200, 400, (f) => f.scim('GET', '/Users?attributes=id&excludedAttributes=meta')],
  ])('%s: the switch %s', async (...[, name, lenient, strict, ask]) => {
    const { id } = await on.user({ userName: `mode${Math.random()}` })
    expect(await inMode({ mode: 'lenient' }, () => ask(on, id))).toBe(lenient)
    expect(await inMode({ mode: 'strict' }, () => ask(on, id))).toBe(strict)
    expect(await inMode({ mode: 'strict', switches: { [name]: true } }, () => ask(on, id))).toBe(lenient)
    expect(await inMode({ mode: 'lenient', switches: { [name]: false } }, () => ask(on, id))).toBe(strict)
  })

  test('the settings list every switch, and refuse others', async () => {
    const { body } = await on.admin('GET', '/settings')
    const switches = body['switches'] as Attributes[]
    expect(switches.find(({ name }) => name === 'booleanText')).toMatchObject({
      number: 'L-2',
      lenient: true,
      on: true,
    })
    for (const wrong of [
      { switches: { nothing: true } },
      { deletePolicy: 'never' },
      { activityDays: 0 },
      { unknown: 1 },
      { mode: 'loose' },
    ])
      expect((await on.admin('PATCH', '/settings', wrong as Attributes)).status).toBe(400)
    const names = Object.keys(body)
    expect(names).toContain('deletePolicy')
    expect((await on.admin('GET', '/settings')).body).toEqual(body)
  })

  test('ET-4: a tenant may demand If-Match', async () => {
    const { id } = await on.user({ userName: 'guarded@x' })
    await on.withSettings({ requireIfMatch: true }, async () => {
      const body = { userName: 'guarded@x', title: 'T' }
      expect((await on.scim('PUT', `/Users/${id}`, { body })).status).toBe(428)
      expect((await on.scim('PUT', `/Users/${id}`, { body, headers: { 'if-match': '*' } })).status).toBe(200)
      expect((await on.scim('DELETE', `/Users/${id}`)).status).toBe(428)
    })
  })

  test('DC-6: a tenant may list externalId in the schemas of its resources', async () => {
    const listing = async (): Promise<readonly Json[]> => {
      const { body } = await on.scim('GET', '/Schemas')
      const schemas = body['Resources'] as readonly (Attributes & { attributes: readonly Attributes[] })[]
      return schemas
        .filter(({ attributes }) => attributes.some(({ name }) => name === 'externalId'))
        .map(({ id }) => id ?? null)
    }
    expect(await listing()).toEqual([])
    await on.withSettings({ listExternalId: true }, async () => expect(await listing()).toEqual([core]))
  })

  test('FL-19: a tenant may keep personal data out of addresses', async () => {
    await on.withSettings({ sensitiveAttributes: ['userName', 'emails.value'] }, async () => {
      for (const filter of ['userName eq "x"', 'title eq "x" or emails co "x"', 'not (emails[value eq "x"])']) {
        const answer = await on.scim('GET', `/Users?filter=${encodeURIComponent(filter)}`)
        expect([filter, answer.status, answer.body['scimType']]).toEqual([filter, 403, 'sensitive'])
        expect((await on.scim('POST', '/Users/.search', { body: { filter } })).status).toBe(200)
      }
      expect((await on.scim('GET', '/Users?filter=title+eq+%22x%22')).status).toBe(200)
    })
  })

  test('CA-4: externalId is unique when the tenant wants it', async () => {
    const { id } = await on.user({ userName: 'ext1@x', externalId: 'E-1' })
    await on.user({ userName: 'ext2@x', externalId: 'E-2' })
    await on.withSettings({ uniqueExternalId: true }, async () => {
      const post = await on.scim('POST', '/Users', { body: { userName: 'ext3@x', externalId: 'E-1' } })
      expect([post.status, post.body['scimType']]).toEqual([409, 'uniqueness'])
      expect((await on.scim('GET', '/Users?filter=userName+eq+%22ext3%40x%22')).body['totalResults']).toBe(0)
      const put = await on.scim('PUT', `/Users/${id}`, { body: { userName: 'ext1@x', externalId: 'E-2' } })
      expect(put.status).toBe(409)
      await on.scim('DELETE', `/Users/${id}`)
      expect((await on.scim('POST', '/Users', { body: { userName: 'ext4@x', externalId: 'E-1' } })).status).toBe(201)
      expect((await on.admin('POST', `/users/${id}/restore`, {})).status).toBe(409)
    })
    expect((await on.scim('POST', '/Users', { body: { userName: 'ext5@x', externalId: 'E-2' } })).status).toBe(201)
  })

  test('CA-20: a tenant’s own extension is discovered, stored, filtered, unique and patched', async () => {
    const urn = 'urn:ietf:params:scim:schemas:extension:Badge:2.0:User'
    const attributes = [
      { name: 'number', type: 'integer', uniqueness: 'server' },
      { name: 'colours', multiValued: true },
      { name: 'issued', type: 'dateTime' },
    ]
    await on.withSettings({ schemas: [{ id: urn, name: 'Badge', attributes }] }, async () => {
      expect((await on.scim('GET', `/Schemas/${urn}`)).body).toMatchObject({ name: 'Badge' })
      const { id } = await on.user({
        userName: 'badge@x',
        [urn]: { number: 7, colours: ['red'], issued: '2026-01-01T00:00:00Z' },
      })
      const found = async (filter: string) =>
        (await on.scim('GET', `/Users?filter=${encodeURIComponent(filter)}`)).body['totalResults']
      expect(await found(`${urn}:number gt 6`)).toBe(1)
      expect(await found(`${urn}:colours eq "RED" and ${urn}:issued lt "2026-02-01T00:00:00Z"`)).toBe(1)
      const twice = await on.scim('POST', '/Users', { body: { userName: 'badge2@x', [urn]: { number: 7 } } })
      expect(twice.status).toBe(409)
      await on.scim('PATCH', `/Users/${id}`, {
        body: { Operations: [{ op: 'add', path: `${urn}:colours`, value: 'blue' }] },
      })
      expect((await on.scim('GET', `/Users/${id}`)).body[urn]).toMatchObject({ colours: ['red', 'blue'] })
      const wrong = await on.scim('POST', '/Users', { body: { userName: 'badge3@x', [urn]: { number: 'seven' } } })
      expect([wrong.status, wrong.body['scimType']]).toEqual([400, 'invalidValue'])
    })
    const bad = await on.admin('PATCH', '/settings', {
      schemas: [{ id: urn, name: 'Badge', attributes: [{ name: 'x', type: 'number' }] }],
    })
    expect([bad.status, bad.body['error']]).toEqual([400, expect.stringContaining('attributes[0].type')])
  })

  test.each(['archive', 'refuse', 'deactivate'] as const)(
    'DS-4, DS-5: DELETE by the policy %s',
    async (deletePolicy) => {
      const userName = `policy-${deletePolicy}@x`
      const { id } = await on.user({ userName })
      await on.withSettings({ deletePolicy }, async () => {
        const answer = await on.scim('DELETE', `/Users/${id}`)
        const after = await on.scim('GET', `/Users/${id}`)
        expect([answer.status, after.status, after.body['active']]).toEqual(
          { archive: [204, 404, undefined], refuse: [405, 200, true], deactivate: [204, 200, false] }[deletePolicy],
        )
        if (deletePolicy === 'refuse') {
          expect(answer.headers['allow']).toBe('GET, PUT, PATCH')
          expect(answer.body['detail']).toContain('set active=false instead')
        }
        expect((await on.scim('DELETE', '/Users/nobody')).status).toBe(404)
      })
    },
  )

  test('CA-17: a deleted manager goes from its reports, or stays when the tenant wants it', async () => {
    const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
    const boss = await on.user({ userName: 'boss-17@x' })
    const { id } = await on.user({ userName: 'report-17@x', [enterprise]: { manager: { value: boss.id } } })
    await on.withSettings({ danglingManagers: true }, async () => {
      await on.scim('DELETE', `/Users/${boss.id}`)
      expect((await on.scim('GET', `/Users/${id}`)).body[enterprise]).toEqual({ manager: { value: boss.id } })
    })
  })
})
