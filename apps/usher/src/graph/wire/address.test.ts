import { expect, test } from 'vitest'
import { canonical, idInReference, keyIn } from './address.ts'

const known = new Map(
  [
    'users',
    'groups',
    'members',
    'delta',
    'getMemberGroups',
    'servicePrincipals',
    'synchronization',
    'jobs',
    '$count',
    'filterOperators',
  ].map((name) => [name.toLowerCase(), name]),
)

test.each([
  ["/v1.0/Users('ana%40contoso.com')", '/v1.0/users/ana%40contoso.com'],
  ["/v1.0/users('o''hara')", "/v1.0/users/o'hara"],
  ['/v1.0/users/delta()', '/v1.0/users/delta'],
  ['/v1.0/users/microsoft.graph.delta()?$select=id', '/v1.0/users/delta?$select=id'],
  ['/v1.0/users/1/microsoft.graph.getMemberGroups', '/v1.0/users/1/getMemberGroups'],
  ['/beta/groups/1/members/graph.user', '/beta/groups/1/members/microsoft.graph.user'],
  ['/beta/groups/1/members/microsoft.graph.User/$count', '/beta/groups/1/members/microsoft.graph.user/$count'],
  [
    "/v1.0/servicePrincipals(appId='8adf8e6e-67b2-4cf2-a259-e3dc5476c621')/synchronization/jobs/scim.1.2/$count",
    '/v1.0/servicePrincipals/appId%3D8adf8e6e-67b2-4cf2-a259-e3dc5476c621/synchronization/jobs/scim.1.2/$count',
  ],
  ['/V1.0/USERS/x?$filter=a', '/v1.0/users/x?$filter=a'],
  ['/usher/Users', '/usher/Users'],
  ['/v1.0/users/%E0%A4%A', '/v1.0/users/%E0%A4%A'],
])('%s is %s', (given, meant) => {
  expect(canonical(given, known)).toBe(meant)
})

test('an alternate key is told from an id', () => {
  expect(keyIn('appId=1', ['appId'])).toEqual({ by: 'appId', value: '1' })
  expect(keyIn('APPID=1', ['appId'])).toEqual({ by: 'appId', value: '1' })
  expect(keyIn('name=1', ['appId'])).toEqual({ by: 'id', value: 'name=1' })
})

test('a reference is the last id in it, whatever host the client believes in', () => {
  const id = '0f8fad5b-d9cb-469f-a165-70867728950e'
  for (const reference of [
    `https://graph.microsoft.com/v1.0/directoryObjects/${id}`,
    `https://localhost:8443/beta/users('${id.toUpperCase()}')`,
    id,
  ])
    expect(idInReference(reference)).toBe(id)
  expect(idInReference('https://graph.microsoft.com/v1.0/directoryObjects/ana')).toBeNull()
})
