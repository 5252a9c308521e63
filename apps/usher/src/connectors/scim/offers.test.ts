import type { AttributeChange, Exchange, TargetObject } from '@usher/engine'
import { urns, type Attributes, type Json } from '@usher/scim'
import { afterEach, describe, expect, test } from 'vitest'
import { ableOf, bulkOf } from './able.ts'
import { addressOf, caller } from './call.ts'
import { dialects, readTenantUrl } from './dialects/dialects.ts'
import { discover, readOffers, withoutBulk, type Discovery } from './discover.ts'
import { usualOffers, withKnown } from './offers.ts'
import { readSchemas, unlisted } from './schemas.ts'
import { able, targetOn, thrown } from './test-target.ts'
import type { Asked, Reply } from './test-server.ts'

const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})
const on = async (...args: Parameters<typeof targetOn>) => {
  const made = await targetOn(...args)
  open.push(made.close)
  return made
}
const title: readonly AttributeChange[] = [{ op: 'replace', path: 'title', kind: 'value', to: 'Boss' }]

describe('what an application says of itself', () => {
  const all = {
    patch: { supported: true },
    bulk: { supported: true, maxOperations: 1000, maxPayloadSize: 1_048_576 },
    filter: { supported: true, maxResults: 200 },
    etag: { supported: true },
    pagination: { cursor: true, index: true, maxPageSize: 150 },
  }
  test.each<[string, Json, object]>([
    ['everything', all, { patch: true, bulk: { operations: 1000, bytes: 1_048_576 }, filter: true, etag: true, cursor: true, pageSize: 150 }],
    ['nothing', {}, usualOffers],
    ['no object', 'hello', usualOffers],
    ['a refusal of PATCH and filter', { patch: { supported: false }, filter: { supported: 'False', maxResults: 0 } }, { ...usualOffers, patch: false, filter: false }],
    ['texts for Booleans, names in other cases', { Patch: { Supported: 'true' }, BULK: { supported: 'True', maxOperations: '50' } }, { ...usualOffers, bulk: { operations: 50, bytes: 1_048_576 } }],
    ['a limit of nothing is none', { filter: { supported: true, maxResults: 0 } }, usualOffers],
  ])('%s', (_, body, offers) => expect(readOffers(body)).toMatchObject(offers)) // prettier-ignore

  const asking = async (replies: readonly Reply[]) => {
    const { connection, asked } = await on(replies)
    const discovery: Discovery = { known: null }
    const clock = { now: 0 }
    return { ask: () => discover(caller(connection), discovery, () => clock.now), asked, clock, discovery }
  }
  test('it is asked once in ten minutes', async () => {
    const { ask, asked, clock } = await asking([{ body: all }, { body: {} }])
    expect([await ask(), await ask()].map(({ etag }) => etag)).toEqual([true, true])
    expect(asked.map(({ target }) => target)).toEqual(['/scim/ServiceProviderConfig'])
    clock.now += 10 * 60_000
    expect(await ask()).toEqual(usualOffers)
  })
  test('an application without it is as usual, and is not asked again at once', async () => {
    for (const status of [404, 500, 501]) {
      const { ask, asked } = await asking([{ status }])
      expect([await ask(), await ask()]).toEqual([usualOffers, usualOffers])
      expect(asked).toHaveLength(1)
    }
  })
  test('a wrong token is not remembered as an answer', async () => {
    const { ask } = await asking([{ status: 401 }, { body: all }])
    expect(await ask()).toEqual(usualOffers)
    expect(await ask()).toMatchObject({ etag: true })
  })
  test('Bulk that turns out not to be there is not offered any more', async () => {
    const { ask, discovery } = await asking([{ body: all }])
    await ask()
    withoutBulk(discovery)
    expect(await ask()).toMatchObject({ bulk: null, etag: true })
  })

  const limits = {
    delete: false, softDelete: true, groups: true, pageSize: 100, membersPerRequest: 50, payload: 5000, requestsInFlight: { start: 8, most: 32 },
  } // prettier-ignore
  test('the limits of the gallery are ceilings', () => {
    const shown = (offers: Parameters<typeof readOffers>[0], dialect: keyof typeof dialects = 'rfc') => {
      const read = readOffers(offers)
      return ableOf(limits, { dialect: dialects[dialect], offers: read, bulk: bulkOf(limits, read, () => undefined) })
    }
    expect(shown(all)).toMatchObject({ pageSize: 100, list: true, parallel: 500, delete: false, membersPerRequest: 50 })
    expect(shown({ filter: { maxResults: 20 } })).toMatchObject({ pageSize: 20, parallel: 32 })
    expect(shown({}, 'entra')).toMatchObject({ list: false })
    expect(bulkOf(limits, readOffers(all), () => undefined)?.limits).toEqual({ operations: 1000, bytes: 5000 })
  })
})

describe('ETags', () => {
  const target: TargetObject = { id: 'U1', version: 'W/"3"', attributes: {} }

  test('where they are offered, a change says which version it is about', async () => {
    const { target: to, asked } = await on([{ status: 204 }, { status: 204 }], { offers: { etag: true } })
    await to.update('User', target, title, [])
    await to.delete({ type: 'User', id: 'U1', version: 'W/"3"' }, [])
    expect(asked.map(({ headers }) => headers['if-match'])).toEqual(['W/"3"', 'W/"3"'])
  })
  test('elsewhere, and of an object without a version, nothing is said', async () => {
    const plain = await on([{ status: 204 }])
    await plain.target.update('User', target, title, [])
    const unknown = await on([{ status: 204 }], { offers: { etag: true } })
    await unknown.target.update('User', { id: 'U1', attributes: {} }, title, [])
    const entra = await on([{ status: 204 }], { offers: { etag: true }, dialect: 'entra' })
    await entra.target.update('User', target, title, [])
    for (const { asked } of [plain, unknown, entra]) expect(asked[0]?.headers['if-match']).toBeUndefined()
  })
  test('the version may stand in a header', async () => {
    const { target: to } = await on([{ body: { id: 'U1' }, headers: { etag: 'W/"7"' } }])
    expect(await to.get({ type: 'User', id: 'U1' }, [])).toMatchObject({ version: 'W/"7"' })
  })
  test('412: somebody changed it meanwhile, so it is read again soon', async () => {
    const { target: to } = await on([{ status: 412, body: { detail: 'is at version 4' } }], { offers: { etag: true } })
    expect(await thrown(to.update('User', target, title, []))).toMatchObject({
      error: {
        code: 'PreconditionFailed',
        retry: 'soon',
        message: expect.stringContaining('changed meanwhile') as string,
      },
    })
  })
})

describe('an application without PATCH', () => {
  /** Keeps one resource, and takes only PUT. */
  const keeping = (resource: Attributes) => {
    let now = resource
    const reply = ({ method, body }: Asked): Reply => {
      if (method === 'PATCH') return { status: 405 }
      if (method === 'PUT') now = body as Attributes
      return { body: now }
    }
    return { reply, now: () => now }
  }
  test('a person is read, changed here and put back whole', async () => {
    const kept = keeping({
      id: 'U1',
      userName: 'bob',
      title: 'x',
      emails: [{ type: 'home', value: 'h' }],
      meta: { version: 'W/"1"' },
    })
    const { target, asked } = await on(kept.reply, { offers: { patch: false, etag: true } })
    await target.update('User', { id: 'U1', attributes: {} }, [
      { op: 'add', path: 'emails[type eq "work"].value', kind: 'value', to: 'w' },
      { op: 'remove', path: 'title', kind: 'value' },
      { op: 'add', path: `${urns.enterpriseUser}:manager`, kind: 'reference', to: 'M1' },
      { op: 'add', path: 'entitlements', kind: 'value', to: ['a'] },
    ], []) // prettier-ignore
    expect(asked.map(({ method, headers }) => [method, headers['if-match']])).toEqual([
      ['GET', undefined],
      ['PUT', 'W/"1"'],
    ])
    expect(kept.now()).toEqual({
      id: 'U1', userName: 'bob', meta: { version: 'W/"1"' }, entitlements: ['a'],
      emails: [{ type: 'home', value: 'h' }, { type: 'work', value: 'w' }],
      [urns.enterpriseUser]: { manager: { value: 'M1' } },
    }) // prettier-ignore
  })
  test('members come and go with the whole group', async () => {
    const kept = keeping({ id: 'G1', displayName: 'All', members: [{ value: 'U1' }, { value: 'U2', display: 'Bea' }] })
    const { target } = await on(kept.reply, { offers: { patch: false } })
    await target.changeMembers('G1', { add: ['U2', 'U3'], remove: ['U1', 'U9'] }, [])
    expect(kept.now()['members']).toEqual([{ value: 'U2', display: 'Bea' }, { value: 'U3' }])
  })
  test('whoever is gone is told so', async () => {
    const { target } = await on([{ status: 404 }], { offers: { patch: false } })
    expect(await thrown(target.update('User', { id: 'U1', attributes: {} }, title, []))).toMatchObject({
      error: { code: 'InvalidAnchor', retry: 'soon' },
    })
  })
})

describe('an application without filters', () => {
  test('is read whole, and who has the value is told from the others here', async () => {
    const people = [{ id: 'U1', userName: 'ana' }, { id: 'U2', userName: 'Bob' }, { id: 'U3', userName: 'bob', active: true }] // prettier-ignore
    const reply = ({ target }: Asked): Reply => {
      const start = Number(new URL(target, 'http://x').searchParams.get('startIndex'))
      return { body: { totalResults: 3, Resources: people.slice(start - 1, start + 1) } }
    }
    const { target, asked } = await on(reply, { offers: { filter: false } })
    expect(await target.find('User', [{ path: 'userName', value: 'BOB' }], [])).toMatchObject([
      { id: 'U2' },
      { id: 'U3' },
    ])
    expect(
      await target.find(
        'User',
        [
          { path: 'userName', value: 'bob' },
          { path: 'active', value: true },
        ],
        [],
      ),
    ).toMatchObject([{ id: 'U3' }])
    expect(asked.every(({ target: at }) => !at.includes('filter'))).toBe(true)
  })
})

describe('an application that can be searched by some attributes only', () => {
  const github = withKnown(usualOffers, { filters: { User: ['userName'] } })
  test('is asked for those, and the rest is compared here', async () => {
    const list = [
      { id: 'U1', userName: 'bob', active: true },
      { id: 'U2', userName: 'bob', active: false },
    ]
    const { target, asked } = await on([{ list }, { list }, { list: [] }], { offers: github })
    expect(
      await target.find(
        'User',
        [
          { path: 'USERNAME', value: 'bob' },
          { path: 'active', value: true },
        ],
        [],
      ),
    ).toMatchObject([{ id: 'U1' }])
    expect(await target.find('User', [{ path: 'active', value: false }], [])).toMatchObject([{ id: 'U2' }])
    await target.find('Group', [{ path: 'displayName', value: 'All' }], [])
    expect(asked.map(({ target: at }) => at.replace('/scim', ''))).toEqual([
      '/Users?filter=USERNAME%20eq%20%22bob%22',
      '/Users?startIndex=1&count=2',
      '/Groups?excludedAttributes=members&filter=displayName%20eq%20%22All%22',
    ])
  })
  test('pages go by cursor where the gallery knows that nothing else is taken', async () => {
    const { target, asked } = await on([{ body: { Resources: [] } }], {
      offers: withKnown(usualOffers, { paging: 'cursor' }),
    })
    for await (const { objects } of target.list('User', ['userName'], [])) expect(objects).toEqual([])
    expect(asked.map(({ target: at }) => at)).toEqual(['/scim/Users?attributes=userName&count=2&cursor='])
  })
})

describe('pages', () => {
  const all = async (pages: AsyncIterable<{ objects: readonly TargetObject[]; total: number }>) => {
    const read: (readonly [string, number])[] = []
    for await (const { objects, total } of pages) read.push([objects.map(({ id }) => id).join(), total])
    return read
  }
  const cursors: readonly Reply[] = [
    { body: { Resources: [{ id: 'a' }, { id: 'b' }], nextCursor: 'x+y', itemsPerPage: 2 } },
    { body: { Resources: [{ id: 'c' }] } },
  ]
  test('RFC 9865: by cursor, where it is offered, also when nobody counts', async () => {
    const { target, asked } = await on(cursors, { offers: { cursor: true } })
    expect(await all(target.list('User', ['userName'], []))).toEqual([
      ['a,b', 3],
      ['c', 3],
    ])
    expect(asked.map(({ target: at }) => at)).toEqual([
      '/scim/Users?attributes=userName&count=2&cursor=',
      '/scim/Users?attributes=userName&count=2&cursor=x%2By',
    ])
  })
  test('an application that cannot be listed is asked for each instead', async () => {
    const { target } = await on([
      { status: 403, body: { detail: 'no' } },
      { status: 400, body: { scimType: 'tooMany' } },
    ])
    const refused = await thrown(all(target.list('User', ['userName'], [])))
    expect(refused).toMatchObject({ error: { code: 'InsufficientRights' } })
    const [page] = await all(target.list('User', ['userName'], []))
    expect(page).toEqual(['', Number.MAX_SAFE_INTEGER])
  })
  test('an application that gives the same page for ever is asked for each instead', async () => {
    const same = { body: { totalResults: '900', Resources: [{ id: 'a' }, { id: 'b' }] } }
    const byIndex = await on([same, same])
    expect(await all(byIndex.target.list('User', ['userName'], []))).toEqual([
      ['a,b', 900],
      ['', Number.MAX_SAFE_INTEGER],
    ])
    expect(byIndex.asked).toHaveLength(2)
    const empty = { body: { Resources: [], nextCursor: 'x' } }
    const byCursor = await on([empty, empty], { offers: { cursor: true } })
    expect((await all(byCursor.target.list('User', [], []))).at(-1)).toEqual(['', Number.MAX_SAFE_INTEGER])
    const unsearchable = await on([same, same], { offers: { filter: false } })
    const term = { path: 'userName', value: 'bob' }
    expect(await thrown(unsearchable.target.find('User', [term], []))).toMatchObject({
      message: /ignores "startIndex"/,
    })
  })
  test('half a list is none', async () => {
    const { target } = await on([{ body: { totalResults: 9, Resources: [{ id: 'a' }] } }, { status: 500 }])
    expect(await thrown(all(target.list('User', ['userName'], [])))).toMatchObject({
      name: 'TargetUnusable', error: { code: 'InternalServerError' },
    }) // prettier-ignore
  })
})

describe('R-2: /Schemas', () => {
  const listed = readSchemas({
    totalResults: 2,
    Resources: [
      { id: urns.user, attributes: [{ name: 'userName' }, { name: 'name' }, { name: 'emails' }, { name: 'active' }] },
      { id: urns.enterpriseUser, attributes: [{ name: 'department' }] },
    ],
  })
  test('tells which mapped attributes an application does not know', () => {
    expect(listed).not.toBeNull()
    const paths = ['UserName', 'externalId', 'name.givenName', 'emails[type eq "work"].value', 'title', `${urns.enterpriseUser}:Department`, `${urns.enterpriseUser}:manager`, 'urn:contoso:2.0:User:badge']
    expect(unlisted(paths, listed ?? new Map())).toEqual(['title', `${urns.enterpriseUser}:manager`, 'urn:contoso:2.0:User:badge'])
  }) // prettier-ignore
  test('what is no list of schemas tells nothing', () => {
    for (const body of [null, {}, 'x', { totalResults: 0 }, { Resources: [{ id: 1 }], totalResults: 1 }])
      expect(readSchemas(body as Json)).toBeNull()
  })
})

test('T-5, T-6: addresses below the Tenant URL, with its own query and without a flag, whatever it looks like', () => {
  const at = (text: string): string => {
    const { url } = readTenantUrl(text)
    const call = { path: 'Users', query: { filter: 'a eq "b"' } }
    return url.origin + addressOf({ tenantUrl: url, dialect: dialects.entra }, call)
  }
  const filter = 'filter=a+eq+%22b%22'
  expect(at('https://hr.example/scim/')).toBe(`https://hr.example/scim/Users?${filter}`)
  expect(at('https://hr.example')).toBe(`https://hr.example/Users?${filter}`)
  expect(at('https://hr.example/scim?aadOptscim062020')).toBe(`https://hr.example/scim/Users?${filter}`)
  expect(at('https://hr.example/scim?tenant=7&AADOptscim062020=true#x')).toBe(
    `https://hr.example/scim/Users?tenant=7&${filter}`,
  )
  expect(at('https://hr.example//evil.example/x')).toBe(`https://hr.example//evil.example/x/Users?${filter}`)
  expect([null, 'aadOptscim062020', 'AzureAdScimPatch2017', 'x'].map((flag) => readTenantUrl(`https://hr.example/?${flag}`).flag)).toEqual([
    null, 'entra+062020', 'entra', null,
  ]) // prettier-ignore
})

test('nothing that is exchanged holds the token', async () => {
  const { target } = await on([{ status: 500, body: { detail: 'x' } }])
  const trace: Exchange[] = []
  await thrown(target.update('User', { id: 'U1', attributes: {} }, title, trace))
  expect(JSON.stringify(trace)).not.toContain('s3cret')
  expect(able.list).toBe(true)
})
