/** A run that a person asks for: whoever asks hears whether the application can be used, also when nothing is to be done. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startProvider, type Provider } from '../../testing/provider.ts'
import { startService, type Asked } from '../test-service.ts'

let service: Asked
let provider: Provider
const app = '/usher/apps/Acme'
const refused = 'The application refuses the Secret Token (401: revoked). Generate a new token in its admin console and store it: usher settings "Acme"' // prettier-ignore

beforeAll(async () => {
  service = await startService()
  provider = await startProvider()
  await ask('POST', '/usher/users', {
    userPrincipalName: 'ana@contoso.example',
    displayName: 'ana',
    mailNickname: 'ana',
  })
  await ask('POST', '/usher/apps', { template: 'generic', name: 'Acme' })
  await ask('PATCH', `${app}/settings`, { tenantUrl: provider.tenantUrl, secretToken: 'x', scope: 'all' })
  await ask('POST', `${app}/run`, { yes: true })
})
afterAll(async () => {
  await service.close()
  await provider.close()
})
const ask: Asked['ask'] = (...asked) => service.ask(...asked)

test('with nothing to do asks one thing, and says that all is well', async () => {
  const before = provider.asked.length
  expect((await ask('POST', `${app}/run`, { prove: true })).body).toMatchObject({ summary: { read: 0, requests: 1 } })
  expect(provider.asked.slice(before)).toEqual(['GET Users'])
  expect((await ask('POST', `${app}/run`, {})).body, 'unless nobody wants to know').toMatchObject({ summary: { requests: 0 } }) // prettier-ignore
})

test('with nothing to do, and a token that was revoked, says so, with what stores another one', async () => {
  provider.instead = () => ({ status: 401, body: { detail: 'revoked' } })
  const { lines, body } = await ask('POST', `${app}/run`, { prove: true })
  expect(body).toEqual({ error: { code: 'Unauthorized', message: `${refused} --secret-token -.` } })
  expect(lines.some((line) => 'quarantine' in line)).toBe(true)
  expect((await ask('POST', `${app}/test-connection`)).body['message']).toBe(`${refused} --secret-token -.`)
  expect((await ask('GET', `${app}/status`)).body).toMatchObject({ job: { code: 'Quarantine' } })
})

test('the second secret is told of with its own option', async () => {
  await ask('PATCH', `${app}/settings`, { other: { secretToken: 'y' } })
  expect(await ask('POST', `${app}/secret/test`)).toMatchObject({
    body: { tested: { ok: false, message: `${refused} --new-secret-token -.` } },
  })
})
