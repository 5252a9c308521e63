/** Users, Groups, Why, Deprovisioning, provisioning Properties and Settings: each page, and what one does there. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import 'reflect-metadata' // before what needs it
import { X509CertificateGenerator } from '@peculiar/x509'
import type { Page } from 'playwright-core'
import { type AdminCenter, button, cloudApplicationAdministrator, does, go, openAdminCenter, picture, see } from './admin-center.ts' // prettier-ignore
import { leftOf, ofLooks, serious, tooWide } from './looks.ts'

const cora = 'cora@contoso.example'
const gia = 'gia@contoso.example'
const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10'

let on: AdminCenter
let app = ''
let ana = ''
let sales = ''
let registration = ''
beforeAll(async () => {
  on = await openAdminCenter()
  await on.person(cora, cloudApplicationAdministrator)
  await on.person(gia, globalAdministrator)
  const { graph } = on
  const { tenantUrl, token } = on.dynamicSignal
  for (const [name, department] of [['ana', 'Sales'], ['bea', 'Sales'], ['cem', 'Research'], ['dan', 'Research']] as const) // prettier-ignore
    await does(graph, 'POST', '/usher/users', { userPrincipalName: `${name}@contoso.example`, displayName: `${name[0]?.toUpperCase() ?? ''}${name.slice(1)} Silva`, department, mail: `${name}@contoso.example`, jobTitle: 'Engineer' }) // prettier-ignore
  ana = String((await does(graph, 'GET', '/v1.0/users/ana@contoso.example'))['id'])
  sales = String((await does(graph, 'POST', '/usher/groups', { displayName: 'Sales' }))['id'])
  await does(graph, 'POST', '/usher/groups/Sales/members', { members: ['ana@contoso.example', 'bea@contoso.example'] })
  app = String((await does(graph, 'POST', '/usher/apps', { template: 'dynamic-signal' }))['id'])
  await does(graph, 'PATCH', `/usher/apps/${app}/settings`, { tenantUrl, secretToken: token })
  await does(graph, 'POST', `/usher/apps/${app}/assignments`, { who: 'Sales', role: 'User' })
  await does(graph, 'POST', `/usher/apps/${app}/run`, { yes: true })
  registration = String((await does(graph, 'POST', '/v1.0/applications', { displayName: 'Terraform' }))['id'])
  await does(graph, 'POST', `/v1.0/applications/${registration}/addPassword`, { passwordCredential: { displayName: 'ci' } }) // prettier-ignore
})
afterAll(() => on.close())
afterEach(({ task }) => on.settle(task))

type Screen = readonly [name: string, path: string, heading: string, sees: string | RegExp]
const screens = (): readonly Screen[] => [
  ['users', '/users', 'Users', 'Ana Silva'],
  ['person', `/users/${ana}/properties`, 'Ana Silva | Properties', 'jobTitle'],
  ['person-groups', `/users/${ana}/groups`, 'Ana Silva | Groups', 'Sales'],
  ['person-why', `/users/${ana}/applications`, 'Ana Silva | Applications: why?', 'Has an account'],
  ['person-what-if', `/users/${ana}/what-if?event=disable`, 'Ana Silva | What would happen if…', 'PATCH'],
  ['groups', '/groups', 'Groups', 'Sales'],
  ['group-members', `/groups/${sales}/members`, 'Sales | Members', 'Bea Silva'],
  ['group-properties', `/groups/${sales}/properties`, 'Sales | Properties', 'Security group'],
  ['group-owners', `/groups/${sales}/owners`, 'Sales | Owners', 'Nobody owns this group'],
  ['group-applications', `/groups/${sales}/applications`, 'Sales | Applications', 'Dynamic Signal'],
  ['deprovisioning', `/enterprise-apps/${app}/deprovisioning?who=${ana}`, 'Dynamic Signal | Deprovisioning', 'inactive, released'],
  ['provisioning-properties', `/enterprise-apps/${app}/provisioning/properties`, 'Dynamic Signal | Provisioning', 'Percent'],
  ['administrators', '/settings/administrators', 'Settings | Administrators and roles', 'gia'],
  ['registrations', '/settings/app-registrations', 'Settings | App registrations', 'Terraform'],
  ['registration', `/settings/app-registrations/${registration}`, 'Settings | App registrations', 'API permissions'],
  ['email', '/settings/email', 'Settings | E-mail', 'Mail server'],
  ['webhooks', '/settings/webhooks', 'Settings | Webhooks', 'There is no webhook yet'],
  ['deliveries', '/settings/deliveries', 'Settings | Deliveries', 'Nothing was sent yet'],
  ['retention', '/settings/retention', 'Settings | Directory and retention', 'Default domain'],
  ['keys', '/settings/keys', 'Settings | Certificate and keys', 'Keys that sign tokens'],
  ['about', '/settings/about', 'Settings | About', 'Apache-2.0'],
  ['sign-in', '/settings/sign-in', 'Settings | Sign-in', 'passwords of their own'],
  ['licences', '/settings/about/licences?search=fastify', 'Settings | About', 'fastify'],
] // prettier-ignore

async function certificate(): Promise<string> {
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', publicExponent: new Uint8Array([1, 0, 1]), modulusLength: 2048 } // prettier-ignore
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const made = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=terraform',
    keys,
    signingAlgorithm: algorithm,
  })
  return made.toString('pem')
}

/** Colours that turn are where they end. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await new Promise(requestAnimationFrame)
    const turning = document.getAnimations().filter((one) => one instanceof CSSTransition)
    await Promise.allSettled(turning.map(({ finished }) => finished))
  })
}

test('every page scrolls down only, light and wide, dark and narrow; keeps the policy, and axe finds nothing serious', async () => {
  const page = await on.open(cora, '/users')
  await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor()
  const found: string[] = []
  for (const [name, path, heading, sees] of screens()) {
    await go(page, path)
    await page.getByRole('heading', { name: heading, level: 1 }).waitFor()
    await page.locator('main').getByText(sees).first().waitFor()
    for (const [width, colorScheme] of [
      [1280, 'light'],
      [800, 'dark'],
    ] as const) {
      // prettier-ignore
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 800 })
      await settled(page)
      await expect.poll(() => tooWide(page), { timeout: 5000, message: name }).toBe(0)
      await picture(page, `${name}-${width}-${colorScheme}`)
      found.push(
        ...(await serious(page, colorScheme === 'light' ? undefined : ofLooks)).map(
          (one) => `${name} ${colorScheme}: ${one}`,
        ),
      )
    }
  }
  expect(found).toEqual([])
}, 60_000)

test('somebody is made, put into a group, looked at, disabled and deleted; each act says what it does to accounts', async () => {
  const page = await on.open(gia, '/users')
  await button(page, 'New user').click()
  await page.getByLabel('User principal name').fill('eve')
  await button(page, 'Create').click()
  await see(page.getByRole('dialog'), 'A name and a domain, like ana@')
  await page.getByLabel('User principal name').fill('eve@contoso.example')
  await page.getByLabel('Display name').fill('Eve Silva')
  await button(page, 'Create').click()
  await page.getByRole('heading', { name: 'Eve Silva | Properties', level: 1 }).waitFor()
  await page.getByRole('link', { name: 'Groups', exact: true }).last().click()
  await button(page, 'Add to groups').click()
  await page.getByRole('checkbox', { name: 'Sales' }).check()
  await button(page, 'Add to 1').click()
  await see(page, 'Added to 1 group.')
  expect(await leftOf(page)).toEqual([])
  await does(on.graph, 'POST', `/usher/apps/${app}/run`, { yes: true })
  await page.getByRole('link', { name: 'Applications: why?' }).click()
  await see(page, 'Has an account')
  await page.getByRole('link', { name: 'What would happen if…' }).click()
  await page.getByRole('radio', { name: 'They leave a group' }).click()
  await page.getByLabel('Group', { exact: true }).selectOption({ label: 'Sales' })
  await see(page, 'It is not assigned to the application.')
  await page.getByLabel(/^Body of PATCH Users/).waitFor()
  await button(page, 'Disable').click()
  await see(page, /They have 1 account that Usher manages, in Dynamic Signal/)
  await button(page.getByRole('alertdialog'), 'Disable').click()
  await see(page, 'Eve Silva is disabled.')
  await button(page, 'Delete').click()
  await button(page.getByRole('alertdialog'), 'Delete').click()
  await button(page, 'Delete for good').waitFor()
  await button(page, 'Forget').click()
  await page.getByRole('checkbox', { name: 'I know that this cannot be undone.' }).check()
  await button(page.getByRole('alertdialog'), 'Forget').click()
  await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor()
})

test('a file of people is mapped, looked at and imported in the browser; what is wrong with a row is said before', async () => {
  const page = await on.open(gia, '/users')
  await page.getByRole('link', { name: 'Import people' }).click()
  const rows = ['Worker ID;Login;First Name;Phone', '71;fay@contoso.example;Fay;123', ';nobody@contoso.example;No;1']
  const people = { name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) }
  await page.getByLabel('A CSV file with people').setInputFiles(people)
  await see(page, '4 columns, UTF-8, separator “;”')
  await page.getByLabel('displayName: column or expression').count()
  expect(await page.getByLabel('employeeId: column or expression').inputValue()).toBe('[Worker ID]')
  await page.getByRole('combobox', { name: 'Another attribute' }).selectOption('displayName')
  await page.getByLabel('displayName: column or expression').fill('Append([First Name], " Costa")')
  await button(page, 'Preview').click()
  await see(page, '1 row left out')
  await settled(page)
  expect(await serious(page)).toEqual([])
  expect(await tooWide(page)).toBe(0)
  await picture(page, 'import')
  expect((await on.graph.ask('GET', '/v1.0/users/fay@contoso.example')).status).toBe(404)
  await button(page, 'Import 1 person').click()
  await see(page.getByLabel('What was done'), 'people created')
  const fay = await does(on.graph, 'GET', '/v1.0/users/fay@contoso.example')
  expect(fay).toMatchObject({ displayName: 'Fay Costa', givenName: 'Fay' })
})

test('settings that decide about people say in numbers what they would do, before they are applied', async () => {
  const page = await on.open(cora, `/enterprise-apps/${app}/provisioning/properties`)
  await button(page, 'Edit').click()
  await page.getByRole('combobox', { name: 'Scope' }).selectOption('all')
  await button(page, 'Apply').click()
  await see(page, /Everybody is looked at again/)
  await see(page, /Of \d+ objects that would be looked at: \d+ created/)
  await button(page.getByRole('dialog'), 'Cancel').click()
  await page.getByRole('combobox', { name: 'Scope' }).selectOption('assigned')
  await page.getByLabel('Interval (minutes)').fill('5')
  await button(page, 'Apply').click()
  await see(page, /They decide about nobody/)
  await button(page.getByRole('dialog'), 'Apply').click()
  await button(page, 'Edit').waitFor()
  expect(await leftOf(page)).toEqual([])
  const { body } = await on.graph.ask('GET', `/usher/apps/${app}/settings`)
  expect(body).toMatchObject({ interval: 5, scope: 'assigned' })
})

test('a cell of the matrix shows the request; a client secret is shown once; the last administrator stays', async () => {
  const page = await on.open(gia, `/enterprise-apps/${app}/deprovisioning`)
  await button(page, /^active: false: Disabled in the directory, As it is set/).click()
  await see(page.getByRole('dialog'), 'PATCH Users/{id}')
  await go(page, `/settings/app-registrations/${registration}`)
  await button(page, 'New client secret').click()
  await button(page.getByRole('dialog'), 'Add').click()
  await see(page, /Copy it now/)
  await button(page, 'Done').click()
  expect(await leftOf(page)).toEqual([])
  await button(page, 'Upload certificate').click()
  await page
    .getByLabel('A certificate')
    .setInputFiles({ name: 'terraform.pem', mimeType: '', buffer: Buffer.from(await certificate()) })
  await button(page.getByRole('dialog'), 'Add').click()
  await page.getByRole('table', { name: 'Certificates' }).getByRole('row').filter({ hasText: 'CN=terraform' }).waitFor()
  await picture(page, 'certificates')
  await button(page, 'Remove CN=terraform').click()
  await see(page.getByRole('alertdialog'), 'the program has 2 other certificates and secrets')
  await button(page.getByRole('alertdialog'), 'Remove').click()
  await see(page, 'It has no certificate')
  await go(page, '/settings/sign-in')
  await page.getByLabel('Issuer').fill('http://127.0.0.1:9')
  await page.getByLabel('Client ID').fill('usher')
  await button(page, 'Add provider').click()
  await button(page, 'Test what is saved').click()
  await see(page, '127.0.0.1 cannot be asked')
  await picture(page, 'sign-in-provider')
  await button(page, 'Remove').click()
  await see(page.getByRole('alertdialog'), 'Its button goes from the sign-in page.')
  await button(page.getByRole('alertdialog'), 'Remove').click()
  await button(page, 'Add provider').waitFor()
  await go(page, '/settings/administrators')
  await button(page, 'Remove gia from Global Administrator').click()
  await button(page.getByRole('alertdialog'), 'Remove').click()
  await see(page, /last Global Administrator who can sign in. Give the role to somebody else first/)
})

test('whoever has no role sees none of it', async () => {
  await on.person('ned@contoso.example')
  const page = await on.open('ned@contoso.example', '/users')
  await see(page, 'You may not see this')
  expect(await page.getByRole('link', { name: 'Settings' }).count()).toBe(0)
})
