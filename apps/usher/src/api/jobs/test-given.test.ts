import { afterAll, beforeAll, expect, test } from 'vitest'
import { startProvider, type Provider } from '../../testing/provider.ts'
import { startService, type Asked } from '../test-service.ts'

let service: Asked
let target: Provider
beforeAll(async () => {
  ;[service, target] = await Promise.all([startService(), startProvider()])
  await service.ask('POST', '/usher/apps', { template: 'generic', name: 'HR' })
})
afterAll(async () => {
  await Promise.all([service.close(), target.close()])
})

const given = (body: object) => service.ask('POST', '/usher/apps/HR/test-connection', body)

test('credentials are tried step by step before they are stored, and are not stored by it', async () => {
  const right = await given({ tenantUrl: target.tenantUrl, secretToken: 'right' })
  expect(right.body).toMatchObject({ ok: true, exchange: { status: 200 } })
  const stages = right.body['stages'] as readonly { stage: string; status: string }[]
  expect(stages.map(({ stage }) => stage)).toEqual([
    'dns',
    'tcp',
    'tls',
    'http',
    'authentication',
    'contentType',
    'filter',
    'scim',
  ])

  target.instead = () => ({ status: 401, body: { detail: 'Unknown token.' } })
  const wrong = await given({ tenantUrl: target.tenantUrl, secretToken: 'not-the-token' })
  expect(wrong.body).toMatchObject({ ok: false, exchange: { status: 401 } })
  expect(JSON.stringify(wrong.body)).not.toContain('not-the-token')
  expect((await service.ask('GET', '/usher/apps/HR/settings')).body).toMatchObject({
    tenantUrl: null,
    secretToken: null,
  })
})

test.each([
  [{ tenantUrl: 'scim' }, /is not a web address/],
  [{ tenantUrl: 'http://127.0.0.1:9/scim' }, /Secret Token/],
  [{ token: 'x' }, /token/],
])('%j is refused with a sentence', async (body, says) => {
  const { status, body: answer } = await given(body)
  expect([status, answer.error?.message]).toEqual([400, expect.stringMatching(says)])
})
