import { expect, test } from 'vitest'
import type { Instant } from '../types.ts'
import { add } from '../job/ladder.ts'
import { gathering, guard } from './guard.ts'

const limits = { threshold: 500, percent: 10 }

test.each([
  ['one below the threshold', { planned: 499, done: 0, held: 0, managed: 100_000 }, { hold: false, limit: 500 }],
  ['AD-5: at the threshold', { planned: 500, done: 0, held: 0, managed: 100_000 }, { hold: true, limit: 500 }],
  ['above it', { planned: 501, done: 0, held: 0, managed: 100_000 }, { hold: true, limit: 500 }],
  [
    'with what was done in the window',
    { planned: 1, done: 499, held: 0, managed: 100_000 },
    { hold: true, limit: 500 },
  ],
  ['with what is held already', { planned: 1, done: 0, held: 499, managed: 100_000 }, { hold: true, limit: 500 }],
  ['one below ten percent', { planned: 29, done: 0, held: 0, managed: 300 }, { hold: false, limit: 30 }],
  ['at ten percent', { planned: 30, done: 0, held: 0, managed: 300 }, { hold: true, limit: 30 }],
  ['ten percent are rounded up', { planned: 30, done: 0, held: 0, managed: 301 }, { hold: false, limit: 31 }],
  [
    'ten percent of what was there when the window began',
    { planned: 10, done: 20, held: 0, managed: 300 },
    { hold: true, limit: 30 },
  ],
  ['nine of a small directory', { planned: 9, done: 0, held: 0, managed: 12 }, { hold: false, limit: 10 }],
  ['ten of a small directory', { planned: 10, done: 0, held: 0, managed: 12 }, { hold: true, limit: 10 }],
  ['nobody is about to be removed', { planned: 0, done: 600, held: 0, managed: 100_000 }, { hold: false }],
])('%s', (_, removals, expected) => {
  expect(guard(limits, removals)).toMatchObject(expected)
})

test('A-34: a threshold below ten holds, however small the directory', () => {
  expect(guard({ threshold: 3, percent: 10 }, { planned: 3, done: 0, held: 0, managed: 4 })).toMatchObject({
    hold: true,
    limit: 3,
  })
})

test('AD-1: switched off it counts and holds nobody', () => {
  expect(guard(null, { planned: 9000, done: 0, held: 0, managed: 9000 })).toMatchObject({ hold: false, count: 9000 })
})

test('a floor of its own keeps the percentage from holding a few', () => {
  const few = { planned: 60, done: 0, held: 0, managed: 100 }
  expect(guard(limits, few, 100)).toMatchObject({ hold: false, limit: 100 })
  expect(guard(limits, { ...few, planned: 100 }, 100)).toMatchObject({ hold: true })
})

test('A-55: up to twenty within a minute are written; the next are gathered, for a minute at most', () => {
  const now = '2026-01-01T00:00:00.000Z' as Instant
  expect(gathering({ planned: 1, recent: 19, began: null }, now)).toBeNull()
  expect(gathering({ planned: 1, recent: 20, began: null }, now)).toEqual({ since: now, until: add(now, 60_000) })
  expect(gathering({ planned: 300, recent: 0, began: add(now, -59_000) }, now)).toMatchObject({ until: add(now, 1000) })
  expect(gathering({ planned: 300, recent: 0, began: add(now, -60_000) }, now)).toBeNull()
  expect(gathering({ planned: 0, recent: 600, began: null }, now)).toBeNull()
})
