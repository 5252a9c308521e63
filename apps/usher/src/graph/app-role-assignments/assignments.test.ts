/** App roles from every side, and permissions of clients (graph-api.md 4.4 and 2.5). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGraph, type Graph, type GraphAnswer } from '../test-graph.ts'
import { assignmentId, readAssignmentId } from './id.ts'

type Row = Readonly<Record<string, unknown>>
let graph: Graph
let ana = ''
let team = ''
beforeAll(async () => {
  graph = await startGraph()
  const person = await does(200, 'POST', '/usher/users', {
    userPrincipalName: 'ana@contoso.example',
    displayName: 'Ana',
  })
  ana = (person.body['user'] as Row)['id'] as string
  team = (await does(200, 'POST', '/usher/groups', { displayName: 'Team' })).body['id'] as string
  await does(200, 'POST', '/usher/groups/Team/members', { members: ['ana@contoso.example'] })
})
afterAll(() => graph.close())

const rows = (answer: GraphAnswer): readonly Row[] => answer.body['value'] as readonly Row[]
async function does(status: number, method: string, path: string, body?: unknown): Promise<GraphAnswer> {
  const answer = await graph.ask(method, path, body)
  expect(answer.status, `${method} ${path}: ${answer.text}`).toBe(status)
  return answer
}
const zero = '00000000-0000-0000-0000-000000000000'
const role = { id: 'aaaaaaaa-1111-4111-8111-111111111111', displayName: 'Editor', description: 'Edits', value: 'Editor', isEnabled: true, allowedMemberTypes: ['User'] } // prettier-ignore

async function application(
  displayName: string,
  appRoles: readonly object[] = [],
): Promise<{ id: string; appId: string }> {
  const { body } = await does(201, 'POST', '/v1.0/applications', { displayName, appRoles })
  const made = await does(201, 'POST', '/v1.0/servicePrincipals', { appId: body['appId'] })
  return { id: made.body['id'] as string, appId: body['appId'] as string }
}

test('1.12: an id is 43 characters, and begins with the principal in the order of .NET', () => {
  const [one, other] = ['00112233-4455-6677-8899-aabbccddeeff', 'ffeeddcc-bbaa-9988-7766-554433221100']
  const id = assignmentId(one, other)
  expect(id).toHaveLength(43)
  expect(Buffer.from(id, 'base64url').subarray(0, 8).toString('hex')).toBe('3322110055447766')
  expect(readAssignmentId(id)).toEqual({ principal: one, row: other })
  expect(readAssignmentId('x')).toBeNull()
})

test('people and groups are assigned from either side, seen from both, and taken away again', async () => {
  const app = await application('Editors', [role])
  const at = `/v1.0/servicePrincipals/${app.id}/appRoleAssignedTo`
  const made = await does(201, 'POST', at, { principalId: ana, resourceId: app.id, appRoleId: role.id })
  expect(made.body).toMatchObject({
    '@odata.context': `${graph.url}/v1.0/$metadata#servicePrincipals('${app.id}')/appRoleAssignedTo/$entity`,
    principalType: 'User', principalDisplayName: 'Ana', resourceDisplayName: 'Editors', appRoleId: role.id, deletedDateTime: null,
  }) // prettier-ignore
  const again = await does(400, 'POST', at, { principalId: ana, resourceId: app.id, appRoleId: role.id })
  expect(again.body.error?.message).toBe('Permission being assigned already exists on the object')
  const none = await does(400, 'POST', at, { principalId: team, resourceId: app.id, appRoleId: zero })
  expect(none.body.error?.message).toContain("Permission being assigned was not found on application 'Editors'.")
  const group = await does(201, 'POST', `/v1.0/groups/${team}/appRoleAssignments`, { principalId: team, resourceId: app.id, appRoleId: role.id }) // prettier-ignore
  expect(rows(await does(200, 'GET', at))).toHaveLength(2)
  expect(rows(await does(200, 'GET', `${at}?$filter=principalType eq 'Group'`))).toMatchObject([
    { id: group.body['id'] },
  ])
  expect(rows(await does(200, 'GET', `${at}?$filter=principalId eq ${ana}&$select=id`))).toEqual([
    { id: made.body['id'] },
  ])
  const hers = rows(await does(200, 'GET', '/v1.0/users/ana@contoso.example/appRoleAssignments'))
  expect(new Set(hers.map(({ principalType }) => principalType))).toEqual(new Set(['Group', 'User']))
  const one = await does(200, 'GET', `/v1.0/users/${ana}/appRoleAssignments/${made.body['id'] as string}`)
  expect(one.body['resourceId']).toBe(app.id)
  await does(204, 'DELETE', `${at}/${made.body['id'] as string}`)
  await does(404, 'DELETE', `${at}/${made.body['id'] as string}`)
  await does(204, 'DELETE', `/v1.0/groups/${team}/appRoleAssignments/${group.body['id'] as string}`)
  expect(rows(await does(200, 'GET', at))).toEqual([])
})

test('what somebody has by a group is read from their side, and taken away from the group alone', async () => {
  const app = await application('Whole teams', [role])
  const at = `/v1.0/groups/${team}/appRoleAssignments`
  const { body } = await does(201, 'POST', at, { principalId: team, resourceId: app.id, appRoleId: role.id })
  const hers = `/v1.0/users/${ana}/appRoleAssignments/${body['id'] as string}`
  await does(200, 'GET', hers)
  expect((await does(400, 'DELETE', hers)).body.error?.message).toBe(
    `This is an assignment of the group 'Team', so everybody in it has it. Take the person out of the group, or the assignment away: DELETE /groups/${team}/appRoleAssignments/${body['id'] as string}.`,
  )
  expect(rows(await does(200, 'GET', at))).toHaveLength(1)
})

test('where there is no role to choose, the zero GUID is one', async () => {
  const app = await application('Open')
  const at = `/v1.0/servicePrincipals(appId='${app.appId}')/appRoleAssignedTo`
  await does(201, 'POST', at, { principalId: ana, resourceId: app.id, appRoleId: zero })
  await does(400, 'POST', at, { principalId: ana, resourceId: app.id, appRoleId: role.id })
  await does(404, 'POST', at, { principalId: '0f8fad5b-d9cb-469f-a165-70867728950e', resourceId: app.id })
  await does(400, 'POST', at, { principalId: ana, resourceId: ana })
  await does(400, 'POST', at, {})
})

test('a role that is disabled is not given', async () => {
  const app = await application('Closed', [{ ...role, isEnabled: false }])
  await does(400, 'POST', `/v1.0/servicePrincipals/${app.id}/appRoleAssignedTo`, { principalId: ana, resourceId: app.id, appRoleId: role.id }) // prettier-ignore
})

test('2.5: a client gets a permission of Microsoft Graph, found by its value', async () => {
  const client = await application('Client')
  const [resource] = rows(await does(200, 'GET', `/v1.0/servicePrincipals?$filter=displayName eq 'Microsoft Graph'`))
  const roles = (resource?.['appRoles'] ?? []) as readonly Row[]
  const wanted = roles.find(({ value }) => value === 'Synchronization.ReadWrite.All')
  expect(wanted).toMatchObject({ id: '9b50c33d-700f-43b1-b2eb-87e89b703581', allowedMemberTypes: ['Application'] })
  const at = `/v1.0/servicePrincipals/${client.id}/appRoleAssignments`
  const body = { principalId: client.id, resourceId: resource?.['id'], appRoleId: wanted?.['id'] }
  const made = await does(201, 'POST', at, body)
  expect(made.body).toMatchObject({ principalType: 'ServicePrincipal', resourceDisplayName: 'Microsoft Graph' })
  await does(400, 'POST', `/v1.0/users/${ana}/appRoleAssignments`, { ...body, principalId: ana })
  expect(
    rows(await does(200, 'GET', `/v1.0/servicePrincipals/${resource?.['id'] as string}/appRoleAssignedTo`)),
  ).toHaveLength(1)
  await does(204, 'DELETE', `${at}/${made.body['id'] as string}`)
  await does(400, 'DELETE', `/v1.0/servicePrincipals/${resource?.['id'] as string}`)
  await does(400, 'PATCH', `/v1.0/servicePrincipals/${resource?.['id'] as string}`, { appRoles: [] })
})
