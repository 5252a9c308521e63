import { expect, test } from 'vitest'
import { asked, periodOf } from './period.ts'

const of = (text: string) => asked(periodOf(new URLSearchParams(text)))

test('a period is what the address says, and a day without it', () => {
  expect([of(''), of('since=30d'), of('since=all'), of('since=nonsense')]).toEqual([
    { since: '24h' },
    { since: '30d' },
    {},
    { since: '24h' },
  ])
})

test('days begin at midnight of the reader, and the last one is included', () => {
  expect(of('since=days&from=2026-03-01&to=2026-03-31')).toEqual({
    since: new Date('2026-03-01T00:00').toISOString(),
    until: new Date('2026-04-01T00:00').toISOString(),
  })
  expect(of('since=days&to=2026-03-31')).toEqual({ until: new Date('2026-04-01T00:00').toISOString() })
  expect(of('since=days&from=yesterday&to=2026-99-99')).toEqual({})
})
