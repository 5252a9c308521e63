import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Attributes } from '@usher/scim'
import { type Fixture, openFixture, stores } from '../service-fixture.ts'

const userUrn = 'urn:ietf:params:scim:schemas:core:2.0:User'
const errorUrn = 'urn:ietf:params:scim:api:messages:2.0:Error'
const patchUrn = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
const rename = { schemas: [patchUrn], Operations: [{ op: 'replace', path: 'title', value: 'Engineer' }] }

// What every request is promised, whatever it is about.
describe.each(stores)('on %s', (kind) => {
  let on: Fixture
  let ana: Attributes & { readonly id: string }
  beforeAll(async () => {
    on = await openFixture(kind)
    ana = await on.user({ userName: 'ana@contoso.com' })
  })
  afterAll(() => on.close())

  test.each(['/Users/', '//scim/v2//Users', '/Users//', '/Users/{id}/', '/Users/{encoded}'])(
    'EP-4: %s is found: slashes at the end do not count, and ids are decoded once',
    async (path) => {
      const encoded = Buffer.from(ana.id).toString('hex').replaceAll(/../g, '%$&')
      const answer = await on.scim('GET', path.replace('{id}', ana.id).replace('{encoded}', encoded))
      expect(answer.status).toBe(200)
      const twice = encoded.replaceAll('%', '%25')
      expect((await on.scim('GET', `/Users/${twice}`)).status).toBe(404)
    },
  )

  test('EP-6: HEAD is GET without a body, OPTIONS says what is allowed, and no other site may read', async () => {
    const head = await on.scim('HEAD', `/Users/${ana.id}`)
    const get = await on.scim('GET', `/Users/${ana.id}`)
    expect([head.status, head.text]).toEqual([200, ''])
    expect(head.headers['etag']).toBe(get.headers['etag'])
    const options = await on.scim('OPTIONS', `/Users/${ana.id}`, { headers: { origin: 'https://elsewhere.example' } })
    expect(options.status).toBe(204)
    expect(options.headers['allow']).toBe('GET, HEAD, PUT, PATCH, DELETE, OPTIONS')
    expect(Object.keys(options.headers).filter((name) => name.startsWith('access-control-'))).toEqual([])
  })

  test('EP-8: a dot in an id is no format: .scim is part of the name', async () => {
    const answer = await on.scim('GET', `/Users/${ana.id}.scim`)
    expect([answer.status, answer.body['schemas']]).toEqual([404, [errorUrn]])
  })

  test('MT-3: 204 and 304 have neither a body nor a media type', async () => {
    const { id, meta } = await on.user({ userName: 'gone@contoso.com' })
    const same = await on.scim('GET', `/Users/${id}`, {
      headers: { 'if-none-match': String((meta as Attributes)['version']) },
    })
    const gone = await on.scim('DELETE', `/Users/${id}`)
    expect([same.status, same.text, same.headers['content-type']]).toEqual([304, '', undefined])
    expect([gone.status, gone.text, gone.headers['content-type']]).toEqual([204, '', undefined])
  })

  test('MT-7, L-20, L-28: neither a user agent nor a charset is asked for', async () => {
    const answer = await on.scim('PATCH', `/Users/${ana.id}`, {
      body: rename,
      headers: { 'user-agent': '', 'accept-charset': 'latin1', 'content-type': 'application/json; charset=utf-8' },
    })
    expect(answer.status).toBe(200)
  })

  test('AU-7: only the configuration is read without a token', async () => {
    expect((await on.scim('GET', '/ServiceProviderConfig', { token: null })).status).toBe(200)
    for (const path of ['/Schemas', '/ResourceTypes', `/Schemas/${userUrn}`, '/ResourceTypes/User'])
      expect((await on.scim('GET', path, { token: null })).status).toBe(401)
  })

  test('SE-8: nobody creates anything without a token', async () => {
    expect((await on.scim('POST', '/Users', { token: null, body: { userName: 'stranger' } })).status).toBe(401)
    expect((await on.scim('GET', '/Users?filter=userName+eq+"stranger"')).body['totalResults']).toBe(0)
  })

  test.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])(
    'ME-1, ME-2: %s /Me is 501, since a token is nobody',
    async (method) => {
      const body = method === 'GET' || method === 'DELETE' ? {} : { body: { userName: 'me' } }
      const answer = await on.scim(method, '/Me', body)
      expect([answer.status, answer.body['schemas']]).toEqual([501, [errorUrn]])
    },
  )

  test.each(['x', '00000000-0000-0000-0000-000000000000', "'; drop table resource", 'a'.repeat(1500), '☃'])(
    'RD-1, PU-1: the id %s is 404 to read and to write, and nothing is created',
    async (id) => {
      const path = `/Users/${encodeURIComponent(id)}`
      expect((await on.scim('GET', path)).status).toBe(404)
      expect((await on.scim('PUT', path, { body: { userName: 'put@contoso.com' } })).status).toBe(404)
      expect((await on.scim('PATCH', path, { body: rename })).status).toBe(404)
      expect((await on.scim('DELETE', path)).status).toBe(404)
      expect((await on.scim('GET', '/Users?filter=userName+eq+"put@contoso.com"')).body['totalResults']).toBe(0)
    },
  )

  test('DE-3, ET-6: a DELETE honours If-Match, as the service says it does', async () => {
    const { id } = await on.user({ userName: 'guarded@contoso.com' })
    expect((await on.scim('GET', '/ServiceProviderConfig')).body['etag']).toEqual({ supported: true })
    const refused = await on.scim('DELETE', `/Users/${id}`, { headers: { 'if-match': 'W/"7"' } })
    expect([refused.status, (await on.scim('GET', `/Users/${id}`)).status]).toEqual([412, 200])
    expect((await on.scim('DELETE', `/Users/${id}`, { headers: { 'if-match': 'W/"1"' } })).status).toBe(204)
  })

  test('QY-9: a single resource is read whatever the filter says', async () => {
    const answer = await on.scim('GET', `/Users/${ana.id}?filter=${encodeURIComponent('userName eq "nobody"')}`)
    expect([answer.status, answer.body['id']]).toEqual([200, ana.id])
  })

  test('ER-4: a failure says a word of the RFC or none', async () => {
    const refused = [
      await on.scim('GET', '/Users?filter=bad'),
      await on.scim('POST', '/Users', { body: '{' }),
      await on.scim('POST', '/Users', { body: { userName: 'ana@contoso.com' } }),
      await on.scim('GET', '/nothing'),
      await on.scim('GET', '/Bulk'),
    ]
    expect(refused.map(({ status, body }) => [status, body['scimType']])).toEqual([
      [400, 'invalidFilter'],
      [400, 'invalidSyntax'],
      [409, 'uniqueness'],
      [404, undefined],
      [405, undefined],
    ])
  })

  test('EV-4, EV-5: no events are offered, and a wish to be answered later is passed over', async () => {
    expect((await on.scim('GET', '/ServiceProviderConfig')).body).not.toHaveProperty('securityEvents')
    const answer = await on.scim('POST', '/Users', {
      body: { userName: 'later@contoso.com' },
      headers: { prefer: 'respond-async', 'content-type': 'application/scim+json' },
    })
    expect(answer.status).toBe(201)
    expect(answer.headers).not.toHaveProperty('preference-applied')
  })
})
