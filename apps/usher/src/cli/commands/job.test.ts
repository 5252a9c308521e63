import { expect, test } from 'vitest'
import { exitCodeOf } from './job.ts'

test.each([
  ['nothing failed', { failed: 0, members: { failed: 0 } }, 0],
  ['one of many accounts failed', { failed: 1, members: { failed: 0 } }, 1],
  ['a member could not be added to a group', { failed: 0, members: { failed: 3 } }, 1],
  ['a cycle of an older version counted no members', { failed: 0 }, 0],
] as const)('%s: a script sees it by the exit code', (_, cycle, code) => {
  expect(exitCodeOf(cycle)).toBe(code)
})
