import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Attributes } from '@usher/scim'
import { type Fixture, openFixture, origin, password, stores } from './service-fixture.ts'

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const errorUrn = 'urn:ietf:params:scim:api:messages:2.0:Error'

describe.each(stores)('on %s', (kind) => {
  let on: Fixture
  beforeAll(async () => {
    on = await openFixture(kind)
  })
  afterAll(() => on.close())

  const create = async (body: Attributes): Promise<Attributes> => {
    const answer = await on.scim('POST', '/Users', { body })
    expect(answer.status).toBe(201)
    return answer.body
  }
  const patch = (id: unknown, ...Operations: Attributes[]) =>
    on.scim('PATCH', `/Users/${String(id)}`, { body: { Operations } })
  const found = async (filter: string): Promise<readonly Attributes[]> => {
    const answer = await on.scim('GET', `/Users?filter=${encodeURIComponent(filter)}`)
    expect([filter, answer.status]).toEqual([filter, 200])
    expect(answer.body['totalResults']).toBe((answer.body['Resources'] as Attributes[]).length)
    return answer.body['Resources'] as Attributes[]
  }

  describe('users', () => {
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

  describe('queries', () => {
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

  describe('protocol', () => {
    test.each([
      ['GET', '/Groups', 404],
      ['POST', '/Groups', 404],
      ['GET', '/Groups/x', 404],
      ['GET', '/nothing', 404],
      ['GET', '/', 404],
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
      expect(config.body).toMatchObject({ patch: { supported: true }, bulk: { supported: false, maxOperations: 0 } })
      const types = await on.scim('GET', '/ResourceTypes')
      expect((types.body['Resources'] as Attributes[]).map(({ id }) => id)).toEqual(['User'])
      const schemas = await on.scim('GET', '/Schemas')
      expect(schemas.text).not.toContain('null')
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
      expect((await on.scim('GET', '/Users', { token: null, headers: { authorization: 'Basic eDp5' } })).status).toBe(
        401,
      )
    })
  })

  describe('tokens', () => {
    test('AU-3, DS-8: a token is shown once, stored as a hash, and revoked at once', async () => {
      const made = await on.admin('POST', '/tokens', { label: 'short', expiresInDays: null })
      expect(made.status).toBe(201)
      expect(made.body['warning']).toContain('never expires')
      const token = made.body['token'] as string
      expect(Buffer.from(token.slice(5), 'base64url').length * 8).toBeGreaterThanOrEqual(256)
      const stored = JSON.stringify(await on.db.selectFrom('token').selectAll().execute())
      expect(stored).not.toContain(token)
      expect((await on.scim('GET', '/Users?count=0', { token })).status).toBe(200)
      const { body } = await on.admin('GET', '/tokens')
      const listed = (body['tokens'] as Attributes[]).find(({ id }) => id === made.body['id'])
      expect(JSON.stringify(listed)).not.toContain(token)
      expect(listed).toMatchObject({ label: 'short', owner: 'admin', revoked: null })
      expect(listed?.['lastUsed']).not.toBeNull()
      expect((await on.admin('DELETE', `/tokens/${String(made.body['id'])}`, {})).status).toBe(204)
      expect((await on.scim('GET', '/Users?count=0', { token })).status).toBe(401)
    })

    test('AU-3: an expired token is refused like an unknown one', async () => {
      const made = await on.admin('POST', '/tokens', { label: 'old', expiresInDays: 1 })
      await on.db
        .updateTable('token')
        .set({ expires: '2020-01-01T00:00:00Z' })
        .where('id', '=', made.body['id'] as string)
        .execute()
      const expired = await on.scim('GET', '/Users', { token: made.body['token'] as string })
      const unknown = await on.scim('GET', '/Users', { token: 'unknown' })
      expect([expired.status, expired.text]).toEqual([401, unknown.text])
    })

    test('a token whose owner lost Admin is 403 and says what to do', async () => {
      const made = await on.admin('POST', '/tokens', { label: 'lost', expiresInDays: 1 })
      const lose = (is_admin: boolean) => on.db.updateTable('administrator').set({ is_admin }).execute()
      await lose(false)
      const answer = await on.scim('GET', '/Users', { token: made.body['token'] as string })
      await lose(true)
      expect(answer.status).toBe(403)
      expect(answer.body['detail']).toContain('ensure that the account has Admin permissions')
      on.clock.ahead += 2000
    })

    test('AU-9: only wrong tokens are throttled; a valid one is never refused because of others', async () => {
      for (let tries = 0; tries < 320; tries++) await on.scim('GET', '/Users?count=0', { token: 'wrong' })
      expect((await on.scim('GET', '/Users?count=0', { token: 'wrong' })).status).toBe(429)
      expect((await on.scim('GET', '/Users?count=0')).status).toBe(200)
      on.clock.ahead += 61_000
      expect((await on.scim('GET', '/Users?count=0', { token: 'wrong' })).status).toBe(401)
    })
  })

  describe('activity', () => {
    test('every SCIM request is kept, whole and without passwords, and can be asked for at once', async () => {
      const { body } = await on.scim('POST', '/Users', {
        body: { userName: 'act@x', password: 'hush-1', name: { passWord: 'hush-2' } },
      })
      await patch(body['id'], { op: 'add', path: 'password', value: 'hush-3' })
      await on.scim('GET', '/Users?filter=userName+eq+%22act%40x%22', { headers: { 'user-agent': 'probe/1' } })
      await on.scim('POST', '/Users', { body: { userName: 'ACT@x' } })
      await on.scim('GET', '/Groups', { token: null })
      const listed = await on.admin('GET', '/activity?limit=5')
      const [groups, conflict, query, patched, created] = listed.body['activity'] as Attributes[]
      expect(groups).toMatchObject({ method: 'GET', path: '/scim/v2/Groups', status: 401, tokenId: null, body: null })
      expect(conflict).toMatchObject({ status: 409, scimType: 'uniqueness', body: '{"userName":"ACT@x"}' })
      expect(query).toMatchObject({ path: '/scim/v2/Users?filter=userName+eq+%22act%40x%22', userAgent: 'probe/1' })
      expect(patched).toMatchObject({ method: 'PATCH', status: 200 })
      expect(created).toMatchObject({ method: 'POST', status: 201, tokenPrefix: on.token.slice(0, 11) })
      expect(listed.text).not.toContain('hush')
      const narrowed = await on.admin('GET', `/activity?method=patch&status=200&path=${String(body['id'])}`)
      expect((narrowed.body['activity'] as Attributes[]).map(({ id }) => id)).toEqual([patched?.['id']])
      const older = await on.admin('GET', `/activity?limit=1&before=${String(created?.['id'])}`)
      expect((older.body['activity'] as Attributes[])[0]?.['id']).toBeLessThan(created?.['id'] as number)
    })

    test('a thousand requests at the same time are all kept', async () => {
      const before = await on.db
        .selectFrom('activity')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .executeTakeFirst()
      await Promise.all(Array.from({ length: 1000 }, (_, index) => on.scim('GET', `/Users/a${index}`)))
      await on.admin('GET', '/activity')
      const after = await on.db
        .selectFrom('activity')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .executeTakeFirst()
      expect(Number(after?.n) - Number(before?.n)).toBe(1000)
    })
  })

  describe('admin API', () => {
    test('nothing is shown without a session', async () => {
      for (const path of ['/me', '/users', '/users/x', '/tokens', '/activity', '/scim'])
        expect((await on.admin('GET', path, undefined, { cookie: 'dynamic-signal=wrong' })).status).toBe(401)
      expect((await on.admin('GET', '/me')).body).toEqual({ userName: 'admin', isAdmin: true })
      expect((await on.admin('GET', '/scim')).body).toEqual({ scimApiUrl: `${origin}/scim/v2` })
    })

    test('the session cookie is HttpOnly, SameSite=Lax, and this product’s own', async () => {
      const { headers } = await on.admin('POST', '/sign-in', { userName: 'ADMIN', password })
      expect(String(headers['set-cookie'])).toMatch(/^dynamic-signal=.*HttpOnly.*SameSite=Lax/)
    })

    test('a request of another origin, or another port, changes nothing', async () => {
      for (const other of ['http://127.0.0.1:8083', 'http://evil.example', 'null', ''])
        expect((await on.admin('POST', '/tokens', { label: 'x' }, { origin: other })).status).toBe(403)
      const form = { 'content-type': 'application/x-www-form-urlencoded' }
      expect((await on.admin('POST', '/tokens', { label: 'x' }, form)).status).toBe(415)
    })

    test('DS-7: a user is deleted for good only when its userName is typed', async () => {
      const { id } = await create({ userName: 'Purge@x' })
      const path = `/users/${String(id)}`
      expect((await on.admin('GET', path)).body).toMatchObject({
        userName: 'Purge@x',
        resource: { userName: 'Purge@x' },
      })
      expect((await on.admin('DELETE', path, { confirm: 'purge@x' })).status).toBe(400)
      expect((await on.admin('DELETE', path, { confirm: 'Purge@x' })).status).toBe(204)
      expect((await on.admin('GET', path)).status).toBe(404)
      expect((await on.scim('GET', `/Users/${String(id)}`)).status).toBe(404)
    })

    test('users are searched by userName, name and externalId; % and _ are plain characters', async () => {
      await create({ userName: 'S_1@x', displayName: 'Sørën 100%', externalId: 'EXT-1' })
      const names = async (query: string): Promise<unknown> =>
        ((await on.admin('GET', `/users?${query}`)).body['users'] as Attributes[]).map(({ userName }) => userName)
      for (const search of ['s_1', 'SØRËN', '100%25', 'ext-1'])
        expect(await names(`search=${search}`)).toEqual(['S_1@x'])
      expect(await names('search=s%251')).toEqual([])
      expect(await names('search=s_1&active=false')).toEqual([])
      expect((await on.admin('GET', '/users?search=%00')).status).toBe(400)
      expect((await on.admin('GET', '/users?count=0')).status).toBe(400)
    })

    test('input that is wrong is refused with a sentence', async () => {
      for (const body of [{}, { label: '' }, { label: 'x', expiresInDays: 0 }, { label: 'x', expiresInDays: 1.5 }, []])
        expect((await on.admin('POST', '/tokens', body as Attributes)).status).toBe(400)
      expect((await on.admin('GET', '/nothing')).body['error']).toContain('nothing at this path')
    })

    test('failing sign-ins are slowed down, others are not', async () => {
      for (let tries = 0; tries < 10; tries++)
        expect((await on.admin('POST', '/sign-in', { userName: 'mallory', password: 'x' })).status).toBe(401)
      expect((await on.admin('POST', '/sign-in', { userName: 'mallory', password: 'x' })).status).toBe(429)
      expect((await on.admin('POST', '/sign-in', { userName: 'admin', password })).status).toBe(200)
    })

    test('sign-out ends the session', async () => {
      const other = await on.admin('POST', '/sign-in', { userName: 'admin', password })
      const cookie = String(other.headers['set-cookie']).split(';')[0] ?? ''
      await on.admin('POST', '/sign-out', {}, { cookie })
      expect((await on.admin('GET', '/me', undefined, { cookie })).status).toBe(401)
      await on.admin('POST', '/sign-in', { userName: 'admin', password })
    })

    test('the console is served with a strict content security policy', async () => {
      const page = await on.service.app.inject({ url: '/' })
      expect(page.headers['content-security-policy']).toContain("script-src 'self'")
      expect(page.headers['content-security-policy']).not.toContain('unsafe')
      expect(page.body).not.toMatch(/<script>|style=|onclick/)
      expect((await on.service.app.inject({ url: '/console.js' })).headers['content-type']).toContain('javascript')
      expect((await on.service.app.inject({ url: '/healthz' })).json()).toEqual({ status: 'ok' })
    })
  })
})
