import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { kinds, newDatabase } from '../../testing/stores.ts'
import { startGraph, type Graph } from '../test-graph.ts'

type Item = Readonly<Record<string, unknown>> & { readonly id: string }

describe.each(kinds)('a delta of applications on %s', (kind) => {
  let graph: Graph
  beforeAll(async () => {
    const url = kind === 'postgres' ? await newDatabase(inject('postgresUrl')) : undefined
    graph = await startGraph(url === undefined ? {} : { databaseUrl: url })
  })
  afterAll(() => graph.close())

  const does = async (method: string, path: string, body?: unknown) => {
    const answer = await graph.ask(method, path, body)
    expect(answer.status, answer.text).toBeLessThan(300)
    return answer.body as Readonly<Record<string, string>>
  }

  /** Asks from link to link. */
  function follow(first: string) {
    let next = first
    return async (): Promise<readonly Item[]> => {
      const items: Item[] = []
      for (;;) {
        const { status, body, text } = await graph.ask('GET', next, undefined, { prefer: 'return=minimal, odata.maxpagesize=1' }) // prettier-ignore
        expect(status, text).toBe(200)
        items.push(...(body['value'] as Item[]))
        next = String(body['@odata.nextLink'] ?? body['@odata.deltaLink'])
        if (body['@odata.deltaLink'] !== undefined) return items
      }
    }
  }

  test('tells which registrations and service principals were made, changed, deleted, restored and purged (5.6)', async () => {
    const before = await does('POST', '/v1.0/applications', { displayName: 'Before' })
    const [apps, clients] = [follow('/v1.0/applications/delta?$select=displayName,passwordCredentials'), follow('/v1.0/servicePrincipals/delta?$select=appDisplayName')] // prettier-ignore
    expect((await apps()).map(({ displayName }) => displayName)).toContain('Before')
    expect((await clients()).map(({ appDisplayName }) => appDisplayName)).toContain('Microsoft Graph')
    expect([await apps(), await clients()]).toEqual([[], []])

    const app = await does('POST', '/v1.0/applications', { displayName: 'App' })
    expect(await apps()).toEqual([{ id: app['id'], displayName: 'App', passwordCredentials: [] }])
    const sp = await does('POST', '/v1.0/servicePrincipals', { appId: app['appId'] })
    expect(await clients()).toEqual([{ id: sp['id'], appDisplayName: 'App' }])
    await apps()

    await does('PATCH', `/v1.0/applications/${app['id']}`, { displayName: 'New' })
    expect(await apps()).toEqual([{ id: app['id'], displayName: 'New', passwordCredentials: [] }])
    expect(await clients()).toEqual([{ id: sp['id'], appDisplayName: 'New' }])
    await does('POST', `/v1.0/applications/${app['id']}/addPassword`, {})
    expect(await apps()).toMatchObject([{ id: app['id'], passwordCredentials: [{ displayName: null }] }])
    await clients()

    await does('DELETE', `/v1.0/applications/${app['id']}`)
    expect(await apps()).toEqual([{ id: app['id'], '@removed': { reason: 'changed' } }])
    expect(await clients()).toEqual([{ id: sp['id'], '@removed': { reason: 'changed' } }])
    await does('POST', `/v1.0/directory/deletedItems/${app['id']}/restore`, {})
    expect(await apps()).toMatchObject([{ id: app['id'], displayName: 'New' }])
    expect(await clients()).toEqual([{ id: sp['id'], appDisplayName: 'New' }])
    await does('DELETE', `/v1.0/applications/${app['id']}`)
    await does('DELETE', `/v1.0/directory/deletedItems/${app['id']}`)
    expect(await apps()).toEqual([{ id: app['id'], '@removed': { reason: 'deleted' } }])
    expect(await clients()).toEqual([{ id: sp['id'], '@removed': { reason: 'deleted' } }])

    const only = follow(`/v1.0/applications/delta?$filter=id eq '${before['id']}'`)
    expect((await only()).map(({ id }) => id)).toEqual([before['id']])
    await does('POST', '/v1.0/applications', { displayName: 'Other' })
    expect(await only()).toEqual([])
    expect((await graph.ask('GET', '/v1.0/applications/delta?$select=owners')).status).toBe(400)
  })
})
