import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import {
  type AdminCenter,
  button,
  cloudApplicationAdministrator,
  does,
  openAdminCenter,
  picture,
  see,
  signIn,
} from './admin-center.ts'

const cora = 'cora@contoso.example'
const plainPerson = 'paul@contoso.example'
const people = 120

let on: AdminCenter
beforeAll(async () => {
  on = await openAdminCenter()
  await on.person(cora, cloudApplicationAdministrator)
  await on.person(plainPerson)
  const names = Array.from({ length: people }, (_, at) => `person${at + 1}`)
  for (const name of names)
    await does(on.graph, 'POST', '/usher/users', {
      userPrincipalName: `${name}@contoso.example`,
      displayName: name,
      givenName: name,
      surname: 'Contoso',
      mail: `${name}@contoso.example`,
      mailNickname: name,
    })
  await does(on.graph, 'POST', '/usher/groups', { displayName: 'Staff' })
  const members = names.map((name) => `${name}@contoso.example`)
  await does(on.graph, 'POST', '/usher/groups/Staff/members', { members })
})
afterAll(() => on.close())
afterEach(() => expect(on.complaints.splice(0)).toEqual([]))

test('a Cloud Application Administrator adds Dynamic Signal, connects it, starts it, and sees it happen', async () => {
  const page = await on.open(cora, '/')
  await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor()
  await see(page, 'No application yet')

  // UI-1: New application → search → add.
  await page.getByRole('link', { name: 'Enterprise apps' }).click()
  await page.getByRole('link', { name: 'New application' }).first().click()
  await page.getByLabel('Search applications').fill('dynamic')
  await see(page, '1 of the gallery')
  await button(page, /^Dynamic Signal/).click()
  const panel = page.getByRole('dialog')
  await see(panel, 'Tenant URL')
  await picture(page, 'gallery')
  await button(panel, 'Create').click()
  await page.getByRole('heading', { name: 'Dynamic Signal | Overview', level: 1 }).waitFor()

  // UI-11: Add user/group → pick → select a role → Assign; A-54: Default Access is refused with its sentence.
  await page.getByRole('link', { name: 'Users and groups' }).click()
  await see(page, 'Nobody is assigned')
  await button(page, 'Add user/group').first().click()
  const picker = page.getByRole('dialog')
  await picker.getByPlaceholder('Search by name').fill('sta')
  await picker.getByRole('checkbox', { name: 'Staff' }).click()
  await picker.getByLabel('Select a role').selectOption('Default Access')
  await see(picker, 'Choose User or Admin.')
  expect(await button(picker, 'Assign 1').isDisabled()).toBe(true)
  await picker.getByLabel('Select a role').selectOption('User')
  await picture(page, 'assign')
  await button(picker, 'Assign 1').click()
  await page.getByRole('row').filter({ hasText: 'Staff' }).filter({ hasText: 'User' }).waitFor()

  // UI-2, UI-3, UI-28: New configuration → Test Connection → Create.
  await page.getByRole('link', { name: 'Provisioning', exact: true }).click()
  await page.getByRole('link', { name: 'New configuration' }).click()
  await page.getByLabel('Tenant URL').fill(on.dynamicSignal.tenantUrl)
  await page.getByLabel('Secret Token').fill('not-the-token')
  expect(await button(page, 'Create').isDisabled()).toBe(true)
  await button(page, 'Test Connection').click()
  const failed = page.getByRole('listitem').filter({ has: page.getByLabel('Failed') })
  await see(failed, 'Authentication')
  expect(await button(page, 'Create').isDisabled()).toBe(true)
  await picture(page, 'test-connection-failed')
  await page.getByLabel('Secret Token').fill(on.dynamicSignal.token)
  await button(page, 'Test Connection').click()
  await see(page, 'the supplied credentials are authorized')
  expect(await page.getByLabel('Failed').count()).toBe(0)
  await button(page, 'What was asked and answered').click()
  await see(page.getByRole('region', { name: 'Request and answer' }), 'GET http')
  expect(await page.locator('main').innerText()).not.toContain(on.dynamicSignal.token)
  await picture(page, 'test-connection')
  await button(page, 'Create').click()

  // Dry start: the first plan in numbers, then a yes.
  await button(page, 'Start provisioning').click()
  const dialog = page.getByRole('dialog')
  await dialog
    .locator('div')
    .filter({ has: page.getByText('will be created') })
    .filter({ hasText: String(people) })
    .first()
    .waitFor()
  await picture(page, 'start')
  await button(dialog, 'Start').click()
  await see(page, 'Provisioning of Dynamic Signal has started.')
  const bar = page.getByRole('progressbar', { name: 'Progress of the cycle' })
  await bar.waitFor()
  await see(page, /\d of 12\d/)
  await picture(page, 'progress')
  await bar.waitFor({ state: 'detached' })
  const cycle = page.getByRole('region', { name: 'Last cycle: initial' })
  await cycle.waitFor()
  await expect.poll(() => figure(cycle.locator('dl'), 'Created')).toBe(String(people))
  await picture(page, 'provisioning')

  // Restart says what it forgets, Stop says in numbers what stays.
  await button(page, 'Restart provisioning').click()
  await see(page.getByRole('dialog'), `compared with ${people} accounts`)
  await picture(page, 'restart')
  await button(page, 'Cancel').click()
  await button(page, 'Stop provisioning').click()
  await see(page.getByRole('alertdialog'), `${people} active accounts in Dynamic Signal stay as they are.`)
  await button(page.getByRole('alertdialog'), 'Stop').click()
  await see(page, 'Stopped')
  await button(page, 'Start provisioning').waitFor()

  await page.goto(`${on.url}/`)
  await page.getByRole('row').filter({ hasText: 'Dynamic Signal' }).filter({ hasText: 'Stopped' }).waitFor()
  await picture(page, 'home')
})

function figure(list: ReturnType<Page['locator']>, label: string): Promise<string | null> {
  return list
    .locator('div')
    .filter({ has: list.page().getByText(label, { exact: true }) })
    .locator('dd')
    .textContent()
}

test('an application gets owners and a name, loses who is assigned, and is deleted, each after saying what that means', async () => {
  const { id } = await does(on.graph, 'POST', '/usher/apps', { template: 'generic', name: 'Contoso HR' })
  await does(on.graph, 'POST', `/usher/apps/${String(id)}/assignments`, { who: cora })
  const page = await on.open(cora, `/enterprise-apps/${String(id)}/owners`)
  await button(page, 'Add owners').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByPlaceholder('Search by name').fill('paul')
  await dialog.getByRole('checkbox', { name: 'paul' }).click()
  await button(dialog, 'Add 1').click()
  await button(page, 'Remove paul').click()
  await button(page.getByRole('alertdialog'), 'Remove').click()
  await see(page, 'Nobody owns this application')

  await page.getByRole('link', { name: 'Roles' }).click()
  await see(page, 'Whoever is assigned has Default Access.')
  await page.getByRole('link', { name: 'Users and groups' }).click()
  await page.getByRole('checkbox', { name: 'Select cora' }).click()
  await button(page, 'Remove 1').click()
  await see(page.getByRole('alertdialog'), 'loses their account')
  await button(page.getByRole('alertdialog'), 'Remove').click()
  await see(page, 'Nobody is assigned')

  await page.getByRole('link', { name: 'Properties' }).click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Contoso People')
  await button(page, 'Save').click()
  await page.getByRole('heading', { name: 'Contoso People | Properties', level: 1 }).waitFor()
  await button(page, 'Delete application').click()
  await see(page.getByRole('alertdialog'), '0 active accounts in Contoso People will be managed by nobody')
  await button(page.getByRole('alertdialog'), 'Delete').click()
  await page.getByRole('heading', { name: 'Enterprise apps', level: 1 }).waitFor()
  expect((await on.graph.ask('GET', `/usher/apps/${String(id)}`)).status).toBe(404)
})

test('somebody without a role sees nothing of it, and is told whom to ask', async () => {
  const page = await on.open(plainPerson, '/enterprise-apps')
  await page.getByRole('heading', { name: 'You may not see this' }).waitFor()
  await see(page, 'Cloud Application Administrator')
  expect(await page.getByRole('navigation', { name: 'Main' }).getByRole('link').count()).toBe(0)
  const asked = await page.evaluate(async () => (await fetch('/usher/status')).status)
  expect(asked).toBe(403)
})

test('an owner without a role manages what they own, and nothing else', async () => {
  const owner = await on.person('olga@contoso.example')
  const { id } = await does(on.graph, 'POST', '/usher/apps', { template: 'generic', name: 'Olga’s own' })
  await does(on.graph, 'POST', `/v1.0/servicePrincipals/${String(id)}/owners/$ref`, {
    '@odata.id': `${on.url}/v1.0/directoryObjects/${owner}`,
  })
  const other = await does(on.graph, 'POST', '/usher/apps', { template: 'generic', name: 'Somebody else’s' })
  const page = await on.open('olga@contoso.example', '/')
  await page.getByRole('heading', { name: 'You may not see this' }).waitFor()
  await page.getByRole('link', { name: 'Olga’s own' }).click()
  await page.getByRole('link', { name: 'Provisioning', exact: true }).click()
  await page.getByRole('link', { name: 'New configuration' }).click()
  await page.getByLabel('Tenant URL').fill(on.dynamicSignal.tenantUrl)
  await page.getByLabel('Secret Token').fill(on.dynamicSignal.token)
  await button(page, 'Test Connection').click()
  await see(page, 'the supplied credentials are authorized')
  await button(page, 'Create').click()
  await button(page, 'Start provisioning').waitFor()
  await page.goto(`${on.url}/enterprise-apps/${String(other['id'])}/overview`)
  await page.getByRole('heading', { name: 'You may not see this' }).waitFor()
})

test('whoever is in two directories switches between them', async () => {
  const wanda = 'wanda@contoso.example'
  await on.person(wanda, cloudApplicationAdministrator)
  await does(on.graph, 'POST', '/usher/directories', { displayName: 'Fabrikam', administrator: wanda })
  const page = await on.open(wanda, '/')
  await page.getByLabel('Directory').selectOption('Fabrikam')
  await page.getByTitle('Directory').getByText('Fabrikam').waitFor()
  await see(page, 'Global Administrator')
  await see(page, 'No application yet')
  expect(await page.getByLabel('Directory').locator('option:checked').textContent()).toBe('Fabrikam')
})

test('whoever opens a link signs in and comes to where it leads, and signing out ends it', async () => {
  const page = await on.visit('/enterprise-apps/gallery?search=slack')
  await signIn(page, cora)
  await page.getByRole('heading', { name: 'Gallery', level: 1 }).waitFor()
  expect(await page.getByLabel('Search applications').inputValue()).toBe('slack')
  await button(page, 'Sign out').click()
  await page.getByLabel('Account name').waitFor()
  await page.goto(`${on.url}/`)
  await page.getByLabel('Account name').waitFor()
})
