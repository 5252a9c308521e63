/** The unhappy half of the tutorial, in a browser: what is told, where it leads, and what ends it. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { startMailServer, type MailServer } from '../../apps/usher/src/testing/mail-server.ts'
import { serious, tooWide } from './looks.ts'
import { type AdminCenter, button, cloudApplicationAdministrator, does, openAdminCenter, password, picture, see } from './admin-center.ts' // prettier-ignore

const cora = 'cora@contoso.example'
const reader = 'operations@contoso.example'
const names = Array.from({ length: 12 }, (_, at) => `person${at + 1}`)

let on: AdminCenter
let mail: MailServer
let page: Page
let provisioning = ''

beforeAll(async () => {
  on = await openAdminCenter()
  mail = await startMailServer()
  const graph = on.graph
  await on.person(cora, cloudApplicationAdministrator)
  for (const name of names)
    await does(graph, 'POST', '/usher/users', { userPrincipalName: `${name}@contoso.example`, displayName: name, mailNickname: name, mail: `${name}@contoso.example` }) // prettier-ignore
  await does(graph, 'POST', '/usher/groups', { displayName: 'Staff' })
  await does(graph, 'POST', '/usher/groups/Staff/members', { members: names.map((name) => `${name}@contoso.example`) })
  await does(graph, 'PATCH', '/usher/mail', { host: '127.0.0.1', port: mail.port, security: 'none', from: 'usher@contoso.example' }) // prettier-ignore
  const { id } = await does(graph, 'POST', '/usher/apps', { template: 'dynamic-signal' })
  await does(graph, 'POST', `/usher/apps/${String(id)}/assignments`, { who: 'Staff', role: 'User' })
  const { tenantUrl, token } = on.dynamicSignal
  await does(graph, 'PATCH', `/usher/apps/${String(id)}/settings`, { tenantUrl, secretToken: token, notificationEmail: reader, preventAccidentalDeletions: { enabled: true, threshold: 3 } }) // prettier-ignore
  await does(graph, 'POST', `/usher/apps/${String(id)}/run`, { yes: true })
  provisioning = `/enterprise-apps/${String(id)}/provisioning`
  page = await on.open(cora, provisioning)
  await button(page, 'Stop provisioning').waitFor()
}, 60_000)
afterAll(async () => {
  await on.close()
  await mail.close()
})
afterEach(({ task }) => on.settle(task))

/** What the newest mail about it says; its link is followed by whoever reads it. */
async function mailAbout(subject: RegExp): Promise<{ readonly text: string; readonly link: string }> {
  const found = () => mail.arrived.findLast((one) => subject.test(one.mail.subject ?? ''))?.mail.text ?? ''
  await expect.poll(found, { timeout: 15_000 }).not.toBe('')
  return { text: found(), link: /^http\S+\/enterprise-apps\/\S+$/m.exec(found())?.[0] ?? '' }
}

/** Whatever colours and width somebody has. */
async function fits(on: Page): Promise<void> {
  for (const [colorScheme, width] of [
    ['dark', 800],
    ['light', 1280],
  ] as const) {
    await on.emulateMedia({ colorScheme })
    await on.setViewportSize({ width, height: 800 })
    expect(await tooWide(on)).toBeLessThanOrEqual(0)
    expect(await serious(on)).toEqual([])
  }
}

const accounts = async (): Promise<{ userName: string; active: boolean }[]> => {
  const admin = await on.dynamicSignal.as('admin')
  const { users } = await admin<{ users: { userName: string; active: boolean }[] }>('GET', '/users?limit=100')
  return users
}

test('Test Connection says that the owner of the token lost Admin, and passes when they have it again', async () => {
  const admin = await on.dynamicSignal.as('admin')
  await admin('POST', '/administrators', { userName: 'second', password, isAdmin: true })
  const second = await on.dynamicSignal.as('second')
  const { administrators } = await second<{ administrators: { id: string; userName: string }[] }>('GET', '/administrators') // prettier-ignore
  const owner = administrators.find(({ userName }) => userName === 'admin')?.id ?? ''

  await second('PATCH', `/administrators/${owner}`, { isAdmin: false })
  await page.goto(`${on.url}${provisioning}`)
  await page.getByRole('link', { name: 'Connection' }).click()
  await page.getByRole('textbox', { name: 'Secret Token' }).fill(on.dynamicSignal.token)
  await button(page, 'Test Connection').click()
  await see(page, /ensure that the account has Admin permissions/i)
  await picture(page, 'lost-admin')
  await second('PATCH', `/administrators/${owner}`, { isAdmin: true })
  await button(page, 'Test Connection').click()
  await see(page, 'the supplied credentials are authorized')
})

test('A-34: twelve who would lose their account at once are held; a mail leads there; one is rejected, the others are allowed', async () => {
  await page.goto(`${on.url}${provisioning.replace('provisioning', 'users-and-groups')}`)
  await page.getByRole('checkbox', { name: 'Select Staff' }).click()
  await button(page, 'Remove 1').click()
  await button(page.getByRole('alertdialog'), 'Remove').click()
  const { text, link } = await mailAbout(/removals/i)
  expect(text).toContain('12')
  expect((await accounts()).every(({ active }) => active)).toBe(true)

  await page.goto(link)
  await page.getByRole('region', { name: '12 removals held' }).waitFor()
  expect(link).toContain('/held?kind=removals')
  await picture(page, 'held')
  await page.getByRole('button', { name: 'person7', exact: true }).click()
  await see(page.getByRole('dialog'), 'Decision')
  await page.getByRole('table', { name: 'What would be written' }).getByText('active').waitFor()
  await picture(page, 'held-one')
  expect(await serious(page)).toEqual([])
  await button(page.getByRole('dialog'), 'Reject the removal of person7').click()
  await button(page.getByRole('dialog', { name: 'Reject the removal of person7?' }), 'Reject').click()
  await see(page, '1 removal rejected.')
  await page.getByRole('checkbox', { name: 'Select person3' }).click()
  await button(page, 'Allow 1 selected').waitFor()
  await fits(page)
  await button(page, 'Allow all 11').click()
  await see(page.getByRole('alertdialog'), '11 accounts in Dynamic Signal will be disabled')
  await button(page.getByRole('alertdialog'), 'Allow').click()
  const active = async () => (await accounts()).filter((one) => one.active).map(({ userName }) => userName)
  await expect.poll(active, { timeout: 15_000 }).toEqual(['person7@contoso.example'])
})

test('A-28, QU-17: a refused token is a quarantine at once: banner and mail say the cause and the step that lifts it', async () => {
  const admin = await on.dynamicSignal.as('admin')
  const { tokens } = await admin<{ tokens: { id: string }[] }>('GET', '/tokens')
  for (const { id } of tokens) await admin('DELETE', `/tokens/${id}`)
  await page.goto(`${on.url}${provisioning}`)
  await button(page, 'Run now').click()
  await see(page, 'In quarantine: The application refuses the Secret Token (401')
  await see(page, 'Generate a new token')
  await picture(page, 'quarantine')
  const { text, link } = await mailAbout(/quarantine/i)
  expect(text).toContain('Generate a new token')
  expect(link).toBe(`${on.url}${provisioning}`)

  const { token } = await admin<{ token: string }>('POST', '/tokens', { label: 'Usher again', expiresInDays: 30 })
  await page.getByRole('link', { name: 'Connection →' }).first().click()
  await page.getByRole('textbox', { name: 'Secret Token' }).fill(token)
  await button(page, 'Test Connection').click()
  await see(page, 'the supplied credentials are authorized')
  await button(page, 'Save').click()
  await expect.poll(() => page.getByText('In quarantine').count(), { timeout: 15_000 }).toBe(0)
  await button(page, 'Stop provisioning').waitFor()
})
