import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Attributes } from '@usher/scim'
import { type Fixture, openFixture, stores } from '../service-fixture.ts'

const search = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest'

describe.each(stores)('on %s', (kind) => {
  let on: Fixture
  beforeAll(async () => {
    on = await openFixture(kind)
    const titles = ['b', 'A', 'ä', 'Z', 'a', '𐍈', 'ﬁ', '']
    for (const [index, title] of titles.entries()) {
      await sleep(2) // an id and an instant are of a millisecond, and these are told apart by both
      await on.user({
        userName: `s${index}`,
        displayName: `S ${index % 3}`,
        ...(title === '' ? {} : { title }),
        emails: [
          { value: `z${index}@x`, type: 'home' },
          { value: `m${9 - index}@x`, type: 'work', primary: true },
        ],
      })
    }
    for (let index = 0; index < 15; index++) await on.user({ userName: `p${String(index).padStart(2, '0')}` })
  })
  afterAll(() => on.close())

  const page = async (query: string): Promise<Attributes> => {
    const answer = await on.scim('GET', `/Users?${query}`)
    if (answer.status !== 200) throw new Error(answer.text)
    return answer.body
  }
  const names = ({ Resources }: Attributes): unknown[] => (Resources as Attributes[]).map(({ userName }) => userName)
  const sorted = async (query: string): Promise<unknown[]> => names(await page(`filter=userName+sw+%22s%22&${query}`))
  const refused = async (query: string): Promise<unknown> => {
    const answer = await on.scim('GET', `/Users?${query}`)
    return [answer.status, answer.body['scimType']]
  }

  test('QY-8: texts are sorted without case by code point; without a value last, or first when descending', async () => {
    expect(await sorted('sortBy=title')).toEqual(['s1', 's4', 's0', 's3', 's2', 's6', 's5', 's7'])
    expect(await sorted('sortBy=title&sortOrder=descending')).toEqual(['s7', 's5', 's6', 's2', 's3', 's0', 's1', 's4'])
  })

  test('QY-8: ties follow in the order of creation, whichever the direction', async () => {
    const three = ['s0', 's3', 's6', 's1', 's4', 's7', 's2', 's5']
    expect(await sorted('sortBy=displayName')).toEqual(three)
    expect(await sorted('sortBy=displayName&sortOrder=DESCENDING'.replace('DESCENDING', 'descending'))).toEqual([
      's2',
      's5',
      's1',
      's4',
      's7',
      's0',
      's3',
      's6',
    ])
  })

  test('QY-8: of several values the primary one counts', async () => {
    expect(await sorted('sortBy=emails.value')).toEqual(['s7', 's6', 's5', 's4', 's3', 's2', 's1', 's0'])
    expect(await sorted('sortBy=emails')).toEqual(['s7', 's6', 's5', 's4', 's3', 's2', 's1', 's0'])
  })

  test('QY-8: what every resource has can be sorted by; what nobody may see cannot', async () => {
    const up = ['s0', 's1', 's2', 's3', 's4', 's5', 's6', 's7']
    for (const by of [
      'id',
      'meta.created',
      'meta.lastModified',
      'userName',
      'urn:ietf:params:scim:schemas:core:2.0:User:userName',
    ])
      expect([by, await sorted(`sortBy=${by}`)]).toEqual([by, up])
    expect(await sorted('sortBy=nothing')).toEqual(up)
    expect(await refused('sortBy=title&sortOrder=upwards')).toEqual([400, 'invalidValue'])
    await on.withSettings({ mode: 'strict' }, async () => {
      expect(await refused('sortBy=nothing')).toEqual([400, 'invalidValue'])
      expect(await refused('sortBy=name')).toEqual([400, 'invalidValue'])
    })
  })

  test('QY-7: .search asks in the body what GET asks in the address', async () => {
    const body = {
      schemas: [search],
      filter: 'userName sw "s"',
      sortBy: 'title',
      startIndex: 2,
      count: 2,
      attributes: ['userName'],
    }
    const answer = await on.scim('POST', '/Users/.search', { body })
    expect(answer.body).toMatchObject({ totalResults: 8, startIndex: 2, itemsPerPage: 2 })
    expect(names(answer.body)).toEqual(['s4', 's0'])
    expect((answer.body['Resources'] as Attributes[])[0]).not.toHaveProperty('emails')
    const root = await on.scim('POST', '/.search', { body: { schemas: [search], filter: 'userName eq "s3"' } })
    expect(names(root.body)).toEqual(['s3'])
    await on.withSettings({ mode: 'strict' }, async () => {
      const answer = await on.scim('POST', '/Users/.search', { body: { filter: 'userName pr' } })
      expect([answer.status, answer.body['scimType']]).toEqual([400, 'invalidSyntax'])
    })
  })

  const walk = async (query: string): Promise<unknown[]> => {
    const seen: unknown[] = []
    let cursor = ''
    for (let pages = 0; pages < 50; pages++) {
      const body = await page(`${query}&cursor=${cursor}`)
      expect(body).not.toHaveProperty('startIndex')
      seen.push(...names(body))
      if (body['nextCursor'] === undefined) return seen
      cursor = body['nextCursor'] as string
      expect(cursor).toMatch(/^[A-Za-z0-9\-._~]+$/)
    }
    throw new Error('The pages have no end.')
  }

  test('PG-4, PG-5, PG-11: cursors lead through all of it once, sorted or not', async () => {
    const all = names(await page('count=100'))
    expect(await walk('count=4')).toEqual(all)
    expect(await walk('count=23')).toEqual(all)
    expect(await walk('count=24')).toEqual(all)
    for (const query of [
      'sortBy=title',
      'sortBy=title&sortOrder=descending',
      'sortBy=displayName',
      'sortBy=active&filter=title+pr',
      'sortBy=meta.created&sortOrder=descending',
    ])
      expect([query, await walk(`count=3&${query}`)]).toEqual([query, names(await page(`count=100&${query}`))])
    expect(await page('cursor=&count=4')).toMatchObject({ totalResults: all.length, itemsPerPage: 4 })
    expect(await page('cursor&count=0')).toMatchObject({ totalResults: all.length, Resources: [] })
  })

  test('a page says of each user what the user’s own address says', async () => {
    const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
    const boss = await on.user({ userName: 'w-boss', displayName: 'The "Boss" \\ \u0001 ä' })
    await on.user({ userName: 'w-report', [enterprise]: { manager: { value: boss.id }, department: '}}"' } })
    await on.user({ userName: 'w-lost', [enterprise]: { manager: { value: 'no"body' } } })
    await on.user({ userName: 'w-extended', [enterprise]: { department: 'HR' } })
    const { Resources } = await page('startIndex=1&count=1000')
    for (const listed of Resources as Attributes[])
      expect((await on.scim('GET', `/Users/${String(listed['id'])}`)).body).toEqual(listed)
    for (const name of ['w-boss', 'w-report', 'w-lost', 'w-extended'])
      await on.scim(
        'DELETE',
        `/Users/${String((Resources as Attributes[]).find(({ userName }) => userName === name)?.['id'])}`,
      )
  })

  test('PG-5: a very long value to sort by leads on as well', async () => {
    const made = await Promise.all(
      [1, 2, 3].map((n) => on.user({ userName: `long${n}`, title: `long ${'x'.repeat(9000)}${n}` })),
    )
    const query = 'count=1&sortBy=title&filter=userName+sw+%22long%22'
    expect(await walk(query)).toEqual(['long1', 'long2', 'long3'])
    expect(String((await page(`${query}&cursor=`))['nextCursor']).length).toBeLessThan(500)
    for (const { id } of made) await on.scim('DELETE', `/Users/${id}`)
  })

  test('PG-6, PG-7, PG-8: a cursor is for its own query', async () => {
    const next = String((await page('cursor=&count=4'))['nextCursor'])
    expect(await refused(`cursor=${next}&count=5`)).toEqual([400, 'invalidCount'])
    expect(await refused(`cursor=${next}&count=4&sortBy=title`)).toEqual([400, 'invalidCursor'])
    expect(await refused(`cursor=${next}&count=4&filter=title+pr`)).toEqual([400, 'invalidCursor'])
    expect(await refused(`cursor=${next}&count=4&attributes=title`)).toEqual([400, 'invalidCursor'])
    const root = await on.scim('GET', `/?cursor=${next}&count=4`)
    expect([root.status, root.body['scimType']]).toEqual([400, 'invalidCursor'])
    expect(await refused(`cursor=${next.slice(0, -2)}AA&count=4`)).toEqual([400, 'invalidCursor'])
    expect(await refused('cursor=invented&count=4')).toEqual([400, 'invalidCursor'])
    expect(await refused(`cursor=${next}&count=4&startIndex=1`)).toEqual([400, 'invalidValue'])
    expect(await refused('cursor=&count=many')).toEqual([400, 'invalidCount'])
    on.clock.ahead += 2 * 60 * 60 * 1000
    expect(await refused(`cursor=${next}&count=4`)).toEqual([400, 'expiredCursor'])
    on.clock.ahead = 0
  })

  test('PG-10: another token’s cursor is no cursor', async () => {
    const next = String((await page('cursor=&count=4'))['nextCursor'])
    const made = await on.admin('POST', '/tokens', { label: 'another', expiresInDays: 1 })
    const answer = await on.scim('GET', `/Users?cursor=${next}&count=4`, { token: made.body['token'] as string })
    expect([answer.status, answer.body['scimType']]).toEqual([400, 'invalidCursor'])
  })

  test('PG-10: who comes behind the place is seen, who came before it is not', async () => {
    const first = await page('cursor=&count=4&filter=userName+sw+%22p%22')
    const late = await on.user({ userName: 'p99' })
    const rest = await walk(`count=4&filter=userName+sw+%22p%22`)
    expect(rest).toContain('p99')
    expect(names(first)).not.toContain('p99')
    await on.scim('DELETE', `/Users/${late.id}`)
  })

  test('PG-9: the service says how it pages', async () => {
    const { body } = await on.scim('GET', '/ServiceProviderConfig')
    expect(body['pagination']).toMatchObject({
      cursor: true,
      index: true,
      defaultPaginationMethod: 'index',
      maxPageSize: 1000,
    })
    expect(body['sort']).toEqual({ supported: true })
  })

  test('QY-3, QY-5: a projection may be repeated; both are for lenient only', async () => {
    const { Resources } = await page('filter=userName+eq+%22s1%22&attributes=title&attributes=emails.type')
    expect(Object.keys((Resources as Attributes[])[0] ?? {}).toSorted()).toEqual([
      'active',
      'emails',
      'id',
      'schemas',
      'title',
    ])
    const both = 'filter=userName+eq+%22s1%22&attributes=title&excludedAttributes=title'
    expect(((await page(both))['Resources'] as Attributes[])[0]).toHaveProperty('title')
    await on.withSettings({ mode: 'strict' }, async () => expect(await refused(both)).toEqual([400, 'invalidValue']))
  })
})
