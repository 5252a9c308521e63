/** Who may do what, and what is said when something does not work. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { type AdminCenter, button, cloudApplicationAdministrator, does, go, openAdminCenter, picture, see, signIn } from './admin-center.ts' // prettier-ignore
import { settled } from './looks.ts'

const cora = 'cora@contoso.example'
const plainPerson = 'paul@contoso.example'
const globalReader = 'f2ef992c-3afb-46b9-b7cf-a126ee74c451'
const reportsReader = '4a5d8f65-41da-4de4-8968-e035b65339cf'

let on: AdminCenter
beforeAll(async () => {
  on = await openAdminCenter()
  await on.person(cora, cloudApplicationAdministrator)
  await on.person(plainPerson)
})
afterAll(() => on.close())
afterEach(({ task }) => on.settle(task))

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
  const links = page.locator('main').getByRole('link')
  expect(await links.allInnerTexts()).toEqual(['Olga’s own'])
  await links.click()
  await page.getByRole('link', { name: 'Provisioning', exact: true }).click()
  await page.getByRole('link', { name: 'New configuration' }).click()
  // UI-3: with an OAuth client of Dynamic Signal.
  const admin = await on.dynamicSignal.as('admin')
  const { clientId, clientSecret } = await admin<Record<string, string>>('POST', '/clients', { label: 'Usher' })
  await page.getByRole('radio', { name: 'OAuth2 client credentials grant' }).click()
  await page.getByLabel('Tenant URL').fill(on.dynamicSignal.tenantUrl)
  await page.getByLabel('Token Endpoint').fill(`${on.dynamicSignal.url}/oauth/token`)
  await page.getByLabel('Client Identifier').fill(clientId ?? '')
  await page.getByLabel('Client Secret').fill('not-the-secret')
  await button(page, 'Test Connection').click()
  await see(page.getByRole('listitem').filter({ has: page.getByLabel('Failed') }), 'invalid_client')
  await page.getByLabel('Client Secret').fill(clientSecret ?? '')
  await button(page, 'Test Connection').click()
  await see(page, 'the supplied credentials are authorized')
  await button(page, 'What was asked and answered').click()
  await see(page.getByRole('region', { name: 'Request and answer' }).first(), 'http')
  expect(await page.locator('main').innerText()).not.toContain(clientSecret)
  await button(page, 'Create').click()
  await button(page, 'Start provisioning').waitFor()
  await page.goto(`${on.url}/enterprise-apps/${String(other['id'])}/overview`)
  await page.getByRole('heading', { name: 'You may not see this' }).waitFor()
})

/** Every page with something that can be changed, and the heading by which it is there. */
const changeable: readonly (readonly [path: string, heading: string])[] = [
  ['/enterprise-apps', 'Enterprise apps'],
  ['/users', 'Users'],
  ['/users/{person}/properties', 'paul | Properties'],
  ['/users/{person}/groups', 'paul | Groups'],
  ['/users/{person}/applications', 'paul | Applications: why?'],
  ['/groups', 'Groups'],
  ['/groups/{group}/members', 'Staff | Members'],
  ['/groups/{group}/properties', 'Staff | Properties'],
  ['/groups/{group}/owners', 'Staff | Owners'],
  ['/enterprise-apps/{fresh}/overview', 'Fresh | Overview'],
  ['/enterprise-apps/{fresh}/provisioning', 'Fresh | Provisioning'],
  ['/enterprise-apps/{app}/overview', 'Dynamic Signal | Overview'],
  ['/enterprise-apps/{app}/properties', 'Dynamic Signal | Properties'],
  ['/enterprise-apps/{app}/owners', 'Dynamic Signal | Owners'],
  ['/enterprise-apps/{app}/roles', 'Dynamic Signal | Roles'],
  ['/enterprise-apps/{app}/users-and-groups', 'Dynamic Signal | Users and groups'],
  ['/enterprise-apps/{app}/provisioning', 'Dynamic Signal | Provisioning'],
  ['/enterprise-apps/{app}/attribute-mapping', 'Dynamic Signal | Attribute mapping'],
  ['/enterprise-apps/{app}/provisioning/properties', 'Dynamic Signal | Provisioning'],
  ['/enterprise-apps/{app}/plan', 'Dynamic Signal | Plan'],
  ['/enterprise-apps/{app}/discover-identities', 'Dynamic Signal | Discover identities'],
  ['/enterprise-apps/{app}/provisioning-logs', 'Dynamic Signal | Provisioning logs'],
  ['/settings/administrators', 'Settings | Administrators and roles'],
  ['/settings/app-registrations', 'Settings | App registrations'],
  ['/settings/email', 'Settings | E-mail'],
  ['/settings/webhooks', 'Settings | Webhooks'],
  ['/settings/deliveries', 'Settings | Deliveries'],
  ['/settings/retention', 'Settings | Directory and retention'],
]
/** How the names begin of what changes something, or leads to where something is changed. */
const writes = /^(Add|Allow|Approve|Assign|Change|Choose|Configure|Connection$|Create|Delete|Disable|Discard|Discover|Edit|Enable|Forget|Invite|Link|Make|New|Provision on demand|Put|Reject|Remove|Require|Restart|Restore|Retry|Rotate|Run|Save|Select|Send|Set|Start|Stop|Store|Switch|Take|Test|Undo|Unlink|Upload|Import)\b/ // prettier-ignore

/** The names of what can be pressed on a page, without the ways to other pages. */
function pressable(page: Page): Promise<readonly string[]> {
  return page
    .locator('main')
    .locator('button:enabled, a, [role=switch]:enabled, [type=checkbox]:enabled')
    .evaluateAll((all) =>
      all
        .filter((one) => one.closest('nav, tbody') === null || one.matches('tbody button, tbody input'))
        .map((one) => one.ariaLabel ?? (one.matches('input') ? 'Switch' : one.textContent.trim())),
    )
}

test('BT-30: a Global Reader sees the configuration and the logs, and nothing that writes', async () => {
  await on.person('rita@contoso.example', globalReader)
  const { id: group } = await does(on.graph, 'POST', '/usher/groups', { displayName: 'Staff' })
  const { id: app } = await does(on.graph, 'POST', '/usher/apps', { template: 'dynamic-signal' })
  const { id: fresh } = await does(on.graph, 'POST', '/usher/apps', { template: 'generic', name: 'Fresh' })
  const { id: person } = await does(on.graph, 'GET', `/v1.0/users/${plainPerson}`)
  const { tenantUrl, token } = on.dynamicSignal
  await does(on.graph, 'PATCH', `/usher/apps/${String(app)}/settings`, { tenantUrl, secretToken: token })
  await does(on.graph, 'POST', `/usher/apps/${String(app)}/assignments`, { who: plainPerson, role: 'User' })
  await does(on.graph, 'POST', `/usher/apps/${String(app)}/run`, { yes: true })
  const page = await on.open('rita@contoso.example', '/')
  await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor()
  const seen: string[] = []
  const known: Readonly<Record<string, unknown>> = { app, fresh, group, person }
  for (const [path, heading] of changeable) {
    await go(
      page,
      path.replace(/\{(\w+)\}/, (_, of: string) => String(known[of])),
    )
    await page.getByRole('heading', { name: heading, level: 1, exact: true }).waitFor()
    await page.locator('main').getByRole('heading', { level: 2 }).first().waitFor()
    await settled(page)
    const found = await pressable(page)
    seen.push(...found.filter((name) => writes.test(name)).map((name) => `${path}: ${name}`))
  }
  expect(seen).toEqual([])

  // The same is found for whoever may write.
  const theirs = await on.open(cora, `/enterprise-apps/${String(app)}/provisioning`)
  await button(theirs, 'Run now').waitFor()
  expect((await pressable(theirs)).filter((name) => writes.test(name))).toEqual(
    expect.arrayContaining([
      'Stop provisioning',
      'Restart provisioning',
      'Run now',
      'Provision on demand',
      'Connection',
    ]),
  )
})

test('a Reports Reader begins with the logs, and sees nothing else', async () => {
  await on.person('rolf@contoso.example', reportsReader)
  const page = await on.open('rolf@contoso.example', '/')
  await page.getByRole('heading', { name: 'Provisioning logs', level: 1 }).waitFor()
  const main = page.getByRole('navigation', { name: 'Main' })
  expect(await main.getByRole('link').allInnerTexts()).toEqual(['Provisioning logs', 'Audit logs', 'Insights'])
  await main.getByRole('link', { name: 'Audit logs' }).click()
  await page.getByRole('table', { name: 'Entries of the audit log' }).getByRole('row').nth(1).waitFor()
  await page.goto(`${on.url}/users`)
  await page.getByRole('heading', { name: 'You may not see this' }).waitFor()
  await see(page, 'rolf@contoso.example is Reports Reader')
})

test('a list that cannot be had says why in its place, and is there when one tries again', async () => {
  const page = await on.open(cora, '/users')
  await page.getByRole('row').filter({ hasText: 'paul' }).waitFor()
  const main = page.locator('main')

  // The service fails.
  await page.route('**/v1.0/groups?**', (route) =>
    route.fulfill({ status: 500, json: { error: { code: 'InternalServerError', message: 'The store is full.' } } }),
  )
  await page.getByRole('link', { name: 'Groups' }).click()
  await see(main, 'The store is full.')
  expect(await main.getByRole('table').count()).toBe(0)
  await picture(page, 'failing-list')
  await page.unroute('**/v1.0/groups?**')
  await button(main, 'Try again').click()
  await page.getByRole('row').filter({ hasText: 'Staff' }).waitFor()
  expect(await button(main, 'Try again').count()).toBe(0)

  // The network is gone: what was there stays, with why nothing newer is.
  await page.context().setOffline(true)
  await page.getByRole('link', { name: 'Users', exact: true }).click()
  await page.getByLabel('Search by name, account name or mail').fill('pau')
  await see(main, 'Usher does not answer. Check that it is running, and try again.')
  await page.context().setOffline(false)
  await button(main, 'Try again').click()
  await page.getByRole('row').filter({ hasText: 'paul' }).waitFor()
  await expect.poll(() => button(main, 'Try again').count()).toBe(0)
})

test('whoever goes on before a search has begun is not called back by it', async () => {
  const page = await on.open(cora, '/users')
  await page.route('**/assets/groups-page-*.js', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 600)) // longer than typing takes to settle
    await route.continue()
  })
  await page.getByLabel('Search by name, account name or mail').fill('pau')
  await page.getByRole('link', { name: 'Groups' }).click()
  await page.getByRole('heading', { name: 'Groups', level: 1 }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/groups')
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
