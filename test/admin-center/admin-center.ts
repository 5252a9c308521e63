/** Usher with its admin center, a real Dynamic Signal, and a browser in front of both. */
import { listen, openDatabase } from '@usher/host'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { buildService } from '../../apps/dynamic-signal/src/service.ts'
import { migrations } from '../../apps/dynamic-signal/src/store/tables.ts'
import type { Tables } from '../../apps/dynamic-signal/src/store/tables.ts'
import { hashPassword } from '../../apps/dynamic-signal/src/admin/passwords.ts'
import { openTenant } from '../../apps/dynamic-signal/src/store/tenants.ts'
import { startGraph, type Graph } from '../../apps/usher/src/graph/test-graph.ts'
import { browser as plain } from '../../apps/usher/src/sign-in/test-browser.ts'
import { openBrowser } from '../browser.ts'
import { type Ended, watch } from '../watch.ts'

export const password = 'correct horse battery'
export const cloudApplicationAdministrator = '158c047a-c907-4556-b7ef-446551a6b5f7'

export type AdminCenter = {
  readonly graph: Graph
  readonly url: string
  readonly dynamicSignal: Pick<Awaited<ReturnType<typeof startDynamicSignal>>, 'url' | 'tenantUrl' | 'token' | 'as'>
  /** Somebody who can sign in; `role`: the id of a directory role. Gives their object id. */
  person(userPrincipalName: string, role?: string): Promise<string>
  /** A browser of its own, with nobody signed in. `path`: or the whole address of another product. */
  visit(path: string, options?: BrowserContextOptions): Promise<Page>
  /** The same, signed in. */
  open(who: string, path: string, options?: BrowserContextOptions): Promise<Page>
  /**
   * After each test: fails when a page did what none may, which is to break the content security policy, to throw, or to write
   * an error to the console. Of a test that failed it keeps pictures and traces.
   */
  settle(test: Ended): Promise<void>
  close(): Promise<void>
}

export async function openAdminCenter(): Promise<AdminCenter> {
  const graph = await startGraph()
  const target = await startDynamicSignal()
  const browser = await openBrowser()
  const complaints: string[] = []
  const watching = watch()

  async function visit(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({
      reducedMotion: 'reduce',
      viewport: { width: 1280, height: 800 },
      ...options,
    })
    context.setDefaultTimeout(15_000)
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    // Cookies ignore ports: the other product's is always there.
    await context.addCookies([{ name: 'dynamic-signal', value: 'another-product', url: graph.url }])
    await context.addInitScript(() => {
      document.addEventListener(
        'securitypolicyviolation',
        ({ violatedDirective, blockedURI }) =>
          console.error(`Content security policy: ${violatedDirective} ${blockedURI}`), // oxlint-disable-line eslint/no-console
      )
    })
    await watching.begin(context)
    const page = await context.newPage()
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('console', (message) => {
      // The browser's own note about an answer of 400 and more is no complaint.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load')) complaints.push(message.text())
    })
    await page.goto(new URL(path, graph.url).href)
    return page
  }

  return {
    graph,
    url: graph.url,
    dynamicSignal: target,
    settle: (test) => watching.settle(test, complaints.splice(0)),
    async person(userPrincipalName, role) {
      const displayName = userPrincipalName.split('@')[0]
      await does(graph, 'POST', '/usher/users', { userPrincipalName, displayName })
      const { id } = await does(graph, 'GET', `/v1.0/users/${userPrincipalName}`)
      if (role !== undefined)
        await does(graph, 'POST', '/v1.0/roleManagement/directory/roleAssignments', {
          principalId: id,
          roleDefinitionId: role,
          directoryScopeId: '/',
        })
      const { link } = await does(graph, 'POST', `/usher/users/${userPrincipalName}/invitation`)
      const theirs = plain(graph.url)
      await theirs.open(String(link))
      await theirs.submit({ name: userPrincipalName, password, again: password })
      return String(id)
    },
    visit,
    async open(who, path, options) {
      const page = await visit(path, options)
      await signIn(page, who)
      return page
    },
    async close() {
      await browser.close()
      await graph.close()
      await target.close()
    },
  }
}

export async function signIn(page: Page, who: string): Promise<void> {
  await page.getByLabel('Account name').fill(who)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** Asks with the token that may do everything; fails unless it is done. */
export async function does(
  graph: Graph,
  method: string,
  path: string,
  body?: unknown,
): Promise<Record<string, unknown>> {
  const answer = await graph.ask(method, path, body)
  expect(answer.status, `${method} ${path}: ${answer.text}`).toBeLessThan(300)
  return answer.body
}

/** Slow enough that a cycle of some hundred people is seen. */
const requestsPerSecond = 40

async function startDynamicSignal() {
  const database = await openDatabase<Tables>({ url: undefined, migrations })
  const administrator = { userName: 'admin', passwordHash: () => hashPassword(password) }
  const { id } = await openTenant(database.db, administrator)
  let address = { baseUrl: '', origins: [''] }
  const service = await buildService({
    db: database.db,
    tenantId: id,
    address: () => address,
    isSecure: false,
    now: Date.now,
  })
  const url = await listen(service.app, { host: '127.0.0.1', port: 0 })
  address = { baseUrl: url, origins: [url] }
  /** What its console asks, by whoever signs in with this name. */
  const as = async (userName: string) => {
    const send = (cookie: string, method: string, path: string, body?: object): Promise<Response> =>
      fetch(`${url}/admin/api${path}`, {
        method,
        headers: { origin: url, 'content-type': 'application/json', cookie },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
    const signedIn = await send('', 'POST', '/sign-in', { userName, password })
    const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    return async <Answer>(method: string, path: string, body?: object): Promise<Answer> => {
      const answer = await send(cookie, method, path, body)
      expect(answer.status, `${method} ${path}`).toBeLessThan(300)
      return (answer.status === 204 ? undefined : await answer.json()) as Answer
    }
  }
  const admin = await as('admin')
  await admin('PATCH', '/settings', { requestsPerSecond })
  const { token } = await admin<{ token: string }>('POST', '/tokens', { label: 'Usher', expiresInDays: 30 })
  return {
    url,
    tenantUrl: `${url}/scim/v2`,
    token,
    as,
    async close() {
      await service.stop()
      await database.close()
    },
  }
}

/** Without loading the page anew, as links within it go. */
export async function go(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState({}, '', to)
    dispatchEvent(new PopStateEvent('popstate', { state: {} }))
  }, path)
}

/** Waits until the text is to be seen. */
export async function see(where: Page | Locator, text: string | RegExp): Promise<void> {
  await where.getByText(text).first().waitFor()
}

export function button(where: Page | Locator, name: string | RegExp): Locator {
  return where.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name })
}

type Look = {
  /** What nobody may read on it. */
  readonly mask?: Locator[]
  /** As soon as the notices in the corner are gone. */
  readonly quietly?: boolean
}

/** Keeps a picture where `SCREENSHOTS` says; nowhere unless it does. */
export async function picture(page: Page, name: string, { mask = [], quietly = false }: Look = {}): Promise<void> {
  const folder = process.env['SCREENSHOTS']
  if (folder === undefined) return
  mkdirSync(folder, { recursive: true })
  if (quietly) await expect.poll(() => page.locator('.fui-Toast').count(), { timeout: 15_000 }).toBe(0)
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true, mask, maskColor: '#c8c8c8' })
}
