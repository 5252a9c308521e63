/** A real SMTP server for tests: what it got, and what it does to whoever comes. */
import { simpleParser, type ParsedMail } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export type Arrived = { readonly to: readonly string[]; readonly raw: string; readonly mail: ParsedMail; readonly secure: boolean; readonly user: string | null } // prettier-ignore
export type MailServer = { readonly port: number; readonly arrived: Arrived[]; close(): Promise<void> }
export type Refusal = { readonly at: 'AUTH' | 'MAIL' | 'RCPT' | 'DATA'; readonly code: number; readonly says: string }
export type Wanted = {
  /** PEM; without it there is no TLS. */
  readonly tls?: { readonly certificate: string; readonly key: string; readonly from: 'start' | 'STARTTLS' }
  readonly account?: { readonly user: string; readonly password: string }
  /** What is refused, asked each time. */
  refuses?(): Refusal | null
  /** Ends the connection after so many bytes of a message. */
  dies?(): boolean
  readonly port?: number
}

export async function startMailServer({ tls, account, refuses, dies, port = 0 }: Wanted = {}): Promise<MailServer> {
  const arrived: Arrived[] = []
  const refusal = (at: Refusal['at']): Error | null => {
    const one = refuses?.() ?? null
    return one?.at === at ? Object.assign(new Error(one.says), { responseCode: one.code }) : null
  }
  const options: SMTPServerOptions = {
    logger: false,
    closeTimeout: 100,
    secure: tls?.from === 'start',
    ...(tls === undefined ? { disabledCommands: ['STARTTLS'] } : { cert: tls.certificate, key: tls.key }),
    authOptional: account === undefined,
    ...(account === undefined && { disabledCommands: [...(tls === undefined ? ['STARTTLS'] : []), 'AUTH'] }),
    allowInsecureAuth: true,
    onAuth({ username, password }, _session, done) {
      const refused = refusal('AUTH')
      if (refused !== null) done(refused)
      else if (username === account?.user && password === account?.password) done(null, { user: username })
      else done(Object.assign(new Error(`bad credentials ${password}`), { responseCode: 535 }))
    },
    onMailFrom: (_address, _session, done) => done(refusal('MAIL')),
    onRcptTo: (_address, _session, done) => done(refusal('RCPT')),
    onData(stream, session, done) {
      if (dies?.() === true) {
        stream.once('data', () => server.connections.forEach((one) => (one as unknown as { _socket: { destroy(): void } })._socket.destroy())) // prettier-ignore
        stream.resume()
        return
      }
      void text(stream).then(async (raw) => {
        const refused = refusal('DATA')
        if (refused !== null) return done(refused)
        arrived.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          raw,
          mail: await simpleParser(raw),
          secure: session.secure,
          user: session.user ?? null,
        })
        done()
      })
    },
  }
  const server = new SMTPServer(options)
  server.on('error', () => undefined) // a client that goes away in the middle
  const listening = server.listen(port, '127.0.0.1')
  await once(listening, 'listening')
  return {
    port: (listening.address() as AddressInfo).port,
    arrived,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
