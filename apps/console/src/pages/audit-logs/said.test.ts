import { expect, test } from 'vitest'
import { justBefore, placeOf, said } from './said.ts'
import { fileOf } from '../../parts/download.ts'

test('values are told as they are, and nothing as nothing', () => {
  expect([said('a'), said(''), said(null), said(undefined), said(5), said(['a'])]).toEqual([
    'a',
    null,
    null,
    null,
    '5',
    '["a"]',
  ])
})

test('a link to an entry is asked for as the first one behind its place', () => {
  const place = placeOf({ at: '2026-03-02T09:20:00.123Z', id: 41 })
  expect([place, justBefore(place)]).toEqual(['2026-03-02T09:20:00.123Z~41', '2026-03-02T09:20:00.123Z~42'])
})

test('a file has what the filters leave', () => {
  expect(fileOf('/usher/audit/download/AuditLogs.csv', { actor: 'cli:mia', since: '7d' })).toBe(
    '/usher/audit/download/AuditLogs.csv?actor=cli%3Amia&since=7d',
  )
})
