import type { AttributeChange, Change, Flow } from '@usher/engine'
import { expect, test } from 'vitest'
import { dialects } from '../connectors/scim/dialects/dialects.ts'
import { able } from '../connectors/scim/test-target.ts'
import { wouldSend } from './would-send.ts'

const writes = { dialect: dialects.rfc, able }
const target = { id: '2819', attributes: { title: 'Clerk' } }

test.each([
  ['as it is', {}, { to: 'Boss' }, 'Boss'],
  ['in brackets where its expression redacts', { redacts: true }, { to: 'Boss' }, '[Redact]'],
  ['in brackets where it is a secret', {}, { to: 'Boss', sensitive: true }, '[Redact]'],
  ['in brackets where only writing tells', {}, { to: { late: 'generated' } }, '(made at random)'],
] as const)('a value is shown %s', async (_, flow, change, shown) => {
  const [request] = await wouldSend(writes, 'User', updating(flow, change))
  expect(request).toMatchObject({ method: 'PATCH', path: 'Users/2819', body: { Operations: [{ path: 'title', value: shown }] } }) // prettier-ignore
})

test('where the application has no PATCH, the account is put back whole', async () => {
  const offers = { patch: false, filter: true, etag: false, bulk: null, cursor: false, pageSize: null }
  const [request] = await wouldSend({ ...writes, offers }, 'User', updating({}, { to: 'Boss' }))
  expect(request).toMatchObject({ method: 'PUT', path: 'Users/2819', body: { id: '2819', title: 'Boss' } })
})

function updating(flow: Partial<Flow>, change: Partial<AttributeChange>): Change {
  const flows = [{ path: 'title', value: '', ...flow }]
  const patch = [{ op: 'replace', path: 'title', kind: 'value', ...change }]
  return { action: 'update', target, patch, facts: { desired: { flows } } } as unknown as Change
}
