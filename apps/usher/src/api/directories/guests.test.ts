import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientOf, everySignIn, rememberSignIn, signedIn } from '../../cli/signed-in.ts'
import { signInAt } from '../../cli/sign-in-flow.ts'
import { globalAdministrator } from '../../graph/access/roles.ts'
import { browser, type Browser } from '../../sign-in/test-browser.ts'
import { startIdentityProvider } from '../../sign-in/test-identity-provider.ts'
import { made, startTwo, type In, type Two } from './test-two.ts'

const mia = { name: 'mia@contoso.example', password: 'correct horse battery' }
const guestName = 'mia_contoso.example#EXT#@fabrikam.example'
let two: Two
let data = ''
const url = () => two.graph.url

beforeAll(async () => {
  two = await startTwo({ https: true })
  data = await mkdtemp(join(tmpdir(), 'usher-guest-'))
  const first = browser(url())
  await first.open(two.graph.invitation)
  await first.submit({ ...mia, again: mia.password })
  // Mia is not the last who may do everything, and so may be disabled.
  for (const at of [two.one, two.other]) {
    const { id } = await made(at, '/v1.0/users', { userPrincipalName: 'gia@contoso.example', displayName: 'Gia', mailNickname: 'gia', accountEnabled: true, passwordProfile: { password: 'correct horse battery' } }) // prettier-ignore
    await made(at, '/v1.0/roleManagement/directory/roleAssignments', { principalId: id, roleDefinitionId: globalAdministrator, directoryScopeId: '/' }) // prettier-ignore
  }
})
afterAll(async () => {
  await two.close()
  await rm(data, { recursive: true, force: true })
})

async function signIn(directory: string, who = mia): Promise<Browser> {
  const one = browser(url())
  await one.open(`${url()}/sign-in?directory=${directory}`)
  await one.submit({ step: 'password', ...who })
  return one
}
type Session = { readonly tenant: string; readonly directory: string; readonly name: string; readonly csrf: string; readonly roles: readonly string[]; readonly directories: readonly { readonly id: string }[] } // prettier-ignore

const cookieOf = (one: Browser): string => `__Host-usher=${one.cookies.get('__Host-usher')?.value ?? ''}`
const asBrowser = (one: Browser, path: string, init: RequestInit = {}) =>
  fetch(url() + path, { ...init, headers: { cookie: cookieOf(one), ...(init.headers as Record<string, string>) } })
async function sessionOf(one: Browser): Promise<Session | null> {
  const answer = await asBrowser(one, '/usher/session')
  return answer.ok ? ((await answer.json()) as Session) : null
}
async function go(one: Browser, directory: string, more: Record<string, string> = {}): Promise<Response> {
  const csrf = (await sessionOf(one))?.csrf ?? ''
  const headers = { origin: url(), 'x-usher-csrf': csrf, 'content-type': 'application/json', ...more }
  const answer = await asBrowser(one, '/usher/session/directory', { method: 'POST', headers, body: JSON.stringify({ directory }) }) // prettier-ignore
  for (const line of answer.headers.getSetCookie()) {
    const value = /^__Host-usher=([^;]+)/.exec(line)?.[1]
    if (value !== undefined) one.cookies.set('__Host-usher', { value, path: '/', attributes: '' })
  }
  return answer
}
const invite = (more = {}) =>
  two.graph.ask('POST', '/usher/directories/Fabrikam/guests', { userPrincipalName: mia.name, administrator: true, ...more }) // prettier-ignore
const change = (at: In, who: string, body: object) => made(at, `/v1.0/users/${encodeURIComponent(who)}`, body, 'PATCH')

test('whoever is no guest cannot sign in to the other directory, nor go there', async () => {
  const one = await signIn('Fabrikam')
  expect(one.cookies.has('__Host-usher')).toBe(false)
  const own = await signIn('contoso.example')
  expect(await sessionOf(own)).toMatchObject({ tenant: two.one.id, directories: [{ id: two.one.id }] })
  // Whether there is such a directory is not said.
  for (const name of ['Fabrikam', 'Nowhere']) {
    const answer = await go(own, name)
    expect([answer.status, ((await answer.json()) as { error: { message: string } }).error.message]).toEqual([
      404,
      `You have no account in a directory ${name}.`,
    ])
  }
})

test('a guest signs in with the account of their own directory, and has the rights that they have here', async () => {
  expect(await invite()).toMatchObject({ status: 200, body: { userPrincipalName: guestName, directory: 'Fabrikam', home: 'Usher' } }) // prettier-ignore
  expect(await invite()).toMatchObject({ status: 200 })
  for (const name of [mia.name, guestName]) {
    const one = await signIn('Fabrikam', { ...mia, name })
    expect(await sessionOf(one)).toMatchObject({
      tenant: two.other.id,
      directory: 'Fabrikam',
      name: guestName,
      roles: ['Global Administrator'],
      directories: [{ id: two.one.id }, { id: two.other.id }],
    })
  }
})

test('a session goes on in the other directory, and is of that one only', async () => {
  const one = await signIn('Usher')
  const before = cookieOf(one)
  expect((await go(one, 'Fabrikam')).status).toBe(200)
  const { value } = (await (await asBrowser(one, '/v1.0/organization')).json()) as { value: unknown }
  expect(value).toMatchObject([{ id: two.other.id }])
  expect((await fetch(`${url()}/usher/session`, { headers: { cookie: before } })).status).toBe(401)
  expect((await go(one, 'contoso.example')).status).toBe(200)
  expect(await sessionOf(one)).toMatchObject({ tenant: two.one.id, name: mia.name })
})

test('who was made a guest, and who went on where, stands in the audit log', async () => {
  const acts = async (at: In) => {
    const { entries } = (await at.ask('GET', '/usher/audit?limit=100')).body as { entries: readonly { activity: string; object: string }[] } // prettier-ignore
    return entries.map(({ activity, object }) => `${activity}: ${object}`)
  }
  expect(await acts(two.one)).toEqual(expect.arrayContaining([`Switch directory: ${mia.name}`, `Switch directory: ${guestName}`])) // prettier-ignore
  expect(await acts(two.other)).toEqual(expect.arrayContaining([`Add guest: ${guestName}`, `Add member to role: ${guestName}`, `Switch directory: ${mia.name}`])) // prettier-ignore
})

test('going on elsewhere needs what every change needs, and a session', async () => {
  const one = await signIn('Usher')
  expect((await go(one, 'Fabrikam', { 'x-usher-csrf': 'x' })).status).toBe(403)
  expect((await go(one, 'Fabrikam', { origin: 'https://elsewhere.example' })).status).toBe(403)
  expect(await two.graph.ask('POST', '/usher/session/directory', { directory: 'Fabrikam' })).toMatchObject({ status: 400 }) // prettier-ignore
})

test('an administrator of one directory cannot become the guest at home by giving them a password', async () => {
  const other = 'another horse battery'
  await change(two.other, guestName, { passwordProfile: { password: other } }).catch(() => undefined)
  const one = await signIn('Fabrikam', { name: guestName, password: other })
  expect(one.cookies.has('__Host-usher')).toBe(false)
  const invited = await two.other.ask('POST', `/usher/users/${encodeURIComponent(guestName)}/invitation`)
  expect(invited).toMatchObject({ status: 400, body: { error: { message: `${guestName} is a guest, who signs in with their account of Usher.` } } }) // prettier-ignore
})

test('nor by linking them to a provider of their own', async () => {
  const provider = await startIdentityProvider(`${url()}/sign-in/callback`)
  await made(two.other, '/usher/sign-in-provider', { issuer: provider.issuer, clientId: 'usher', clientSecret: provider.clientSecret, displayName: 'Mine' }, 'PUT') // prettier-ignore
  await made(two.other, '/usher/sign-in-provider/links', { who: guestName, subject: 'g1' }, 'PUT')
  provider.person = { sub: 'g1', upn: guestName }
  const one = browser(url())
  const page = await one.open(`${url()}/sign-in?directory=Fabrikam`)
  const seen = await one.open(/href="([^"]+\/elsewhere)">/.exec(page.text)?.[1] ?? 'http://127.0.0.1:1/')
  expect(seen).toMatchObject({ status: 403, text: expect.stringContaining('You are a guest here. Sign in with your account of Usher.') }) // prettier-ignore
  expect(one.cookies.has('__Host-usher')).toBe(false)
  await two.other.ask('DELETE', '/usher/sign-in-provider')
  provider.close()
})

test('a person is signed in to both at the command line, and says which is meant', async () => {
  for (const directory of ['Usher', 'Fabrikam']) {
    const one = browser(url(), 'http://127.0.0.1')
    const signed = await signInAt({ url: url(), caFile: two.graph.authorityFile, directory }, (link) => {
      void one.open(link).then(async () => fetch((await one.submit({ step: 'password', ...mia })).url))
    })
    await rememberSignIn(data, { ...signed, directory: [directory] })
  }
  const tenantOf = async (directory?: string) => {
    const as = await signedIn(data, directory)
    if (as === null) throw new Error('Nobody is signed in.')
    return ((await (await clientOf(as, data, (text) => text)).get<Session>('/usher/session')) ).tenant // prettier-ignore
  }
  expect([await tenantOf(), await tenantOf('usher'), await tenantOf('Fabrikam')]).toEqual([two.other.id, two.one.id, two.other.id]) // prettier-ignore
  await expect(signedIn(data, 'Third')).rejects.toThrow('You are not signed in to Third: usher sign-in --directory "Third"') // prettier-ignore
  await expect(signInAt({ url: url(), directory: 'Third' }, () => undefined)).rejects.toThrow('There is no directory Third at') // prettier-ignore
})

test('a token is of one directory: the other refuses it', async () => {
  const [theirs] = await everySignIn(data)
  const bearer = { authorization: `Bearer ${theirs?.accessToken ?? ''}` }
  const whoAmI = async (headers: Record<string, string>) => {
    const answer = await fetch(`${url()}/v1.0/organization`, { headers })
    return [answer.status, ((await answer.json()) as { value?: readonly { id: string }[] }).value?.[0]?.id]
  }
  expect(await whoAmI(bearer)).toEqual([200, two.other.id])
  // No header leads it elsewhere.
  expect(await whoAmI({ ...bearer, 'usher-directory': 'Usher' })).toEqual([200, two.other.id])
  // One that says that it is of the other directory is not signed by it.
  const [head = '', body = '', signature = ''] = (theirs?.accessToken ?? '').split('.')
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>
  const forged = Buffer.from(JSON.stringify({ ...claims, tid: two.one.id })).toString('base64url')
  expect(await whoAmI({ authorization: `Bearer ${head}.${forged}.${signature}` })).toEqual([401, undefined])
})

test('what concerns every directory is done on the machine, not by an administrator of one', async () => {
  const [theirs] = await everySignIn(data)
  for (const [method, path, body] of [
    ['GET', '/usher/directories', undefined],
    ['POST', '/usher/directories', { displayName: 'Third' }],
    ['DELETE', '/usher/directories/Usher', { yes: true }],
    ['POST', '/usher/directories/Usher/guests', { userPrincipalName: guestName }],
    ['POST', '/usher/backup', { key: null }],
    ['POST', '/usher/keys/encryption/rotate', {}],
    ['GET', '/metrics', undefined],
  ] as const) {
    const answer = await two.graph.ask(method, path, body, { authorization: `Bearer ${theirs?.accessToken ?? ''}` })
    expect([answer.status, answer.body.error?.message], path).toEqual([
      403,
      'This concerns every directory of this service, so it is done on its machine, by whoever may read its data folder.',
    ])
  }
})

test.each([
  ['disabled', () => change(two.one, mia.name, { accountEnabled: false }), () => change(two.one, mia.name, { accountEnabled: true })], // prettier-ignore
  ['told to sign in again', () => made(two.one, `/usher/users/${mia.name}/sign-out`, undefined), () => Promise.resolve({})], // prettier-ignore
] as const)('whoever is %s at home is signed in nowhere', async (_, end, mend) => {
  const [home, guest] = [await signIn('Usher'), await signIn('Fabrikam')]
  expect([(await sessionOf(home))?.tenant, (await sessionOf(guest))?.tenant]).toEqual([two.one.id, two.other.id])
  await end()
  expect([await sessionOf(home), await sessionOf(guest)]).toEqual([null, null])
  const token = (await signedIn(data, 'Fabrikam'))?.accessToken ?? ''
  expect((await fetch(`${url()}/v1.0/me`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(401)
  await mend()
})

test('a guest who is removed is a guest no more, and goes on at home', async () => {
  const [home, guest] = [await signIn('Usher'), await signIn('Fabrikam')]
  await two.other.ask('DELETE', `/v1.0/users/${encodeURIComponent(guestName)}`)
  expect(await sessionOf(guest)).toBeNull()
  expect(await sessionOf(home)).toMatchObject({ tenant: two.one.id, directories: [{ id: two.one.id }] })
  expect(await invite()).toMatchObject({ status: 409, body: { error: { message: expect.stringContaining('was a guest and was deleted') } } }) // prettier-ignore
})

test('a directory can be given to somebody whom another knows', async () => {
  const answer = await two.graph.ask('POST', '/usher/directories', { displayName: 'Third', administrator: mia.name })
  expect(answer).toMatchObject({ status: 200, body: { administrator: 'mia_contoso.example#EXT#@third.example' } })
  expect(answer.body['link']).toBeUndefined()
  const one = await signIn('Third')
  expect(await sessionOf(one)).toMatchObject({ directory: 'Third', roles: ['Global Administrator'] })
})
