/** Delivers what people are to be told of: each announcement on each way, at least once, until it arrived or is given up. */
import { add } from '@usher/engine'
import { claimDeliveries, fanOut, isAnythingDue, settleDelivery, type Delivery } from '../store/deliveries.ts'
import { applicationNames, jobsByName } from '../store/listening.ts'
import { readMail, unsubscribed, type Mail } from '../store/mail-settings.ts'
import { firstJob } from '../store/jobs.ts'
import { listWebhooks } from '../store/webhooks.ts'
import { readTenant } from '../store/tenant.ts'
import { nextAttempt } from './ladder.ts'
import { announcedLink } from './links.ts'
import { send, type End, type Round, type Telling } from './send.ts'
import { waysOf } from './ways.ts'

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
        const [first, ...others] = those
        if (first === undefined) return
        const end = await send(telling, round, [first, ...others])
        await Promise.all(those.map((one) => settle(telling, one, end)))
      }),
    )
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
        link: announcedLink(
          publicUrl(),
          announcement,
          named === undefined || named.name === firstJob ? null : named.name,
        ),
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

async function settle({ store, now, attempted }: Telling, delivery: Delivery, end: End): Promise<void> {
  const next = end.error === null || end.permanent ? null : nextAttempt(delivery.attempts, now())
  const state = end.error === null ? 'delivered' : next === null ? 'givenUp' : 'waiting'
  await settleDelivery(store, delivery, { state, at: now(), next, status: end.status, error: end.error })
  attempted?.(delivery.channel, state)
}
