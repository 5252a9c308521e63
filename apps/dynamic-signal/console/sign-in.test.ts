import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Console, button, openConsole, password, see, soon } from './browser-fixture.ts'

let on: Console
beforeAll(async () => {
  on = await openConsole()
  await on.api('POST', '/administrators', { userName: 'reader', password: 'a long password', isAdmin: false })
})
afterAll(() => on.close())
afterEach(({ task }) => on.settle(task))

test('a wrong password is told, a right one opens the page that was asked for', async () => {
  const page = await on.visit('/admin/settings')
  await on.signIn(page, 'admin', 'wrong')
  await see(page, 'The user name or the password is wrong.')
  await on.signIn(page, 'admin', password)
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor()
  expect(await page.title()).toBe('Settings · Dynamic Signal')
})

test('the session is out of reach for scripts, and is over after signing out', async () => {
  const page = await on.visit('/')
  await on.signIn(page, 'admin', password)
  await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor()
  const session = (await page.context().cookies()).find(({ name }) => name === 'dynamic-signal')
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
  expect(await page.evaluate(() => document.cookie)).not.toContain('dynamic-signal')
  await button(page, 'Account admin').click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor()
})

test('a session that ends while the console is open leads to the sign-in, and back', async () => {
  const page = await on.visit('/')
  await on.signIn(page, 'admin', password)
  await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor()
  await page.context().clearCookies()
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor()
  await on.signIn(page, 'admin', password)
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor()
})

test('an account without Admin sees users, and is told why the rest is closed', async () => {
  const page = await on.visit('/')
  await on.signIn(page, 'reader', 'a long password')
  await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor()
  const links = page.getByRole('navigation', { name: 'Main' }).getByRole('link')
  await soon(() => links.allTextContents(), ['Users'])
  await page.goto(`${on.url}/admin/advanced/api`)
  await see(page, 'Only administrators may see this page')
})

test('a link to another tenant asks for its name, which is filled in', async () => {
  await on.api('POST', '/tenants', { name: 'contoso', adminUser: 'ana', adminPassword: 'a long password' })
  const page = await on.visit('/?tenant=contoso')
  expect(await page.getByLabel('Tenant').inputValue()).toBe('contoso')
  await on.signIn(page, 'ana', 'a long password')
  await page.getByTitle('Tenant').getByText('contoso').waitFor()
  expect(await page.getByRole('link', { name: 'Tenants' }).count()).toBe(0)

  const other = await on.visit('/')
  expect(await other.getByLabel('Tenant').count()).toBe(0)
  await button(other, 'Sign in to another tenant').click()
  await other.getByLabel('Tenant').fill('contoso')
  await on.signIn(other, 'ana', 'a long password')
  await other.getByTitle('Tenant').getByText('contoso').waitFor()
})
