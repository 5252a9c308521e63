import { expect, test } from 'vitest'
import type { LastCycle } from '../../store/jobs.ts'
import { executionOf } from './execution.ts'

const cycle: LastCycle = {
  cycle: 'incremental', read: 12, inScope: 10, created: 3, joined: 1, updated: 2, disabled: 1, deleted: 1, unchanged: 0, skipped: {},
  failed: 2, held: 4, adoptions: 1, changesHeld: 5, gathered: 6, references: { set: 2, notProvisioned: 0, unknown: 0 },
  members: { added: 7, removed: 1, missing: 9, failed: 1 }, stopped: false, id: 'c', began: 'b', ended: 'e', seconds: 1, requests: 1,
} // prettier-ignore
const counts = { failed: 3, held: 4, changesHeld: 5 }

test('ER-8: a cycle in the words of the Graph: what was read, written, to be written, and what is open', () => {
  expect(executionOf(cycle, { counts, failures: { failures: 2, references: 1, inScope: 10 } })).toEqual({
    activityIdentifier: 'c',
    countEntitled: 10,
    countEntitledForProvisioning: 8,
    countEscrowed: 2,
    countEscrowedRaw: 12,
    countExported: 15,
    countExports: 34,
    countImported: 12,
    countImportedDeltas: 12,
    countImportedReferenceDeltas: 10,
    state: 'EntryLevelErrors',
    timeBegan: 'b',
    timeEnded: 'e',
  })
})

test('ER-8: without a failure it has succeeded, also one of a version that counted less', () => {
  const { members: _, gathered: _gathered, changesHeld: _held, ...old } = cycle
  expect(executionOf({ ...old, failed: 0 } as unknown as LastCycle, { counts, failures: null })).toMatchObject({
    state: 'Succeeded',
    countEscrowed: 0,
    countExported: 7,
  })
})
