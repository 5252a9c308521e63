/** One mail by SMTP, through the guard that every way out goes through. */
import type { Instant } from '@usher/engine'
import { once } from 'node:events'
import { connect as connectTcp, type Socket } from 'node:net'
import { getCACertificates } from 'node:tls'
import type { EgressGuard } from '../edge/egress.ts'
import type { Mail, MailSettings } from '../store/mail-settings.ts'
import { MailFailed, mailFailed } from './mail-failure.ts'
import type { Message } from './message.ts'

export type Outlet = {
  readonly guard: EgressGuard
  readonly authorities: readonly string[]
  readonly limits?: Partial<typeof usual>
  /** Aborted when the service cannot wait any longer. */
  readonly ending?: AbortSignal
}
export type Letter = {
  readonly to: string
  readonly message: Message
  /** The same for each attempt, so that a mail that arrives twice is seen to be one. */
  readonly id: string
  readonly at: Instant
  /** Where a program may unsubscribe the recipient (RFC 8058). */
  readonly unsubscribe: string | null
}
export type Sent = { readonly status: number; readonly said: string }

/** Milliseconds: until connected, until greeted, of silence, and in all. */
const usual = { connect: 10_000, greeting: 15_000, silence: 30_000, whole: 60_000 }

/** Hands one mail to the server; what it said. Throws `MailFailed`. */
export async function sendMail({ settings, password }: Mail, outlet: Outlet, letter: Letter): Promise<Sent> {
  const { host, port, security, user, from } = settings
  const limits = { ...usual, ...outlet.limits }
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(user !== null && { auth: { user, pass: password ?? '' }, forceAuth: true }),
    tls: { ca: [...getCACertificates('default'), ...outlet.authorities], minVersion: 'TLSv1.2' },
    greetingTimeout: limits.greeting,
    socketTimeout: limits.silence,
    getSocket: (_, done) => {
      connected(settings, outlet).then(
        (connection) => done(null, { connection }),
        (error: unknown) => done(error as Error),
      )
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const { to, message, unsubscribe } = letter
  try {
    const { response } = await transport.sendMail({
      // Addresses are given as they are: text is never parsed for more of them.
      from: { name: 'Usher', address: from },
      to: { name: '', address: to },
      envelope: { from, to: [to] },
      ...message,
      messageId: `<${letter.id}@${from.split('@')[1] ?? 'usher.invalid'}>`,
      date: new Date(letter.at),
      signal: AbortSignal.any([AbortSignal.timeout(limits.whole), ...(outlet.ending ? [outlet.ending] : [])]),
      headers: {
        // RFC 3834 §5, and what Exchange looks at: nobody's holiday is answered to a program.
        'Auto-Submitted': 'auto-generated',
        'X-Auto-Response-Suppress': 'All',
        ...(unsubscribe !== null && {
          'List-Unsubscribe': { prepared: true, value: `<${unsubscribe}>` },
          ...(unsubscribe.startsWith('https:') && { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
        }),
      },
    })
    return { status: Number(response.slice(0, 3)), said: response.slice(0, 300) }
  } catch (error) {
    if (outlet.ending?.aborted === true)
      throw new MailFailed('Usher was stopped before the server answered.', null, false)
    throw mailFailed(error, settings, password === null ? [] : [password])
  } finally {
    transport.close()
  }
}

/** A connection to the address that was checked; throws what the system or the guard says. */
async function connected({ host, port }: MailSettings, { guard, limits }: Outlet): Promise<Socket> {
  // The guard knows addresses of the web; what it says of the place holds for any port and protocol.
  const refused = guard.refuses(new URL(`https://${host.includes(':') ? `[${host}]` : host}`))
  if (refused !== null) throw Object.assign(new Error(refused), { code: 'EGRESS_REFUSED' })
  const socket = connectTcp({ host, port, lookup: guard.lookup })
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(limits?.connect ?? usual.connect) })
    return socket
  } catch (error) {
    socket.destroy()
    throw error
  }
}
