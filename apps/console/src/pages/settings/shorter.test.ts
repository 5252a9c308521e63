import { expect, test } from 'vitest'
import { shorterSays } from './shorter.ts'

const before = { logDays: 365, exchangeDays: 30, auditDays: null }

test.each([
  [{}, null],
  [{ logDays: 400 }, null],
  [{ logDays: null }, null],
  [{ logDays: 30 }, 'Erased within a day, for good: the provisioning log older than 30 days.'],
  [{ auditDays: 90 }, 'Erased within a day, for good: the audit log older than 90 days.'],
])('keeping %o says what is lost', (change, says) => {
  expect(shorterSays(before, change)).toBe(says)
})
