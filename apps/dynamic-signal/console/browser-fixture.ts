import { type Database, listen, openDatabase } from '@usher/host'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { openBrowser } from '../../../test/browser.ts'
import { type Ended, watch } from '../../../test/watch.ts'
import { hashPassword } from '../src/admin/passwords.ts'
import { type Address, type Service, buildService } from '../src/service.ts'
import { type Tables, migrations } from '../src/store/tables.ts'
import { openTenant } from '../src/store/tenants.ts'
import type { Json } from './src/api/types.ts'

export const password = 'correct horse'

type Answer = { readonly status: number; readonly body: Record<string, Json> }

/** A service that listens, with its administrator `admin`, and a browser in front of it. */
export type Console = {
  readonly url: string
  readonly browser: Browser
  /** A token made beforehand. */
  readonly token: string
  /** A browser of its own, with nobody signed in. */
  visit(path: string, options?: Parameters<Browser['newContext']>[0]): Promise<Page>
  /** As `visit`, signed in. */
  open(path: string, options?: Parameters<Browser['newContext']>[0]): Promise<Page>
  signIn(page: Page, userName: string, secret: string): Promise<void>
  scim(method: string, path: string, body?: Json, token?: string): Promise<Answer>
  api(method: string, path: string, body?: Json): Promise<Answer>
  /**
   * After each test: fails when a page did what none may, which is to break the content security policy, to throw, or to write
   * an error to the console. Of a test that failed it keeps pictures and traces.
   */
  settle(test: Ended): Promise<void>
  close(): Promise<void>
}

export async function openConsole(): Promise<Console> {
  const database: Database<Tables> = await openDatabase<Tables>({ url: undefined, migrations })
  const tenant = await openTenant(database.db, { userName: 'admin', passwordHash: () => hashPassword(password) })
  let address: Address = { baseUrl: '', origins: [] }
  const service: Service = await buildService({
    db: database.db,
    tenantId: tenant.id,
    address: () => address,
    isSecure: false,
    now: Date.now,
  })
  const url = await listen(service.app, { host: '127.0.0.1', port: 0 })
  address = { baseUrl: url, origins: [url] }
  const page = await fetch(url)
  if (page.status !== 200) throw new Error(await page.text())

  const browser = await openBrowser()
  const watching = watch()
  const complaints: string[] = []
  let cookie = ''
  async function send(path: string, init: RequestInit): Promise<Answer & { readonly cookie: string }> {
    const response = await fetch(`${url}${path}`, init)
    const text = await response.text()
    const body = text.startsWith('{') ? (JSON.parse(text) as Record<string, Json>) : {}
    return { status: response.status, body, cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '' }
  }
  const api = (method: string, path: string, body?: Json) =>
    send(`/admin/api${path}`, {
      method,
      headers: { origin: url, 'content-type': 'application/json', cookie },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  cookie = (await api('POST', '/sign-in', { userName: 'admin', password })).cookie
  const token = (await api('POST', '/tokens', { label: 'Set-up', expiresInDays: 30 })).body['token'] as string

  async function pageIn(context: BrowserContext, path: string): Promise<Page> {
    context.setDefaultTimeout(10_000)
    await watching.begin(context)
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    // Cookies ignore ports: the other product's is always there.
    await context.addCookies([{ name: 'usher', value: 'another-product', url }])
    await context.addInitScript(() => {
      document.addEventListener(
        'securitypolicyviolation',
        ({ violatedDirective, blockedURI }) =>
          console.error(`Content security policy: ${violatedDirective} ${blockedURI}`), // oxlint-disable-line eslint/no-console
      )
    })
    const page = await context.newPage()
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('console', (message) => {
      // The browser's own note about an answer of 400 and more is no complaint.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load')) complaints.push(message.text())
    })
    await page.goto(`${url}${path}`)
    return page
  }

  const on: Console = {
    url,
    browser,
    token,
    api,
    visit: async (path, options = {}) =>
      pageIn(await browser.newContext({ reducedMotion: 'reduce', ...options }), path),
    async open(path, options = {}) {
      const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
      const [name = '', value = ''] = cookie.split('=')
      await context.addCookies([{ name, value, url, httpOnly: true }])
      return pageIn(context, path)
    },
    async signIn(page, userName, secret) {
      await page.getByLabel('User name').fill(userName)
      await page.getByLabel('Password').fill(secret)
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    },
    scim: (method, path, body, other = token) =>
      send(`/scim/v2${path}`, {
        method,
        headers: { authorization: `Bearer ${other}`, 'content-type': 'application/scim+json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    settle: (test) => watching.settle(test, complaints.splice(0)),
    async close() {
      await browser.close()
      await service.stop()
      await database.close()
    },
  }
  return on
}

/** Waits until the text is to be seen. */
export async function see(where: Page | Locator, text: string | RegExp): Promise<void> {
  await where.getByText(text).first().waitFor()
}

/** Waits until the value is what is expected. */
export async function soon<Value>(ask: () => Promise<Value>, expected: Value): Promise<void> {
  await expect.poll(ask, { timeout: 10_000 }).toEqual(expected)
}

export function button(where: Page | Locator, name: string): Locator {
  return where.getByRole('button', { name, exact: true })
}

export function rowWith(page: Page, text: string): Locator {
  return page.getByRole('row').filter({ hasText: text })
}

/** A user as an identity provider sends it. */
export function person(userName: string, more: Record<string, Json> = {}): Json {
  return { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName, ...more }
}
