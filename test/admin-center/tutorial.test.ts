/** The tutorial of docs/guide/tutorial.md from sign-in to what Usher says of an account that was deleted there; it makes the pictures of the guide. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Locator, Page } from 'playwright-core'
import { type AdminCenter, button, cloudApplicationAdministrator, does, openAdminCenter, password, picture, see } from './admin-center.ts' // prettier-ignore

const cora = 'cora@contoso.example'
const people = 120
/** Who is tried on demand, whose account cannot be made, and whose account is deleted in the end. */
const tried = 'person1'
const failing = 'person9'
const deleted = 'person7'

let on: AdminCenter
let page: Page
let dynamicSignal: Page
beforeAll(async () => {
  on = await openAdminCenter()
  await on.person(cora, cloudApplicationAdministrator)
  const names = Array.from({ length: people }, (_, at) => `person${at + 1}`)
  for (const name of names)
    await does(on.graph, 'POST', '/usher/users', { userPrincipalName: `${name}@contoso.example`, displayName: name, givenName: name, surname: 'Contoso', jobTitle: 'Clerk', mail: `${name}@contoso.example`, mailNickname: name }) // prettier-ignore
  await does(on.graph, 'POST', '/usher/groups', { displayName: 'Staff' })
  // One of them is assigned alone.
  const members = names.filter((name) => name !== deleted).map((name) => `${name}@contoso.example`)
  await does(on.graph, 'POST', '/usher/groups/Staff/members', { members })
  await takeTheExternalIdOf(failing)
  dynamicSignal = await on.visit(on.dynamicSignal.url)
  page = await on.open(cora, '/')
})
afterAll(() => on.close())
afterEach(({ task }) => on.settle(task))

test('a Cloud Application Administrator goes through the tutorial, from the sign-in to what is said of an account that was deleted there', async () => {
  await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor()
  await see(page, 'No application yet')
  const token = await tokenOfDynamicSignal()
  await addFromTheGallery()
  await assign()
  await configure(token)
  await setProperties()
  await reviewTheMapping()
  await tryOnDemand()
  await start()
  await readTheLog(token)
  await deleteThere()
  await hearWhatBecameOfIt()
  await stop()
}, 90_000)

/** Somebody has it there already, under another name. */
async function takeTheExternalIdOf(externalId: string): Promise<void> {
  const { as, tenantUrl, token } = on.dynamicSignal
  await (
    await as('admin')
  )('PATCH', '/settings', { uniqueExternalId: true })
  const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User']
  const body = JSON.stringify({ schemas, userName: 'contractor@elsewhere.example', externalId })
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' }
  const made = await fetch(`${tenantUrl}/Users`, { method: 'POST', headers, body })
  expect(made.status).toBe(201)
}

// Step 2.
async function tokenOfDynamicSignal(): Promise<string> {
  await dynamicSignal.getByLabel('User name').fill('admin')
  await dynamicSignal.getByLabel('Password').fill(password)
  await button(dynamicSignal, 'Sign in').click()
  await dynamicSignal.getByRole('link', { name: 'API', exact: true }).click()
  await button(dynamicSignal, 'Generate New Token').click()
  const dialog = dynamicSignal.getByRole('dialog')
  await dialog.getByLabel('Label').fill('Usher at Contoso')
  await dialog.getByRole('button').last().click()
  const shown = dynamicSignal.getByRole('alertdialog')
  const field = shown.getByRole('textbox', { name: 'Token', exact: true })
  const token = await field.inputValue()
  await picture(dynamicSignal, 'dynamic-signal-api', { mask: [field] })
  await button(shown, 'Done').click()
  return token
}

// Step 3; UI-1.
async function addFromTheGallery(): Promise<void> {
  await page.getByRole('link', { name: 'Enterprise apps' }).click()
  await page.getByRole('link', { name: 'New application' }).first().click()
  await page.getByLabel('Search applications').fill('dynamic')
  await button(page, /^Dynamic Signal/).click()
  const panel = page.getByRole('dialog')
  await see(panel, 'Tenant URL')
  await picture(page, 'gallery')
  await button(panel, 'Create').click()
  await page.getByRole('heading', { name: 'Dynamic Signal | Overview', level: 1 }).waitFor()
}

// Step 4; UI-11, A-54: Default Access is refused with its sentence; SC-6, SC-9: what becomes of a group is said.
async function assign(): Promise<void> {
  await page.getByRole('link', { name: 'Users and groups' }).click()
  await see(page, 'Nobody is assigned')
  await button(page, 'Add user/group').first().click()
  const picker = page.getByRole('dialog')
  await picker.getByPlaceholder('Search by name').fill('sta')
  await picker.getByRole('checkbox', { name: 'Staff' }).click()
  await choose(picker, deleted)
  await picker.getByLabel('Select a role').selectOption('Default Access')
  await see(picker, 'Choose User or Admin.')
  expect(await button(picker, 'Assign 2').isDisabled()).toBe(true)
  await picker.getByLabel('Select a role').selectOption('User')
  await see(picker, /^Dynamic Signal takes no groups: .* its direct members get accounts/)
  await picture(page, 'assign')
  await button(picker, 'Assign 2').click()
  await page.getByRole('row').filter({ hasText: 'Staff' }).filter({ hasText: 'User' }).waitFor()
  await see(page.locator('main'), /^Dynamic Signal takes no groups/)
}

async function choose(from: Locator, name: string): Promise<void> {
  await from.getByPlaceholder('Search by name').fill(`${name}@`)
  await from.getByRole('checkbox', { name: `${name} ${name}@contoso.example` }).click()
}

// Step 5.1, 5.2; UI-2, UI-3, UI-28.
async function configure(token: string): Promise<void> {
  await page.getByRole('link', { name: 'Provisioning', exact: true }).click()
  await page.getByRole('link', { name: 'New configuration' }).click()
  await page.getByLabel('Tenant URL').fill(on.dynamicSignal.tenantUrl)
  await page.getByLabel('Secret Token').fill('not-the-token')
  expect(await button(page, 'Create').isDisabled()).toBe(true)
  await button(page, 'Test Connection').click()
  await see(page.getByRole('listitem').filter({ has: page.getByLabel('Failed') }), 'Authentication')
  expect(await button(page, 'Create').isDisabled()).toBe(true)
  await picture(page, 'test-connection-failed')
  await page.getByLabel('Secret Token').fill(token)
  await button(page, 'Test Connection').click()
  await see(page, 'the supplied credentials are authorized')
  expect(await page.getByLabel('Failed').count()).toBe(0)
  await picture(page, 'test-connection')
  await button(page, 'What was asked and answered').click()
  await see(page.getByRole('region', { name: 'Request and answer' }), 'GET http')
  expect(await page.locator('main').innerText()).not.toContain(token)
  await button(page, 'Create').click()
}

// Step 5.3; UI-6.
async function setProperties(): Promise<void> {
  await page.getByRole('toolbar', { name: 'Provisioning' }).getByRole('link', { name: 'Properties' }).click()
  await button(page, 'Edit').click()
  await page.getByLabel('Notification email').fill('operations@contoso.example')
  await page.getByLabel('Threshold', { exact: true }).fill('20')
  await picture(page, 'properties', { quietly: true })
  await button(page, 'Apply').click()
  await button(page.getByRole('dialog'), 'Apply').click()
  await see(page, 'operations@contoso.example')
  await button(page, 'Edit').waitFor()
}

// Step 5.4; UI-7.
async function reviewTheMapping(): Promise<void> {
  await page.getByRole('link', { name: 'Attribute mapping' }).click()
  await button(page, 'title').click()
  const panel = page.getByRole('dialog')
  await panel.getByLabel('Mapping type').selectOption('Expression')
  const editor = panel.getByRole('textbox', { name: 'Expression' })
  await editor.press('ControlOrMeta+a')
  await editor.press('Delete')
  await editor.pressSequentially('ToUpper([jobTitle])')
  await button(panel, 'OK').click()
  await see(page, '1 unsaved change')
  await button(page, 'Preview and save').click()
  await see(panel, `${people}`)
  await picture(page, 'mapping')
  await button(panel, 'Save').click()
  await see(page, 'Saved.')
}

// Step 5.5; UI-12.
async function tryOnDemand(): Promise<void> {
  await page.getByRole('link', { name: 'Provision on demand' }).click()
  await choose(page.locator('main'), tried)
  await button(page, 'Preview 1 object').click()
  await see(page, 'Nothing is written yet. When you apply it, 1 account is created.')
  await page.getByRole('row').filter({ hasText: 'CLERK' }).waitFor()
  await picture(page, 'on-demand', { quietly: true })
  await button(page, 'Apply').click()
  await button(page.getByRole('dialog'), 'Apply').click()
  await see(page, 'This is what was done.')
}

// Step 5.6: the first plan in numbers, then a yes. Step 6: the progress bar.
async function start(): Promise<void> {
  await page.getByRole('link', { name: 'Provisioning', exact: true }).click()
  await button(page, 'Start provisioning').click()
  const dialog = page.getByRole('dialog')
  await expect.poll(() => figure(dialog, 'will be created')).toBe(String(people - 1))
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
  await expect.poll(() => figure(cycle, 'Created')).toBe(String(people - 2))
  expect(await figure(cycle, 'Failed')).toBe('1')
}

/** The number that stands with a label. */
function figure(within: Locator, label: string): Promise<string | null> {
  return within.locator('dl > div', { has: page.getByText(label, { exact: true }) }).locator('dd').textContent() // prettier-ignore
}

// Step 6: LG-15 to LG-18, a line of the log with its four tabs; and what failed, in charts.
async function readTheLog(token: string): Promise<void> {
  await page.getByRole('link', { name: 'Provisioning logs' }).last().click()
  await page.getByRole('heading', { name: 'Dynamic Signal | Provisioning logs', level: 1 }).waitFor()
  await page.getByLabel('Status').selectOption('Failure')
  await button(page.getByRole('table', { name: 'Lines of the log' }), failing)
    .first()
    .click()
  const panel = page.getByRole('dialog')
  const tab = (name: string) => panel.getByRole('tab', { name }).click()
  await see(panel, 'Determine if in scope')
  await tab('Modified Properties')
  await see(panel, 'No property was changed')
  await tab('Summary')
  await see(panel, 'A cycle')
  await tab('Troubleshooting & Recommendations')
  await see(panel, 'externalId is taken by another user')
  await picture(page, 'log')
  expect(await panel.innerText()).not.toContain(token)
  // Times in sentences are those of the reader.
  expect(await panel.innerText()).not.toMatch(/\dT\d\d:\d\d:\d\d/)
  await button(panel, 'Close').click()

  await page.getByRole('link', { name: 'Insights' }).last().click()
  await page.getByRole('heading', { name: 'Dynamic Signal | Insights', level: 1 }).waitFor()
  await expect.poll(() => figure(page.getByRole('region', { name: 'At a glance' }), 'Failed')).toMatch(/^[1-9]/)
  await page.getByRole('region', { name: 'Top errors', exact: true }).getByRole('link').first().waitFor()
  await page.getByRole('region', { name: 'Success rate', exact: true }).locator('svg path').first().waitFor()
  await picture(page, 'failures')
}

const isActive = async (): Promise<boolean | undefined> => {
  const admin = await on.dynamicSignal.as('admin')
  const { users } = await admin<{ users: { userName: string; active: boolean }[] }>('GET', `/users?search=${deleted}@`)
  return users.find(({ userName }) => userName === `${deleted}@contoso.example`)?.active
}

// DS-7: in Dynamic Signal's own console. Whoever is unassigned is disabled there before that.
async function deleteThere(): Promise<void> {
  await dynamicSignal.getByRole('link', { name: 'Users' }).click()
  await dynamicSignal.getByLabel(/^Search by name/).fill(`${deleted}@`)
  await dynamicSignal.getByText(deleted, { exact: true }).first().click()
  await dynamicSignal.getByRole('row').filter({ hasText: 'title' }).filter({ hasText: 'CLERK' }).waitFor()
  await see(dynamicSignal, `${deleted}@contoso.example`)
  await picture(dynamicSignal, 'account')

  await page.getByRole('link', { name: 'Users and groups' }).click()
  await page.getByRole('checkbox', { name: `Select ${deleted}` }).click()
  await button(page, 'Remove 1').click()
  await button(page.getByRole('alertdialog'), 'Remove').click()
  await expect.poll(isActive, { timeout: 15_000 }).toBe(false)

  await dynamicSignal.reload()
  await see(dynamicSignal, 'Inactive')
  await button(dynamicSignal, 'Delete permanently').click()
  const sure = dynamicSignal.getByRole('alertdialog')
  await sure.getByRole('textbox').fill(`${deleted}@contoso.example`)
  await button(sure, 'Delete permanently').click()
  await see(dynamicSignal, /is deleted permanently\./)
}

// And what Usher says afterwards, when they are assigned again.
async function hearWhatBecameOfIt(): Promise<void> {
  await button(page, 'Add user/group').first().click()
  const picker = page.getByRole('dialog')
  await choose(picker, deleted)
  await button(picker, 'Assign 1').click()
  await page.getByRole('link', { name: 'Users', exact: true }).click()
  await page.getByLabel('Search by name, account name or mail').fill(`${deleted}@`)
  await page.getByRole('table').getByText(deleted, { exact: true }).click()
  await page.getByRole('link', { name: 'Applications: why?' }).click()
  await see(page, 'removed in the application')
  await picture(page, 'why')
  await button(page, 'Make the account again').click()
  await expect.poll(isActive, { timeout: 15_000 }).toBe(true)
}

// Restart says what it forgets, Stop says in numbers what stays; Home says that it is stopped.
async function stop(): Promise<void> {
  await page.getByRole('link', { name: 'Home' }).click()
  await page.getByRole('link', { name: 'Dynamic Signal' }).first().click()
  await page.getByRole('link', { name: 'Provisioning', exact: true }).click()
  await button(page, 'Restart provisioning').click()
  await see(page.getByRole('dialog'), `compared with ${people - 1} accounts`)
  await button(page, 'Cancel').click()
  await button(page, 'Stop provisioning').click()
  await see(page.getByRole('alertdialog'), `${people - 1} active accounts in Dynamic Signal stay as they are.`)
  await button(page.getByRole('alertdialog'), 'Stop').click()
  await button(page, 'Start provisioning').waitFor()
  await page.getByRole('link', { name: 'Home' }).click()
  await page.getByRole('row').filter({ hasText: 'Dynamic Signal' }).filter({ hasText: 'Stopped' }).waitFor()
}
