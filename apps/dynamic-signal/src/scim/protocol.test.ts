import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Attributes } from '@usher/scim'
import { type Fixture, openFixture, stores } from '../service-fixture.ts'

const errorUrn = 'urn:ietf:params:scim:api:messages:2.0:Error'

describe.each(stores)('on %s', (kind) => {
  let on: Fixture
  beforeAll(async () => {
    on = await openFixture(kind)
  })
  afterAll(() => on.close())

  test.each([
    ['GET', '/Groups', 404],
    ['POST', '/Groups', 404],
    ['GET', '/Groups/x', 404],
    ['GET', '/nothing', 404],
    ['PUT', '/', 405],
    ['GET', '/Bulk', 405],
    ['PUT', '/Users/.search', 405],
    ['GET', '/.search', 405],
    ['GET', '/Users/a/b', 404],
    ['GET', '/Users/%zz', 404],
    ['GET', '/Users/%00', 404],
    ['GET', '/Users/__proto__', 404],
    ['PUT', '/Users', 405],
    ['DELETE', '/Users', 405],
    ['POST', '/Users/x', 405],
    ['POST', '/Schemas', 405],
    ['GET', '/users/', 200],
    ['OPTIONS', '/Users', 204],
    ['HEAD', '/Users', 200],
  ])('DS-2, EP-2…6: %s %s is %i', async (method, path, status) => {
    const answer = await on.scim(method, path)
    expect(answer.status).toBe(status)
    if (status >= 400) expect(answer.body).toMatchObject({ schemas: [errorUrn], status: String(status) })
    if (status === 405) expect(answer.headers['allow']).toContain('OPTIONS')
  })

  test('MT-1: other media types are 415', async () => {
    const headers = { 'content-type': 'text/xml' }
    const answer = await on.scim('POST', '/Users', { body: '<user/>', headers })
    expect([answer.status, answer.body['status']]).toEqual([415, '415'])
  })

  test('DC-1…9, DS-1: discovery says what is true, without groups and passwords', async () => {
    const config = await on.scim('GET', '/ServiceProviderConfig', { token: null })
    expect(config.body).toMatchObject({ patch: { supported: true }, bulk: { supported: true, maxOperations: 1000 } })
    const types = await on.scim('GET', '/ResourceTypes')
    expect((types.body['Resources'] as Attributes[]).map(({ id }) => id)).toEqual(['User'])
    const schemas = await on.scim('GET', '/Schemas')
    expect(schemas.text).not.toContain('null')
    const urns = (schemas.body['Resources'] as Attributes[]).map(({ id }) => id)
    expect(new Set(urns).size).toBe(urns.length)
    for (const schema of schemas.body['Resources'] as Attributes[]) {
      const one = await on.scim('GET', `/Schemas/${String(schema['id']).toUpperCase()}`)
      expect(one.body).toEqual(schema)
      const names = (schema['attributes'] as Attributes[]).map(({ name }) => name)
      expect(names).not.toContain('groups')
      expect(names).not.toContain('password')
    }
    expect((await on.scim('GET', '/Schemas?filter=id+pr')).status).toBe(403)
    expect((await on.scim('GET', '/Schemas/urn:x')).status).toBe(404)
  })

  test('ER-3, AU-2, AU-6: strangers learn nothing, and a wrong token is wrong everywhere', async () => {
    for (const path of ['/Users', '/nothing', '/Users/x', '/Schemas']) {
      const answer = await on.scim('PUT', path, { token: null })
      expect(answer.status).toBe(401)
      expect(answer.headers['www-authenticate']).toBe('Bearer realm="scim"')
      expect(answer.body).toMatchObject({ schemas: [errorUrn], status: '401' })
    }
    const wrong = await on.scim('GET', '/ServiceProviderConfig', { token: 'wrong' })
    expect(wrong.status).toBe(401)
    expect(wrong.headers['www-authenticate']).toContain('error="invalid_token"')
    expect((await on.scim('GET', '/Users', { token: null, headers: { authorization: 'Basic eDp5' } })).status).toBe(401)
  })
})
