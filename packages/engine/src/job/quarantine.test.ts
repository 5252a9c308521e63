import { describe, expect, test } from 'vitest'
import type { ErrorCode } from '../errors.ts'
import type { Instant } from '../types.ts'
import { add } from './ladder.ts'
import { nextQuarantine, quarantineReason, usualQuarantine, type Health, type QuarantineState } from './quarantine.ts'

const t0 = '2026-01-01T00:00:00.000Z' as Instant
const hour = 3600_000
const day = 24 * hour
const sound: Health = { failures: 0, references: 0, inScope: 0, connection: null, now: t0 }
/** Entra's thresholds, without what Usher adds for small tenants. */
const entra = { ...usualQuarantine, least: 0 }
const proportion = 'EncounteredEscrowProportionThreshold'
const base = 'EncounteredBaseEscrowThreshold'
const total = 'EncounteredTotalEscrowThreshold'

describe('quarantine by the number of failures', () => {
  test.each([
    ['A-30, QU-2: 4,999 of 4,999 is too few to look at', { failures: 4999, inScope: 4999 }, null],
    ['A-30, QU-2: 5,000 of 5,000', { failures: 5000, inScope: 5000 }, proportion],
    ['QU-3: exactly 40 % is not more than 40 %', { failures: 6000, inScope: 15_000 }, null],
    ['A-31, QU-5: 20,000 failures, 100,000 without', { failures: 20_000, inScope: 120_000 }, null],
    ['A-31, QU-5: 30,000 failures, 5,000 without', { failures: 30_000, inScope: 35_000 }, proportion],
    ['A-31, QU-3: 40,001 of a million', { failures: 40_001, inScope: 1_000_000 }, base],
    ['A-31, QU-5: 40,000, and 21,000 managers', { failures: 40_000, references: 21_000, inScope: 1_000_000 }, total],
    ['A-32: 10,000 references and nothing else', { references: 10_000, inScope: 1000 }, null],
    ['QU-4: 60,000 in all is not more than 60,000', { failures: 4000, references: 56_000, inScope: 1_000_000 }, null],
  ])('%s', (_, counts, expected) => {
    expect(quarantineReason({ ...sound, ...counts }, entra)).toBe(expected)
  })

  test.each([
    ['ten of twenty', { failures: 10, inScope: 20 }, proportion],
    ['nine of nine, which may be a bad morning', { failures: 9, inScope: 9 }, null],
    ['ten of twenty-five, which is exactly 40 %', { failures: 10, inScope: 25 }, null],
    ['A-30 as decisions.md reads it: 4,999 of 4,999', { failures: 4999, inScope: 4999 }, proportion],
  ])('BT-7: a small tenant with %s', (_, counts, expected) => {
    expect(quarantineReason({ ...sound, ...counts }, usualQuarantine)).toBe(expected)
  })
})

describe('quarantine because of the connection', () => {
  const exception = 'EncounteredQuarantineException'
  test.each<[string, ErrorCode, number, string | null]>([
    ['A-28: a refused token at once', 'Unauthorized', 0, exception],
    ['ER-20: missing rights at once', 'InsufficientRights', 0, exception],
    [
      'A-29: an answer that is not SCIM at once',
      'SystemForCrossDomainIdentityManagementServiceIncompatible',
      0,
      exception,
    ],
    ['BT-6: nobody there for a minute is an outage', 'WebExceptionProtocolError', hour / 60, null],
    ['BT-6: nobody there for an hour is more than that', 'WebExceptionProtocolError', hour, exception],
    ['BT-6: answers with 500 for an hour', 'InternalServerError', hour, exception],
    ['ER-18: being asked to wait is no failure, however long', 'TooManyRequests', 30 * hour, null],
    ['a fault of ours is not the application’s', 'InternalError', 30 * hour, null],
  ])('%s', (_, code, lasts, expected) => {
    const health = { ...sound, connection: { code, since: t0 }, now: add(t0, lasts) }
    expect(quarantineReason(health, usualQuarantine)).toBe(expected)
  })
})

/** Lives through a series: what is told, and after how many hours. */
function lived(reasonAt: (hours: number) => Parameters<typeof nextQuarantine>[1]) {
  const told: (readonly [number, string])[] = []
  const attempts: number[] = []
  let now = t0
  let state: QuarantineState | null = null
  for (let count = 0; count < 100; count += 1) {
    const hours = (Date.parse(now) - Date.parse(t0)) / hour
    const step = nextQuarantine(state, reasonAt(hours), now, usualQuarantine)
    if (step.change !== null) told.push([hours, step.change])
    if (step.state === null || step.change === 'disabled') return { told, attempts }
    attempts.push(hours)
    state = step.state
    now = step.state.nextAttempt
  }
  throw new Error('It never ends')
}

test('QU-9, QU-10: tried after 6, 12 and 24 hours, then every day', () => {
  expect(lived(() => 'EncounteredQuarantineException').attempts.slice(0, 6)).toEqual([0, 6, 12, 24, 48, 72])
})

test('A-33: after 28 days the job is switched off, and one who hears of it has heard of the beginning', () => {
  const { told } = lived(() => 'EncounteredQuarantineException')
  expect(told).toEqual([
    [0, 'began'],
    [(28 * day) / hour, 'disabled'],
  ])
})

test('A-33, QU-14: only another reason is told meanwhile', () => {
  const { told } = lived((hours) => (hours < 48 ? 'EncounteredQuarantineException' : hours < 100 ? proportion : null))
  expect(told.map(([, what]) => what)).toEqual(['began', 'changed', 'ended'])
})

test('QU-11: a series begins anew when a sound job is quarantined again', () => {
  const first = nextQuarantine(null, proportion, t0, usualQuarantine)
  const again = nextQuarantine(first.state, proportion, add(t0, 6 * hour), usualQuarantine)
  expect(again.state).toMatchObject({ seriesBegan: t0, seriesCount: 2, currentBegan: t0 })
  const ended = nextQuarantine(again.state, null, add(t0, 12 * hour), usualQuarantine)
  expect(ended).toEqual({ state: null, change: 'ended' })
  const later = add(t0, 13 * hour)
  expect(nextQuarantine(ended.state, proportion, later, usualQuarantine).state).toMatchObject({
    seriesBegan: later,
    seriesCount: 1,
  })
})
