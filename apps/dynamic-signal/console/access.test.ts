import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { type Console, button, openConsole, rowWith, see, soon } from './browser-fixture.ts'

let on: Console
beforeAll(async () => {
  on = await openConsole()
})
afterAll(() => on.close())
afterEach(({ task }) => on.settle(task))

const page = (): Promise<Page> => on.open('/admin/advanced/api')

async function generate(where: Page, label: string): Promise<string> {
  await button(where, 'Generate New Token').click()
  await where.getByLabel('Label').fill(label)
  await button(where, 'Generate').click()
  const token = await where.getByRole('textbox', { name: 'Token', exact: true }).inputValue()
  await button(where, 'Copy Token').click()
  await soon(() => where.evaluate(() => navigator.clipboard.readText()), token)
  await button(where, 'Done').click()
  return token
}

test('DS-8: the SCIM API URL is shown and copied', async () => {
  const api = await page()
  await soon(() => api.getByRole('textbox', { name: 'SCIM API URL' }).inputValue(), `${on.url}/scim/v2`)
  await button(api, 'Copy SCIM API URL').click()
  await soon(() => api.evaluate(() => navigator.clipboard.readText()), `${on.url}/scim/v2`)
})

test('DS-8: a token is shown once, works beside others, tells when it was used, and is revoked', async () => {
  const api = await page()
  const token = await generate(api, 'Entra')
  const next = await generate(api, 'Entra, next')
  expect((await on.scim('GET', '/Users', undefined, token)).status).toBe(200)
  expect((await on.scim('GET', '/Users', undefined, next)).status).toBe(200)
  await api.reload()
  const row = rowWith(api, 'Entra').filter({ hasNotText: 'next' })
  await see(row, 'admin')
  expect(await api.getByText(token).count()).toBe(0)
  await expect.poll(() => row.locator('time').count()).toBe(3) // created, last used, expires

  await button(row, 'Revoke Entra').click()
  await button(api.getByRole('alertdialog'), 'Revoke').click()
  await see(row, 'Revoked')
  expect((await on.scim('GET', '/Users', undefined, token)).status).toBe(401)
  expect((await on.scim('GET', '/Users', undefined, next)).status).toBe(200)
})

test('DS-8: a token that never expires warns, before and after', async () => {
  const api = await page()
  await button(api, 'Generate New Token').click()
  await api.getByLabel('Label').fill('For ever')
  await api.getByLabel('Expires after').selectOption('never')
  await see(api, 'A token that never expires works until somebody remembers to revoke it.')
  await api.getByRole('checkbox', { name: /scim.write/ }).uncheck()
  await button(api, 'Generate').click()
  await see(api, 'Copy it now.')
  const token = await api.getByRole('textbox', { name: 'Token', exact: true }).inputValue()
  await button(api, 'Done').click()
  await see(rowWith(api, 'For ever'), 'Never')
  expect((await on.scim('GET', '/Users', undefined, token)).status).toBe(200)
  expect((await on.scim('POST', '/Users', { userName: 'x' }, token)).status).toBe(403)
})

test('DS-8: a token stops when its owner loses Admin, and says so', async () => {
  await on.api('POST', '/administrators', { userName: 'olga', password: 'a long password', isAdmin: true })
  const theirs = await on.visit('/admin/advanced/api')
  await on.signIn(theirs, 'olga', 'a long password')
  const token = await generate(theirs, 'Of Olga')
  expect((await on.scim('GET', '/Users', undefined, token)).status).toBe(200)

  const rights = await on.open('/admin/rights')
  await button(rights, 'What to do with olga').click()
  await rights.getByRole('menuitem', { name: 'Remove Admin' }).click()
  await button(rights.getByRole('alertdialog'), 'Remove Admin').click()
  await see(rights, 'olga is no Admin any more.')
  const answer = await on.scim('GET', '/Users', undefined, token)
  expect(answer.status).toBe(403)
  expect(answer.body['detail']).toContain('Admin permissions')
  await see(rowWith(await page(), 'Of Olga'), 'Stopped')
})

test('AU-3: an OAuth client gets an access token, rotates its secret, and is revoked', async () => {
  const api = await page()
  await button(api, 'Create client').click()
  await api.getByLabel('Label').fill('Okta')
  await button(api, 'Create').click()
  const id = await api.getByRole('textbox', { name: 'Client ID', exact: true }).inputValue()
  const secret = await api.getByRole('textbox', { name: 'Client secret' }).inputValue()
  await button(api, 'Done').click()
  expect(await works(id, secret)).toBe(true)

  const card = api.getByRole('article', { name: 'Okta' })
  await button(card, 'New secret').click()
  await button(api, 'Create').click()
  const second = await api.getByRole('textbox', { name: 'Client secret' }).inputValue()
  await button(api, 'Done').click()
  const revocable = card.getByRole('button', { name: /^Revoke the secret/ })
  await soon(() => revocable.count(), 2)
  expect(await works(id, second)).toBe(true)

  const prefixes = await revocable.evaluateAll((all) => all.map((one) => one.ariaLabel?.split(' ').at(-1) ?? ''))
  const first = prefixes.findIndex((prefix) => secret.startsWith(prefix))
  await revocable.nth(first).click()
  await button(api.getByRole('alertdialog'), 'Revoke').click()
  await soon(() => revocable.count(), 1)
  expect(await works(id, secret)).toBe(false)
  expect(await works(id, second)).toBe(true)

  await button(card, 'Revoke Okta').click()
  await button(api.getByRole('alertdialog'), 'Revoke').click()
  await soon(() => button(card, 'New secret').count(), 0)
  expect(await works(id, second)).toBe(false)
})

/** Whether the client gets an access token, and that one is good for a request. */
async function works(id: string, secret: string): Promise<boolean> {
  const response = await fetch(`${on.url}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${id}:${secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
  if (!response.ok) return false
  const { access_token: token } = (await response.json()) as { access_token: string }
  return (await on.scim('GET', '/Users', undefined, token)).status === 200
}
