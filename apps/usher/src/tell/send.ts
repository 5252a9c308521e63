/** One message on its way: a mail about one delivery or several of one address, or a post. */
import type { Instant } from '@usher/engine'
import { createHash } from 'node:crypto'
import type { Send } from '../edge/http.ts'
import type { Channel, Delivery, Settled } from '../store/deliveries.ts'
import type { Store } from '../store/directory.ts'
import type { Mail } from '../store/mail-settings.ts'
import type { Keys } from '../store/secrets.ts'
import { signingSecrets, type Webhook } from '../store/webhooks.ts'
import { unsubscribeLink } from './links.ts'
import { MailFailed } from './mail-failure.ts'
import { sendMail, type Outlet } from './mail.ts'
import { messageOf, type About } from './message.ts'
import { bodyOf, post, PostFailed } from './webhook.ts'

export type Telling = {
  readonly store: Store
  readonly keys: Keys
  readonly outlet: Outlet
  /** For webhooks: guarded, with short limits, and without following redirects. */
  readonly send: Send
  /** Where people reach this service; null while it does not listen. */
  publicUrl(): string | null
  now(): Instant
  attempted?(channel: Channel, state: Settled['state']): void
}
/** How a delivery, or several in one mail, ended. */
export type End = { readonly status: number | null; readonly error: string | null; readonly permanent: boolean }

/** What is known of all messages of one round. */
export type Round = {
  readonly mail: Mail | null
  readonly webhooks: ReadonlyMap<string, Webhook>
  about(delivery: Delivery): About
}

type Those = readonly [Delivery, ...(readonly Delivery[])]

/** Sends what goes in one message. What is refused is a result; a fault of ours is thrown. */
export function send(telling: Telling, round: Round, those: Those): Promise<End> {
  return those[0].channel === 'mail' ? mail(telling, round, those) : hook(telling, round, those[0])
}

async function mail(telling: Telling, round: Round, those: Those): Promise<End> {
  const { store, keys, outlet, publicUrl, now } = telling
  const to = those[0].recipient
  if (round.mail === null)
    return { status: null, error: 'Mail is not set up. usher mail set says how it leaves.', permanent: false }
  const unsubscribe = unsubscribeLink(publicUrl(), keys, store.tenant, to)
  const why = 'You get this because this address is named in the settings of Usher.'
  try {
    const { status } = await sendMail(round.mail, outlet, {
      to,
      message: messageOf(those.map(round.about), { why, unsubscribe }),
      id: `usher.${digestOf([store.tenant, to, ...those.map(({ id }) => String(id))])}`,
      at: now(),
      unsubscribe,
    })
    return { status, error: null, permanent: false }
  } catch (error) {
    if (!(error instanceof MailFailed)) throw error
    return { status: error.status, error: error.message, permanent: error.permanent }
  }
}

async function hook({ store, keys, send, now }: Telling, round: Round, delivery: Delivery): Promise<End> {
  const webhook = round.webhooks.get(delivery.recipient)
  if (webhook === undefined) return { status: null, error: 'The webhook was removed.', permanent: true }
  if (!webhook.enabled) return { status: null, error: 'The webhook is switched off.', permanent: false }
  const { announcement } = delivery
  try {
    const status = await post(send, {
      url: webhook.url,
      secrets: await signingSecrets(store, keys, { id: webhook.id, now: now() }),
      id: messageId(store.tenant, announcement.id),
      at: now(),
      body: bodyOf(round.about(delivery), announcement.application),
    })
    return { status, error: null, permanent: false }
  } catch (error) {
    if (!(error instanceof PostFailed)) throw error
    return { status: error.status, error: error.message, permanent: error.status === 410 }
  }
}

/** The same for each attempt and each webhook: who gets it twice knows that it is one. */
function messageId(tenant: string, announcement: number): string {
  return `msg_${tenant.replaceAll('-', '')}_${announcement}`
}

function digestOf(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32)
}
