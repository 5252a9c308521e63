import { expect, test } from 'vitest'
import { asDateText, instantOf, isDayAlone } from './instant.ts'

test.each([
  ['2026-02-28', '2026-02-28T00:00:00Z'],
  ['2026-02-28T10:00', '2026-02-28T10:00:00Z'],
  ['2026-02-28 10:00:00.5+0200', '2026-02-28T10:00:00.5+02:00'],
  ['2/28/2026 12:05:09 AM', '2026-02-28T00:05:09Z'],
  ['28 Feb 2026', '2026-02-28T00:00:00Z'],
  ['2020-03-16-07:00', '2020-03-16T07:00:00Z'],
  ['2026-02-29', null],
  ['soon', null],
  ['', null],
])('%s is %s', (text, instant) => {
  expect(instantOf(text)).toBe(instant)
})

test.each([
  ['2026-03-01', true],
  ['3/1/2026', true],
  ['1 March 2026', true],
  ['2026-03-01T00:00:00Z', true],
  ['2026-03-01T00:00:00.000+00:00', true],
  ['3/1/2026 12:00:00 AM', true],
  ['2026-03-01T00:00:00+01:00', false],
  ['2026-03-01T09:00:00Z', false],
  ['2026-03-01 09:00', false],
  ['2020-03-16-07:00', false],
])('%s is a day alone: %s', (text, alone) => {
  expect(isDayAlone(text)).toBe(alone)
})

test('the language writes a date in its own way, and leaves alone what is none', () => {
  expect(['2013-09-30T00:00:00Z', '2026-02-28T13:05:09.5+01:00', 'soon'].map(asDateText)).toEqual([
    '9/30/2013 12:00:00 AM',
    '2/28/2026 12:05:09 PM',
    'soon',
  ])
})
