/** Two directories of one service, in which everything is called alike. */
import { startGraph, type Graph, type GraphAnswer } from '../../graph/test-graph.ts'

/** Asks in one directory, with the token of the machine. */
export type In = {
  readonly id: string
  ask(method: string, path: string, body?: unknown): Promise<GraphAnswer>
}
export type Two = { readonly graph: Graph; readonly one: In; readonly other: In; close(): Promise<void> }

export async function startTwo(started: Parameters<typeof startGraph>[0] = {}): Promise<Two> {
  const graph = await startGraph(started)
  const list = async () =>
    (await graph.ask('GET', '/usher/directories')).body['directories'] as readonly { id: string; displayName: string }[]
  await graph.ask('POST', '/usher/directories', { displayName: 'Fabrikam', defaultDomain: 'fabrikam.example' })
  const [first, second] = await list()
  return {
    graph,
    one: inDirectory(graph, first?.id ?? ''),
    other: inDirectory(graph, second?.id ?? ''),
    close: graph.close,
  }
}

function inDirectory(graph: Graph, id: string): In {
  return {
    id,
    ask: (method, path, body) => graph.ask(method, path, body, { 'usher-directory': id, consistencylevel: 'eventual' }),
  }
}

/** What a request made; throws with what was said instead. */
export async function made({ ask }: In, path: string, body: unknown, method = 'POST'): Promise<Record<string, string>> {
  const answer = await ask(method, path, body)
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`)
  return answer.body as Record<string, string>
}

/** An object of each kind that an address can name, by what it is called in the table of kinds. */
export async function furnished(at: In, mark: string): Promise<Readonly<Record<string, string>>> {
  const post = (path: string, body: unknown) => made(at, path, body)
  const user = async (name: string) =>
    (await made(at, '/v1.0/users', { userPrincipalName: `${name}@contoso.example`, displayName: name, mailNickname: name, accountEnabled: true, passwordProfile: { password: 'correct horse battery' } })) // prettier-ignore
  const [ana, bo, gone] = [await user('ana'), await user('bo'), await user('gone')]
  await at.ask('PUT', `/v1.0/users/${ana['id']}/manager/$ref`, ref(bo['id']))
  await at.ask('DELETE', `/v1.0/users/${gone['id']}`)
  const group = await post('/v1.0/groups', { displayName: 'Sales', mailNickname: 'sales', mailEnabled: false, securityEnabled: true }) // prettier-ignore
  await at.ask('POST', `/v1.0/groups/${group['id']}/members/$ref`, ref(ana['id']))
  await at.ask('POST', `/v1.0/groups/${group['id']}/owners/$ref`, ref(ana['id']))
  const app = await post('/usher/apps', { template: 'dynamic-signal', name: 'Dynamic Signal' })
  const { value: jobs } = (await at.ask('GET', `/v1.0/servicePrincipals/${app['id']}/synchronization/jobs`)).body
  const [job] = jobs as readonly { id: string }[]
  const principal = (await at.ask('GET', `/v1.0/servicePrincipals/${app['id']}`)).body
  const registration = (await at.ask('GET', `/v1.0/applications(appId='${String(principal['appId'])}')`)).body as {
    readonly id: string
  }
  for (const [kind, id] of [
    ['applications', registration.id],
    ['servicePrincipals', app['id']],
  ] as const)
    await at.ask('POST', `/v1.0/${kind}/${id}/owners/$ref`, ref(ana['id']))
  const [role] = principal['appRoles'] as readonly { id: string }[]
  const assign = async (of: string, id: string | undefined) =>
    (await post(`/v1.0/${of}/${id}/appRoleAssignments`, { principalId: id, resourceId: app['id'], appRoleId: role?.id }))['id'] // prettier-ignore
  const assignments = { user: await assign('users', ana['id']), group: await assign('groups', group['id']) }
  const graphPrincipal = ((await at.ask('GET', `/v1.0/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')`)).body) as { id: string; appRoles: readonly { id: string; value: string }[] } // prettier-ignore
  const permission = await post(`/v1.0/servicePrincipals/${app['id']}/appRoleAssignments`, { principalId: app['id'], resourceId: graphPrincipal.id, appRoleId: graphPrincipal.appRoles.find(({ value }) => value === 'User.Read.All')?.id }) // prettier-ignore
  const definition = await post('/v1.0/roleManagement/directory/roleDefinitions', { displayName: 'Reader of people', isEnabled: true, rolePermissions: [{ allowedResourceActions: ['microsoft.directory/users/standard/read'] }] }) // prettier-ignore
  const given = await post('/v1.0/roleManagement/directory/roleAssignments', { principalId: ana['id'], roleDefinitionId: definition['id'], directoryScopeId: '/' }) // prettier-ignore
  const { value: activated } = (await at.ask('GET', '/v1.0/directoryRoles')).body
  const grant = await post('/v1.0/oauth2PermissionGrants', { clientId: app['id'], resourceId: graphPrincipal.id, consentType: 'AllPrincipals', scope: 'User.Read' }) // prettier-ignore
  const webhook = await post('/usher/webhooks', { name: `hook-${mark}`, url: 'http://127.0.0.1:9/' })
  const { value: acts } = (await at.ask('GET', '/v1.0/auditLogs/directoryAudits?$top=1')).body
  return {
    user: ana['id'], person: bo['id'], gone: gone['id'], group: group['id'], app: app['id'], job: job?.id ?? '', registration: registration.id,
    assignedUser: assignments.user, assignedGroup: assignments.group, permission: permission['id'], definition: definition['id'], given: given['id'], grant: grant['id'],
    directoryRole: (activated as readonly { id: string }[])[0]?.id, webhook: webhook['name'] ?? `hook-${mark}`, act: (acts as readonly { id: string }[])[0]?.id, organization: at.id,
  } as Record<string, string> // prettier-ignore
}

export const ref = (id: string | undefined) => ({
  '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}`,
})
