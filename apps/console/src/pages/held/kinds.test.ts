import { expect, test } from 'vitest'
import type { Status } from '../../parts/job-state.tsx'
import { kindOf, rowsOf, type Page } from './kinds.ts'

const job = (undecided: number, changesUndecided: number, adoptionsUndecided: number) =>
  ({ undecided, changesUndecided, adoptionsUndecided }) as Status['job']

test('what the address names is shown, else the first kind of which something waits', () => {
  expect(kindOf('adoptions', job(1, 1, 0)).kind).toBe('adoptions')
  expect(kindOf(null, job(0, 0, 3)).kind).toBe('adoptions')
  expect(kindOf('nonsense', job(0, 0, 0)).kind).toBe('removals')
})

test('rows are read whichever kind was asked for', () => {
  const page = { totals: { undecided: 1, allowed: 0, rejected: 0 }, next: null }
  expect(rowsOf({ ...page, changes: [{ id: '1' }] } as unknown as Page)).toEqual([{ id: '1' }])
  expect(rowsOf(page)).toEqual([])
})
