import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { type Console, button, openConsole, person, see, soon } from './browser-fixture.ts'

const long = 'maximiliane-charlotte.von-habsburg-lothringen.of-the-northern-hemisphere@a-long-name.contoso.com'

let on: Console
let user: string
let pictures: string
beforeAll(async () => {
  on = await openConsole()
  pictures = await mkdtemp(join(tmpdir(), 'console-'))
  await on.api('PATCH', '/settings', { groups: true })
  user = (await on.scim('POST', '/Users', person(long, { externalId: long, displayName: long }))).body['id'] as string
  await on.scim('POST', '/Users', person(long))
  await on.scim('POST', '/Groups', {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    displayName: long,
    members: [{ value: user }],
  })
  await on.api('POST', '/clients', { label: long })
})
afterAll(async () => {
  await on.close()
  await rm(pictures, { recursive: true })
})
afterEach(({ task }) => on.settle(task))

/** Every page, with a heading by which it is there, and what is opened on it. */
const screens = [
  { path: '/users', heading: 'Users' },
  { path: '/users/{user}', heading: long },
  { path: '/users/{user}', heading: long, open: 'Delete permanently' },
  { path: '/groups', heading: 'Groups' },
  { path: '/activity', heading: 'Activity', open: '/Users' },
  { path: '/admin/advanced/api', heading: 'API', open: 'Generate New Token' },
  { path: '/admin/rights', heading: 'Admin rights', open: 'Add account' },
  { path: '/admin/settings', heading: 'Settings' },
  { path: '/admin/tenants', heading: 'Tenants', open: 'Create tenant' },
  { path: '/users/x/y', heading: 'Not found' },
  { path: '/nowhere', heading: 'Not found' },
  { path: '/users/00000000-0000-4000-8000-000000000000', heading: 'No such user' },
  { path: '/groups/00000000-0000-4000-8000-000000000000', heading: 'No such group' },
]

const looks = [
  { width: 1280, colorScheme: 'light' },
  { width: 800, colorScheme: 'dark' },
] as const

describe.for(looks)('at $width pixels, $colorScheme', ({ width, colorScheme }) => {
  test('every page keeps the policy, and it and its tables scroll down only', async () => {
    const page = await on.open('/users', { viewport: { width, height: 800 }, colorScheme })
    for (const { path, heading, open } of screens) {
      await page.goto(on.url + path.replace('{user}', user))
      await page.getByRole('heading', { name: heading, level: 1 }).waitFor()
      if (open !== undefined) await button(page, open).first().click()
      await soon(() => tooWide(page), 0)
      await page.screenshot({ path: join(pictures, `${heading}-${width}-${colorScheme}.png`) })
    }
    const background = await page.evaluate(
      () => getComputedStyle(document.querySelector('main') ?? document.body).color,
    )
    expect(background).toBe(colorScheme === 'light' ? 'rgb(36, 36, 36)' : 'rgb(255, 255, 255)')
  })
})

/** By how many pixels the page, its main part or a table would scroll sideways. */
function tooWide(page: Page): Promise<number> {
  return page.evaluate(() => {
    const parts = [document.documentElement, ...document.querySelectorAll('main, div:has(> table)')]
    return Math.max(...parts.map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth))
  })
}

test('the service says with every page what it may do, and nothing else may', async () => {
  const first = await fetch(`${on.url}/users`)
  const second = await fetch(`${on.url}/users`)
  const policy = first.headers.get('content-security-policy') ?? ''
  expect(policy).toMatch(/^default-src 'none';script-src 'self';style-src 'self' 'nonce-[\w+/]{24}';/)
  expect(policy).not.toContain('unsafe')
  expect(policy).not.toBe(second.headers.get('content-security-policy'))
  expect(first.headers.get('cache-control')).toBe('no-store')
  const script = /src="(\/assets\/[^"]+)"/.exec(await first.text())?.[1] ?? ''
  const asset = await fetch(on.url + script)
  expect(asset.headers.get('cache-control')).toContain('immutable')
  expect(asset.headers.get('content-encoding')).toMatch(/^(br|gzip)$/)
  for (const path of ['/scim/nothing', '/admin/api/nothing', '/oauth/nothing', '/t/nothing', '/nothing'])
    expect((await fetch(on.url + path)).headers.get('content-type')).not.toContain('html')
})

test('everything is reached by keyboard, in the order it is read', async () => {
  const page = await on.open('/users')
  await see(page, '1 user')
  const reached: string[] = []
  for (let step = 0; step < 22; step++) {
    await page.keyboard.press('Tab')
    reached.push(await focused(page))
  }
  const order = ['Skip to the page', 'Dynamic Signal', 'Account admin', 'Users', 'Activity', 'Settings', 'API']
  const places = [...order, 'Search by name', 'All', 'Name', long].map((name) =>
    reached.findIndex((each) => each.startsWith(name)),
  )
  expect(
    places.every((place) => place >= 0),
    reached.join(' | '),
  ).toBe(true)
  expect(places).toEqual(places.toSorted((one, other) => one - other))

  await page.getByRole('link', { name: long }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: long, level: 1 }).waitFor()
  await button(page, 'Delete permanently').focus()
  await page.keyboard.press('Enter')
  await page.getByRole('alertdialog').waitFor()
  await page.keyboard.type('not the name')
  await soon(() => page.getByRole('alertdialog').getByRole('textbox').inputValue(), 'not the name')
  await page.keyboard.press('Escape')
  await soon(() => focused(page), 'Delete permanently')

  await page.goto(`${on.url}/admin/rights`)
  await button(page, 'What to do with admin').focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Reset password' }).focus()
  await page.keyboard.press('Enter')
  await page.getByLabel('New password').waitFor()
  await page.keyboard.press('Escape')
  await soon(() => focused(page), 'What to do with admin')
})

function focused(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.ariaLabel ?? document.activeElement?.textContent?.trim() ?? '')
}
