import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGraph, type Graph } from '../test-graph.ts'

let graph: Graph
let ana = ''
let bea = ''
const global = '62e90394-69f5-4237-9190-012177145e10'
const reader = '4a5d8f65-41da-4de4-8968-e035b65339cf'
const at = '/v1.0/roleManagement/directory'

beforeAll(async () => {
  graph = await startGraph()
  const person = async (name: string): Promise<string> => {
    const { body } = await graph.ask('POST', '/usher/users', {
      userPrincipalName: `${name}@contoso.example`,
      displayName: name,
    })
    return (body['user'] as { id: string }).id
  }
  ana = await person('ana')
  bea = await person('bea')
})
afterAll(() => graph.close())

const give = (principalId: string, roleDefinitionId: string) =>
  graph.ask('POST', `${at}/roleAssignments`, { principalId, roleDefinitionId, directoryScopeId: '/' })
const value = (answer: { readonly body: Readonly<Record<string, unknown>> }) =>
  answer.body['value'] as readonly Readonly<Record<string, unknown>>[]

test('a role is given, found by who has it and which it is, and taken away', async () => {
  const made = await give(ana, reader)
  expect(made).toMatchObject({
    status: 201,
    body: { principalId: ana, roleDefinitionId: reader, directoryScopeId: '/' },
  })
  expect((await give(ana, reader)).body.error?.message).toMatch(
    /^A conflicting object .* is present in the directory\.$/,
  )
  const mine = await graph.ask('GET', `${at}/roleAssignments?$filter=principalId eq '${ana}'&$expand=principal`)
  expect(value(mine)).toMatchObject([
    { roleDefinitionId: reader, principal: { '@odata.type': '#microsoft.graph.user', displayName: 'ana' } },
  ])
  expect(value(await graph.ask('GET', `/v1.0/directoryRoles(roleTemplateId='${reader}')/members`))).toMatchObject([
    { id: ana },
  ])
  expect((await graph.ask('DELETE', `${at}/roleAssignments/${String(made.body['id'])}`)).status).toBe(204)
  expect(value(await graph.ask('GET', `${at}/roleAssignments?$filter=principalId eq '${ana}'`))).toEqual([])
})

test('directory roles are another way to the same', async () => {
  const ref = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${bea}` }
  expect((await graph.ask('POST', `/beta/directoryRoles/${reader}/members/$ref`, ref)).status).toBe(204)
  expect((await graph.ask('POST', `/beta/directoryRoles/${reader}/members/$ref`, ref)).body.error?.message).toContain(
    'already exist',
  )
  expect(value(await graph.ask('GET', `${at}/roleAssignments?$filter=roleDefinitionId eq '${reader}'`))).toMatchObject([
    { principalId: bea },
  ])
  expect((await graph.ask('DELETE', `/beta/directoryRoles/${reader}/members/${bea}/$ref`)).status).toBe(204)
  expect((await graph.ask('DELETE', `/beta/directoryRoles/${reader}/members/${bea}/$ref`)).status).toBe(404)
})

test('the last Global Administrator keeps the role until somebody else has it', async () => {
  const first = await give(ana, global)
  const refused = await graph.ask('DELETE', `${at}/roleAssignments/${String(first.body['id'])}`)
  expect(refused).toMatchObject({
    status: 400,
    body: { error: { message: expect.stringContaining('last Global Administrator') as string } },
  })
  await give(bea, global)
  expect((await graph.ask('DELETE', `${at}/roleAssignments/${String(first.body['id'])}`)).status).toBe(204)
})

test('a custom role is made of actions that exist, changed, given and removed', async () => {
  const actions = ['microsoft.directory/servicePrincipals/synchronizationJobs/manage']
  const role = { displayName: 'Operator', rolePermissions: [{ allowedResourceActions: actions }], isEnabled: true }
  const { status, body } = await graph.ask('POST', `${at}/roleDefinitions`, role)
  expect(status).toBe(201)
  expect(body).toMatchObject({ isBuiltIn: false, rolePermissions: [{ allowedResourceActions: actions }] })
  const id = String(body['id'])
  expect((await graph.ask('PATCH', `${at}/roleDefinitions/${id}`, { displayName: 'Night operator' })).status).toBe(204)
  expect((await graph.ask('GET', `${at}/roleDefinitions/${id}`)).body).toMatchObject({
    displayName: 'Night operator',
    rolePermissions: [{ allowedResourceActions: actions }],
  })
  expect((await give(ana, id)).status).toBe(201)
  expect((await graph.ask('DELETE', `${at}/roleDefinitions/${id}`)).status).toBe(204)
  expect(value(await graph.ask('GET', `${at}/roleAssignments?$filter=roleDefinitionId eq '${id}'`))).toEqual([])
})

test.each([
  [
    'POST',
    'roleDefinitions',
    { displayName: 'X', rolePermissions: [{ allowedResourceActions: ['microsoft.directory/nothing'] }] },
    400,
    "no action 'microsoft.directory/nothing'",
  ],
  [
    'POST',
    'roleDefinitions',
    { displayName: ' ', rolePermissions: [{ allowedResourceActions: [] }] },
    400,
    'displayName',
  ],
  ['PATCH', `roleDefinitions/${global}`, { displayName: 'X' }, 400, 'is built in'],
  ['DELETE', `roleDefinitions/${global}`, undefined, 400, 'is built in'],
  ['GET', 'roleDefinitions/none', undefined, 404, "Resource 'none' does not exist"],
  [
    'POST',
    'roleAssignments',
    { principalId: global, roleDefinitionId: reader },
    404,
    `Resource '${global}' does not exist`,
  ],
  ['POST', 'roleAssignments', { principalId: 'x', roleDefinitionId: 'y' }, 404, "Resource 'y' does not exist"],
  [
    'POST',
    'roleAssignments',
    { principalId: 'x', roleDefinitionId: 'y', directoryScopeId: '/x' },
    400,
    'directoryScopeId',
  ],
] as const)('%s %s %o is refused', async (...[method, path, body, status, says]) => {
  const answer = await graph.ask(method, `${at}/${path}`, body)
  expect(answer.status).toBe(status)
  expect(answer.body.error?.message).toContain(says)
})
