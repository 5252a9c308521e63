import type { Instant } from '@usher/engine'
import { expect, test } from 'vitest'
import type { MailSettings } from '../store/mail-settings.ts'
import type { Webhook } from '../store/webhooks.ts'
import { waysOf, type Listening } from './ways.ts'

const now = '2026-03-02T09:20:00.000Z' as Instant
const mail: MailSettings = {
  host: 'mail.example', port: 25, security: 'none', user: null, from: 'usher@contoso.example', recipients: [], digest: 'immediate', tell: 'failures',
} // prettier-ignore
const listening: Listening = {
  mail,
  unsubscribed: new Set(),
  webhooks: [],
  jobs: new Map([['job', { notificationEmail: 'it@contoso.example, Ops@contoso.example' }]]),
  timeZone: 'UTC',
}
const hook: Webhook = { id: 'hook', name: 'Hook', url: 'https://x.example', kinds: null, enabled: true }
const recipients = (kind: Parameters<typeof waysOf>[0]['kind'], changed: Partial<Listening> = {}, job = 'job') =>
  waysOf({ kind, job }, { ...listening, ...changed }, now).map(({ recipient }) => recipient)

test('QU-16: the addresses of a job hear of its failures, unless the check box is off', () => {
  expect(recipients('quarantineBegan')).toEqual(['it@contoso.example', 'Ops@contoso.example'])
  const jobs = new Map([['job', { notificationEmail: 'it@contoso.example', notifyOnFailure: false }]])
  expect(recipients('quarantineBegan', { jobs })).toEqual([])
  expect(recipients('quarantineBegan', {}, 'another job')).toEqual([])
})

test('QU-14: that a quarantine is over is told by mail only to who asked for everything', () => {
  expect(recipients('quarantineEnded')).toEqual([])
  expect(recipients('quarantineEnded', { mail: { ...mail, tell: 'everything' } })).toHaveLength(2)
})

test('an address that is named twice gets one mail, and one that unsubscribed none', () => {
  const twice = { mail: { ...mail, recipients: ['IT@contoso.example', 'boss@contoso.example'] } }
  expect(recipients('removalsHeld', twice)).toEqual(['IT@contoso.example', 'Ops@contoso.example', 'boss@contoso.example']) // prettier-ignore
  expect(recipients('removalsHeld', { ...twice, unsubscribed: new Set(['ops@contoso.example']) })).toEqual(['IT@contoso.example', 'boss@contoso.example']) // prettier-ignore
})

test('addresses of a job wait for mail to be set up', () => {
  expect(recipients('removalsHeld', { mail: null })).toHaveLength(2)
})

test('a webhook is told of its kinds at once, whatever the digest of mail', () => {
  const webhooks = [hook, { ...hook, id: 'some', kinds: ['removalsHeld' as const] }, { ...hook, id: 'off', enabled: false }] // prettier-ignore
  const ways = waysOf({ kind: 'quarantineEnded', job: null }, { ...listening, webhooks, mail: { ...mail, digest: 'daily' } }, now) // prettier-ignore
  expect(ways).toEqual([{ channel: 'webhook', recipient: 'hook', next: now }])
})
