import { expect, test } from 'vitest'
import { duration, plural } from './numbers.ts'

test.each([
  [0.2, 'less than a second'],
  [59.4, '59 s'],
  [60, '1 min'],
  [3600, '1 h'],
  [11_100, '3 h 5 min'],
])('%d seconds are %s', (seconds, says) => expect(duration(seconds)).toBe(says))

test('one is not many', () => {
  expect([plural(1, 'account'), plural(0, 'account'), plural(1234, 'person', 'people')]).toEqual([
    '1 account',
    '0 accounts',
    '1,234 people',
  ])
})
