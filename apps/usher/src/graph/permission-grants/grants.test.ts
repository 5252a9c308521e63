import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGraph, type Graph } from '../test-graph.ts'

let graph: Graph
const at = '/v1.0/oauth2PermissionGrants'
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph.close())

async function does(method: string, path: string, body?: unknown, status = 200) {
  const answer = await graph.ask(method, path, body)
  expect(answer.status, answer.text).toBe(status)
  return answer.body
}
const list = async (path: string) => (await does('GET', path))['value'] as readonly Readonly<Record<string, unknown>>[]

test('delegated permissions are given, listed, changed and taken away, for one person or for everybody (4.2)', async () => {
  const app = await does('POST', '/v1.0/applications', { displayName: 'Tool' }, 201)
  const client = await does('POST', '/v1.0/servicePrincipals', { appId: app['appId'] }, 201)
  const resource = await does('GET', "/v1.0/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')")
  const ana = await does('POST', '/v1.0/users', { accountEnabled: true, displayName: 'Ana', mailNickname: 'ana', userPrincipalName: 'ana@contoso.example' }, 201) // prettier-ignore
  const given = { clientId: client['id'], resourceId: resource['id'], consentType: 'AllPrincipals', principalId: null, scope: 'User.Read openid' } // prettier-ignore
  const all = await does('POST', at, { ...given, startTime: '2024-01-01T00:00:00Z' }, 201)
  expect(all).toMatchObject(given)
  const one = await does('POST', at, { ...given, consentType: 'Principal', principalId: ana['id'] }, 201)
  expect((await does('POST', at, given, 400)).error?.message).toContain('already exists')
  for (const wrong of [
    { ...given, consentType: 'Principal' },
    { ...given, principalId: ana['id'] },
    { ...given, clientId: 'x' },
    {},
  ])
    // prettier-ignore
    await does('POST', at, wrong, 400)
  await does('POST', at, { ...given, resourceId: ana['id'] }, 404)

  expect(await list(`${at}?$filter=clientId eq '${client['id']}' and consentType eq 'AllPrincipals'`)).toEqual([
    { id: all['id'], ...given },
  ])
  expect((await list(`/v1.0/servicePrincipals/${client['id']}/oauth2PermissionGrants`)).length).toBe(2)
  expect((await list(`/v1.0/users/${ana['id']}/oauth2PermissionGrants`)).map(({ id }) => id)).toEqual([one['id']])

  await does('PATCH', `${at}/${all['id']}`, { scope: 'User.ReadWrite.All' }, 204)
  expect(await does('GET', `${at}/${all['id']}?$select=scope`)).toMatchObject({ scope: 'User.ReadWrite.All' })
  await does('DELETE', `${at}/${all['id']}`, undefined, 204)
  await does('GET', `${at}/${all['id']}`, undefined, 404)
  await does('GET', `${at}/x`, undefined, 404)
  const acts = await list("/v1.0/auditLogs/directoryAudits?$filter=category eq 'ApplicationManagement'")
  expect(acts.map(({ activityDisplayName }) => activityDisplayName)).toEqual(
    expect.arrayContaining(['Add delegated permission grant', 'Update delegated permission grant', 'Remove delegated permission grant']),
  ) // prettier-ignore

  // Whoever is gone for good has none.
  await does('DELETE', `/v1.0/users/${ana['id']}`, undefined, 204)
  expect(await list(at)).toEqual([])
  await does('DELETE', `/v1.0/directory/deletedItems/${ana['id']}`, undefined, 204)
  expect(await list(at)).toEqual([])
})
