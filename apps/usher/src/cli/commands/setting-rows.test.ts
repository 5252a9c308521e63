import { expect, test } from 'vitest'
import { refusalByOption, settingRows, settingsBody, shownSettings } from './setting-rows.ts'

test('what is shown of the settings is what the options take', () => {
  const settings = {
    tenantUrl: 'https://acme.example/scim',
    secretToken: null,
    oauth: { tokenEndpoint: 'https://login.example', clientSecret: '(stored)', authentication: 'basic' },
    preventAccidentalDeletions: { enabled: true, threshold: 500, percent: 10 },
    scope: 'all',
    nestedGroups: false,
    deleteAfterDays: null,
    notificationEmail: null,
    interval: 40,
  }
  const shown = shownSettings(settings)
  expect(shown.slice(0, 9)).toEqual([
    ['tenant-url', 'https://acme.example/scim'],
    ['secret-token', '–'],
    ['token-endpoint', 'https://login.example'],
    ['client-secret', '(stored)'],
    ['client-authentication', 'basic'],
    ['scope', 'all'],
    ['nested-groups', 'off'],
    ['interval', '40'],
    ['notification-email', 'none'],
  ])
  expect(Object.fromEntries(shown)).toMatchObject({
    'prevent-deletions': 'on',
    'deletion-threshold': '500',
    'deletion-percent': '10',
    'delete-after-days': 'never',
  })
  expect(shown).toHaveLength(5 + settingRows.length)
})

test('options become the request: on and off, numbers, none', () => {
  const options = { preventDeletions: 'on', deletionPercent: '5', deleteAfterDays: 'never', scope: 'all', bulk: 'off' }
  expect(settingsBody({ ...options, job: 'Contractors' })).toEqual({
    scope: 'all',
    preventAccidentalDeletions: { enabled: true, percent: 5 },
    deleteAfterDays: null,
    bulk: false,
  })
  expect(settingsBody({ retryAfter: '40, 360', quarantineLeast: '0', preventMassChanges: 'off' })).toEqual({
    retries: { after: [40, 360] },
    quarantine: { least: 0 },
    preventMassChanges: { enabled: false },
  })
  expect(() => settingsBody({ retryAfter: '40,' })).toThrow('"" is not a number.')
  expect(() => settingsBody({ interval: 'soon' })).toThrow('--interval <minutes>: "soon" is not a number.')
  expect(() => settingsBody({ bulk: 'yes' })).toThrow('Say on or off, not "yes".')
})

test('a refusal names the option that said it, whichever door it comes from', () => {
  const refused = 'preventAccidentalDeletions.threshold: must be at least 1.'
  for (const message of [refused, `settings.${refused}`])
    expect(refusalByOption(message)).toBe('--deletion-threshold: must be at least 1.')
  expect(refusalByOption('settings.scope: must be assigned or all.')).toBe('--scope: must be assigned or all.')
  expect(refusalByOption('No application is called Acme.')).toBe('No application is called Acme.')
})
