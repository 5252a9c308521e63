/** Ways to become somebody who may do more, and to shut them out: each is tried. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { generic } from '../../gallery/generic/template.ts'
import { addMembers } from '../../store/group-members.ts'
import { createGroup } from '../../store/groups.ts'
import { addOwner } from '../../store/owners.ts'
import { giveRole } from '../../store/roles.ts'
import { createUser, type User } from '../../store/users.ts'
import { deleteUser } from '../../store/user-life.ts'
import type { Caller } from './may.ts'
import { globalAdministrator, roles } from './roles.ts'
import { openDoor, type Door } from './test-door.ts'

let door: Door
let root: User
let boss: User
let worker: User
let owner: User
let helper: Caller
beforeAll(async () => {
  door = await openDoor(inject('postgresUrl'))
  const { store } = door
  const user = async (name: string): Promise<User> => (await createUser(store, `${name}@contoso.example`, { displayName: name, mail: `${name}@contoso.example` })).user // prettier-ignore
  ;[root, boss, worker, owner] = [await user('root'), await user('boss'), await user('worker'), await user('owner')]
  await giveRole(store, globalAdministrator, { id: root.id, type: 'user' })
  const group = await createGroup(store, 'Application people')
  const cloud = roles.find(({ displayName }) => displayName === 'Cloud Application Administrator')?.id ?? ''
  await giveRole(store, cloud, { id: group.id, type: 'group' })
  await addMembers(store, group.id, [boss.id])
  const strong = await door.client('Strong', 'RoleManagement.ReadWrite.Directory')
  await addOwner(store, { type: 'application', id: strong.app }, { id: owner.id, type: 'user' })
  helper = door.person('User Administrator')
})
afterAll(() => door.close())

const sensitive: readonly object[] = [
  { userPrincipalName: 'mine@contoso.example' },
  { accountEnabled: false },
  { mail: 'mine@evil.example' },
  { otherMails: ['mine@evil.example'] },
  { proxyAddresses: ['SMTP:mine@evil.example'] },
  { mobilePhone: '+1 555' },
  { onPremisesImmutableId: 'x' },
]

test('a User Administrator changes neither names nor state of somebody with a role, of a group with one, or of who owns a client with more', async () => {
  for (const { id } of [root, boss, owner]) {
    for (const body of sensitive) {
      const answer = await door.ask(helper, 'PATCH', `/v1.0/users/${id}`, body)
      expect(answer.status, JSON.stringify(body)).toBe(403)
      expect(answer.text).toContain('may do more than you may')
    }
    expect((await door.ask(helper, 'PATCH', `/usher/users/${id}`, { userPrincipalName: 'x@contoso.example' })).status).toBe(403) // prettier-ignore
    expect((await door.ask(helper, 'PATCH', `/usher/users/${id}`, { mail: 'x@evil.example' })).status).toBe(403)
    for (const [method, url] of [
      ['DELETE', `/v1.0/users/${id}`],
      ['DELETE', `/v1.0/directoryObjects/${id}`],
      ['DELETE', `/usher/users/${id}`],
    ] as const)
      // prettier-ignore
      expect((await door.ask(helper, method, url)).status, url).toBe(403)
  }
})

test('in a batch neither', async () => {
  const requests = [{ id: '1', method: 'DELETE', url: `/users/${root.id}` }]
  const answer = await door.ask(helper, 'POST', '/v1.0/$batch', { requests })
  expect(answer.body['responses']).toMatchObject([{ status: 403 }])
})

test('what is not about signing in is changed, and of others everything', async () => {
  expect((await door.ask(helper, 'PATCH', `/v1.0/users/${boss.id}`, { jobTitle: 'Boss', mail: 'boss@contoso.example', accountEnabled: true })).status).toBe(204) // prettier-ignore
  for (const body of sensitive.slice(1)) expect((await door.ask(helper, 'PATCH', `/v1.0/users/${worker.id}`, body)).status).toBe(204) // prettier-ignore
  expect((await door.ask(door.person('Privileged Role Administrator', 'User Administrator'), 'PATCH', `/v1.0/users/${boss.id}`, { mobilePhone: '1' })).status).toBe(204) // prettier-ignore
})

test('nor with a custom role, a permission of an application, or as a program of a person', async () => {
  const d = 'microsoft.directory/users' as const
  const all = door.custom(`${d}/authenticationMethods/update`, `${d}/delete`, `${d}/restore`, `${d}/erase`, `${d}/basic/update`, `${d}/standard/read`) // prettier-ignore
  for (const [method, url] of [
    ['POST', `/v1.0/users/${root.id}/revokeSignInSessions`],
    ['POST', `/usher/users/${root.id}/sign-out`],
    ['POST', `/usher/users/${owner.id}/invitation`],
    ['DELETE', `/usher/users/${root.id}/second-factor`],
    ['POST', `/usher/users/${root.id}/forget`],
    ['DELETE', `/v1.0/users/${owner.id}`],
  ] as const)
    // prettier-ignore
    expect((await door.ask(all, method, url)).status, url).toBe(403)
  const one = await door.client('People', 'User.ReadWrite.All')
  const app = door.app(one.id, 'User.ReadWrite.All', 'Directory.ReadWrite.All')
  expect((await door.ask(app, 'PATCH', `/v1.0/users/${root.id}`, { accountEnabled: false })).status).toBe(403)
  expect((await door.ask(app, 'DELETE', `/v1.0/users/${root.id}`)).status).toBe(403)
  // Who may do everything does it with a program that may only change people.
  const program = { ...door.everybody, permissions: new Set(['User.ReadWrite.All']) }
  expect((await door.ask(program, 'PATCH', `/v1.0/users/${boss.id}`, { mobilePhone: '2' })).status).toBe(204)
})

test('whoever may change attributes of people changes who manages them only with the right to that, whichever way they ask', async () => {
  const d = 'microsoft.directory/users' as const
  const [basic, both] = [door.custom(`${d}/basic/update`), door.custom(`${d}/basic/update`, `${d}/manager/update`)]
  const manager = { manager: 'boss@contoso.example' }
  const bound = { 'manager@odata.bind': `x/users/${boss.id}` }
  expect((await door.ask(basic, 'PATCH', `/usher/users/${worker.id}`, { jobTitle: 'Clerk' })).status).toBe(200)
  expect((await door.ask(basic, 'PATCH', `/usher/users/${worker.id}`, manager)).status).toBe(403)
  expect((await door.ask(basic, 'PATCH', `/v1.0/users/${worker.id}`, bound)).status).toBe(403)
  expect((await door.ask(both, 'PATCH', `/usher/users/${worker.id}`, manager)).status).toBe(200)
})

test('RB-2: whoever may only change credentials of an application does not change who is in scope by its settings', async () => {
  const of = 'microsoft.directory/servicePrincipals' as const
  const credentials = door.custom(`${of}/synchronizationCredentials/manage`)
  await door.ask(door.everybody, 'POST', '/usher/apps', { template: 'dynamic-signal', name: 'Scoped' })
  const at = '/usher/apps/Scoped/settings'
  expect((await door.ask(credentials, 'PATCH', at, { interval: 7, scope: 'assigned' })).status).toBe(200)
  for (const body of [{ scope: 'all' }, { nestedGroups: true }, { skipOutOfScopeDeletions: true }])
    expect((await door.ask(credentials, 'PATCH', at, body)).status, JSON.stringify(body)).toBe(403)
  const both = door.custom(`${of}/synchronizationCredentials/manage`, `${of}/synchronizationJobs/manage`)
  expect((await door.ask(both, 'PATCH', at, { scope: 'all' })).status).toBe(200)
})

test('with somebody who is restored come their roles, so that needs the same; so does removing them for good', async () => {
  const { user } = await createUser(door.store, 'back@contoso.example', {})
  await giveRole(door.store, globalAdministrator, { id: user.id, type: 'user' })
  await deleteUser(door.store, user.id)
  for (const [method, url] of [
    ['POST', `/v1.0/directory/deletedItems/${user.id}/restore`],
    ['POST', `/usher/users/${user.id}/restore`],
    ['DELETE', `/v1.0/directory/deletedItems/${user.id}`],
    ['POST', `/usher/users/${user.id}/purge`],
  ] as const)
    // prettier-ignore
    expect((await door.ask(helper, method, url)).status, url).toBe(403)
  expect((await door.ask(door.everybody, 'POST', `/usher/users/${user.id}/restore`)).status).toBe(200)
})

test('a group with a role is deleted, restored and removed by whoever may give roles', async () => {
  const group = await createGroup(door.store, 'Privileged')
  await giveRole(door.store, globalAdministrator, { id: group.id, type: 'group' })
  const who = { ...door.person('Groups Administrator', 'User Administrator') }
  for (const url of [`/v1.0/groups/${group.id}`, `/v1.0/directoryObjects/${group.id}`, `/usher/groups/${group.id}`])
    expect((await door.ask(who, 'DELETE', url)).status, url).toBe(403)
  expect((await door.ask(door.everybody, 'DELETE', `/v1.0/groups/${group.id}`)).status).toBe(204)
  const at = `/v1.0/directory/deletedItems/${group.id}`
  expect((await door.ask(who, 'POST', `${at}/restore`)).status).toBe(403)
  expect((await door.ask(who, 'DELETE', at)).status).toBe(403)
  expect((await door.ask(door.everybody, 'POST', `${at}/restore`)).status).toBe(200)
})

test('a client that was deleted comes back with what it may, so by whoever may do that too', async () => {
  const strong = await door.client('Was too strong', 'User.ReadWrite.All')
  await door.ask(door.everybody, 'DELETE', `/v1.0/applications/${strong.app}`)
  const who = door.person('Application Administrator')
  for (const id of [strong.app, strong.id])
    expect((await door.ask(who, 'POST', `/v1.0/directory/deletedItems/${id}/restore`)).status).toBe(403)
  expect((await door.ask(door.everybody, 'POST', `/v1.0/directory/deletedItems/${strong.app}/restore`)).status).toBe(200) // prettier-ignore
})

test('who may only make app registrations makes no client, theirs by that, of a registration of somebody else', async () => {
  const { body } = await door.ask(door.everybody, 'POST', '/v1.0/applications', { displayName: 'Not theirs' })
  const developer = door.person('Application Developer')
  expect((await door.ask(developer, 'POST', '/v1.0/servicePrincipals', { appId: body['appId'] })).status).toBe(403)
})

test('no permission is granted of which nobody knows what it gives', async () => {
  const one = await door.client('One')
  const resourceId = (await door.ask(door.everybody, 'GET', "/v1.0/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')")).body['id'] // prettier-ignore
  const body = { principalId: one.id, resourceId, appRoleId: '11111111-1111-1111-1111-111111111111' }
  const who = door.person('Cloud Application Administrator')
  expect((await door.ask(who, 'POST', `/v1.0/servicePrincipals/${one.id}/appRoleAssignments`, body)).status).toBe(400)
})

test('whoever may assign an application takes nobody out of a group by that', async () => {
  const { user } = await createUser(door.store, 'in-group@contoso.example', {})
  const group = await createGroup(door.store, 'Giving')
  await addMembers(door.store, group.id, [user.id])
  await door.ask(door.everybody, 'POST', '/usher/apps', { template: generic.id, name: 'Assigned' })
  await door.ask(door.everybody, 'POST', '/usher/apps/Assigned/assignments', { who: 'Giving' })
  const remove = (who: Caller) => door.ask(who, 'POST', '/usher/apps/Assigned/assignments/remove', { who: user.userPrincipalName, fromGroups: true }) // prettier-ignore
  expect(await remove(door.person('Application Administrator'))).toMatchObject({ status: 403, text: expect.stringContaining('through a group') as string }) // prettier-ignore
  await giveRole(door.store, globalAdministrator, { id: group.id, type: 'group' })
  expect((await remove(door.person('User Administrator'))).status).toBe(403)
  expect((await remove(door.everybody)).body).toMatchObject({ left: ['Giving'] })
})

test('whoever may only read is told the host of a webhook, whose address may hold a secret', async () => {
  const added = { name: 'Chat', url: 'https://hooks.example/services/T1/B1/s3cret' }
  expect((await door.ask(door.everybody, 'POST', '/usher/webhooks', added)).status).toBe(200)
  const read = await door.ask(door.person('Global Reader'), 'GET', '/usher/webhooks')
  expect(read.body['webhooks']).toMatchObject([{ name: 'Chat', url: 'https://hooks.example/…' }])
  expect(read.text).not.toContain('s3cret')
  expect((await door.ask(door.everybody, 'GET', '/usher/webhooks')).text).toContain('s3cret')
})
