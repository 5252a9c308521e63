import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Console, button, openConsole, person, rowWith, see, soon } from './browser-fixture.ts'

const several = 520
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

let on: Console
beforeAll(async () => {
  on = await openConsole()
  for (let first = 0; first < several; first += 40) {
    const batch = Array.from({ length: 40 }, (_, index) => first + index)
    await Promise.all(batch.map((number) => on.scim('POST', '/Users', numbered(number))))
  }
})
afterAll(() => on.close())
afterEach(({ task }) => on.settle(task))

function numbered(number: number) {
  const three = String(number).padStart(3, '0')
  return person(`user${three}@contoso.com`, { displayName: `Person ${three}`, active: number % 5 !== 0 })
}

async function make(userName: string, more = {}): Promise<string> {
  return (await on.scim('POST', '/Users', person(userName, { displayName: userName, ...more }))).body['id'] as string
}

test('users are paged, sorted, searched and filtered by the service', async () => {
  const page = await on.open('/users')
  const count = page.getByRole('navigation', { name: 'Pages of users' }).getByRole('status')
  const first = page.getByRole('row').nth(1)
  await see(count, '1–50 of 520 users')
  await see(first, 'Person 000')
  await button(page, 'Next page').click()
  await see(first, 'Person 050')
  await button(page, 'Last page').click()
  await see(first, 'Person 500')
  await page.getByLabel('Page number').fill('3')
  await page.keyboard.press('Enter')
  await see(first, 'Person 100')
  await page.goBack()
  await see(first, 'Person 500')
  await button(page, 'First page').click()
  await button(page, 'Name').click()
  await see(first, 'Person 519')

  await page.getByRole('tab', { name: /Inactive/ }).click()
  await see(count, '1–50 of 104 users')
  await see(first, 'Person 515')
  await page.getByRole('tab', { name: /All/ }).click()
  await page.getByLabel('Search by name').fill('user123')
  await see(count, '1 user')
  await page.getByLabel('Search by name').fill('nobody at all')
  await see(page, 'Nobody matches “nobody at all”')
})

test('a profile shows every attribute and where it came from, and the JSON', async () => {
  const id = await make('ana@contoso.com', {
    externalId: 'emp1',
    name: { givenName: 'Ana', familyName: 'García' },
    emails: [{ value: 'ana@contoso.com', type: 'work', primary: true }],
    [enterprise]: { department: 'Sales' },
  })
  const page = await on.open('/users?search=ana%40contoso.com')
  await page.getByRole('link', { name: 'ana@contoso.com' }).click()
  await page.getByRole('table', { name: 'Organization' }).getByText('Sales').waitFor()
  const given = page.getByRole('table', { name: 'Name' }).getByRole('row').filter({ hasText: 'givenName' })
  await see(given, 'Ana')
  await see(given, 'Set-up')

  await button(page, 'Deactivate').click()
  const active = page.getByRole('table', { name: 'Identity' }).getByRole('row').filter({ hasText: 'active' })
  await see(active, 'Console')
  await see(active, 'admin')

  await page.getByRole('tab', { name: 'SCIM JSON' }).click()
  await button(page, 'Copy the SCIM resource').click()
  await button(page, 'Copied the SCIM resource').waitFor()
  const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText())) as { id: string }
  expect(copied.id).toBe(id)
})

test('DS-3: a user is deactivated and reactivated, and SCIM says the same', async () => {
  const id = await make('ben@contoso.com')
  const page = await on.open(`/users/${id}`)
  await button(page, 'Deactivate').click()
  await see(page, 'ben@contoso.com is deactivated.')
  expect((await on.scim('GET', `/Users/${id}`)).body['active']).toBe(false)
  await button(page, 'Reactivate').click()
  await see(page, 'ben@contoso.com is active again.')
  expect((await on.scim('GET', `/Users/${id}`)).body['active']).toBe(true)
})

test('DS-4: who was deleted by SCIM is archived, and restored here once the name is free', async () => {
  const id = await make('cem@contoso.com')
  expect((await on.scim('DELETE', `/Users/${id}`)).status).toBe(204)
  const namesake = await make('cem@contoso.com')

  const page = await on.open('/users?status=archived')
  await rowWith(page, 'cem@contoso.com').click()
  await see(page, /Archived on/)
  await button(page, 'Restore').click()
  await see(page, 'Its userName belongs to another user now.')
  await on.scim('DELETE', `/Users/${namesake}`)
  await button(page, 'Restore').click()
  await see(page, 'cem@contoso.com is restored.')
  expect((await on.scim('GET', `/Users/${id}`)).status).toBe(200)
})

test('DS-7: deleting for good explains the order, wants the user name typed, and leaves nothing', async () => {
  const id = await make('dan@contoso.com')
  const page = await on.open(`/users/${id}`)
  await button(page, 'Delete permanently').click()
  const dialog = page.getByRole('alertdialog')
  const yes = button(dialog, 'Delete permanently')
  await soon(
    () => dialog.getByRole('listitem').allTextContents(),
    ['Unassign the user there.', 'Wait until it is deactivated here.', 'Delete it permanently.'],
  )
  expect(await yes.isDisabled()).toBe(true)
  await dialog.getByRole('textbox').fill('dan@contoso.co')
  expect(await yes.isDisabled()).toBe(true)
  await dialog.getByRole('textbox').fill('dan@contoso.com')
  await yes.click()
  await see(page, 'dan@contoso.com is deleted permanently.')
  await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor()
  expect((await on.scim('GET', `/Users/${id}`)).status).toBe(404)
  expect((await on.api('GET', `/users/${id}`)).status).toBe(404)
})

test('an address of nobody says so', async () => {
  const page = await on.open('/users/nobody')
  await see(page, 'No such user')
})
