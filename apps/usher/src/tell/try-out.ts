/** Sends a message now, and says exactly what became of it. */
import { randomUUID } from 'node:crypto'
import { Wrong } from '../store/directory.ts'
import { readMail } from '../store/mail-settings.ts'
import { signingSecrets, type Webhook } from '../store/webhooks.ts'
import type { Telling } from './send.ts'
import { MailFailed } from './mail-failure.ts'
import { sendMail } from './mail.ts'
import { post, PostFailed } from './webhook.ts'

export type Tried = { readonly ok: boolean; readonly message: string }

/** To an address, else to those that hear of every job, else to the sender. Throws `Wrong` when mail was never set up. */
export async function testMail({ store, keys, outlet, now }: Telling, to: string | undefined): Promise<Tried> {
  const mail = await readMail(store, keys)
  if (mail === null)
    throw new Wrong('conflict', 'Mail is not set up. Say how it leaves: usher mail set --host HOST --from ADDRESS.')
  const { recipients, from, host, port, security } = mail.settings
  const addresses = to !== undefined ? [to] : recipients.length > 0 ? recipients : [from]
  const said: string[] = []
  try {
    for (const address of addresses) {
      const sent = await sendMail(mail, outlet, {
        to: address,
        message: {
          subject: '[Usher] Test',
          text: 'Mail from Usher arrives.\n',
          html: '<p>Mail from Usher arrives.</p>\n',
        },
        id: `usher.test.${randomUUID()}`,
        at: now(),
        unsubscribe: null,
      })
      said.push(sent.said)
    }
  } catch (error) {
    if (error instanceof MailFailed) return { ok: false, message: error.message }
    throw error
  }
  const how = { starttls: 'STARTTLS', tls: 'TLS', none: 'no TLS' }[security]
  return { ok: true, message: `${host}:${port} took the mail to ${addresses.join(', ')} (${how}): ${said.at(-1)}` }
}

export async function testWebhook({ store, keys, send, now }: Telling, { id, name, url }: Webhook): Promise<Tried> {
  const at = now()
  try {
    const status = await post(send, {
      url,
      secrets: await signingSecrets(store, keys, { id, now: at }),
      id: `msg_test_${randomUUID().replaceAll('-', '')}`,
      at,
      body: JSON.stringify({ type: 'test', timestamp: at, data: { sentence: 'Webhooks from Usher arrive.' } }),
    })
    return { ok: true, message: `${name}: ${new URL(url).host} answered ${status}.` }
  } catch (error) {
    if (error instanceof PostFailed) return { ok: false, message: `${name}: ${error.message}` }
    throw error
  }
}
