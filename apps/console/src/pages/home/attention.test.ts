import { expect, test } from 'vitest'
import type { Status } from '../../parts/job-state.tsx'
import { attentionTo } from './attention.ts'

const well = {
  name: 'Provisioning', state: 'Active', code: 'Active', quarantine: null, secretRefused: null, restored: null,
  lastError: null, undecided: 0, changesUndecided: 0, adoptionsUndecided: 0, failed: 0,
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
    ['warning', '1 removal of Held is held.', 'Allow or reject them.', '/enterprise-apps/Held/held?kind=removals'],
    ['info', 'New has no Tenant URL and secret yet.', 'Configure it.', '/enterprise-apps/New/provisioning/new'],
  ])
})

test('held removals alone are no quarantine', () => {
  expect(attentionTo([app('Held', { code: 'Quarantine', undecided: 12 })])[0]?.says).toBe(
    '12 removals of Held are held.',
  )
})

test('everything that waits for somebody is told, and leads to where it is decided', () => {
  const found = attentionTo([app('A', { undecided: 2, changesUndecided: 1, adoptionsUndecided: 3, name: 'Second' })])
  expect(found.map(({ says, to }) => [says, to])).toEqual([
    ['2 removals of A are held.', '/enterprise-apps/A/held?kind=removals&job=Second'],
    ['1 unusual change of A is held.', '/enterprise-apps/A/held?kind=changes&job=Second'],
    ['3 adoptions of A are held.', '/enterprise-apps/A/held?kind=adoptions&job=Second'],
  ])
})
