/** What is seen before, while and after it happens: on demand, plans, logs, discovery, drift, insights. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { type AdminCenter, button, cloudApplicationAdministrator, does, openAdminCenter, picture, see } from './admin-center.ts' // prettier-ignore
import { leftOf, ofLooks, serious, tooWide } from './looks.ts'

const cora = 'cora@contoso.example'
const names = ['ana', 'bea', 'cyd', 'dora', 'eve', 'fay', 'gus']

let on: AdminCenter
let app = ''
let page: Page

beforeAll(async () => {
  on = await openAdminCenter()
  const { graph, dynamicSignal } = on
  await on.person(cora, cloudApplicationAdministrator)
  for (const name of names)
    await does(graph, 'POST', '/usher/users', { userPrincipalName: `${name}@contoso.example`, displayName: `${name} contoso`, givenName: name, surname: 'Contoso', mailNickname: name, mail: `${name}@contoso.example`, jobTitle: 'Clerk' }) // prettier-ignore
  app = String((await does(graph, 'POST', '/usher/apps', { template: 'dynamic-signal' }))['id'])
  const { tenantUrl, token } = dynamicSignal
  await does(graph, 'PATCH', `/usher/apps/${app}/settings`, { tenantUrl, secretToken: token })
  // Somebody who is there already, and somebody of whom the directory knows nothing.
  await scim('POST', '/Users', account('dora@contoso.example', 'Dora by hand'))
  await scim('POST', '/Users', account('temp@elsewhere.example', 'Temporary Worker'))
  for (const name of ['ana', 'bea', 'eve'])
    await does(graph, 'POST', `/usher/apps/${app}/assignments`, { who: `${name}@contoso.example`, role: 'User' })
  // Without a role, which this application needs.
  await does(graph, 'POST', `/usher/apps/${app}/assignments`, { who: 'gus@contoso.example' })
  await does(graph, 'POST', `/usher/apps/${app}/run`, { yes: true })
  await does(graph, 'PATCH', '/usher/users/bea@contoso.example', { displayName: 'Bea Silva' })
  await does(graph, 'POST', `/usher/apps/${app}/run`, { yes: true })
  await does(graph, 'POST', `/usher/apps/${app}/stop`)
  page = await on.open(cora, '/')
  await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor()
}, 60_000)
afterAll(() => on.close())
afterEach(({ task }) => on.settle(task))

function account(userName: string, displayName: string): object {
  const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User']
  const name = { givenName: displayName.split(' ')[0], familyName: displayName.split(' ').at(-1) }
  return {
    schemas,
    userName,
    displayName,
    name,
    emails: [{ value: userName, type: 'work', primary: true }],
    active: true,
  }
}

async function scim(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
  const { tenantUrl, token } = on.dynamicSignal
  const answer = await fetch(tenantUrl + path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  expect(answer.status, await answer.clone().text()).toBeLessThan(300)
  return (await answer.json()) as Record<string, unknown>
}

const open = async (path: string, heading: string): Promise<void> => {
  await page.goto(`${on.url}/enterprise-apps/${app}/${path}`)
  await page.getByRole('heading', { name: `Dynamic Signal | ${heading}`, level: 1 }).waitFor()
}

test('UI-12: whoever is provisioned on demand is looked at step by step, and then written', async () => {
  await open('provision-on-demand', 'Provision on demand')
  await page.getByPlaceholder('Search by name').fill('cyd')
  await page.getByRole('checkbox', { name: /cyd contoso/ }).click()
  await button(page, 'Preview 1 object').click()
  await see(page, 'Nothing would be written. The steps say why.')
  await see(page, 'Out of scope')
  await does(on.graph, 'POST', `/usher/apps/${app}/assignments`, { who: 'cyd@contoso.example', role: 'User' })
  await button(page, 'Retry').click()
  await see(page, 'Nothing is written yet. When you apply it, 1 account is created.')
  await page.getByRole('row').filter({ hasText: 'userName' }).filter({ hasText: 'cyd@contoso.example' }).waitFor()
  await button(page, 'View details of Import').click()
  await see(page, 'givenName')
  await picture(page, 'on-demand')
  await button(page, 'Apply').click()
  await see(page.getByRole('dialog'), 'At once, 1 account is created.')
  await button(page.getByRole('dialog'), 'Apply').click()
  await see(page, 'This is what was done.')
  expect(await leftOf(page)).toEqual([])
  await picture(page, 'on-demand-done')
  await button(page, 'Another object').click()
  await page.getByPlaceholder('Search by name').waitFor()
})

test('a plan is made, looked through, approved in part, applied, and undone', async () => {
  await does(on.graph, 'PATCH', '/usher/users/ana@contoso.example', { displayName: 'Ana Silva' })
  await does(on.graph, 'POST', `/usher/apps/${app}/assignments`, { who: 'fay@contoso.example', role: 'User' })
  await open('plan', 'Plan')
  await see(page, 'No plan is kept')
  await button(page, 'Make a plan').click()
  await page.getByRole('region', { name: 'What it would do' }).waitFor()
  const changes = page.getByRole('table', { name: 'Changes' })
  await changes.getByRole('row').filter({ hasText: 'fay' }).waitFor()
  await page.getByLabel('Action').selectOption('Update')
  await expect.poll(() => changes.getByRole('row').count()).toBe(2)
  await button(changes, 'Ana Silva').click()
  const panel = page.getByRole('dialog')
  await panel.getByRole('row').filter({ hasText: 'ana contoso' }).filter({ hasText: 'Ana Silva' }).first().waitFor()
  await picture(page, 'plan-change')
  await button(panel, 'Close').click()
  expect(await leftOf(page)).toEqual([])
  await button(page, 'Approve these 1').click()
  await see(page, '1 change approved.')
  await button(page, 'Apply 1').click()
  await see(page.getByRole('dialog'), 'Each is looked at again')
  await button(page.getByRole('dialog'), 'Apply').click()
  await see(page, 'Applied: 1 applied.')
  await changes.getByRole('row').filter({ hasText: 'Success' }).waitFor()
  await picture(page, 'plan-applied')

  await button(page, 'Undo this plan').click()
  const undo = page.getByRole('alertdialog')
  await see(undo, 'Ana Silva → ana contoso')
  await picture(page, 'undo')
  await button(undo, 'Put back 1').click()
  await see(page, '1 account put back, 0 disabled, 0 failed.')
  await button(page, 'All plans').click()
  await page.getByRole('region', { name: 'Left alone after an undo' }).waitFor()
  await picture(page, 'plans')
  await button(page, 'Let Ana Silva go on').click()
  await see(page, '1 object let go on')
})

test('LG-3 to LG-31: the log is filtered, a line is opened with its tabs and requests, and files are taken along', async () => {
  await open('provisioning-logs', 'Provisioning logs')
  const lines = page.getByRole('table', { name: 'Lines of the log' })
  await lines.getByRole('row').filter({ hasText: 'Bea Silva' }).waitFor()
  await page.getByLabel('Action').selectOption('Create')
  await expect.poll(() => page.url()).toContain('action=create')
  await expect.poll(() => lines.getByText('Update').count()).toBe(0)
  await button(page, 'Columns').click()
  await page.getByRole('menuitemcheckbox', { name: 'Error code' }).click()
  await page.keyboard.press('Escape')
  await lines.getByRole('columnheader', { name: 'Error code' }).waitFor()
  await see(lines, 'is in scope and has no account there yet')
  await button(lines, 'cyd contoso').click()
  const panel = page.getByRole('dialog')
  await see(panel, 'Determine if in scope')
  await picture(page, 'log-steps')
  await panel.getByRole('tab', { name: 'Modified Properties' }).click()
  await panel.getByRole('row').filter({ hasText: 'userName' }).waitFor()
  await panel.getByRole('tab', { name: 'Summary' }).click()
  await see(panel, 'Provision on demand')
  await panel.getByRole('tab', { name: /Requests/ }).click()
  await see(panel, /POST .*\/Users/)
  await panel.getByLabel('As curl commands').click()
  await see(panel, 'Authorization: Bearer $TOKEN')
  expect(await panel.innerText()).not.toContain(on.dynamicSignal.token)
  await picture(page, 'log-curl')
  // The link of it leads a colleague to the same line and tab.
  await page.reload()
  await see(page.getByRole('dialog'), /POST .*\/Users/)
  await button(page.getByRole('dialog'), 'Close').click()

  await page.getByLabel('Status').selectOption('Skipped')
  await button(lines, 'gus contoso').click()
  await page.getByRole('dialog').getByRole('tab', { name: 'Troubleshooting & Recommendations' }).click()
  await see(page.getByRole('dialog'), 'Error code')
  await picture(page, 'log-help')
  await button(page.getByRole('dialog'), 'Close').click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(await leftOf(page)).toEqual([])

  await button(page, 'Download').click()
  const archive = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: /three files/ }).click()
  const file = readFileSync(await (await archive).path())
  expect(file.subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004')
  expect(file.toString('latin1')).toContain('ProvisioningLogs_ModifiedProperties.csv')
})

test('what comes while one reads the log is told, and shown when one wants it', async () => {
  await page.clock.install()
  await open('provisioning-logs', 'Provisioning logs')
  await page.getByRole('table', { name: 'Lines of the log' }).getByRole('row').nth(1).waitFor()
  await does(on.graph, 'POST', `/usher/apps/${app}/provision`, { who: ['fay@contoso.example'], write: true })
  await page.clock.fastForward(11_000)
  await see(page, '1 new line')
  await button(page, 'Show').click()
  await page.getByRole('row').filter({ hasText: 'fay contoso' }).first().waitFor()
  await page.clock.resume()
})

test('UI-13: whose every account is, assigned in bulk; and what somebody changed there, put right', async () => {
  await open('discover-identities', 'Discover identities')
  await see(page, 'Nobody has looked yet')
  await button(page, 'Discover identities').click()
  await page.getByRole('tab', { name: 'Unassigned (1)' }).click()
  await page.getByRole('row').filter({ hasText: 'Dora by hand' }).filter({ hasText: 'dora contoso' }).waitFor()
  await page.getByRole('tab', { name: /Local/ }).click()
  await page.getByRole('row').filter({ hasText: 'Temporary Worker' }).filter({ hasText: 'Nobody' }).waitFor()
  await page.getByRole('tab', { name: 'Unassigned (1)' }).click()
  await button(page, 'Select all shown').click()
  await button(page, 'Assign 1').click()
  await see(page.getByRole('dialog'), 'No account is made.')
  await picture(page, 'discover-assign')
  await button(page.getByRole('dialog'), 'Assign').click()
  await see(page, '1 person assigned.')
  expect(await leftOf(page)).toEqual([])

  const { Resources } = await scim('GET', `/Users?filter=${encodeURIComponent('userName eq "bea@contoso.example"')}`)
  const [bea] = Resources as { id: string }[]
  await scim('PATCH', `/Users/${bea?.id ?? ''}`, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'replace', path: 'displayName', value: 'By hand' }],
  })
  await button(page, 'Compare').click()
  await see(page, /Of \d+ accounts \d+ differ/)
  await button(page.getByRole('table', { name: 'What differs' }), 'Bea Silva').click()
  await page.getByRole('dialog').getByRole('row').filter({ hasText: 'By hand' }).waitFor()
  await picture(page, 'drift')
  // The same of her alone has an address of its own.
  await page.getByRole('dialog').getByRole('link', { name: 'This account alone, as a link' }).click()
  await page.reload()
  await see(page, 'The account differs.')
  await picture(page, 'drift-one')
  await button(page, 'Compare everybody').click()
  await button(page, 'Compare').click()
  await button(page.getByRole('table', { name: 'What differs' }), 'Bea Silva').click()
  await button(page.getByRole('dialog'), 'Close').click()
  await button(page, /^Put \d+ right$/).click()
  await button(page.getByRole('alertdialog'), 'Put right').click()
  await see(page, 'all are as the mapping says')
})

test('the audit log says who did what and what was before, and leads there', async () => {
  await page.goto(`${on.url}/audit-logs`)
  await page.getByRole('heading', { name: 'Audit logs', level: 1 }).waitFor()
  await page.getByLabel('Category').selectOption('ProvisioningManagement')
  await expect.poll(() => page.url()).toContain('category=ProvisioningManagement')
  await page.getByLabel('Activity').selectOption('Update provisioning setting or credentials')
  await button(page.getByRole('table'), 'Update provisioning setting or credentials').first().click()
  const panel = page.getByRole('dialog')
  await panel.getByRole('row').filter({ hasText: on.dynamicSignal.tenantUrl }).waitFor()
  expect(await panel.innerText()).not.toContain(on.dynamicSignal.token)
  await page.reload()
  await page.getByRole('dialog').getByRole('row').filter({ hasText: on.dynamicSignal.tenantUrl }).waitFor()
})

test('insights are charts, and tables for who reads numbers', async () => {
  await page.goto(`${on.url}/insights`)
  await page.getByRole('heading', { name: 'Insights', level: 1 }).waitFor()
  const actions = page.getByRole('region', { name: 'Actions by day', exact: true })
  await actions.locator('svg rect').first().waitFor()
  await actions.getByLabel('Actions by day as a table').click()
  await actions.getByRole('row').nth(1).filter({ hasText: /[1-9]/ }).waitFor()
  const targets = page.getByRole('region', { name: 'Slowest targets', exact: true })
  await targets.getByRole('link', { name: 'Dynamic Signal' }).click()
  await page.getByRole('heading', { name: 'Dynamic Signal | Insights', level: 1 }).waitFor()
})

const looks = [
  { width: 1280, colorScheme: 'light', only: undefined },
  { width: 800, colorScheme: 'dark', only: ofLooks },
] as const

const screens: readonly (readonly [name: string, path: string, ready: string])[] = [
  ['demand', 'enterprise-apps/{app}/provision-on-demand?who={ana}', 'Steps of'],
  ['demand-choose', 'enterprise-apps/{app}/provision-on-demand', 'Found'],
  ['plans', 'enterprise-apps/{app}/plan', 'Plans'],
  ['plan', 'enterprise-apps/{app}/plan?plan={plan}', 'Changes'],
  ['logs', 'provisioning-logs?since=all&who=', 'Lines of the log'],
  ['log-line', 'enterprise-apps/{app}/provisioning-logs?line={line}&tab=requests', 'Answer 1'],
  ['discover', 'enterprise-apps/{app}/discover-identities?kind=assigned', 'Accounts'],
  ['audit', 'enterprise-apps/{app}/audit-logs', 'Entries of the audit log'],
  ['insights', 'insights?days=7', 'Actions by day'],
]

test('in light and dark, wide and narrow, nothing scrolls sideways and axe finds nothing serious', async () => {
  const { graph } = on
  const { plans } = (await does(graph, 'GET', `/usher/apps/${app}/plans`)) as { plans: { id: string }[] }
  const { entries } = (await does(graph, 'GET', '/usher/log?action=create')) as { entries: { entry: { changeId: string } }[] } // prettier-ignore
  const { id: ana } = await does(graph, 'GET', '/v1.0/users/ana@contoso.example')
  const known = { app, ana, plan: plans[0]?.id, line: entries[0]?.entry.changeId }
  await page.evaluate(() => localStorage.removeItem('log-columns'))
  const found: string[] = []
  for (const [name, path, ready] of screens) {
    const address = path.replaceAll(/\{(\w+)\}/g, (_, of: keyof typeof known) => String(known[of]))
    await page.goto(`${on.url}/${address}`)
    await page.getByLabel(ready).first().waitFor()
    for (const { width, colorScheme, only } of looks) {
      await page.setViewportSize({ width, height: 800 })
      await page.emulateMedia({ colorScheme })
      await expect.poll(() => tooWide(page), { timeout: 5000, message: `${name} at ${width}` }).toBe(0)
      await picture(page, `${name}-${width}-${colorScheme}`)
      found.push(...(await serious(page, only)).map((one) => `${name}: ${one}`))
    }
  }
  expect(found).toEqual([])
}, 60_000)
