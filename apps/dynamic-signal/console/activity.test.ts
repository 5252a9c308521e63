import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { asCurl } from './src/activity/curl.ts'
import { type Console, button, openConsole, person, rowWith, see, soon } from './browser-fixture.ts'

const run = promisify(execFile)

let on: Console
beforeAll(async () => {
  on = await openConsole()
  await on.scim('POST', '/Users', person('ana@contoso.com', { password: 'hidden-secret' }))
  await on.scim('POST', '/Users', person('ana@contoso.com'))
  await on.scim('GET', `/Users?filter=${encodeURIComponent('userName eq "o\'brien"')}`)
  await on.scim('GET', '/Users', undefined, 'no-such-token')
})
afterAll(() => on.close())
afterEach(({ task }) => on.settle(task))

async function openRow(page: Page, text: string | RegExp): Promise<ReturnType<Page['getByRole']>> {
  await page.getByRole('row').filter({ hasText: text }).first().click()
  return page.getByRole('dialog', { name: 'Request' })
}

test('every request is there with its status, reason, and who sent it', async () => {
  const page = await on.open('/activity')
  const conflict = rowWith(page, 'uniqueness')
  await see(conflict, '409')
  await see(conflict, 'Set-up')
  await see(rowWith(page, '401'), 'Not authenticated')
  await see(page, '/Users?filter=userName eq "o\'brien"')
  const panel = await openRow(page, 'uniqueness')
  await see(panel, /taken|exists|already/)
  await see(panel, /Request ID/)
  await see(panel, '"userName"')
  await button(panel, 'Older request').click()
  await see(panel, '201')
  expect(await panel.textContent()).not.toContain('hidden-secret')
})

test('the activity is filtered by method, status, token, and searched', async () => {
  const page = await on.open('/activity')
  const count = page.getByRole('status').filter({ hasText: 'newest first' })
  await see(count, '4 requests')
  await page.getByLabel('Method').selectOption('POST')
  await see(count, '2 requests')
  await page.getByLabel('Status').selectOption('4xx')
  await see(count, '1 request,')
  await page.getByLabel('Method').selectOption('')
  await see(count, '2 requests')
  await page.getByLabel('Token or client').selectOption({ label: 'Set-up' })
  await see(count, '1 request,')
  await page.getByLabel('Status').selectOption('')
  await see(count, '3 requests')
  await page.getByLabel('Search in path').fill('userName eq "o')
  await see(count, '1 request,')
  await page.getByLabel('Search in path').fill('no such thing')
  await see(page, 'No request fits the filters')
  await button(page, 'Clear the filters').click()
  await see(count, '4 requests')
})

test('a request that comes while the list refreshes itself appears', async () => {
  const page = await on.open('/activity')
  await see(page, '/Users?filter=userName eq "o\'brien"')
  await page.getByRole('switch', { name: 'Refresh every 2 s' }).click()
  await on.scim('GET', '/Users/never-seen-before')
  await see(page, '/Users/never-seen-before')
})

test('a request copied as curl, run in a shell, gets the same answer', async () => {
  const page = await on.open('/activity?method=GET&search=brien')
  const panel = await openRow(page, "o'brien")
  await button(panel, 'Copy as curl').click()
  await button(panel, 'Copied as curl').waitFor()
  const command = await page.evaluate(() => navigator.clipboard.readText())
  expect(command).not.toContain(on.token)
  const { stdout } = await run('sh', ['-c', command], { env: { ...process.env, TOKEN: on.token, NO_PROXY: '*' } })
  expect(stdout).toMatch(/^HTTP\/1.1 200/)
  expect(stdout).toContain('"totalResults":0')
})

test('a body with quotes, dollars and line breaks arrives as it was', async () => {
  const body = JSON.stringify(person('o\'brien $HOME `id` \\ !! "x"@contoso.com'), null, 2)
  const command = asCurl({ method: 'POST', path: '/scim/v2/Users', body }, `${on.url}/scim/v2`)
  const { stdout } = await run('sh', ['-c', command], { env: { ...process.env, TOKEN: on.token, NO_PROXY: '*' } })
  expect(stdout).toMatch(/^HTTP\/1.1 201/)
  await soon(async () => {
    const found = await on.scim('GET', `/Users?filter=${encodeURIComponent('userName co "o\'brien $HOME `id`"')}`)
    return found.body['totalResults']
  }, 1)
})
