import type { Instant } from '@usher/engine'
import { expect, test } from 'vitest'
import { warningDue } from './expiry.ts'

test.each([
  ['2026-02-28T12:00:00Z', null],
  ['2026-03-01T12:00:00Z', { warning: 30, left: 30 }],
  ['2026-03-10T12:00:00Z', { warning: 30, left: 21 }],
  ['2026-03-17T00:00:00Z', { warning: 14, left: 14 }],
  ['2026-03-24T12:00:00Z', { warning: 7, left: 7 }],
  ['2026-03-30T12:00:00Z', { warning: 1, left: 1 }],
  ['2026-03-31T00:00:00Z', null],
])('on %s the warning for a secret that expires on 2026-03-31 is %o', (now, due) => {
  expect(warningDue('2026-03-31', now as Instant)).toEqual(due)
})
