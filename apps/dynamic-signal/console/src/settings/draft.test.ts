import { expect, test } from 'vitest'
import type { Settings } from '../api/types.ts'
import { applied, withChange } from './draft.ts'

const saved: Settings = {
  mode: 'lenient',
  switches: [{ name: 'booleanText', number: 'L-2', says: '', for: '', lenient: true, on: true }],
  groups: false,
  deletePolicy: 'archive',
  requestsPerSecond: 1000,
  listsPerSecond: null,
  uniqueExternalId: false,
  uniqueGroupNames: true,
  requireIfMatch: false,
  danglingManagers: false,
  listExternalId: false,
  activityDays: 7,
  sensitiveAttributes: [],
  schemas: [],
}

test('what is changed is sent, and nothing else', () => {
  const change = withChange(saved, { groups: true }, { switches: { booleanText: false } })
  expect(change).toEqual({ groups: true, switches: { booleanText: false } })
  expect(applied(saved, change)).toMatchObject({ groups: true, switches: [{ on: false }], activityDays: 7 })
})

test('what is changed back is no change', () => {
  const change = withChange(saved, { groups: true, switches: { booleanText: false } }, { groups: false })
  expect(withChange(saved, change, { switches: { booleanText: null } })).toEqual({})
})
