import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import {
  type AdminCenter,
  button,
  cloudApplicationAdministrator,
  does,
  openAdminCenter,
  picture,
} from './admin-center.ts'
import { dialogs, leftOf, ofLooks, serious, settled, tooWide } from './looks.ts'

const cora = 'cora@contoso.example'
const long = 'Maximiliane Charlotte von Habsburg-Lothringen Internationale Verwaltungs- und Beteiligungsgesellschaft'

let on: AdminCenter
let app = ''
let fresh = ''
let broken = ''
beforeAll(async () => {
  on = await openAdminCenter()
  await on.person(cora, cloudApplicationAdministrator)
  const { tenantUrl, token } = on.dynamicSignal
  app = String((await does(on.graph, 'POST', '/usher/apps', { template: 'dynamic-signal' }))['id'])
  await does(on.graph, 'PATCH', `/usher/apps/${app}/settings`, { tenantUrl, secretToken: token })
  await does(on.graph, 'POST', `/usher/apps/${app}/assignments`, { who: cora, role: 'User' })
  await does(on.graph, 'POST', `/usher/apps/${app}/run`, { yes: true })
  fresh = String((await does(on.graph, 'POST', '/usher/apps', { template: 'generic', name: long }))['id'])
  // Nobody answers there: it goes into quarantine.
  broken = String((await does(on.graph, 'POST', '/usher/apps', { template: 'generic', name: 'Contoso HR' }))['id'])
  await does(on.graph, 'PATCH', `/usher/apps/${broken}/settings`, { tenantUrl, secretToken: 'wrong-token' })
  await does(on.graph, 'POST', `/usher/apps/${broken}/assignments`, { who: cora })
  await on.graph.ask('POST', `/usher/apps/${broken}/run`, { yes: true })
})
afterAll(() => on.close())
afterEach(({ task }) => on.settle(task))

/** Every page, with a heading by which it is there, and what is opened on it. */
const screens: readonly {
  readonly name: string
  readonly path: string
  readonly heading: string
  readonly open?: string | RegExp
}[] = [
  { name: 'home', path: '/', heading: 'Home' },
  { name: 'apps', path: '/enterprise-apps', heading: 'Enterprise apps' },
  { name: 'gallery', path: '/enterprise-apps/gallery', heading: 'Gallery' },
  { name: 'gallery-panel', path: '/enterprise-apps/gallery', heading: 'Gallery', open: /^Dynamic Signal/ },
  { name: 'overview', path: '/enterprise-apps/{app}/overview', heading: 'Dynamic Signal | Overview' },
  { name: 'overview-new', path: '/enterprise-apps/{fresh}/overview', heading: `${long} | Overview` },
  { name: 'properties', path: '/enterprise-apps/{app}/properties', heading: 'Dynamic Signal | Properties' },
  { name: 'held-none', path: '/enterprise-apps/{app}/held', heading: 'Dynamic Signal | Held' },
  { name: 'roles', path: '/enterprise-apps/{app}/roles', heading: 'Dynamic Signal | Roles' },
  { name: 'owners', path: '/enterprise-apps/{app}/owners', heading: 'Dynamic Signal | Owners', open: 'Add owners' },
  {
    name: 'users-and-groups',
    path: '/enterprise-apps/{app}/users-and-groups',
    heading: 'Dynamic Signal | Users and groups',
    open: 'Add user/group',
  },
  {
    name: 'provisioning',
    path: '/enterprise-apps/{app}/provisioning',
    heading: 'Dynamic Signal | Provisioning',
    open: 'View technical information',
  },
  {
    name: 'provisioning-restart',
    path: '/enterprise-apps/{app}/provisioning',
    heading: 'Dynamic Signal | Provisioning',
    open: 'Restart provisioning',
  },
  { name: 'provisioning-none', path: '/enterprise-apps/{fresh}/provisioning', heading: `${long} | Provisioning` },
  { name: 'quarantine', path: '/enterprise-apps/{broken}/provisioning', heading: 'Contoso HR | Provisioning' },
  { name: 'configuration', path: '/enterprise-apps/{fresh}/provisioning/new', heading: `${long} | Provisioning` },
  {
    name: 'gone',
    path: '/enterprise-apps/00000000-0000-4000-8000-000000000000/overview',
    heading: 'No such application',
  },
  { name: 'nothing', path: '/enterprise-apps/{app}/nothing', heading: 'Not found' },
  { name: 'nowhere', path: '/nowhere', heading: 'Not found' },
]

const looks = [
  { width: 1280, colorScheme: 'light', only: undefined },
  { width: 800, colorScheme: 'dark', only: ofLooks },
] as const

test('every page scrolls down only, light and wide, dark and narrow; keeps the policy, and axe finds nothing serious', async () => {
  const page = await on.open(cora, '/')
  await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor()
  const found: string[] = []
  for (const { name, path, heading, open } of screens) {
    await page.goto(on.url + path.replace('{app}', app).replace('{fresh}', fresh).replace('{broken}', broken))
    await page.getByRole('heading', { name: heading, level: 1, includeHidden: true }).waitFor()
    await settled(page)
    if (open !== undefined) await button(page, open).first().click()
    for (const { width, colorScheme, only } of looks) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 800 })
      await settled(page)
      await expect.poll(() => tooWide(page), { timeout: 5000, message: name }).toBe(0)
      await picture(page, `${name}-${width}-${colorScheme}`)
      found.push(...(await serious(page, only)).map((one) => `${name} ${colorScheme}: ${one}`))
    }
    if ((await page.locator(dialogs).count()) === 0) continue
    await page.keyboard.press('Escape')
    found.push(...(await leftOf(page)).map((one) => `${name}, closed: ${one}`))
  }
  expect(found).toEqual([])
}, 60_000)

test('the service says with every page what it may do, files are kept for ever, and programs are answered as before', async () => {
  const asked = (path: string) => fetch(on.url + path, { headers: { accept: 'text/html' } })
  const [first, second] = [await asked('/enterprise-apps/x/y'), await asked('/')]
  const policy = first.headers.get('content-security-policy') ?? ''
  expect(policy).toMatch(/^default-src 'none';script-src 'self';style-src 'self' 'nonce-[\w+/]{24}';/)
  expect(policy).not.toContain('unsafe')
  expect(policy).not.toBe(second.headers.get('content-security-policy'))
  const script = /src="(\/assets\/[^"]+)"/.exec(await first.text())?.[1] ?? ''
  const asset = await fetch(on.url + script)
  expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(asset.headers.get('content-encoding')).toMatch(/^(br|gzip)$/)
  expect((await asked('/nowhere')).status).toBe(404)
  for (const path of [
    '/v1.0/nothing',
    '/beta/nothing',
    '/usher/nothing',
    `/${crypto.randomUUID()}/oauth2/v2.0/nothing`,
    '/assets/nothing.js',
  ])
    expect((await asked(path)).headers.get('content-type'), path).toContain('json')
})

test('everything is reached by keyboard, in the order it is read', async () => {
  const page = await on.open(cora, '/')
  await page.getByRole('row').filter({ hasText: 'Dynamic Signal' }).waitFor()
  const reached: string[] = []
  for (let step = 0; step < 16; step += 1) {
    await page.keyboard.press('Tab')
    reached.push(await focused(page))
  }
  const order = ['Skip to the page', 'Usher', 'Dark colours', 'Sign out', 'Home', 'Enterprise apps', 'Applications']
  const places = order.map((name) => reached.findIndex((each) => each.startsWith(name)))
  expect(
    places.every((place) => place >= 0),
    reached.join(' | '),
  ).toBe(true)
  expect(places).toEqual(places.toSorted((one, other) => one - other))

  await page.getByRole('link', { name: 'Enterprise apps' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Enterprise apps', level: 1 }).waitFor()
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('main')

  // Stops of Fluent UI that nobody hears of are there from the first dialog on; they hand the focus on.
  await page.goto(`${on.url}/enterprise-apps/${app}/owners`)
  await button(page, 'Add owners').click()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(await page.locator('[data-tabster-dummy]').count()).toBeGreaterThan(0)
  for (const key of [...Array<string>(24).fill('Tab'), ...Array<string>(30).fill('Shift+Tab')]) {
    await page.keyboard.press(key)
    expect(await page.evaluate(() => document.activeElement?.matches('[data-tabster-dummy]'))).toBe(false)
  }
})

function focused(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.ariaLabel ?? document.activeElement?.textContent?.trim() ?? '')
}
