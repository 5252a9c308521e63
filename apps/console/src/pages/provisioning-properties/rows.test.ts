import { expect, test } from 'vitest'
import { type Settings, changeOf, groups, keyOf, valueOf } from './rows.ts'

const settings = {
  notificationEmail: null,
  notifyOnFailure: true,
  preventAccidentalDeletions: { enabled: true, threshold: 500, percent: 10 },
  scope: 'assigned',
  interval: 40,
  retries: { after: [40, 360], every: 1440, days: 28 },
  deleteAfterDays: 30,
} as unknown as Settings
const row = (key: string) => {
  const found = groups.flatMap(({ rows }) => rows).find((one) => keyOf(one) === key)
  if (found === undefined) throw new Error(key)
  return found
}

test.each([
  ['notificationEmail', ''],
  ['notifyOnFailure', true],
  ['preventAccidentalDeletions.threshold', '500'],
  ['retries.after', '40,360'],
])('the control of %s shows %s', (key, shown) => {
  expect(valueOf(settings, row(key))).toBe(shown)
})
test('only what was changed is sent, each as what it is; nothing stands for null', () => {
  const given = {
    interval: '5',
    scope: 'assigned',
    deleteAfterDays: '',
    'preventAccidentalDeletions.threshold': '7',
    'preventAccidentalDeletions.enabled': false,
    'retries.after': '40, 80',
  }
  expect(changeOf(settings, given)).toEqual({
    interval: 5,
    deleteAfterDays: null,
    preventAccidentalDeletions: { enabled: false, threshold: 7 },
    retries: { after: [40, 80] },
  })
})

test('a ceiling of requests is set, and taken back with nothing', () => {
  const bound = { ...settings, pace: { perSecond: 5, atOnce: null } }
  expect(changeOf(bound, { 'pace.perSecond': '', 'pace.atOnce': '3' })).toEqual({
    pace: { perSecond: null, atOnce: 3 },
  })
})
