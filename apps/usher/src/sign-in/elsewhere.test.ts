import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startGraph, type Graph } from '../graph/test-graph.ts'
import { globalAdministrator } from '../graph/access/roles.ts'
import { browser, type Seen } from './test-browser.ts'
import { startIdentityProvider, type IdentityProvider } from './test-identity-provider.ts'

let graph: Graph
let other: IdentityProvider
const set = (more: object = {}) =>
  graph.ask('PUT', '/usher/sign-in-provider', { issuer: other.issuer, clientId: 'usher', clientSecret: other.clientSecret, displayName: 'Contoso', ...more }) // prettier-ignore
const person = async (userPrincipalName: string, more: object = {}): Promise<string> => {
  const made = await graph.ask('POST', '/usher/users', { userPrincipalName, displayName: userPrincipalName, ...more })
  return (made.body['user'] as { readonly id: string }).id
}

beforeAll(async () => {
  graph = await startGraph()
  other = await startIdentityProvider(`${graph.url}/sign-in/callback`)
})
afterAll(async () => {
  other.close()
  await graph.close()
})
beforeEach(() => set())

async function signIn(claims: IdentityProvider['person']): Promise<Seen> {
  other.person = claims
  const who = browser(graph.url)
  const page = await who.open(`${graph.url}/sign-in?to=/sign-in/welcome`)
  const link = /href="([^"]+\/elsewhere)">Sign in with Contoso/.exec(page.text)?.[1]
  return who.open(link ?? 'http://127.0.0.1:1/')
}

test('somebody whom the other provider vouches for is signed in, by the account name that it gives', async () => {
  await person('ana@contoso.example')
  const seen = await signIn({ sub: 'a1', upn: 'Ana@contoso.example' })
  expect(seen.text).toContain('You are signed in as <strong>ana@contoso.example</strong>')
  const acts = await graph.ask('GET', '/usher/audit?activity=Link%20sign-in')
  expect(acts.body['entries']).toMatchObject([{ object: 'ana@contoso.example', details: { subject: 'a1', by: 'upn' } }])
})

test('from then on it is their name there that counts, whatever else changes', async () => {
  const bea = await person('bea@contoso.example')
  await signIn({ sub: 'b1', upn: 'bea@contoso.example' })
  await graph.ask('PATCH', `/usher/users/${bea}`, { userPrincipalName: 'beatrix@contoso.example' })
  expect((await signIn({ sub: 'b1', upn: 'other@contoso.example' })).text).toContain('beatrix@contoso.example')
  await person('bea@contoso.example')
  // Nobody else becomes them by getting their name.
  expect((await signIn({ sub: 'b2', upn: 'beatrix@contoso.example' })).text).toContain('linked with another one')
})

test.each([
  ['whom the directory does not know', { sub: 'x', upn: 'nobody@contoso.example' }, 'Nobody of this directory is known by the upn'],
  ['without the claim', { sub: 'x' }, 'Nobody of this directory'],
  ['with a claim that is no text', { sub: 'x', upn: ['cem@contoso.example'] }, 'Nobody of this directory'],
])('somebody %s is not', async (_, claims, says) => {
  const seen = await signIn(claims)
  expect(seen.text).toContain(says)
}) // prettier-ignore

test('an address counts only when the provider has verified it', async () => {
  await set({ match: 'email' })
  await person('cem@contoso.example', { mail: 'cem.y@contoso.example' })
  const claims = { sub: 'c1', email: 'cem.y@contoso.example' }
  expect((await signIn(claims)).text).toContain('has not verified your address')
  expect((await signIn({ ...claims, email_verified: 'true' })).text).toContain('has not verified your address')
  expect((await signIn({ ...claims, email_verified: true })).text).toContain('cem@contoso.example')
})

test('whoever has a directory role is linked by an administrator first', async () => {
  const dan = await person('dan@contoso.example')
  const role = { principalId: dan, roleDefinitionId: globalAdministrator, directoryScopeId: '/' }
  expect((await graph.ask('POST', '/v1.0/roleManagement/directory/roleAssignments', role)).status).toBe(201)
  const refused = await signIn({ sub: 'd1', upn: 'dan@contoso.example' })
  expect(refused).toMatchObject({ status: 403, text: expect.stringContaining('an administrator links you first') })
  await graph.ask('PUT', '/usher/sign-in-provider/links', { who: 'dan@contoso.example', subject: 'd1' })
  expect((await signIn({ sub: 'd1' })).text).toContain('dan@contoso.example')
})

test('so is whoever owns an application, by a group whoever has a role', async () => {
  const owner = await person('owner@contoso.example')
  const app = await graph.ask('POST', '/v1.0/applications', { displayName: 'Owned', 'owners@odata.bind': [`https://x/v1.0/users/${owner}`] }) // prettier-ignore
  expect(app.status, app.text).toBe(201)
  expect(await signIn({ sub: 'o1', upn: 'owner@contoso.example' })).toMatchObject({ status: 403 })
})

test('somebody who was disabled is not signed in', async () => {
  await person('eve@contoso.example')
  await signIn({ sub: 'e1', upn: 'eve@contoso.example' })
  await graph.ask('PATCH', '/usher/users/eve@contoso.example', { accountEnabled: false })
  expect((await signIn({ sub: 'e1' })).text).toContain('This account was disabled')
})

test('an answer that another browser asked for is none', async () => {
  other.person = { sub: 'a1', upn: 'ana@contoso.example' }
  const [one, two] = [browser(graph.url), browser(graph.url, `${graph.url}/sign-in/callback`)]
  const page = await two.open(`${graph.url}/sign-in?to=/sign-in/welcome`)
  const { url } = await two.open(/href="([^"]+\/elsewhere)"/.exec(page.text)?.[1] ?? '')
  expect(url).toContain('/sign-in/callback?code=')
  expect((await one.open(url)).text).toContain('was begun in another browser')
})

test('its secret is never shown, and an issuer in the network of the service is refused', async () => {
  const shown = await graph.ask('GET', '/usher/sign-in-provider')
  expect(shown.body).toEqual({
    displayName: 'Contoso',
    issuer: other.issuer,
    clientId: 'usher',
    match: 'upn',
    hasSecret: true,
  })
  for (const issuer of ['http://169.254.169.254/', 'http://login.example/', 'file:///etc/passwd', 'https://10.0.0.1/'])
    expect(await set({ issuer }), issuer).toMatchObject({ status: 400 })
  // Another issuer does not get the secret of the one before.
  await graph.ask('PUT', '/usher/sign-in-provider', { issuer: 'https://login.example', clientId: 'usher' })
  expect((await graph.ask('GET', '/usher/sign-in-provider')).body).toMatchObject({ hasSecret: false })
})

test('whether the provider knows Usher is found out without anybody signing in', async () => {
  const test = async () => (await graph.ask('POST', '/usher/sign-in-provider/test')).body
  expect(await test()).toEqual({ ok: true, message: 'Contoso answers, and knows Usher as usher.' })
  await set({ clientSecret: 'another' })
  expect(await test()).toMatchObject({
    ok: false,
    message: expect.stringContaining('does not take Usher as usher: invalid_client'),
  })
  await set({ issuer: `${other.issuer}/elsewhere` })
  expect(await test()).toMatchObject({ ok: false, message: expect.stringContaining('Contoso cannot be asked') })
  await graph.ask('DELETE', '/usher/sign-in-provider')
  expect((await graph.ask('POST', '/usher/sign-in-provider/test')).status).toBe(404)
})
