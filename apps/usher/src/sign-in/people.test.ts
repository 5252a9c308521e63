import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGraph, type Graph } from '../graph/test-graph.ts'
import { browser, hiddenIn, type Browser } from './test-browser.ts'

const mia = { name: 'mia@contoso.example', password: 'correct horse battery' }
let graph: Graph

beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph.close())

async function signIn(who: Browser, { name, password } = mia) {
  await who.open(`${graph.url}/sign-in?to=/sign-in/welcome`)
  return who.submit({ step: 'password', name, password })
}

test('whoever opens the link of the first start chooses a password, once, and may do everything', async () => {
  const who = browser(graph.url)
  expect(graph.invitation).toMatch(new RegExp(`^${graph.url}/sign-in/invitation/[\\w-]{64}$`))
  const page = await who.open(graph.invitation)
  expect(page.text).toContain('Global Administrator')
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  for (const [fields, says] of [
    [{ ...mia, again: 'other' }, 'differ'],
    [{ ...mia, password: 'short', again: 'short' }, 'at least 12'],
    [{ ...mia, password: 'miamiamiamia mia', again: 'miamiamiamia mia' }, 'different characters'],
    [{ ...mia, password: 'this-is-mia-here', again: 'this-is-mia-here' }, 'without your name'],
    [{ ...mia, name: 'mia', again: mia.password }, 'has an @'],
  ] as const)
    expect((await who.submit(fields)).text).toContain(says)
  expect((await who.submit({ ...mia, again: mia.password })).text).toContain('has a password now')
  expect((await who.open(graph.invitation)).status).toBe(404)

  const welcome = await signIn(who)
  expect(welcome.text).toContain('mia@contoso.example')
  expect(welcome.text).toContain('Global Administrator')
  const session = who.cookies.get('usher')
  expect(session?.attributes).toBe('Path=/; HttpOnly; SameSite=Lax')
})

test('a wrong password is told the same as somebody who is not there, and after some the next one waits', async () => {
  const who = browser(graph.url)
  const wrong = await signIn(who, { ...mia, password: 'wrong' })
  const nobody = await who.submit({ step: 'password', name: 'nobody@contoso.example', password: 'wrong' })
  const said = (text: string) => /role="alert">([^<]+)</.exec(text)?.[1]
  expect([wrong.status, nobody.status]).toEqual([400, 400])
  expect(said(wrong.text)).toBe('The account name or the password is wrong.')
  expect(said(nobody.text)).toBe(said(wrong.text))
  for (let tries = 0; tries < 5; tries += 1)
    await who.submit({ step: 'password', name: 'nobody@contoso.example', password: 'wrong' })
  const late = await who.submit({ step: 'password', name: 'Nobody@contoso.example', password: 'wrong' })
  expect(late.status).toBe(429)
  expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(said(late.text)).toMatch(/^Too many attempts failed\. Try again in \d seconds\.$/)
  // Others are not held up by that.
  expect((await who.submit({ step: 'password', ...mia })).text).toContain('Global Administrator')
})

test('guessing at an account from elsewhere does not hold up whoever has signed in with their browser before', async () => {
  const mine = browser(graph.url)
  await signIn(mine, mia)
  const thief = browser(graph.url)
  await thief.open(`${graph.url}/sign-in?to=/sign-in/welcome`)
  for (let tries = 0; tries < 7; tries += 1) await thief.submit({ step: 'password', name: mia.name, password: 'wrong' })
  // By the id of the person it is the same account.
  const { id } = (await graph.ask('GET', `/usher/users/${mia.name}`)).body as { id: string }
  expect((await thief.submit({ step: 'password', name: id, password: 'wrong' })).status).toBe(429)
  expect((await thief.submit({ step: 'password', ...mia })).status).toBe(429)
  const csrf = hiddenIn(await mine.open(`${graph.url}/sign-in/welcome`), 'csrf')
  await mine.submit({ csrf }, '/sign-out')
  const again = await signIn(mine, mia)
  expect(again.text).toContain('Global Administrator')
  // The browser of somebody else helps nobody, and is counted itself.
  await mine.submit({ csrf: hiddenIn(again, 'csrf') }, '/sign-out')
  await mine.open(`${graph.url}/sign-in?to=/sign-in/welcome`)
  for (let tries = 0; tries < 6; tries += 1) await mine.submit({ step: 'password', name: mia.name, password: 'wrong' })
  expect((await mine.submit({ step: 'password', ...mia })).status).toBe(429)
})

test('a sign-in belongs to the browser that began it', async () => {
  const [one, other] = [browser(graph.url), browser(graph.url)]
  const page = await one.open(`${graph.url}/sign-in?to=/sign-in/welcome`)
  expect((await other.open(page.url)).text).toContain('was begun in another browser')
  const sent = await other.submit({ step: 'password', ...mia }, page.url)
  expect(sent).toMatchObject({ status: 400, text: expect.stringContaining('was begun in another browser') })
})

test('a session may read; it changes something only from our own page, with what only that knows', async () => {
  const who = browser(graph.url)
  await signIn(who)
  const cookie = `usher=${who.cookies.get('usher')?.value ?? ''}; dynamic-signal=other`
  const ask = (method: string, path: string, headers: Record<string, string>) =>
    fetch(graph.url + path, { method, headers: { cookie, 'content-type': 'application/json', ...headers }, ...(method !== 'GET' && { body: '{"displayName":"Contoso"}' }) }) // prettier-ignore
  const session = (await (await ask('GET', '/usher/session', {})).json()) as { csrf: string }
  const own = { origin: graph.url, 'x-usher-csrf': session.csrf }
  const port = Number(new URL(graph.url).port)
  const refused: Record<string, string>[] = [
    {},
    { origin: graph.url },
    { 'x-usher-csrf': session.csrf },
    { ...own, 'x-usher-csrf': 'wrong' },
    { ...own, origin: 'https://evil.example' },
    { ...own, origin: `http://127.0.0.1:${port + 1}` },
    { ...own, origin: 'null' },
  ]
  for (const headers of refused) {
    expect((await ask('PATCH', '/usher/tenant', headers)).status, JSON.stringify(headers)).toBe(403)
    expect((await ask('POST', '/v1.0/applications', headers)).status, JSON.stringify(headers)).toBe(403)
  }
  expect((await ask('PATCH', '/usher/tenant', own)).status).toBe(200)
  expect((await ask('POST', '/v1.0/applications', own)).status).toBe(201)
  expect((await ask('GET', '/v1.0/me', {})).status).toBe(200)
})

test('signing out ends the session, here and for the next program', async () => {
  const who = browser(graph.url)
  const welcome = await signIn(who)
  const cookie = `usher=${who.cookies.get('usher')?.value ?? ''}`
  expect((await who.submit({ csrf: 'wrong' }, '/sign-out')).status).toBe(403)
  expect((await who.submit({ csrf: hiddenIn(welcome, 'csrf') }, '/sign-out')).text).toContain('signed out')
  expect((await fetch(`${graph.url}/usher/session`, { headers: { cookie } })).status).toBe(401)
  expect((await who.open(`${graph.url}/sign-in?to=/sign-in/welcome`)).text).toContain('name="password"')
})
