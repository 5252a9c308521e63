import { expect, test } from 'vitest'
import type { Status } from '../../parts/job-state.tsx'
import { attentionTo } from './attention.ts'

const well = {
  name: 'Provisioning', state: 'Active', code: 'Active', quarantine: null, secretRefused: null, restored: null,
  lastError: null, undecided: 0, changesUndecided: 0, failed: 0,
} // prettier-ignore

function app(name: string, job: object): Status {
  return { id: name, name, templateId: 'generic', job: { ...well, ...job } } as unknown as Status
}

test('whoever is well needs nobody', () => {
  expect(attentionTo([app('A', {})])).toEqual([])
})

test('the worst comes first, and each leads to where it is ended', () => {
  const quarantine = { error: { message: 'Refused.' }, evidence: { remedy: 'Store a new token.' } }
  const found = attentionTo([
    app('New', { code: 'NotConfigured', state: 'Disabled' }),
    app('Held', { code: 'Quarantine', undecided: 1 }),
    app('Broken', { code: 'Quarantine', quarantine, lastError: { message: 'Refused.' }, name: 'Second job' }),
  ])
  expect(found.map(({ intent, says, act, to }) => [intent, says, act, to])).toEqual([
    [
      'error',
      'Broken is in quarantine: Refused.',
      'Store a new token.',
      '/enterprise-apps/Broken/provisioning?job=Second%20job',
    ],
    ['warning', '1 removal of Held is held.', 'Allow or reject them.', '/enterprise-apps/Held/provisioning'],
    ['info', 'New has no Tenant URL and secret yet.', 'Configure it.', '/enterprise-apps/New/provisioning/new'],
  ])
})

test('held removals alone are no quarantine', () => {
  expect(attentionTo([app('Held', { code: 'Quarantine', undecided: 12 })])[0]?.says).toBe(
    '12 removals of Held are held.',
  )
})
