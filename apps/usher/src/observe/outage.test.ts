import { expect, test } from 'vitest'
import { createOutage } from './outage.ts'

const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' })

test('that the store is away is told once, and once that it is back', () => {
  const lines: string[] = []
  const log = { error: (line: string) => lines.push(line), warn: (line: string) => lines.push(line) }
  let at = 0
  const outage = createOutage(log, () => at)
  outage.answered()
  expect(outage.isTold(new Error('something else'))).toBe(false)
  for (; at < 9000; at += 1000) expect(outage.isTold(refused)).toBe(true)
  at = 8300
  outage.answered() // a connection of before
  at = 10_000
  outage.answered()
  outage.answered()
  expect(lines).toEqual([
    'PostgreSQL does not answer (connect ECONNREFUSED 127.0.0.1:5432). See that it runs and takes connections; Usher goes on by itself when it is back.',
    'PostgreSQL answers again, after 10 s. Everything goes on.',
  ])
  expect(outage.isTold(refused)).toBe(true)
  expect(lines).toHaveLength(3)
})
