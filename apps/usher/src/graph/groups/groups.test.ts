import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGraph, type Graph } from '../test-graph.ts'

let graph: Graph
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph.close())

const eventual = { ConsistencyLevel: 'eventual' }
const nobody = '0f8fad5b-d9cb-469f-a165-70867728950e'
const at = (id: string) => ({ '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}` })
let count = 0

async function person(displayName = 'Somebody'): Promise<string> {
  count += 1
  const body = { accountEnabled: true, displayName, mailNickname: 'x', userPrincipalName: `p${count}@contoso.example` }
  const answer = await graph.ask('POST', '/v1.0/users', body)
  expect(answer.status, answer.text).toBe(201)
  return String(answer.body['id'])
}
const simple = { displayName: 'Group', mailEnabled: false, mailNickname: 'group', securityEnabled: true }
async function group(more: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const answer = await graph.ask('POST', '/v1.0/groups', { ...simple, ...more })
  expect(answer.status, answer.text).toBe(201)
  return String(answer.body['id'])
}
const idsAt = async (path: string, headers = {}): Promise<readonly string[]> => {
  const answer = await graph.ask('GET', path, undefined, headers)
  expect(answer.status, answer.text).toBe(200)
  return (answer.body['value'] as { id: string }[]).map(({ id }) => id).toSorted()
}
const add = (to: string, id: string) => graph.ask('POST', `/v1.0/groups/${to}/members/$ref`, at(id))

test('a security group, a Microsoft 365 group and a dynamic one are made and shown (5.2)', async () => {
  const { body } = await graph.ask('POST', '/beta/groups', { ...simple, description: 'About', visibility: 'Private' })
  expect(body).toMatchObject({
    displayName: 'Group', groupTypes: [], securityEnabled: true, mailEnabled: false, description: 'About', visibility: 'Private',
    mail: null, proxyAddresses: [], deletedDateTime: null, securityIdentifier: expect.stringMatching(/^S-1-12-1(-\d+){4}$/) as string,
  }) // prettier-ignore
  expect(body).not.toHaveProperty('hideFromAddressLists')
  const asked = await graph.ask('GET', `/v1.0/groups/${body['id']}?$select=hideFromAddressLists,displayName`)
  expect(asked.body).toMatchObject({ hideFromAddressLists: false, displayName: 'Group' })
  const unified = await graph.ask('POST', '/v1.0/groups', { ...simple, mailEnabled: true, mailNickname: 'team', groupTypes: ['Unified'] }) // prettier-ignore
  expect(unified.body).toMatchObject({ groupTypes: ['Unified'], mail: expect.stringMatching(/^team@/) as string })
  const rule = { groupTypes: ['DynamicMembership'], membershipRule: 'user.department -eq "x"', membershipRuleProcessingState: 'On' } // prettier-ignore
  const dynamic = await group(rule)
  expect((await add(dynamic, await person())).status).toBe(400)
  expect((await graph.ask('POST', '/v1.0/groups', { ...simple, groupTypes: ['DynamicMembership'] })).status).toBe(400)
  const found = await idsAt(`/v1.0/groups?$filter=groupTypes/any(c:c eq 'DynamicMembership')`)
  expect(found).toEqual([dynamic])
  expect(await idsAt(`/v1.0/groups?$filter=NOT groupTypes/any(c:c eq 'Unified')&$count=true`.replace('NOT', 'not'), eventual)).toContain(dynamic) // prettier-ignore
})

test('what is missing or wrong is refused; names may repeat', async () => {
  for (const name of Object.keys(simple))
    expect((await graph.ask('POST', '/v1.0/groups', { ...simple, [name]: undefined })).body.error?.message).toContain(name) // prettier-ignore
  await group({ displayName: 'Twice' })
  await group({ displayName: 'Twice' })
  expect(await idsAt(`/v1.0/groups?$filter=displayName eq 'TWICE'`)).toHaveLength(2)
  for (const wrong of [
    { groupTypes: ['x'] },
    { visibility: 'x' },
    { mailNickname: 'x'.repeat(65) },
    { securityEnabled: 'yes' },
    { nonsense: 1 },
    { id: nobody },
    { 'members@odata.bind': ['x'] },
    { 'members@odata.bind': 'x' },
  ])
    // prettier-ignore
    expect((await graph.ask('POST', '/v1.0/groups', { ...simple, ...wrong })).status, JSON.stringify(wrong)).toBe(400)
  expect((await graph.ask('POST', '/v1.0/groups', { ...simple, 'members@odata.bind': [`x/${nobody}`] })).status).toBe(404) // prettier-ignore
})

test('a group is made with owners and members, and changed; null clears', async () => {
  const [ana, bea] = [await person('Ana'), await person('Bea')]
  const id = await group({
    description: 'Old', 'owners@odata.bind': [`https://x/v1.0/users/${ana}`], 'members@odata.bind': [`https://x/v1.0/directoryObjects/${bea}`],
  }) // prettier-ignore
  expect(await idsAt(`/v1.0/groups/${id}/owners`)).toEqual([ana])
  expect(await idsAt(`/v1.0/groups/${id}/members`)).toEqual([bea])
  const changed = await graph.ask('PATCH', `/v1.0/groups/${id}`, { description: null, theme: 'Blue', 'members@odata.bind': [`x/${ana}`] }) // prettier-ignore
  expect(changed.status, changed.text).toBe(204)
  const { body } = await graph.ask('GET', `/v1.0/groups/${id}?$expand=members`)
  expect(body).toMatchObject({ description: null, theme: 'Blue', displayName: 'Group' })
  expect(body['members']).toHaveLength(2)
  expect((await graph.ask('PATCH', `/v1.0/groups/${id}`, { 'members@odata.bind': [`x/${ana}`] })).status).toBe(400)
  expect((await graph.ask('GET', `/v1.0/users/${ana}/ownedObjects`)).body['value']).toEqual([
    expect.objectContaining({ '@odata.type': '#microsoft.graph.group', id }),
  ])
})

test('members are added once, of any host, and taken out; the exact sentences (11)', async () => {
  const [id, ana] = [await group(), await person('Ana')]
  expect((await add(id, ana)).status).toBe(204)
  const again = await add(id, ana)
  expect([again.status, again.body.error?.message]).toEqual([
    400,
    "One or more added object references already exist for the following modified properties: 'members'.",
  ])
  expect((await add(id, id)).status).toBe(400)
  expect((await add(id, nobody)).body.error?.code).toBe('Request_ResourceNotFound')
  expect((await graph.ask('POST', `/v1.0/groups/${id}/members/$ref`, {})).status).toBe(400)
  expect((await graph.ask('POST', `/v1.0/groups/${id}/members/$ref`, { '@odata.id': 'x' })).status).toBe(400)
  const { body } = await graph.ask('GET', `/v1.0/groups/${id}/members?$filter=id eq '${ana}'`)
  expect(body['value']).toEqual([expect.objectContaining({ '@odata.type': '#microsoft.graph.user', displayName: 'Ana' })]) // prettier-ignore
  expect((await graph.ask('GET', `/v1.0/groups/${id}/members/$ref`)).body['value']).toEqual([
    { '@odata.id': expect.stringMatching(new RegExp(`^http.*/v1.0/directoryObjects/${ana}$`)) as string },
  ])
  expect((await graph.ask('DELETE', `/v1.0/groups/${id}/members/${ana}`)).status).toBe(405)
  expect((await graph.ask('DELETE', `/v1.0/groups/${id}/members/${ana}/$ref`)).status).toBe(204)
  expect((await graph.ask('DELETE', `/v1.0/groups/${id}/members/${ana}/$ref`)).status).toBe(404)
  expect((await graph.ask('GET', `/v1.0/users/${ana}`)).status).toBe(200)
})

test('members at any depth, by type, counted, filtered and in pages', async () => {
  const [outer, inner, ana, bea] = [await group({ displayName: 'Outer' }), await group({ displayName: 'Inner' }), await person('Ana X'), await person('Bea')] // prettier-ignore
  await add(outer, inner)
  await add(outer, ana)
  await add(inner, bea)
  expect(await idsAt(`/v1.0/groups/${outer}/members`)).toEqual([ana, inner].toSorted())
  expect(await idsAt(`/v1.0/groups/${outer}/members/graph.user`)).toEqual([ana])
  expect(await idsAt(`/v1.0/groups/${outer}/members/microsoft.graph.group`)).toEqual([inner])
  expect(await idsAt(`/beta/groups/${outer}/transitiveMembers`)).toEqual([ana, bea, inner].toSorted())
  expect(await idsAt(`/v1.0/users/${bea}/memberOf`)).toEqual([inner])
  expect(await idsAt(`/v1.0/users/${bea}/transitiveMemberOf/microsoft.graph.group`)).toEqual([inner, outer].toSorted())
  expect(await idsAt(`/v1.0/groups/${inner}/memberOf`)).toEqual([outer])
  expect(await idsAt(`/v1.0/groups/${outer}/members?$search="displayName:x"`, eventual)).toEqual([ana])
  expect(await idsAt(`/v1.0/groups/${outer}/members?$orderby=displayName&$filter=startswith(displayName,'A')&$count=true`, eventual)).toEqual([ana]) // prettier-ignore
  const counted = await graph.ask('GET', `/v1.0/groups/${outer}/transitiveMembers/microsoft.graph.user/$count`, undefined, eventual) // prettier-ignore
  expect(counted.text).toBe('2')
  const page = await graph.ask('GET', `/v1.0/groups/${outer}/members?$top=1&$select=id`)
  expect(page.body['value']).toHaveLength(1)
  expect(await idsAt(String(page.body['@odata.nextLink']))).toHaveLength(1)
  for (const [path, body, value] of [
    [`/v1.0/users/${bea}/checkMemberGroups`, { groupIds: [outer, nobody] }, [outer]],
    [`/v1.0/users/${bea}/getMemberGroups`, { securityEnabledOnly: true }, [inner, outer]],
    [`/v1.0/directoryObjects/${bea}/checkMemberObjects`, { ids: [inner] }, [inner]],
    [`/v1.0/groups/${inner}/getMemberObjects`, { securityEnabledOnly: false }, [outer]],
  ] as const) {
    const answer = await graph.ask('POST', path, body)
    expect(answer.status, answer.text).toBe(200)
    expect((answer.body['value'] as string[]).toSorted()).toEqual(value.toSorted())
  }
  expect((await graph.ask('POST', `/v1.0/users/${bea}/checkMemberGroups`, { groupIds: Array(21).fill(nobody) })).status).toBe(400) // prettier-ignore
})

test('owners are added once and taken away', async () => {
  const [id, ana] = [await group(), await person()]
  const own = () => graph.ask('POST', `/v1.0/groups/${id}/owners/$ref`, at(ana))
  expect((await own()).status).toBe(204)
  expect((await own()).body.error?.message).toContain("'owners'")
  expect(await idsAt(`/v1.0/groups/${id}/owners/microsoft.graph.user`)).toEqual([ana])
  expect((await graph.ask('DELETE', `/v1.0/groups/${id}/owners/${ana}/$ref`)).status).toBe(204)
  expect((await graph.ask('DELETE', `/v1.0/groups/${id}/owners/${ana}/$ref`)).status).toBe(404)
})

test('a restored group has its members and where it was one; a purged one is gone (5.7)', async () => {
  const [outer, id, ana] = [await group(), await group({ displayName: 'Back' }), await person()]
  await add(outer, id)
  await add(id, ana)
  expect((await graph.ask('DELETE', `/v1.0/groups/${id}`)).status).toBe(204)
  expect(await idsAt(`/v1.0/groups/${outer}/transitiveMembers`)).toEqual([])
  expect((await graph.ask('GET', `/v1.0/groups/${id}`)).status).toBe(404)
  expect(await idsAt('/v1.0/directory/deletedItems/microsoft.graph.group')).toContain(id)
  const counted = await graph.ask('GET', '/v1.0/directory/deletedItems/microsoft.graph.group/$count', undefined, eventual) // prettier-ignore
  expect(counted.text).toBe('1')
  const restored = await graph.ask('POST', `/v1.0/directory/deletedItems/${id}/restore`, {})
  expect(restored.body).toMatchObject({ '@odata.type': '#microsoft.graph.group', id, deletedDateTime: null })
  expect(await idsAt(`/v1.0/groups/${outer}/transitiveMembers`)).toEqual([id, ana].toSorted())
  // Two that were in each other come back in any order.
  await graph.ask('DELETE', `/v1.0/groups/${id}`)
  await graph.ask('DELETE', `/v1.0/groups/${outer}`)
  await graph.ask('POST', `/v1.0/directory/deletedItems/${id}/restore`)
  expect(await idsAt(`/v1.0/groups/${id}/members`)).toEqual([ana])
  await graph.ask('POST', `/v1.0/directory/deletedItems/${outer}/restore`)
  expect(await idsAt(`/v1.0/groups/${outer}/members`)).toEqual([id])
  await graph.ask('DELETE', `/v1.0/groups/${id}`)
  expect((await graph.ask('DELETE', `/v1.0/directory/deletedItems/${id}`)).status).toBe(204)
  expect((await graph.ask('POST', `/v1.0/directory/deletedItems/${id}/restore`)).status).toBe(404)
})

test.each([{ types: [] }, { types: ['directoryObject'] }, {}])(
  'whoever asks for objects by their ids, and for no type or every one ($types), gets applications too',
  async (asked) => {
    const [id, app] = [
      await group(),
      (await graph.ask('POST', '/v1.0/applications', { displayName: 'Any' })).body['id'],
    ]
    const { body } = await graph.ask('POST', '/v1.0/directoryObjects/getByIds', { ids: [app, id], ...asked })
    expect((body['value'] as { id: string }[]).map((one) => one.id)).toEqual([id, app])
  },
)

test('objects of any type are found by their ids (5.3)', async () => {
  const [id, ana] = [await group(), await person()]
  const app = String((await graph.ask('POST', '/v1.0/applications', { displayName: 'An app' })).body['id'])
  expect((await graph.ask('GET', `/v1.0/directoryObjects/${id}`)).body['@odata.type']).toBe('#microsoft.graph.group')
  expect((await graph.ask('GET', `/v1.0/directoryObjects/${app}`)).body['@odata.type']).toBe('#microsoft.graph.application') // prettier-ignore
  expect((await graph.ask('GET', `/v1.0/directoryObjects/${nobody}`)).status).toBe(404)
  expect((await graph.ask('GET', '/v1.0/directoryObjects/nonsense')).status).toBe(404)
  const many = await graph.ask('POST', '/v1.0/directoryObjects/getByIds', { ids: [id, ana, app, nobody, 'x'], types: ['user', 'group'] }) // prettier-ignore
  expect((many.body['value'] as { id: string }[]).map((one) => one.id).toSorted()).toEqual([id, ana].toSorted())
  expect((await graph.ask('POST', '/v1.0/directoryObjects/getByIds', { ids: [app] })).body['value']).toHaveLength(1)
  const good = { entityType: 'Group', displayName: 'A', mailNickname: 'a' }
  expect((await graph.ask('POST', '/v1.0/directoryObjects/validateProperties', good)).status).toBe(204)
  expect((await graph.ask('POST', '/v1.0/directoryObjects/validateProperties', { ...good, mailNickname: 'a b' })).status).toBe(422) // prettier-ignore
  // What was deleted with them is listed and comes back, of applications too.
  await graph.ask('DELETE', `/v1.0/directoryObjects/${app}`)
  expect(await idsAt('/v1.0/directory/deletedItems/microsoft.graph.application')).toEqual([app])
  expect((await graph.ask('POST', `/v1.0/directory/deletedItems/${app}/restore`)).body['@odata.type']).toBe('#microsoft.graph.application') // prettier-ignore
})

test('a group by its uniqueName is changed, or made where there is none (1.1)', async () => {
  const prefer = { prefer: 'create-if-missing' }
  const path = "/v1.0/groups(uniqueName='the-one')"
  const made = await graph.ask('PATCH', path, simple, prefer)
  expect([made.status, made.body['uniqueName']]).toEqual([201, 'the-one'])
  expect((await graph.ask('PATCH', path, { description: 'x' }, prefer)).status).toBe(204)
  expect((await graph.ask('GET', path)).body).toMatchObject({ id: made.body['id'], description: 'x' })
  expect((await graph.ask('POST', '/v1.0/groups', { ...simple, uniqueName: 'the-one' })).status).toBe(400)
  expect((await graph.ask('PATCH', "/v1.0/groups(uniqueName='other')", {})).status).toBe(404)
})
