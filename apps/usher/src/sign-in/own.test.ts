import { TOTP, Secret } from 'otpauth'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGraph, type Graph } from '../graph/test-graph.ts'
import { globalAdministrator } from '../graph/access/roles.ts'
import { browser, hiddenIn, type Browser } from './test-browser.ts'

const password = 'correct horse battery'
let graph: Graph
const mia = { name: 'mia@contoso.example', password }
const ana = { name: 'ana@contoso.example', password }

beforeAll(async () => {
  graph = await startGraph()
  await choose(graph.invitation, mia)
  await graph.ask('POST', '/usher/users', { userPrincipalName: ana.name })
  await choose(await invite(ana.name), ana)
})
afterAll(() => graph.close())

const invite = async (who: string): Promise<string> => (await graph.ask('POST', `/usher/users/${who}/invitation`)).body['link'] as string // prettier-ignore

async function choose(link: string, given: typeof mia) {
  const who = browser(graph.url)
  await who.open(link)
  return who.submit({ ...given, again: given.password })
}

async function signedIn({ name, password: said }: typeof mia): Promise<Browser> {
  const who = browser(graph.url)
  await who.open(`${graph.url}/sign-in?to=/sign-in/welcome`)
  await who.submit({ step: 'password', name, password: said })
  return who
}

/** Asks with the cookie of a browser, as a page of ours would. */
async function as(who: Browser, method: string, path: string, body?: unknown) {
  const cookie = `usher=${who.cookies.get('usher')?.value ?? ''}`
  const session = (await (await fetch(`${graph.url}/usher/session`, { headers: { cookie } })).json()) as {
    csrf?: string
  }
  const headers = { cookie, origin: graph.url, 'x-usher-csrf': session.csrf ?? '' }
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  const type = body === undefined ? {} : { 'content-type': 'application/json' }
  const answer = await fetch(graph.url + path, { method, headers: { ...headers, ...type }, ...sent })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}
const lastAct = async (): Promise<unknown> =>
  ((await graph.ask('GET', '/usher/audit?limit=1')).body['entries'] as readonly { readonly activity: string; readonly actor: string }[]).map(({ activity, actor }) => [activity, actor])[0] // prettier-ignore

test('somebody without a role signs in, and may read and change nothing of others', async () => {
  const who = await signedIn(ana)
  expect((await as(who, 'GET', '/usher/session')).body).toMatchObject({ name: ana.name, kind: 'user', roles: [] })
  for (const [method, path] of [
    ['GET', '/usher/users'],
    ['PATCH', '/usher/tenant'],
    ['POST', '/usher/administrators'],
  ] as const)
    expect((await as(who, method, path, method === 'GET' ? undefined : {})).status, path).toBe(403)
  expect((await as(who, 'GET', '/v1.0/me?$select=userPrincipalName')).body).toMatchObject({
    userPrincipalName: ana.name,
  })
})

test('a role counts at once, also one of a group, and so does its loss', async () => {
  const who = await signedIn(ana)
  const users = async (): Promise<number> => (await as(who, 'GET', '/usher/users')).status
  const made = await graph.ask('POST', '/usher/groups', { displayName: 'Readers' })
  const group = (made.body['group'] ?? made.body) as { readonly id: string }
  const role = {
    principalId: group.id,
    roleDefinitionId: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
    directoryScopeId: '/',
  }
  expect((await graph.ask('POST', '/v1.0/roleManagement/directory/roleAssignments', role)).status).toBe(201)
  expect(await users()).toBe(403)
  await graph.ask('POST', '/usher/groups/Readers/members', { members: [ana.name] })
  expect(await users()).toBe(200)
  await graph.ask('POST', '/usher/groups/Readers/members/remove', { members: [ana.name] })
  expect(await users()).toBe(403)
})

test('a password is changed by whoever knows the one before, and ends what was signed in with it', async () => {
  const [who, elsewhere] = [await signedIn(ana), await signedIn(ana)]
  const path = '/usher/session/password'
  const next = 'another battery staple'
  expect((await as(who, 'POST', path, { current: 'wrong', password: next })).body['error']).toMatchObject({
    message: 'The current password is wrong.',
  })
  expect((await as(who, 'POST', path, { current: password, password: 'short' })).status).toBe(400)
  expect((await as(who, 'POST', path, { current: password, password: next })).status).toBe(200)
  expect(await lastAct()).toEqual(['Change password', ana.name])
  for (const one of [who, elsewhere]) expect((await as(one, 'GET', '/usher/session')).status).toBe(401)
  ana.password = next
  expect((await as(await signedIn(ana), 'GET', '/usher/session')).status).toBe(200)
})

test('a second factor is asked for once it is proved, and each of its codes works once', async () => {
  const who = await signedIn(ana)
  const begun = await as(who, 'POST', '/usher/session/second-factor', { current: ana.password })
  const { secret, proof } = begun.body as { secret: string; proof: string }
  const totp = new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30, algorithm: 'SHA1' })
  const code = (steps: number): string => totp.generate({ timestamp: Date.now() + steps * 30_000 })
  expect((await as(who, 'PUT', '/usher/session/second-factor', { proof, code: '000000' })).status).toBe(400)
  expect((await as(who, 'PUT', '/usher/session/second-factor', { proof: 'x', code: code(0) })).status).toBe(400)
  expect((await as(who, 'PUT', '/usher/session/second-factor', { proof, code: code(-1) })).status).toBe(200)
  expect(await lastAct()).toEqual(['Register second factor', ana.name])

  const late = browser(graph.url)
  await late.open(`${graph.url}/sign-in?to=/sign-in/welcome`)
  const page = await late.submit({ step: 'password', ...ana })
  expect(page.text).toContain('authenticator app')
  const given = { step: 'code', proof: hiddenIn(page, 'proof') }
  expect((await late.submit({ ...given, code: code(-1) })).text).toContain('was used already')
  expect((await late.submit({ ...given, code: 'abc' })).status).toBe(400)
  // What was proved for one sign-in counts for no other.
  const other = browser(graph.url)
  await other.open(`${graph.url}/sign-in?to=/sign-in/welcome`)
  expect((await other.submit({ ...given, code: code(0) })).text).toContain('took too long')
  expect((await late.submit({ ...given, code: code(0) })).text).toContain(ana.name)

  // Whoever finds the browser open puts no other in its place.
  const begin = '/usher/session/second-factor'
  expect((await as(late, 'POST', begin)).status).toBe(400)
  expect((await as(late, 'POST', begin, { current: 'wrong' })).status).toBe(400)
  expect((await as(late, 'POST', begin, { current: ana.password })).status).toBe(200)

  const self = await as(late, 'POST', '/usher/session/second-factor/remove', { current: ana.password })
  expect(self.status).toBe(200)
  expect((await as(await signedIn(ana), 'GET', '/usher/session')).status).toBe(200)
})

test('an administrator ends what somebody has signed in to, and somebody who is disabled is out at once', async () => {
  const who = await signedIn(ana)
  expect((await graph.ask('POST', `/usher/users/${ana.name}/sign-out`)).status).toBe(200)
  expect((await as(who, 'GET', '/usher/session')).status).toBe(401)
  const again = await signedIn(ana)
  await graph.ask('PATCH', `/usher/users/${ana.name}`, { accountEnabled: false })
  expect((await as(again, 'GET', '/usher/session')).status).toBe(401)
  expect((await signedIn(ana)).cookies.has('usher')).toBe(false)
  await graph.ask('PATCH', `/usher/users/${ana.name}`, { accountEnabled: true })
})

test('nobody makes a password for somebody who may do more than they', async () => {
  const custom = await graph.ask('POST', '/v1.0/roleManagement/directory/roleDefinitions', {
    displayName: 'Helpdesk', isEnabled: true,
    rolePermissions: [{ allowedResourceActions: ['microsoft.directory/users/authenticationMethods/update', 'microsoft.directory/users/standard/read'] }],
  }) // prettier-ignore
  expect(custom.status, custom.text).toBe(201)
  const { id } = (await graph.ask('GET', `/usher/users/${ana.name}`)).body as { id: string }
  await graph.ask('POST', '/v1.0/roleManagement/directory/roleAssignments', { principalId: id, roleDefinitionId: custom.body['id'], directoryScopeId: '/' }) // prettier-ignore
  await graph.ask('POST', '/usher/users', { userPrincipalName: 'bea@contoso.example' })
  const who = await signedIn(ana)
  expect((await as(who, 'POST', '/usher/users/bea@contoso.example/invitation')).status).toBe(200)
  for (const [method, what] of [['POST', 'invitation'], ['POST', 'sign-out'], ['DELETE', 'second-factor']] as const)
    expect((await as(who, method, `/usher/users/${mia.name}/${what}`)).body['error'], what).toMatchObject({ code: 'forbidden', message: expect.stringContaining('may do more than you may') }) // prettier-ignore
})

test('an invitation works once, for the one whom it names, and a newer one replaces it', async () => {
  const first = await invite('bea@contoso.example')
  const second = await invite('bea@contoso.example')
  expect((await choose(first, { name: 'x', password })).text).toContain('This link has ended')
  const both = await Promise.all([
    choose(second, { name: mia.name, password }),
    choose(second, { name: mia.name, password }),
  ])
  expect(both.filter(({ text }) => text.includes('bea@contoso.example has a password now'))).toHaveLength(1)
  const bea = await signedIn({ name: 'bea@contoso.example', password })
  expect((await as(bea, 'GET', '/usher/session')).body['roles']).toEqual([])
  const admin = await graph.ask('POST', '/usher/administrators', { userPrincipalName: 'gia@contoso.example' })
  await choose(admin.body['link'] as string, { name: mia.name, password })
  const gia = await signedIn({ name: 'gia@contoso.example', password })
  expect((await as(gia, 'GET', '/usher/session')).body['roles']).toEqual(['Global Administrator'])
  expect(globalAdministrator).toBe('62e90394-69f5-4237-9190-012177145e10')
})

test('a link is for a person, not for a name; it ends when the person may do more than then', async () => {
  const user = async (name: string) => (await graph.ask('POST', '/usher/users', { userPrincipalName: name })).body['user'] as { readonly id: string } // prettier-ignore
  const [one, other] = [await user('one@contoso.example'), await user('other@contoso.example')]
  const link = await invite('one@contoso.example')
  await graph.ask('PATCH', `/usher/users/${one.id}`, { userPrincipalName: 'was-one@contoso.example' })
  await graph.ask('PATCH', `/usher/users/${other.id}`, { userPrincipalName: 'one@contoso.example' })
  expect((await choose(link, { name: 'one@contoso.example', password })).text).toContain(
    'was-one@contoso.example has a password now',
  )

  const later = await invite('one@contoso.example')
  const role = { principalId: other.id, roleDefinitionId: globalAdministrator, directoryScopeId: '/' }
  await graph.ask('POST', '/v1.0/roleManagement/directory/roleAssignments', role)
  expect((await choose(later, { name: 'x', password })).text).toContain('This link has ended')
  // Through a group as well, whether they come to it or it comes to the role.
  for (const which of ['first', 'second']) {
    const name = `${which}@contoso.example`
    const [person, made] = [await user(name), await graph.ask('POST', '/usher/groups', { displayName: which })]
    const group = (made.body['group'] ?? made.body) as { readonly id: string }
    const give = () => graph.ask('POST', '/v1.0/roleManagement/directory/roleAssignments', { ...role, principalId: group.id }) // prettier-ignore
    const join = () => graph.ask('POST', `/usher/groups/${group.id}/members`, { members: [person.id] })
    await (which === 'first' ? give() : join())
    const through = await invite(name)
    await (which === 'first' ? join() : give())
    expect((await choose(through, { name, password })).text, which).toContain('This link has ended')
    // One that is made now counts, since whoever made it may do as much.
    expect((await choose(await invite(name), { name, password })).text).toContain('has a password now')
  }

  const admin = await graph.ask('POST', '/usher/administrators', { userPrincipalName: 'new@contoso.example' })
  await user('new@contoso.example')
  expect((await choose(admin.body['link'] as string, { name: 'x', password })).text).toContain(
    'was called new@contoso.example meanwhile',
  )
})

test('nobody puts themselves into a group with a role that allows more than they may', async () => {
  const made = await graph.ask('POST', '/usher/groups', { displayName: 'Administrators' })
  const group = (made.body['group'] ?? made.body) as { readonly id: string }
  const assign = (principalId: string, roleDefinitionId: string) =>
    graph.ask('POST', '/v1.0/roleManagement/directory/roleAssignments', { principalId, roleDefinitionId, directoryScopeId: '/' }) // prettier-ignore
  await assign(group.id, globalAdministrator)
  const { id } = (await graph.ask('GET', `/usher/users/${ana.name}`)).body as { id: string }
  await assign(id, 'fdd7a751-b60b-444a-984c-02652fe8fa1c')
  const who = await signedIn(ana)
  const add = (name: string) => as(who, 'POST', `/usher/groups/${name}/members`, { members: [ana.name] })
  expect(await add('Administrators')).toMatchObject({ status: 403, body: { error: { code: 'forbidden' } } })
  await graph.ask('POST', '/usher/groups', { displayName: 'Others' })
  expect((await add('Others')).status).toBe(200)
})
