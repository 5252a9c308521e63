import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Console, button, openConsole, person, rowWith, see, soon } from './browser-fixture.ts'

let on: Console
beforeAll(async () => {
  on = await openConsole()
})
afterAll(() => on.close())
afterEach(({ task }) => on.settle(task))

test('accounts are added, get Admin and a new password, and are removed', async () => {
  const page = await on.open('/admin/rights')
  await button(page, 'Add account').click()
  await page.getByLabel('User name').fill('rita')
  await page.getByLabel('Password').fill('a long password')
  await button(page, 'Add').click()
  const row = rowWith(page, 'rita')
  await see(row, 'Reader')

  const act = async (item: string, verb: string): Promise<void> => {
    await button(page, 'What to do with rita').click()
    await page.getByRole('menuitem', { name: item }).click()
    if (item === 'Reset password') await page.getByLabel('New password').fill('another password')
    await button(page, verb).click()
  }
  await act('Grant Admin', 'Grant Admin')
  await see(row, 'Admin')
  await act('Reset password', 'Reset password')
  await see(page, 'rita has a new password.')
  const theirs = await on.visit('/')
  await on.signIn(theirs, 'rita', 'another password')
  await theirs.getByRole('link', { name: 'Settings' }).waitFor()
  await act('Remove account', 'Remove account')
  await soon(() => row.count(), 0)
})

test('the last Admin stays one, and the dialog says why', async () => {
  const page = await on.open('/admin/rights')
  await button(page, 'What to do with admin').click()
  await page.getByRole('menuitem', { name: 'Remove Admin' }).click()
  const dialog = page.getByRole('alertdialog')
  await button(dialog, 'Remove Admin').click()
  await see(dialog, 'At least one account must keep the Admin permission.')
  await button(dialog, 'Cancel').click()
  await see(rowWith(page, 'You'), 'Admin')
})

test('groups are off at first; switched on they are in the navigation, with their members', async () => {
  const page = await on.open('/admin/settings')
  await see(page, 'Unique group names')
  expect(await page.getByRole('link', { name: 'Groups' }).count()).toBe(0)
  await page.getByRole('switch', { name: /^Groups/ }).click()
  await button(page, 'Save').click()
  await see(page, 'The settings are saved.')
  const id = (await on.scim('POST', '/Users', person('ana@contoso.com', { displayName: 'Ana' }))).body['id'] as string
  const group = {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    displayName: 'Sales',
    members: [{ value: id }],
  }
  expect((await on.scim('POST', '/Groups', group)).status).toBe(201)
  await page.getByRole('link', { name: 'Groups' }).click()
  await page.getByRole('link', { name: 'Sales' }).click()
  await page.getByRole('link', { name: 'Ana' }).click()
  await page.getByRole('heading', { name: 'Ana', level: 1 }).waitFor()
})

test('strict mode refuses what lenient mode forgives, and one switch makes an exception', async () => {
  const sloppy = person('text@contoso.com', { active: 'False' })
  const page = await on.open('/admin/settings')
  await page.getByRole('radio', { name: /^Strict/ }).check()
  await see(page, 'Save to see what this mode forgives')
  await button(page, 'Save').click()
  await see(page, 'The settings are saved.')
  expect((await on.scim('POST', '/Users', sloppy)).status).toBe(400)
  await page.getByRole('button', { name: /switches, all as the mode has them/ }).click()
  await page.getByRole('switch', { name: 'booleanText' }).click()
  await button(page, 'Save').click()
  await soon(async () => (await on.scim('POST', '/Users', sloppy)).status, 201)
  await see(rowWith(page, 'Booleans'), 'changed')
})

test('DS-4: the delete policy is chosen with its consequence beside it', async () => {
  const id = (await on.scim('POST', '/Users', person('kept@contoso.com'))).body['id'] as string
  const page = await on.open('/admin/settings')
  await page.getByRole('radio', { name: /^Refuse Answers 405/ }).check()
  await button(page, 'Save').click()
  await see(page, 'The settings are saved.')
  expect((await on.scim('DELETE', `/Users/${id}`)).status).toBe(405)
})

test('a limit below 25 requests is not accepted, and a discarded change is gone', async () => {
  const page = await on.open('/admin/settings')
  await page.getByRole('switch', { name: 'Limit requests' }).setChecked(true)
  const limit = page.getByLabel('Requests a second', { exact: true })
  await limit.fill('5')
  await see(page, 'A whole number from 25 to')
  await limit.fill('500')
  const bar = page.getByRole('region', { name: 'Unsaved changes' })
  await button(bar, 'Discard').click()
  await soon(() => bar.count(), 0)
})

test('a custom schema that is none gets the service’s sentence; a right one is stored', async () => {
  const page = await on.open('/admin/settings')
  const text = page.getByRole('textbox', { name: 'Schemas' })
  await text.fill('[{')
  await button(page, 'Save schemas').click()
  await see(page, /This is not JSON/)
  await text.fill('[{"id": 7}]')
  await button(page, 'Save schemas').click()
  await see(page, /^schemas/)
  await page.getByRole('region', { name: 'Custom schemas' }).getByRole('button', { name: 'Discard' }).click()
  await button(page, 'Insert an example').click()
  await button(page, 'Save schemas').click()
  await see(page, 'The schemas are saved.')
  const badge = 'urn:example:params:scim:schemas:extension:badge:2.0:User'
  const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User', badge]
  const made = await on.scim('POST', '/Users', person('b@contoso.com', { schemas, [badge]: { badgeNumber: '7' } }))
  expect(made.body[badge]).toEqual({ badgeNumber: '7' })
})

test('a tenant is created, and has an address of its own', async () => {
  const page = await on.open('/admin/tenants')
  await button(page, 'Create tenant').click()
  const name = page.getByLabel(/^Name/)
  await name.fill('Not allowed')
  await page.getByLabel('Password of its first Admin').fill('a long password')
  expect(await button(page, 'Create').isDisabled()).toBe(true)
  await page.getByRole('alert').filter({ hasText: '2 to 40 of: small letters, digits, hyphens.' }).waitFor()
  await name.fill('fabrikam')
  await button(page, 'Create').click()
  await see(rowWith(page, 'fabrikam'), `${on.url}/t/fabrikam/scim/v2`)
})
