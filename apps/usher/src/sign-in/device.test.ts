import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGraph, type Graph } from '../graph/test-graph.ts'
import { commandLine } from './first-party.ts'
import { browser, hiddenIn } from './test-browser.ts'
import { makeClient } from './test-clients.ts'

const mia = { name: 'mia@contoso.example', password: 'correct horse battery' }
const programFile = join(import.meta.dirname, 'test-device-code.ts')
let graph: Graph
let url = ''
let tenant = ''
beforeAll(async () => {
  graph = await startGraph({ https: true })
  url = graph.url.replace('127.0.0.1', 'localhost')
  const organization = await graph.ask('GET', '/v1.0/organization')
  tenant = (organization.body['value'] as readonly { readonly id: string }[])[0]?.id ?? ''
  const who = browser(url)
  await who.open(graph.invitation)
  await who.submit({ ...mia, again: mia.password })
})
afterAll(() => graph.close())

type Line = Readonly<Record<string, string>>

/** The program, line by line as it prints. */
function program(given: object) {
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: graph.authorityFile ?? '', GIVEN: JSON.stringify({ url, tenant, ...given }) } // prettier-ignore
  const child = spawn(process.execPath, [programFile], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    next: async () => JSON.parse(String((await lines.next()).value)) as Line,
    end: () => (child.exitCode === null ? once(child, 'exit') : undefined),
  }
}

async function devicecode(form: Readonly<Record<string, string>>) {
  const answer = await fetch(`${url}/${tenant}/oauth2/v2.0/devicecode`, { method: 'POST', body: new URLSearchParams(form) }) // prettier-ignore
  return { status: answer.status, body: (await answer.json()) as Line }
}

async function poll(code: string) {
  const form = { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', client_id: commandLine, device_code: code }
  const answer = await fetch(`${url}/${tenant}/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams(form) })
  return (await answer.json()) as Line
}

test('DeviceCodeCredential of @azure/identity gets a token when somebody types its code into the page and signs in', async () => {
  const running = program({})
  const { userCode = '', verificationUri = '', message } = await running.next()
  expect(verificationUri).toBe(`${url}/${tenant}/oauth2/v2.0/deviceauth`)
  expect(message).toBe(`To sign in, open ${verificationUri} in a browser, and type in the code ${userCode}.`)
  const who = browser(url)
  const page = await who.open(`${verificationUri}?user_code=${userCode}`)
  expect(page.text).not.toContain(userCode)
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  const wrong = await who.submit({ xsrf: hiddenIn(page, 'xsrf'), user_code: 'BBBB-BBBB' })
  expect(wrong.text).toContain('Nothing waits for this code')
  const asked = await who.submit({ xsrf: hiddenIn(wrong, 'xsrf'), user_code: userCode.toLowerCase() })
  expect(asked.text).toContain('a tool that uses a Microsoft library')
  expect(asked.text).toContain(userCode)
  const to = await who.submit({ xsrf: hiddenIn(asked, 'xsrf'), user_code: userCode, confirm: 'yes' }, verificationUri)
  expect(to.text).toContain('name="password"')
  const done = await who.submit({ step: 'password', ...mia })
  expect(done.text).toContain('You can close this page')
  expect(await running.next()).toEqual({ userPrincipalName: mia.name, again: true })
  await running.end()
  const again = await who.open(verificationUri)
  const used = await who.submit({ xsrf: hiddenIn(again, 'xsrf'), user_code: userCode })
  expect(used.text).toMatch(/was used already|Nothing waits/)
})

test('who waits is told so; who is refused is told that, once; and only what is waiting is asked about', async () => {
  const { body } = await devicecode({ client_id: commandLine, scope: `${url}/.default offline_access` })
  expect(body).toMatchObject({ expires_in: 900, interval: 2, user_code: expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/) })
  expect(body).not.toHaveProperty('verification_uri_complete')
  const code = String(body['device_code'])
  // However often one asks meanwhile.
  for (let times = 0; times < 60; times += 1) expect(await poll(code)).toMatchObject({ error: 'authorization_pending' })
  const who = browser(url)
  const page = await who.open(String(body['verification_uri']))
  const xsrf = hiddenIn(page, 'xsrf')
  const forged = await who.submit({ xsrf: 'other', user_code: String(body['user_code']), confirm: 'yes' })
  expect(forged.text).toContain('This did not work')
  const anew = await who.open(String(body['verification_uri']))
  expect(hiddenIn(anew, 'xsrf')).not.toBe(xsrf)
  const refused = await who.submit({ xsrf: hiddenIn(anew, 'xsrf'), user_code: String(body['user_code']), abort: 'yes' })
  expect(refused.text).toContain('The program was refused')
  expect(await poll(code)).toMatchObject({ error: 'authorization_declined', error_codes: [65004] })
  expect(await poll(code)).toMatchObject({ error: 'invalid_grant' })
})

test('a program that is not of Usher cannot ask people to sign in so, nor can one that nobody knows', async () => {
  const { appId } = await makeClient(graph, 'Pipeline')
  const scope = `${url}/.default`
  expect(await devicecode({ client_id: appId, scope })).toMatchObject({ status: 400, body: { error_codes: [700038] } })
  expect((await devicecode({ client_id: tenant, scope })).body['error_codes']).toEqual([700016])
  expect((await devicecode({ scope })).body['error_codes']).toEqual([900144])
  expect((await devicecode({ client_id: commandLine, scope: 'https://elsewhere.example/.default' })).body['error_codes']).toEqual([70011]) // prettier-ignore
})
