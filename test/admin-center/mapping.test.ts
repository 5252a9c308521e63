/** Attribute mapping, expression builder, scoping filters, preview and versions, with a real service and a real application. */
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  type AdminCenter,
  button,
  cloudApplicationAdministrator,
  does,
  openAdminCenter,
  picture,
  see,
} from './admin-center.ts'
import { leftOf, serious, tooWide } from './looks.ts'

const cora = 'cora@contoso.example'

let on: AdminCenter
let app = ''
let page: Page
beforeAll(async () => {
  on = await openAdminCenter()
  await on.person(cora, cloudApplicationAdministrator)
  const { tenantUrl, token } = on.dynamicSignal
  app = String((await does(on.graph, 'POST', '/usher/apps', { template: 'dynamic-signal' }))['id'])
  await does(on.graph, 'PATCH', `/usher/apps/${app}/settings`, { tenantUrl, secretToken: token })
  for (const [name, department] of [
    ['ana', 'Sales'],
    ['bea', 'Legal'],
  ] as const) {
    const mail = `${name}@contoso.example`
    const names = { displayName: name, givenName: name, surname: 'Silva', mailNickname: name }
    await does(on.graph, 'POST', '/usher/users', {
      ...names,
      userPrincipalName: mail,
      mail,
      department,
      jobTitle: 'Clerk',
    })
    await does(on.graph, 'POST', `/usher/apps/${app}/assignments`, { who: mail, role: 'User' })
  }
  await does(on.graph, 'POST', `/usher/apps/${app}/run`, { yes: true })
  page = await on.open(cora, at('attribute-mapping'))
})
afterAll(() => on.close())
afterEach(({ task }) => on.settle(task))

const at = (path: string): string => `/enterprise-apps/${app}/${path}`
const schema = async () => JSON.stringify(await does(on.graph, 'GET', `/usher/apps/${app}/schema`))
const tab = (name: string) =>
  page.getByRole('navigation', { name: 'Parts of the mapping' }).getByRole('link', { name }).click()

/** By keys, as people do: when text is put in at once, Chromium wraps some of it in a styled element, which the policy refuses. */
async function typeAnew(editor: Locator, text: string): Promise<void> {
  await editor.press('ControlOrMeta+a')
  await editor.press('Delete')
  await editor.pressSequentially(text)
}

test('UI-7, UI-8: a mapping gets an expression, tried on a person, and is saved after a preview of who would change', async () => {
  await page.getByRole('heading', { name: 'Dynamic Signal | Attribute mapping', level: 1 }).waitFor()
  await picture(page, 'mappings')
  await button(page, 'title').click()
  const panel = page.getByRole('dialog')
  await panel.getByLabel('Mapping type').selectOption('Expression')
  const editor = panel.getByRole('textbox', { name: 'Expression' })
  await typeAnew(editor, 'ToUper([jobTitle])')
  await see(panel, 'Did you mean ToUpper?')
  await panel.locator('.cm-lintRange-error').waitFor()
  await typeAnew(editor, 'ToUp')
  await page.getByRole('option', { name: /^ToUpper\(/ }).click()
  await page.keyboard.type('[jobT')
  await page
    .locator('.cm-tooltip')
    .getByRole('option', { name: /jobTitle/ })
    .waitFor()
  await page.waitForTimeout(100) // as long as the editor takes a key for one that was on its way when the list opened
  await page.keyboard.press('Enter')
  await see(panel.getByRole('complementary', { name: 'What ToUpper does' }), 'ToUpper(')
  await panel.getByPlaceholder('Search by name').fill('ana')
  await button(panel, /^ana/).click()
  await see(panel, '"CLERK"')
  await picture(page, 'expression-builder')
  await button(panel, 'OK').click()
  await see(page, '1 unsaved change')

  // What is not saved is there on every part, and is asked about before a link leads away.
  await tab('Versions')
  await see(page, '1 unsaved change')
  await page.getByRole('link', { name: 'Owners' }).click()
  await see(page.getByRole('alertdialog'), 'Leave with 1 unsaved change?')
  await picture(page, 'leaving')
  await button(page, 'Cancel').click()
  await button(page, 'Preview and save').click()
  await see(panel, 'everybody who is assigned is looked at again')
  await see(panel.getByRole('table', { name: 'Accounts that would change' }), /CLERK/)
  await picture(page, 'preview')
  await button(panel, 'Save').click()
  await see(page, 'Saved.')
  expect(await schema()).toContain('ToUpper([jobTitle])')
})

test('UI-10: a scoping filter says at once how many it lets through, and why somebody is not in scope', async () => {
  await tab('Scoping filters')
  await button(page, 'Add scoping filter').click()
  const clause = page.getByRole('group', { name: 'Clause 1' })
  await clause.getByLabel('Operator').selectOption('REGEX MATCH')
  await clause.getByRole('textbox').fill('^(Sal')
  await see(clause, 'is wrong at character')
  await clause.getByLabel('Operator').selectOption('EQUALS')
  await clause.getByRole('textbox').fill('Sales')
  // Whom the expression was tried on is still meant.
  await button(page, 'Choose another').click()
  await page.getByPlaceholder('Search by name').fill('bea')
  await button(page, /^bea/).click()
  await see(page, /Not in scope/)
  await see(page.getByRole('list', { name: 'Checks' }), 'decides')
  await see(page, 'All 3 people of the directory were looked at.')
  await picture(page, 'scope')
  await button(page, 'Preview and save').click()
  const panel = page.getByRole('dialog')
  await see(panel, '1 account would be disabled or deleted')
  await button(panel, 'Save and disable 1').click()
  await see(page, 'Saved.')
  expect(await schema()).toContain('"EQUALS"')
})

test('UI-45, UI-47: an earlier version is compared side by side and comes back, and a schema is imported from a file', async () => {
  await tab('Versions')
  await button(page, 'Compare version 1').click()
  const compared = page.getByRole('table', { name: 'Version 1 and Current' })
  await see(compared, '[jobTitle]')
  await see(compared, 'ToUpper([jobTitle])')
  await picture(page, 'versions')
  await button(page, 'Revert to version 1').click()
  await button(page.getByRole('dialog'), 'Save').click()
  await see(page, 'Saved.')
  expect(await schema()).not.toContain('ToUpper([jobTitle])')

  await tab('Schema')
  const file = join(tmpdir(), `usher-schema-${process.pid}.json`)
  writeFileSync(file, (await schema()).replace('[jobTitle]', '[companyName]'))
  await page.getByLabel('A schema as JSON').setInputFiles(file)
  await see(page, '1 difference taken over')
  await button(page, 'Discard').click()
  const download = page.waitForEvent('download')
  await button(page, 'Download').click()
  expect((await download).suggestedFilename()).toContain('.json')
})

test('groups have a set of their own, which can be switched off, and is gone again when it is discarded', async () => {
  const { id } = await does(on.graph, 'POST', '/usher/apps', { template: 'generic', name: 'Contoso HR' })
  await page.goto(`${on.url}/enterprise-apps/${String(id)}/attribute-mapping`)
  await page.getByLabel('Mapping', { exact: true }).selectOption({ index: 1 })
  await see(page, 'Group to Group')
  await page.getByRole('switch', { name: 'Enabled' }).click()
  await see(page, 'Groups: enabled')
  await button(page, 'Discard').click()
  expect(await page.getByRole('switch', { name: 'Enabled' }).isChecked()).toBe(true)
  await button(page, 'Restore default mappings').click()
  await see(page.getByRole('alertdialog'), 'are those of the gallery already')
  await button(page, 'Cancel').click()
})

const looks = [
  { width: 1280, colorScheme: 'light' },
  { width: 800, colorScheme: 'dark' },
] as const
/** Each part, what is opened on it, and what closes that again. */
const screens: readonly { readonly name: string; readonly open: () => Promise<void>; readonly close?: string }[] = [
  { name: 'mappings', open: () => button(page, 'title').waitFor() },
  {
    name: 'scope',
    async open() {
      await tab('Scoping filters')
      await button(page, 'Add scoping filter').first().click()
      await see(page, '1 unsaved change')
    },
    close: 'Discard',
  },
  { name: 'schema', open: () => tab('Schema') },
  {
    name: 'versions',
    async open() {
      await tab('Versions')
      await button(page, 'Compare version 2').click()
      await see(page, '1 difference')
    },
  },
  {
    name: 'attributes',
    async open() {
      await tab('Attribute lists')
      await button(page, 'Add attribute').click()
      await page.getByRole('dialog').waitFor()
    },
    close: 'Cancel',
  },
  {
    name: 'discover-attributes',
    async open() {
      await button(page, 'Discover attributes').click()
      await see(page.getByRole('dialog'), 'that the list lacks')
    },
    close: 'Cancel',
  },
  {
    name: 'edit',
    async open() {
      await tab('Mappings')
      await button(page, 'title').click()
      await page.getByLabel('Mapping type').selectOption('Expression')
      await page.getByRole('textbox', { name: 'Expression' }).waitFor()
    },
    close: 'Cancel',
  },
]

test('every part scrolls down only, light and dark, and axe finds nothing serious', async () => {
  const found: string[] = []
  await page.goto(on.url + at('attribute-mapping'))
  for (const { name, open, close } of screens) {
    await open()
    for (const { width, colorScheme } of looks) {
      await page.setViewportSize({ width, height: 800 })
      await page.emulateMedia({ colorScheme })
      await painted(page)
      await expect.poll(() => tooWide(page), { timeout: 5000, message: name }).toBe(0)
      await picture(page, `mapping-${name}-${width}-${colorScheme}`)
      found.push(...(await serious(page)).map((one) => `${name}, ${width}: ${one}`))
    }
    if (close === undefined) continue
    await button(page, close).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    found.push(...(await leftOf(page)).map((one) => `${name}, closed: ${one}`))
  }
  expect(found).toEqual([])
})

/** Waits until what changed is to be seen. */
async function painted(of: Page): Promise<void> {
  await of.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 50)))),
  )
}

test('who may only read sees mappings and changes none', async () => {
  const reader = 'rita@contoso.example'
  await on.person(reader, 'f2ef992c-3afb-46b9-b7cf-a126ee74c451')
  const theirs = await on.open(reader, at('attribute-mapping'))
  await button(theirs, 'title').waitFor()
  expect(await button(theirs, 'Add new mapping').count()).toBe(0)
  await button(theirs, 'title').click()
  expect(await button(theirs.getByRole('dialog'), 'OK').count()).toBe(0)
})
