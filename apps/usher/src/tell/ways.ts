/** On which ways an announcement goes, and when. Decides; sends nothing. */
import type { Instant } from '@usher/engine'
import { announcementKinds } from '../store/announcements.ts'
import type { Told, Way } from '../store/deliveries.ts'
import type { MailSettings } from '../store/mail-settings.ts'
import type { Webhook } from '../store/webhooks.ts'
import { readAddresses } from '../mail-addresses.ts'
import { leavesAt } from './ladder.ts'

export type Listening = {
  /** Null: mail was never set up; addresses of jobs get theirs when it is. */
  readonly mail: MailSettings | null
  readonly unsubscribed: ReadonlySet<string>
  readonly webhooks: readonly Webhook[]
  /** The addresses of each job that wants mail. */
  readonly jobs: ReadonlyMap<string, { readonly notificationEmail: string | null; readonly notifyOnFailure?: boolean }>
  readonly timeZone: string
}

export function waysOf({ kind, job }: Pick<Told, 'kind' | 'job'>, listening: Listening, now: Instant): readonly Way[] {
  const { mail, webhooks } = listening
  const next = leavesAt(mail?.digest ?? 'immediate', now, listening.timeZone)
  return [
    ...addressesOf(kind, job, listening).map((recipient) => ({ channel: 'mail' as const, recipient, next })),
    ...webhooks
      .filter(({ enabled, kinds }) => enabled && (kinds === null || kinds.includes(kind)))
      .map(({ id }) => ({ channel: 'webhook' as const, recipient: id, next: now })),
  ]
}

function addressesOf(
  kind: Told['kind'],
  job: string | null,
  { mail, unsubscribed, jobs }: Listening,
): readonly string[] {
  // QU-14: one mail when quarantine begins; that it is over is told to who asked for it.
  if (!announcementKinds[kind].acts && mail?.tell !== 'everything') return []
  const settings = jobs.get(job ?? '')
  const own = settings === undefined || settings.notifyOnFailure === false ? null : settings.notificationEmail
  const all = [...(own === null ? [] : (readAddresses(own) ?? [])), ...(mail?.recipients ?? [])]
  const distinct = new Map(all.map((address) => [address.toLowerCase(), address]))
  return [...distinct].filter(([lower]) => !unsubscribed.has(lower)).map(([, address]) => address)
}
