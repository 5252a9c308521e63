import { expect, test } from 'vitest'
import type { WhyApplication } from '../../api/jobs/why.ts'
import { sayLook } from './why-looks.ts'

type Look = WhyApplication['looks'][number]
const usual: Omit<Look, 'why'> = { since: 'then', next: null, attempts: 1, error: null, expired: false, decision: null }
const said = (look: Pick<Look, 'why'> & Partial<Look>): string =>
  sayLook({ ...usual, ...look }, { app: '"Acme"', who: 'ana', time: (instant) => instant })

test('only what failed is said to have failed, with what, how often, and what comes next', () => {
  expect(said({ why: 'failed', error: 'userName is taken', next: 'soon' })).toBe(
    'failed once: userName is taken; next attempt soon',
  )
  expect(said({ why: 'failed', attempts: 9, error: 'no', expired: true })).toBe(
    'failed 9 times: no; it is not tried again by itself, since it failed for so long',
  )
  expect(said({ why: 'failed', error: 'it is gone', decision: 'allowed' })).toBe(
    'failed once: it is gone; it is allowed, and the next cycle tries it',
  )
  for (const why of ['undone', 'referenceChanged', 'membersUnread', 'due', 'gathered', 'removalHeld'] as const)
    expect(said({ why, attempts: 0 })).not.toMatch(/failed|tried again/)
})

test('what a person put back is left alone, and may be let go on; so is what an undo may have put back', () => {
  expect(said({ why: 'undone' })).toBe(
    'put back by an undo at then, and left alone until the directory or a rule says something else; to let it go on: usher undone "Acme" lift ana',
  )
  expect(said({ why: 'undone', error: 'no answer' })).toContain('an undo failed or broke off (no answer) at then')
})

test('what is held waits for a decision; what was rejected waits for nobody, and names who could be allowed', () => {
  expect(said({ why: 'removalHeld' })).toBe('the removal waits for a decision: usher removals "Acme" allow|reject')
  expect(said({ why: 'removalHeld', decision: 'allowed' })).toBe(
    'the removal is allowed; the next cycle carries it out',
  )
  expect(said({ why: 'changeHeld', decision: 'rejected', next: 'later' })).toBe(
    'the change was rejected, and is asked anew at later; to allow it before: usher changes "Acme" allow ana',
  )
})
