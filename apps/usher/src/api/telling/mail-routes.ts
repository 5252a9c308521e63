/** How mail leaves. The password is taken, and never given back. */
import type { FastifyInstance } from 'fastify'
import { add } from '@usher/engine'
import { z } from 'zod'
import { hurry } from '../../store/deliveries.ts'
import { Wrong } from '../../store/directory.ts'
import { audit } from '../../store/audit.ts'
import { changesBetween } from '../../store/changes-between.ts'
import {
  readMail,
  removeMail,
  resubscribe,
  saveMail,
  unsubscribed,
  type Mail,
  type MailSettings,
} from '../../store/mail-settings.ts'
import { readAddresses } from '../../mail-addresses.ts'
import { testMail } from '../../tell/try-out.ts'
import { actorOf } from '../actor.ts'
import type { Context } from '../context.ts'
import { address, mailBody } from './mail-body.ts'

type Body = z.infer<typeof mailBody>

const usualPorts = { starttls: 587, tls: 465, none: 25 } as const
const day = 24 * 3600_000

export function mailRoutes(app: FastifyInstance, { house, teller }: Context): void {
  const { store, keys, now } = house
  const shown = async () => {
    const mail = await readMail(store, keys)
    const gone = [...(await unsubscribed(store))].toSorted()
    return mail === null
      ? { configured: false, unsubscribed: gone }
      : { configured: true, ...mail.settings, hasPassword: mail.password !== null, unsubscribed: gone }
  }

  app.get('/usher/mail', shown)
  app.patch('/usher/mail', async (request) => {
    const change = mailBody.parse(request.body)
    const before = await readMail(store, keys)
    const after = mailOf(before, change)
    await saveMail(store, keys, after)
    const { password, ...told } = change
    await audit(store, {
      actor: actorOf(request),
      activity: 'Update mail settings',
      object: 'Mail',
      details: JSON.parse(JSON.stringify({ ...told, ...(password !== undefined && { password: 'changed' }) })) as Record<string, string>, // prettier-ignore
      changes: changesBetween(before?.settings, after.settings),
    })
    await hurry(store, { channel: 'mail', since: add(now(), -7 * day), now: now() })
    teller.wake()
    return shown()
  })
  app.delete('/usher/mail', async (request) => {
    await removeMail(store)
    await audit(store, { actor: actorOf(request), activity: 'Remove mail settings', object: 'Mail' })
    return shown()
  })
  app.post('/usher/mail/test', async (request) => {
    const { to } = z
      .strictObject({ to: address.optional() })
      .default({})
      .parse(request.body ?? undefined)
    await audit(store, { actor: actorOf(request), activity: 'Send test mail', object: to ?? 'Mail' })
    return testMail(teller.telling, to)
  })
  app.post('/usher/mail/resubscribe', async (request) => {
    const asked = z.strictObject({ address }).parse(request.body)
    if (!(await resubscribe(store, asked.address))) throw new Wrong('notFound', `${asked.address} did not unsubscribe.`)
    await audit(store, { actor: actorOf(request), activity: 'Resubscribe address', object: asked.address })
    return shown()
  })
}

/** The settings with what is new. Throws `Wrong` when they cannot be used together. */
function mailOf(before: Mail | null, { password, recipients, ...change }: Body): Mail {
  const old = before?.settings
  const security = change.security ?? old?.security ?? 'starttls'
  const host = change.host ?? old?.host
  if (host === undefined) throw new Wrong('invalid', 'Say which mail server: --host mail.example.com.')
  const from = change.from ?? old?.from
  if (from === undefined) throw new Wrong('invalid', 'Say from which address Usher writes: --from usher@example.com.')
  const user = change.user === undefined ? (old?.user ?? null) : change.user
  // A password is for one account at one server: it goes nowhere else by itself.
  const moved = old !== undefined && (old.host !== host || old.user !== user)
  const kept = moved || user === null ? null : (before?.password ?? null)
  const secret = password === undefined ? kept : password
  if (user !== null && secret === null)
    throw new Wrong(
      'invalid',
      `Give the password of ${user} at ${host} too: --password - reads it from standard input.`,
    )
  if (user === null && typeof password === 'string')
    throw new Wrong('invalid', 'Say whose password that is: --user NAME.')
  if (security === 'none' && secret !== null)
    throw new Wrong('invalid', 'Without TLS the password could be read on the way. Say --security starttls or tls, or --user none.') // prettier-ignore
  // The port goes with the security, unless it was chosen.
  const usual = old === undefined || old.port === usualPorts[old.security]
  const port = change.port ?? (change.port === null || usual ? usualPorts[security] : old.port)
  const settings: MailSettings = {
    host, port, security, user, from,
    recipients: recipients === undefined ? (old?.recipients ?? []) : (readAddresses(recipients) ?? []),
    digest: change.digest ?? old?.digest ?? 'immediate',
    tell: change.tell ?? old?.tell ?? 'failures',
  } // prettier-ignore
  return { settings, password: secret }
}
