import { afterAll, beforeAll, expect, test } from 'vitest'
import { globalAdministrator } from '../access/roles.ts'
import { startGraph, type Graph } from '../test-graph.ts'

let graph: Graph
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph.close())

type Item = Readonly<Record<string, unknown>> & { readonly id: string }
const eventual = { ConsistencyLevel: 'eventual' }
const reader = '88d8e3e3-8f55-4a1e-953a-9b9898b8876b'
let count = 0

async function made(path: string, body: object): Promise<string> {
  const answer = await graph.ask('POST', path, body)
  expect(answer.status, answer.text).toBe(201)
  return String(answer.body['id'])
}
const person = (name: string) => made('/v1.0/users', { accountEnabled: true, displayName: name, mailNickname: 'x', userPrincipalName: `p${(count += 1)}@contoso.example` }) // prettier-ignore
const group = (name: string) => made('/v1.0/groups', { displayName: name, mailEnabled: false, mailNickname: 'x', securityEnabled: true }) // prettier-ignore
async function client(name: string): Promise<string> {
  const { body } = await graph.ask('POST', '/v1.0/applications', { displayName: name })
  return made('/v1.0/servicePrincipals', { appId: body['appId'] })
}
const add = async (to: string, id: string, status = 204): Promise<void> => {
  const answer = await graph.ask('POST', `/v1.0/groups/${to}/members/$ref`, { '@odata.id': `x/${id}` })
  expect(answer.status, answer.text).toBe(status)
}
async function list(path: string): Promise<readonly Item[]> {
  const answer = await graph.ask('GET', `/v1.0${path}`, undefined, eventual)
  expect(answer.status, answer.text).toBe(200)
  return answer.body['value'] as readonly Item[]
}
const ids = async (path: string) => (await list(path)).map(({ id }) => id).toSorted()

test('a service principal can be a member of a group, is shown as one, and knows its groups (5.2)', async () => {
  const [ana, robot, inner, outer] = [
    await person('Ana'),
    await client('Robot'),
    await group('Inner'),
    await group('Outer'),
  ]
  await add(outer, inner)
  for (const id of [ana, robot]) await add(inner, id)
  await add(inner, robot, 400)
  expect(await list(`/groups/${inner}/members`)).toContainEqual(
    expect.objectContaining({ '@odata.type': '#microsoft.graph.servicePrincipal', id: robot, displayName: 'Robot', servicePrincipalType: 'Application' }),
  ) // prettier-ignore
  for (const cast of ['microsoft.graph.servicePrincipal', 'graph.servicePrincipal'])
    expect(await ids(`/groups/${inner}/members/${cast}`)).toEqual([robot])
  expect(await ids(`/groups/${outer}/transitiveMembers/microsoft.graph.servicePrincipal`)).toEqual([robot])
  expect(await ids(`/groups/${inner}/members/microsoft.graph.user`)).toEqual([ana])
  expect((await graph.ask('GET', `/v1.0/groups/${inner}/members/$count`, undefined, eventual)).text).toBe('2')
  expect(await ids(`/servicePrincipals/${robot}/memberOf`)).toEqual([inner])
  expect(await ids(`/servicePrincipals/${robot}/transitiveMemberOf`)).toEqual([inner, outer].toSorted())

  await graph.ask('DELETE', `/v1.0/servicePrincipals/${robot}`)
  expect(await ids(`/groups/${inner}/members`)).toEqual([ana])
  await graph.ask('POST', `/v1.0/directory/deletedItems/${robot}/restore`, {})
  expect(await ids(`/groups/${inner}/members`)).toEqual([ana, robot].toSorted())
  await graph.ask('DELETE', `/v1.0/groups/${inner}/members/${robot}/$ref`)
  expect(await ids(`/groups/${inner}/members`)).toEqual([ana])
})

test('a delta of groups tells which service principals came, were deleted, and are there again (5.6)', async () => {
  const [robot, some] = [await client('Robot'), await group('Some')]
  const type = '#microsoft.graph.servicePrincipal'
  let next = '/v1.0/groups/delta?$deltatoken=latest'
  const round = async (): Promise<readonly unknown[]> => {
    const { body, status, text } = await graph.ask('GET', next)
    expect(status, text).toBe(200)
    next = String(body['@odata.nextLink'] ?? body['@odata.deltaLink'])
    const items = (body['value'] as readonly Item[]).filter(({ id }) => id === some)
    const members = items.flatMap((item) => item['members@delta'] ?? [])
    return body['@odata.deltaLink'] === undefined ? [...members, ...(await round())] : members
  }
  await round()
  await add(some, robot)
  expect(await round()).toEqual([{ '@odata.type': type, id: robot }])
  await graph.ask('DELETE', `/v1.0/servicePrincipals/${robot}`)
  expect(await round()).toEqual([{ '@odata.type': type, id: robot, '@removed': { reason: 'deleted' } }])
  await graph.ask('POST', `/v1.0/directory/deletedItems/${robot}/restore`, {})
  expect(await round()).toEqual([{ '@odata.type': type, id: robot }])
  await graph.ask('DELETE', `/v1.0/servicePrincipals/${robot}`)
  await graph.ask('DELETE', `/v1.0/directory/deletedItems/${robot}`)
  expect(await round()).toEqual([{ '@odata.type': type, id: robot, '@removed': { reason: 'deleted' } }])
})

test('what somebody belongs to has their directory roles too, those of their groups at any depth (5.1)', async () => {
  const [ana, some] = [await person('Ana'), await group('Readers')]
  await add(some, ana)
  for (const [principalId, roleDefinitionId] of [[ana, globalAdministrator], [some, reader]])
    await made('/v1.0/roleManagement/directory/roleAssignments', { principalId, roleDefinitionId, directoryScopeId: '/' }) // prettier-ignore
  expect(await ids(`/users/${ana}/memberOf`)).toEqual([some, globalAdministrator].toSorted())
  expect(await ids(`/users/${ana}/transitiveMemberOf`)).toEqual([some, globalAdministrator, reader].toSorted())
  expect(await list(`/users/${ana}/memberOf/microsoft.graph.directoryRole`)).toEqual([
    expect.objectContaining({ '@odata.type': '#microsoft.graph.directoryRole', id: globalAdministrator, displayName: 'Global Administrator', roleTemplateId: globalAdministrator }),
  ]) // prettier-ignore
  expect(await ids(`/users/${ana}/transitiveMemberOf/graph.directoryRole?$filter=displayName eq 'directory readers'`)).toEqual([reader]) // prettier-ignore
  expect((await graph.ask('GET', `/v1.0/users/${ana}/memberOf/microsoft.graph.directoryRole/$count`, undefined, eventual)).text).toBe('1') // prettier-ignore
  expect(await ids(`/users/${ana}/memberOf/microsoft.graph.group`)).toEqual([some])
  const { body } = await graph.ask('POST', `/v1.0/users/${ana}/getMemberObjects`, { securityEnabledOnly: false })
  expect((body['value'] as string[]).toSorted()).toEqual([some, globalAdministrator, reader].toSorted())
  // A role is no object that could be in a group.
  await add(some, globalAdministrator, 404)
})

test('a page of many with $expand has the first twenty of each list', async () => {
  const [one, other, empty] = [await group('Page 1'), await group('Page 2'), await group('Page 3')]
  const people = await Promise.all(Array.from({ length: 22 }, (_, n) => person(`N${n}`)))
  for (const id of people) await add(one, id)
  const robot = await client('Robot')
  await add(other, robot)
  await graph.ask('POST', `/v1.0/groups/${other}/owners/$ref`, { '@odata.id': `x/${people[0]}` })
  const page = await list("/groups?$filter=startsWith(displayName,'Page ')&$expand=members($select=id)")
  const members = new Map(page.map(({ id, members: of }) => [id, of as readonly Item[]]))
  expect(members.get(one)?.map(({ id }) => id)).toEqual(people.toSorted().slice(0, 20))
  expect(members.get(other)).toEqual([{ '@odata.type': '#microsoft.graph.servicePrincipal', id: robot }])
  expect(members.get(empty)).toEqual([])
  const owned = await list("/groups?$filter=startsWith(displayName,'Page ')&$expand=owners($select=id)")
  expect(owned.find(({ id }) => id === other)?.['owners']).toEqual([{ '@odata.type': '#microsoft.graph.user', id: people[0] }]) // prettier-ignore
  const of = await list(`/users?$filter=id in ('${people[0]}','${people[1]}')&$expand=transitiveMemberOf($select=id)`)
  expect(of.map((item) => (item['transitiveMemberOf'] as readonly Item[]).map(({ id }) => id))).toEqual([[one], [one]])
})
