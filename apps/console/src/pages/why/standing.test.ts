import { expect, test } from 'vitest'
import { lookSays, standing } from './standing.ts'

const account = { targetId: '2819', state: 'managed', active: true, deletedAt: null }
const look = { why: 'failed', since: '', next: null, attempts: 2, error: 'No.', expired: false, decision: null }
const usual = { inScope: true, undecided: false, link: account, looks: [] }

test.each([
  ['an account in use', {}, 'Has an account'],
  ['an account that is to go', { inScope: false }, 'Has an account, and should not'],
  ['one that was switched off', { inScope: false, link: { ...account, active: false } }, 'Disabled'],
  ['one that nobody looks after', { inScope: false, link: { ...account, active: false, state: 'released' } }, 'Disabled, released'],
  ['none yet', { link: null }, 'Gets an account'],
  ['none at all', { inScope: false, link: null }, 'No account'],
  ['a failure', { looks: [look] }, 'Failing'],
  ['something that waits', { looks: [{ ...look, why: 'removalHeld' }] }, 'Held: waits for you'],
  ['what was decided about', { looks: [{ ...look, why: 'removalHeld', decision: 'rejected' }] }, 'Has an account'],
])('%s is told', (_, change, says) => {
  expect(standing({ ...usual, ...change }).text).toBe(says)
}) // prettier-ignore

test('a failure says how often', () => {
  expect(lookSays(look)).toBe('Failed 2 times: No.')
})
