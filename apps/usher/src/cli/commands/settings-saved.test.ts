import { expect, test } from 'vitest'
import { connectionGiven } from './connection-options.ts'
import { describeSaved } from './settings-saved.ts'

const settings = {
  application: 'Acme',
  job: 'Provisioning',
  tenantUrl: 'https://acme.example/scim',
  secretToken: '(stored)',
  interval: 40,
  secretExpiresOn: '2027-03-31',
}
const saved = (change: object, options: Readonly<Record<string, string>> = {}): readonly string[] =>
  describeSaved({ before: settings, after: { ...settings, ...change }, given: connectionGiven(options) })

test('a secret that is stored is told by its name, never by its value, and what to do next', () => {
  expect(saved({ secretExpiresOn: null }, { secretToken: 's3cret' })).toEqual([
    'Acme, Provisioning: saved.',
    '  secret-token                 stored',
    '  secret-expires-on            2027-03-31 → never',
    'Next: usher test-connection "Acme"',
  ])
})

test('a second secret is tested before it is switched to', () => {
  expect(saved({}, { newSecretToken: 's3cret' })).toEqual([
    'Acme, Provisioning: saved.',
    '  new-secret-token             stored',
    'Next: usher secret "Acme" test, then usher secret "Acme" switch. Until then the one of before is in use.',
  ])
})

test('of other settings those are told that changed, with what they were', () => {
  expect(saved({ interval: 30 })).toEqual(['Acme, Provisioning: saved.', '  interval                     40 → 30'])
  expect(saved({})).toEqual(['Acme, Provisioning: nothing changed, it is so already.'])
})

test('a certificate that is forgotten is told so', () => {
  expect(saved({}, { ca: 'none' })[1]).toBe('  ca                           forgotten')
})
