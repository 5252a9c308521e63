/** Webhooks. A secret is given back once, when it was made. */
import type { FastifyInstance } from 'fastify'
import { add } from '@usher/engine'
import { z } from 'zod'
import type { EgressGuard } from '../../edge/egress.ts'
import { announcementKinds, type AnnouncementKind } from '../../store/announcements.ts'
import { hurry } from '../../store/deliveries.ts'
import { Wrong } from '../../store/directory.ts'
import { audit } from '../../store/audit.ts'
import { changesBetween } from '../../store/changes-between.ts'
import {
  findWebhook,
  insertWebhook,
  listWebhooks,
  removeWebhook,
  rotateSecret,
  updateWebhook,
} from '../../store/webhooks.ts'
import { testWebhook } from '../../tell/try-out.ts'
import { may } from '../../graph/access/may.ts'
import { actorOf } from '../actor.ts'
import { callerOf } from '../caller.ts'
import type { Context } from '../context.ts'

const known = Object.keys(announcementKinds) as [AnnouncementKind, ...AnnouncementKind[]]
/** null: everything. */
const kinds = z.array(z.enum(known)).min(1).nullable()
const added = z.strictObject({ name: z.string().trim().min(1).max(120), url: z.string(), kinds: kinds.default(null) })
const changed = z.strictObject({ url: z.string().optional(), kinds: kinds.optional(), enabled: z.boolean().optional() })
const params = z.object({ name: z.string().min(1) })
const day = 24 * 3600_000

export function webhookRoutes(app: FastifyInstance, { house, teller }: Context): void {
  const { store, keys, now, connections } = house
  const named = (request: { readonly params: unknown }) => findWebhook(store, params.parse(request.params).name)

  app.get('/usher/webhooks', async (request) => {
    const caller = callerOf(request)
    const whole = caller !== undefined && may(caller, 'usher/notifications/manage', false)
    const webhooks = await listWebhooks(store)
    return { webhooks: whole ? webhooks : webhooks.map((one) => ({ ...one, url: `${new URL(one.url).origin}/…` })) }
  })
  app.post('/usher/webhooks', async (request) => {
    const wanted = added.parse(request.body)
    const url = checked(connections.guard, wanted.url)
    const { webhook, secret } = await insertWebhook(store, keys, { ...wanted, url })
    await audit(store, {
      actor: actorOf(request),
      activity: 'Add webhook',
      object: webhook.name,
      details: { host: new URL(url).host, kinds: wanted.kinds },
    })
    return { ...webhook, secret }
  })
  app.patch('/usher/webhooks/:name', async (request) => {
    const webhook = await named(request)
    const change = changed.parse(request.body)
    const url = change.url === undefined ? webhook.url : checked(connections.guard, change.url)
    const after = {
      url,
      kinds: change.kinds === undefined ? webhook.kinds : change.kinds,
      enabled: change.enabled ?? webhook.enabled,
    }
    await updateWebhook(store, webhook.id, after)
    await audit(store, {
      actor: actorOf(request),
      activity: 'Update webhook',
      object: webhook.name,
      details: { host: new URL(url).host, kinds: after.kinds, enabled: after.enabled },
      changes: changesBetween(told(webhook), told(after)),
    })
    if (after.enabled)
      await hurry(store, { channel: 'webhook', recipient: webhook.id, since: add(now(), -7 * day), now: now() })
    teller.wake()
    return { ...webhook, ...after }
  })
  app.delete('/usher/webhooks/:name', async (request) => {
    const webhook = await named(request)
    await removeWebhook(store, webhook.id)
    await audit(store, { actor: actorOf(request), activity: 'Remove webhook', object: webhook.name })
    return webhook
  })
  app.post('/usher/webhooks/:name/rotate', async (request) => {
    const { id, name } = await named(request)
    const made = await rotateSecret(store, keys, { id, now: now() })
    await audit(store, { actor: actorOf(request), activity: 'Rotate webhook secret', object: name })
    return { name, ...made }
  })
  app.post('/usher/webhooks/:name/test', async (request) => {
    const webhook = await named(request)
    await audit(store, { actor: actorOf(request), activity: 'Test webhook', object: webhook.name })
    return testWebhook(teller.telling, webhook)
  })
}

/** Its address can hold a secret, so only the host is told. */
function told({
  url,
  kinds: chosen,
  enabled,
}: {
  readonly url: string
  readonly kinds: unknown
  readonly enabled: boolean
}) {
  return { host: new URL(url).host, kinds: chosen, enabled }
}

function checked(guard: EgressGuard, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new Wrong('invalid', `"${text}" is no web address. Copy it from the receiver.`)
  if (url.username !== '' || url.password !== '')
    throw new Wrong('invalid', 'The address must not hold a user name or password; Usher signs what it sends instead.')
  const refused = guard.refuses(url)?.replace('If the application is there', 'If the receiver is there') ?? null
  if (refused !== null) throw new Wrong('invalid', refused)
  return url.href
}
