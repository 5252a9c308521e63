import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { kinds, newDatabase } from '../../testing/stores.ts'
import { startGraph, type Graph } from '../test-graph.ts'

type Item = { readonly id: string; readonly '@removed'?: { readonly reason: string } } & Readonly<
  Record<string, unknown>
>
const minimal = { prefer: 'return=minimal' }
const byTwo = { prefer: 'odata.maxpagesize=2' }

describe.each(kinds)('a delta on %s', (kind) => {
  let graph: Graph
  beforeAll(async () => {
    const url = kind === 'postgres' ? await newDatabase(inject('postgresUrl')) : undefined
    graph = await startGraph(url === undefined ? {} : { databaseUrl: url })
  })
  afterAll(() => graph.close())

  const does = async (method: string, path: string, body?: unknown, status = 204) => {
    const answer = await graph.ask(method, path, body)
    expect(answer.status, answer.text).toBe(status)
    return answer.body
  }
  const person = async (displayName: string): Promise<string> =>
    String((await does('POST', '/v1.0/users', { accountEnabled: true, displayName, mailNickname: 'x', userPrincipalName: `${randomBytes(6).toString('hex')}@contoso.example` }, 201))['id']) // prettier-ignore
  const group = async (displayName: string): Promise<string> =>
    String((await does('POST', '/v1.0/groups', { displayName, mailEnabled: false, mailNickname: 'x', securityEnabled: true }, 201))['id']) // prettier-ignore
  const add = (to: string, id: string) => does('POST', `/v1.0/groups/${to}/members/$ref`, { '@odata.id': `x/${id}` })
  const at = (id: string) => ({ '@odata.id': `https://graph.microsoft.com/v1.0/users/${id}` })

  /** Every page of a round, and the link to the next one. */
  async function round(link: string, headers: Readonly<Record<string, string>> = {}) {
    const items: Item[] = []
    for (let next = link; ;) {
      const { status, body, text } = await graph.ask('GET', next, undefined, headers)
      expect(status, text).toBe(200)
      expect(Object.keys(body).filter((name) => name.endsWith('Link'))).toHaveLength(1)
      items.push(...(body['value'] as Item[]))
      if (body['@odata.deltaLink'] !== undefined) return { items, link: String(body['@odata.deltaLink']) }
      next = String(body['@odata.nextLink'])
    }
  }
  const of = (items: readonly Item[], id: string): readonly Item[] => items.filter((item) => item.id === id)

  test('begins with everybody, then tells who was made, changed, deleted, restored and purged (5.6)', async () => {
    const [ana, bea, cem] = [await person('Ana'), await person('Bea'), await person('Cem')]
    const first = await round('/v1.0/users/delta?$select=displayName,jobTitle', byTwo)
    expect(of(first.items, ana)).toEqual([{ id: ana, displayName: 'Ana', jobTitle: null }])
    expect(new Set(first.items.map(({ id }) => id)).size).toBe(first.items.length)
    expect(first.link).toContain('$deltatoken=')
    const quiet = await round(first.link)
    expect(quiet.items).toEqual([])
    await does('PATCH', `/v1.0/users/${ana}`, { jobTitle: 'Boss' })
    await does('DELETE', `/v1.0/users/${bea}`)
    const dan = await person('Dan')
    const second = await round(quiet.link)
    expect(of(second.items, ana)).toEqual([{ id: ana, displayName: 'Ana', jobTitle: 'Boss' }])
    expect(of(second.items, bea)).toEqual([{ id: bea, '@removed': { reason: 'changed' } }])
    expect(of(second.items, dan)).toEqual([{ id: dan, displayName: 'Dan', jobTitle: null }])
    expect(of(second.items, cem)).toEqual([])
    await does('POST', `/v1.0/directory/deletedItems/${bea}/restore`, {}, 200)
    await does('DELETE', `/v1.0/users/${dan}`)
    await does('DELETE', `/v1.0/directory/deletedItems/${dan}`)
    const third = await round(second.link)
    expect(of(third.items, bea)).toEqual([{ id: bea, displayName: 'Bea', jobTitle: null }])
    expect(of(third.items, dan)).toEqual([{ id: dan, '@removed': { reason: 'deleted' } }])
    // A link tells the same again to whoever asks again.
    expect((await round(first.link)).items.map(({ id }) => id).toSorted()).toEqual([ana, bea, dan].toSorted())
  })

  test('tells the members of a group who came, who left, and who was deleted or restored', async () => {
    const [ana, bea, cem] = [await person('Ana'), await person('Bea'), await person('Cem')]
    const [outer, inner] = [await group('Outer'), await group('Inner')]
    for (const id of [ana, bea, inner]) await add(outer, id)
    const first = await round('/v1.0/groups/delta?$select=displayName,members')
    const members = (items: readonly Item[], id: string) =>
      of(items, id).flatMap((item) => (item['members@delta'] ?? []) as readonly Item[])
    expect(members(first.items, outer)).toHaveLength(3)
    expect(members(first.items, outer)).toContainEqual({ '@odata.type': '#microsoft.graph.group', id: inner })
    expect(of(first.items, outer)[0]).toMatchObject({ displayName: 'Outer' })
    await add(outer, cem)
    await does('DELETE', `/v1.0/groups/${outer}/members/${ana}/$ref`)
    await does('DELETE', `/v1.0/users/${bea}`)
    const second = await round(first.link)
    const user = { '@odata.type': '#microsoft.graph.user' }
    const removed = { '@removed': { reason: 'deleted' } }
    expect(members(second.items, outer)).toEqual(
      expect.arrayContaining([{ ...user, id: cem }, { ...user, id: ana, ...removed }, { ...user, id: bea, ...removed }]), // prettier-ignore
    )
    await does('POST', `/v1.0/directory/deletedItems/${bea}/restore`, {}, 200)
    await does('DELETE', `/v1.0/groups/${inner}`)
    const third = await round(second.link)
    expect(members(third.items, outer)).toEqual(
      expect.arrayContaining([{ ...user, id: bea }, { '@odata.type': '#microsoft.graph.group', id: inner, ...removed }]), // prettier-ignore
    )
    expect(of(third.items, inner)).toEqual([{ id: inner, '@removed': { reason: 'changed' } }])
    await does('POST', `/v1.0/directory/deletedItems/${inner}/restore`, {}, 200)
    await does('PATCH', `/v1.0/groups/${outer}`, { description: 'New' })
    const fourth = await round(third.link, minimal)
    // Only the name was asked for, and it did not change.
    expect(of(fourth.items, outer)).toEqual([{ id: outer, 'members@delta': [{ '@odata.type': '#microsoft.graph.group', id: inner }] }]) // prettier-ignore
    expect(of(fourth.items, inner)[0]).toMatchObject({ displayName: 'Inner' })
  })

  test('tells who manages somebody now and who does not any more', async () => {
    const [ana, bea, cem] = [await person('Ana'), await person('Bea'), await person('Cem')]
    await does('PUT', `/v1.0/users/${ana}/manager/$ref`, at(bea))
    const first = await round('/v1.0/users/delta?$select=manager')
    const type = '#microsoft.graph.user'
    expect(of(first.items, ana)).toEqual([{ id: ana, 'manager@delta': [{ '@odata.type': type, id: bea }] }])
    await does('PUT', `/v1.0/users/${ana}/manager/$ref`, at(cem))
    const second = await round(first.link)
    expect(of(second.items, ana)).toEqual([
      { id: ana, 'manager@delta': [{ '@odata.type': type, id: bea, '@removed': { reason: 'deleted' } }, { '@odata.type': type, id: cem }] },
    ]) // prettier-ignore
    await does('DELETE', `/v1.0/users/${cem}`)
    await does('DELETE', `/v1.0/directory/deletedItems/${cem}`)
    expect(of((await round(second.link)).items, ana)).toEqual([
      { id: ana, 'manager@delta': [{ '@odata.type': type, id: cem, '@removed': { reason: 'deleted' } }] },
    ])
  })

  test('with return=minimal only what changed is told, a cleared value as null', async () => {
    const ana = await person('Ana')
    await does('PATCH', `/v1.0/users/${ana}`, { jobTitle: 'Boss', city: 'Paris' })
    const first = await round('/v1.0/users/delta?$select=displayName,jobTitle,city&$deltatoken=latest')
    expect(first.items).toEqual([])
    await does('PATCH', `/v1.0/users/${ana}`, { jobTitle: null, surname: 'X' })
    const answer = await graph.ask('GET', first.link, undefined, minimal)
    expect(answer.headers.get('preference-applied')).toBe('return=minimal')
    const told = (await round(first.link, minimal)).items
    expect(told).toEqual([{ id: ana, jobTitle: null }])
    const bea = await person('Bea')
    await does('PATCH', `/v1.0/users/${ana}`, { surname: 'Y' })
    // Who is new is told whole; of whom nothing changed that was asked for, nothing is told.
    const answered = (await round(first.link, minimal)).items
    expect(new Set(answered)).toEqual(
      new Set([
        { id: ana, jobTitle: null },
        { id: bea, displayName: 'Bea', jobTitle: null, city: null },
      ]),
    )
  })

  test('only those that were asked for are followed; other filters are refused', async () => {
    const [ana, bea] = [await person('Ana'), await person('Bea')]
    const first = await round(`/v1.0/users/delta?$filter=id eq '${ana}' or id eq '${bea}'`)
    expect(first.items.map(({ id }) => id).toSorted()).toEqual([ana, bea].toSorted())
    const cem = await person('Cem')
    await does('PATCH', `/v1.0/users/${bea}`, { jobTitle: 'x' })
    const second = await round(first.link)
    expect([of(second.items, cem), second.items.map(({ id }) => id)]).toEqual([[], [bea]])
    expect((await graph.ask('GET', `/v1.0/users/delta?$filter=displayName eq 'x'`)).status).toBe(400)
  })

  test('a link that is too old, of another noun, or none of ours is 410 and says where to begin anew', async () => {
    const first = await round('/v1.0/users/delta?$select=id')
    const token = first.link.split('$deltatoken=')[1] ?? ''
    const kept = JSON.parse(Buffer.from(token, 'base64url').toString()) as { at: number }
    const again = (state: object) => Buffer.from(JSON.stringify(state)).toString('base64url')
    const old = again({ ...kept, at: kept.at - 8 * 86_400_000 })
    const mark = { system: '1', database: '1', xmin: '5', snapshot: '5:5:' }
    for (const [noun, bad] of [['users', old], ['users', 'rubbish'], ['groups', token], ['users', again({ ...kept, mark })], ['users', again({ ...kept, mark: { ...mark, xmin: "5'; drop" } })]] as const) {
      const answer = await graph.ask('GET', `/v1.0/${noun}/delta?$deltaToken=${bad}`)
      expect([answer.status, answer.body.error?.code]).toEqual([410, 'syncStateNotFound'])
      const anew = await round(answer.headers.get('location') ?? '')
      expect(anew.link).toContain('deltatoken')
    } // prettier-ignore
    // What was asked for first is asked for again.
    const expired = await graph.ask('GET', `/v1.0/users/delta?$deltatoken=${old}`)
    expect(Object.keys((await round(expired.headers.get('location') ?? '')).items[0] ?? {})).toEqual(['id'])
  })

  test('a round of everything in the smallest pages misses nobody, and a large group is told in parts', async () => {
    const big = await group('Big')
    const people = await Promise.all(Array.from({ length: 5 }, (_, n) => person(`P${n}`)))
    for (const id of people) await add(big, id)
    const { items } = await round('/v1.0/groups/delta?$expand=members', { prefer: 'odata.maxpagesize=1' })
    const members = of(items, big).flatMap((item) => item['members@delta'] as readonly Item[])
    expect(members.map(({ id }) => id).toSorted()).toEqual(people.toSorted())
  })
})

test('what another transaction commits late is told later, never lost', async () => {
  const url = await newDatabase(inject('postgresUrl'))
  const graph = await startGraph({ databaseUrl: url })
  const late = new pg.Client({ connectionString: url })
  await late.connect()
  try {
    const made = async (name: string) => String((await graph.ask('POST', '/v1.0/users', { accountEnabled: true, displayName: name, mailNickname: 'x', userPrincipalName: `${name}@contoso.example` })).body['id']) // prettier-ignore
    const [ana, bea] = [await made('ana'), await made('bea')]
    const read = async (link: string) => {
      const { body } = await graph.ask('GET', link)
      return { ids: (body['value'] as Item[]).map(({ id }) => id), link: String(body['@odata.deltaLink']) }
    }
    const first = await read('/v1.0/users/delta')
    // Begins before the mark, and stamps, as store/directory.ts does; commits behind it.
    await late.query('begin')
    await late.query(`update directory_user set attributes = attributes || '{"city": "Rome"}' where id = '${ana}'`)
    await late.query(`update directory_change set xid = pg_current_xact_id() where object_id = '${ana}'`)
    await graph.ask('PATCH', `/v1.0/users/${bea}`, { city: 'Oslo' })
    const second = await read(first.link)
    expect(second.ids).toEqual([bea])
    await late.query('commit')
    const third = await read(second.link)
    expect(third.ids).toEqual([ana])
    expect((await read(third.link)).ids).toEqual([])
  } finally {
    await late.end()
    await graph.close()
  }
})
