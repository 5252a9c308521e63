/** The directory asked by the clients that people have, unmodified (graph-api.md 12.1 and 12.2). */
import { GraphError } from '@microsoft/microsoft-graph-client'
import { createGraphServiceClient, GraphRequestAdapter } from '@microsoft/msgraph-sdk'
import '@microsoft/msgraph-sdk-users'
import '@microsoft/msgraph-sdk-directory'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clientOf } from './test-client.ts'
import { startGraph, type Graph } from './test-graph.ts'

let graph: Graph
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph.close())

const client = () => clientOf(graph.url, graph.token)
type Item = Readonly<Record<string, unknown>> & { readonly id: string }
let count = 0
const person = (more: object = {}) => {
  count += 1
  return { accountEnabled: true, displayName: `Person ${count}`, mailNickname: `p${count}`, userPrincipalName: `p${count}@contoso.example`, passwordProfile: { password: 'A-Word-1' }, ...more } // prettier-ignore
}

describe('@microsoft/microsoft-graph-client', () => {
  test('H: people and groups are made, changed, put together, followed by delta, deleted and restored', async () => {
    const api = client()
    const ana = (await api.api('/users').post(person({ displayName: 'Ana' }))) as Item
    const bea = (await api.api('/users').post(person({ displayName: 'Bea' }))) as Item
    await api.api(`/users/${ana.id}`).patch({ jobTitle: 'Boss' })
    await api.api(`/users/${bea.id}/manager/$ref`).put({ '@odata.id': `https://graph.microsoft.com/v1.0/users/${ana.id}` }) // prettier-ignore
    expect(await api.api(`/users/${bea.id}`).expand('manager($select=id,jobTitle)').get()).toMatchObject({
      manager: { id: ana.id, jobTitle: 'Boss' },
    })
    const none = await api.api(`/users/${ana.id}/manager`).get().catch((error: unknown) => error) // prettier-ignore
    expect(none).toBeInstanceOf(GraphError)
    expect(none).toMatchObject({ statusCode: 404, code: 'Request_ResourceNotFound' })
    const group = (await api.api('/groups').version('beta').post({
      displayName: 'Sales', mailEnabled: false, mailNickname: 'sales', securityEnabled: true,
      'members@odata.bind': [`${graph.url}/v1.0/directoryObjects/${ana.id}`],
    })) as Item // prettier-ignore
    await api.api(`/groups/${group.id}/members/$ref`).post({ '@odata.id': `${graph.url}/v1.0/directoryObjects/${bea.id}` }) // prettier-ignore
    const again = await api.api(`/groups/${group.id}/members/$ref`).post({ '@odata.id': `${graph.url}/v1.0/directoryObjects/${bea.id}` }).catch((error: unknown) => error) // prettier-ignore
    expect(again).toMatchObject({ statusCode: 400, message: expect.stringContaining('One or more added object references already exist') as string }) // prettier-ignore
    const found = (await api.api('/users').header('ConsistencyLevel', 'eventual').count(true).search('"displayName:be"').select(['id', 'displayName']).get()) as { '@odata.count': number; value: Item[] } // prettier-ignore
    expect([found['@odata.count'], found.value[0]?.id]).toEqual([1, bea.id])
    expect(await api.api(`/groups/${group.id}/members/$count`).header('ConsistencyLevel', 'eventual').get()).toEqual(expect.anything()) // prettier-ignore
    const first = (await api.api('/groups/delta').select('displayName,members').get()) as Readonly<
      Record<string, string>
    >
    await api.api(`/groups/${group.id}/members/${ana.id}/$ref`).delete()
    // Of http links the client knows only what is behind the version.
    const link = String(first['@odata.deltaLink']).slice(`${graph.url}/v1.0`.length)
    const second = (await api.api(link).get()) as { readonly value: Item[] }
    expect(second.value).toEqual([
      expect.objectContaining({ 'members@delta': [expect.objectContaining({ id: ana.id, '@removed': { reason: 'deleted' } })] }), // prettier-ignore
    ])
    await api.api(`/users/${bea.id}`).delete()
    expect(await api.api(`/directory/deletedItems/${bea.id}/restore`).post({})).toMatchObject({ id: bea.id })
    expect(await api.api(`/users/${bea.id}/checkMemberGroups`).post({ groupIds: [group.id] })).toMatchObject({ value: [group.id] }) // prettier-ignore
  })
})

describe('@microsoft/msgraph-sdk', () => {
  const sdk = () => {
    const adapter = new GraphRequestAdapter({
      authenticateRequest: (request) => {
        request.headers.add('Authorization', `Bearer ${graph.token}`)
        return Promise.resolve()
      },
    })
    adapter.baseUrl = `${graph.url}/v1.0`
    return createGraphServiceClient(adapter)
  }

  test('people are made, listed, changed, followed by delta and deleted', async () => {
    const users = sdk().users
    const made = await users.post(person({ displayName: 'Typed', jobTitle: 'Clerk' }))
    const id = made?.id ?? ''
    const listed = await users.get({ queryParameters: { filter: "startsWith(displayName,'Typed')", select: ['id', 'jobTitle'] } }) // prettier-ignore
    expect(listed?.value?.map((one) => [one.id, one.jobTitle])).toEqual([[id, 'Clerk']])
    await users.byUserId(id).patch({ jobTitle: 'Boss' })
    expect((await users.byUserId(id).get())?.jobTitle).toBe('Boss')
    const first = await users.delta.get({ queryParameters: { select: ['displayName'] } })
    expect(first?.value?.length).toBeGreaterThan(0)
    await users.byUserId(id).delete()
    const second = await users.delta.withUrl(first?.odataDeltaLink ?? '').get()
    expect(second?.value?.map((one) => one.id)).toEqual([id])
    await expect(users.byUserId(id).get()).rejects.toMatchObject({
      errorEscaped: { code: 'Request_ResourceNotFound' },
    })
  })
})
