/** Delivers what people are to be told of: each announcement on each way, at least once, until it arrived or is given up. */
import { add, type Instant } from '@usher/engine'
import { createHash } from 'node:crypto'
import type { Send } from '../edge/http.ts'
import {
  claimDeliveries, fanOut, isAnythingDue, settleDelivery, type Channel, type Delivery, type Settled,
} from '../store/deliveries.ts' // prettier-ignore
import type { Store } from '../store/directory.ts'
import { applicationNames, jobsByName } from '../store/listening.ts'
import { readMail, unsubscribed, type Mail } from '../store/mail-settings.ts'
import { listWebhooks, signingSecrets, type Webhook } from '../store/webhooks.ts'
import { announceExpiry, expiringSecrets } from '../store/secret-expiry.ts'
import type { Keys } from '../store/secrets.ts'
import { readTenant } from '../store/tenant.ts'
import { expiryFacts, warningDue } from './expiry.ts'
import { nextAttempt } from './ladder.ts'
import { statusLink, unsubscribeLink } from './links.ts'
import { MailFailed } from './mail-failure.ts'
import { sendMail, type Outlet } from './mail.ts'
import { messageOf, type About } from './message.ts'
import { bodyOf, post, PostFailed } from './webhook.ts'
import { waysOf } from './ways.ts'

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
type End = { readonly status: number | null; readonly error: string | null; readonly permanent: boolean }

/** Nobody is given longer to take a message; then another process may try. */
const lease = 3 * 60_000
/** Messages at once; and rows, of which many go in one mail. */
const mostAtOnce = 20
const mostGathered = 200

/** Tells everything that is due; how many attempts that took. */
export async function deliver(telling: Telling): Promise<number> {
  const { store, now } = telling
  if (!(await isAnythingDue(store, now()))) return 0
  while ((await announceAll(telling)) > 0) continue
  let attempts = 0
  for (;;) {
    if (telling.outlet.ending?.aborted === true) return attempts
    const round = await roundOf(telling)
    const most = isGathered(round.mail) ? mostGathered : mostAtOnce
    const claimed = await claimDeliveries(store, { now: now(), until: add(now(), lease), most })
    if (claimed.length === 0) return attempts
    const letters = together(claimed, round.mail)
    attempts += letters.length
    await Promise.all(
      letters.map(async (those) => {
        const [first] = those
        if (first === undefined) return
        const end = await (first.channel === 'mail' ? mail(telling, round, those) : hook(telling, round, first))
        await Promise.all(those.map((one) => settle(telling, one, end)))
      }),
    )
  }
}

/** Announces which secrets expire soon, each warning once. */
export async function warnOfExpiry({ store, now }: Pick<Telling, 'store' | 'now'>): Promise<void> {
  for (const one of await expiringSecrets(store)) {
    const due = warningDue(one.expiresOn, now())
    if (due === null) continue
    const facts = expiryFacts(one.application, { expiresOn: one.expiresOn, ...due })
    await announceExpiry(store, one, { at: now(), warning: due.warning, facts })
  }
}

async function announceAll({ store, keys, now }: Telling): Promise<number> {
  const [mail, gone, webhooks, jobs, { timeZone }] = await Promise.all([
    readMail(store, keys),
    unsubscribed(store),
    listWebhooks(store),
    jobsByName(store),
    readTenant(store),
  ])
  const settings = new Map([...jobs].map(([id, job]) => [id, job.settings]))
  const listening = { mail: mail?.settings ?? null, unsubscribed: gone, webhooks, jobs: settings, timeZone }
  return fanOut(store, (one) => waysOf(one, listening, now()), now())
}

type Round = {
  readonly mail: Mail | null
  readonly webhooks: ReadonlyMap<string, Webhook>
  about(delivery: Delivery): About
}

async function roundOf({ store, keys, publicUrl }: Telling): Promise<Round> {
  const [mail, webhooks, jobs, names] = await Promise.all([
    readMail(store, keys),
    listWebhooks(store),
    jobsByName(store),
    applicationNames(store),
  ])
  return {
    mail,
    webhooks: new Map(webhooks.map((one) => [one.id, one])),
    about({ announcement }) {
      const { application, job } = announcement
      const named = jobs.get(job ?? '')
      return {
        announcement,
        application: application === null ? null : (names.get(application) ?? 'an application that was removed'),
        job: named === undefined ? null : { id: named.id, name: named.name },
        link: statusLink(publicUrl(), application),
      }
    },
  }
}

/** What goes in one message: alone, or all of a digest for one address. */
function together(claimed: readonly Delivery[], mail: Mail | null): readonly (readonly Delivery[])[] {
  const gathered = isGathered(mail)
  return [
    ...Map.groupBy(claimed, ({ id, channel, recipient }) =>
      gathered && channel === 'mail' ? recipient.toLowerCase() : id,
    ).values(),
  ]
}

function isGathered(mail: Mail | null): boolean {
  return mail !== null && mail.settings.digest !== 'immediate'
}

async function mail(telling: Telling, round: Round, those: readonly Delivery[]): Promise<End> {
  const { store, keys, outlet, publicUrl, now } = telling
  const to = those[0]?.recipient ?? ''
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

async function settle({ store, now, attempted }: Telling, delivery: Delivery, end: End): Promise<void> {
  const next = end.error === null || end.permanent ? null : nextAttempt(delivery.attempts, now())
  const state = end.error === null ? 'delivered' : next === null ? 'givenUp' : 'waiting'
  await settleDelivery(store, delivery, { state, at: now(), next, status: end.status, error: end.error })
  attempted?.(delivery.channel, state)
}

/** The same for each attempt and each webhook: who gets it twice knows that it is one. */
function messageId(tenant: string, announcement: number): string {
  return `msg_${tenant.replaceAll('-', '')}_${announcement}`
}

function digestOf(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32)
}
