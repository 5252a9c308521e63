import { expect, test } from 'vitest'
import { describe } from './cli/commands/log-lines.ts'
import { describeCycle } from './cli/commands/job.ts'
import { describeCounts } from './cli/commands/plan.ts'
import { createOut } from './cli/print.ts'
import { codeOf, inWords, word } from './words.ts'

const summary = {
  read: 624, inScope: 304, created: 0, joined: 0, updated: 0, disabled: 0, deleted: 0, unchanged: 304, failed: 0, held: 0, adoptions: 0,
  changesHeld: 0, gathered: 0, references: { set: 0, notProvisioned: 0, unknown: 0 }, stopped: false,
  members: { added: 0, removed: 0, missing: 0, failed: 0 }, began: '', ended: '', seconds: 1, requests: 0,
} // prettier-ignore
const counts = { read: 624, create: 0, update: 0, disable: 0, delete: 0, joined: 0, held: 0, problems: 0, members: { added: 0, removed: 0 }, initial: false, requests: 0, omitted: 0 } // prettier-ignore

test('a cycle and a plan say in words why nothing was done', () => {
  const skipped = { sourceDisabled: 320, alreadyEqual: 1304 }
  expect(describeCycle({ ...summary, cycle: 'initial', skipped }, 'Acme')).toContain(
    '  skipped: 320 disabled in the directory, 1,304 with nothing to change',
  )
  expect(describeCounts({ ...counts, skipped }).at(-1)).toBe(
    'Nothing to do: 320 disabled in the directory, 1,304 with nothing to change.',
  )
})

test('a line of the log calls a removal that is held by its name, and is found by it', () => {
  const entry = { provisioningStatusInfo: { errorInformation: null }, usher: { reason: 'is not assigned to the application', advice: null } } // prettier-ignore
  const line = { at: '2026-11-26T06:49:54.000Z', action: 'stagedDelete', result: 'held', displayName: 'Ana', entry }
  expect(describe(line as never, { details: false, out: createOut({}) })).toEqual([
    '2026-11-26T06:49:54.000Z removal held    Ana is not assigned to the application',
  ])
  expect(codeOf('removal')).toBe('stagedDelete')
  expect(codeOf('disable')).toBe('disable')
})

test('what has no word stands as it is', () => {
  expect(word('somethingNew')).toBe('somethingNew')
  expect(inWords({})).toBe('')
})
