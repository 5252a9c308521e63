import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openBrowser } from '../../../../test/browser.ts'
import { signInAt } from '../cli/sign-in-flow.ts'
import { startGraph, type Graph } from '../graph/test-graph.ts'
import { browser as plain } from './test-browser.ts'

const password = 'correct horse battery'
let graph: Graph
let opened: Browser | undefined
const said: string[] = []

beforeAll(async () => {
  graph = await startGraph({ https: true })
  await choose(graph.invitation, 'mia@contoso.example')
  const { body } = await graph.ask('POST', '/usher/administrators', { userPrincipalName: 'gia@contoso.example' })
  await choose(String(body['link']), 'gia@contoso.example')
})
afterEach(async () => {
  await opened?.close()
  expect(said.splice(0).filter((text) => /policy|refused to/i.test(text))).toEqual([])
})
afterAll(() => graph.close())

async function choose(link: string, name: string): Promise<void> {
  const who = plain(graph.url)
  await who.open(link)
  await who.submit({ name, password, again: password })
}

async function page(colorScheme: 'light' | 'dark' = 'light', width = 1280): Promise<Page> {
  opened = await openBrowser()
  const context = await opened.newContext({ colorScheme, viewport: { width, height: 700 }, ignoreHTTPSErrors: true })
  context.setDefaultTimeout(10_000)
  // Cookies ignore ports: that of the other product is always there.
  await context.addCookies([{ name: 'dynamic-signal', value: 'another-product', url: graph.url }])
  const made = await context.newPage()
  made.on('console', (message) => said.push(message.text()))
  return made
}

async function signIn(at: Page, name = 'mia@contoso.example'): Promise<void> {
  await at.getByLabel('Account name').fill(name)
  await at.getByLabel('Password').fill(password)
  await at.getByRole('button', { name: 'Sign in', exact: true }).click()
}

test.each([
  ['light', 1280],
  ['dark', 320],
] as const)('the pages are read in %s at %d pixels without scrolling sideways', async (scheme, width) => {
  const at = await page(scheme, width)
  const wide = () => at.evaluate<number>('document.documentElement.scrollWidth')
  await at.goto(`${graph.url}/sign-in?to=/sign-in/welcome`)
  expect(await wide()).toBe(width)
  await at.getByLabel('Account name').fill('mia@contoso.example')
  await at.getByLabel('Password').fill('wrong')
  await at.keyboard.press('Enter')
  await at.getByRole('alert').waitFor()
  expect(await wide()).toBe(width)
  const colors = await at.evaluate<readonly string[]>('[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]') // prettier-ignore
  expect(colors).toEqual(scheme === 'light' ? ['rgb(243, 242, 241)', 'rgb(27, 26, 25)'] : ['rgb(27, 26, 25)', 'rgb(243, 242, 241)']) // prettier-ignore
  await signIn(at)
  await at.getByText('You are signed in as').waitFor()
  expect(await wide()).toBe(width)
})

test('the cookie of a session is for this host alone, and no script reads it', async () => {
  const at = await page()
  await at.goto(`${graph.url}/sign-in?to=/sign-in/welcome`)
  await signIn(at)
  await at.getByText('You are signed in as').waitFor()
  const cookie = (await at.context().cookies()).find(({ name }) => name === '__Host-usher')
  expect(cookie).toMatchObject({ path: '/', secure: true, httpOnly: true, sameSite: 'Lax' })
  const others = (await at.context().cookies()).map(({ name }) => name).filter((name) => name.startsWith('usher'))
  // That of one sign-in is for its own path.
  expect(others.filter((name) => name !== 'usher_op_interaction')).toEqual([])
  await at.getByRole('button', { name: 'Sign out' }).click()
  await at.getByText('You are signed out').waitFor()
  await at.goto(`${graph.url}/sign-in?to=/sign-in/welcome`)
  expect(await at.getByLabel('Password').isVisible()).toBe(true)
})

test('the command line is let in with a click by whoever is signed in, or with another account', async () => {
  const at = await page()
  await at.goto(`${graph.url}/sign-in?to=/sign-in/welcome`)
  await signIn(at)
  await at.getByText('You are signed in as').waitFor()
  const where = { url: graph.url, caFile: graph.authorityFile }
  const first = signInAt(where, (link) => void at.goto(link))
  await at.getByRole('button', { name: 'Go on' }).click()
  await at.getByText('You are signed in. Close this window').waitFor()
  expect(await nameOf((await first).accessToken)).toBe('mia@contoso.example')

  const second = signInAt(where, (link) => void at.goto(link))
  await at.getByRole('button', { name: 'Use another account' }).click()
  await signIn(at, 'gia@contoso.example')
  await at.getByText('You are signed in. Close this window').waitFor()
  expect(await nameOf((await second).accessToken)).toBe('gia@contoso.example')
})

async function nameOf(token: string): Promise<unknown> {
  const { body } = await graph.ask('GET', '/v1.0/me', undefined, { authorization: `Bearer ${token}` })
  return body['userPrincipalName']
}

test('what a program may not ask for is told on a page of ours', async () => {
  const at = await page()
  const link = new URL(`${graph.url}/common/oauth2/v2.0/authorize`)
  const asked = { client_id: '75736865-7200-4000-8000-000000636c69', response_type: 'code', redirect_uri: 'https://evil.example/', scope: 'openid', code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' } // prettier-ignore
  link.search = new URLSearchParams(asked).toString()
  await at.goto(link.href)
  await at.getByRole('heading', { name: 'Not signed in' }).waitFor()
  expect(await at.getByText('redirect_uri').isVisible()).toBe(true)
})
