/** Why a mail did not leave, and what to change: one sentence for whoever set it up. */
import type { MailSettings } from '../store/mail-settings.ts'
import { masked } from '../mask.ts'

export class MailFailed extends Error {
  /** Of the SMTP reply, if there was one. */
  readonly status: number | null
  /** RFC 5321 §4.2.1: the server refuses this message to this address for good. */
  readonly permanent: boolean

  constructor(message: string, status: number | null, permanent: boolean) {
    super(message)
    this.name = 'MailFailed'
    this.status = status
    this.permanent = permanent
  }
}

type Known = {
  readonly code?: string
  readonly originalCode?: string
  readonly command?: string
  readonly response?: string
  readonly responseCode?: number
  readonly message: string
}
type Case = {
  readonly is: (error: Known) => boolean
  readonly says: (error: Known, at: MailSettings) => string
}

const codesOf = ({ code, originalCode }: Known): string => `${code} ${originalCode}`
const answered = ({ responseCode }: Known, from: number): boolean => responseCode !== undefined && Math.floor(responseCode / 100) === from // prettier-ignore
const place = ({ host, port }: MailSettings): string => `${host}:${port}`
const other: Readonly<Record<MailSettings['security'], string>> = { tls: 'starttls', starttls: 'tls', none: 'starttls' }

/** The first that fits speaks. */
const cases: readonly Case[] = [
  {
    is: (error) => /EGRESS/.test(codesOf(error)),
    says: ({ message }) => message.replace('If the application is there', 'If the mail server is there'),
  },
  {
    is: (error) => /ENOTFOUND|EAI_AGAIN|EDNS/.test(codesOf(error)),
    says: (_, at) => `DNS knows no ${at.host}. Check --host.`,
  },
  {
    is: (error) => /ECONNREFUSED/.test(codesOf(error)),
    says: (_, at) => `Nobody listens at ${place(at)} (TCP: connection refused). Check --host and --port.`,
  },
  {
    is: (error) => /EHOSTUNREACH|ENETUNREACH/.test(codesOf(error)),
    says: (_, at) => `No network leads to ${place(at)}. Check --host, and the firewall between.`,
  },
  {
    is: (error) => /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/.test(`${codesOf(error)} ${error.message}`),
    says: (error, at) =>
      `The certificate of ${place(at)} is not trusted (TLS: ${reasonOf(error)}). Give --host the name on it, or start Usher with --ca-file.`,
  },
  {
    is: ({ command, message }) => command === 'STARTTLS' || /STARTTLS/.test(message),
    says: (error, at) =>
      `${place(at)} does not begin TLS when asked to${quoted(error)}. If it wants TLS from the start, say --security tls; if it has none, --security none.`,
  },
  {
    is: (error) =>
      /ETLS|ERR_SSL|EPROTO/.test(codesOf(error)) || /wrong version number|packet length/i.test(error.message),
    says: (error, at) =>
      `TLS with ${place(at)} failed (${reasonOf(error)}). If the server speaks it otherwise, say --security ${other[at.security]}.`,
  },
  {
    is: (error) => /EAUTH|ENOAUTH/.test(codesOf(error)),
    says: (error, at) =>
      `${place(at)} refuses the sign-in of ${at.user ?? 'nobody'} (AUTH${quoted(error)}). Check --user and --password; some providers want a password made for applications.`,
  },
  {
    is: ({ command, responseCode }) => responseCode === 530 || (command === 'MAIL FROM' && responseCode === 550),
    says: (error, at) =>
      `${place(at)} takes no mail from ${at.from}${quoted(error)}. Check --from, and whether the server wants --user and --password.`,
  },
  {
    is: ({ command }) => command === 'MAIL FROM',
    says: (error, at) => `${place(at)} does not take ${at.from} as a sender${quoted(error)}. Check --from.`,
  },
  {
    is: (error) => answered(error, 4),
    says: (error, at) => `${place(at)} asks to come back later${quoted(error)}. What waits is tried again by itself.`,
  },
  {
    is: ({ command }) => command === 'RCPT TO',
    says: (error, at) => `${place(at)} refuses the recipient${quoted(error)}. Check the address, and whether the server relays for Usher.`, // prettier-ignore
  },
  {
    is: (error) => answered(error, 5),
    says: (error, at) => `${place(at)} refuses the mail${quoted(error)}. The words of the server say why.`,
  },
  {
    is: (error) => /ETIMEDOUT|TIMEOUT|ABORT/i.test(codesOf(error)),
    says: (_, at) => `${place(at)} did not answer in time. Check --host, --port and the firewall between; a server that wants TLS from the start says nothing first: --security tls.`, // prettier-ignore
  },
  {
    is: () => true,
    says: (error, at) => `The connection to ${place(at)} broke (${reasonOf(error)}). Check --port and --security.`,
  },
]

/** `secrets`: what must not be repeated, whoever says it. */
export function mailFailed(error: unknown, at: MailSettings, secrets: readonly string[]): MailFailed {
  if (error instanceof MailFailed) return error
  const known = error as Known
  const sentence = cases.find(({ is }) => is(known))?.says(known, at) ?? known.message
  const status = known.responseCode ?? null
  // A sender or a sign-in that is refused is our setting, and may be right tomorrow.
  const permanent = status !== null && status >= 550 && (known.command === 'RCPT TO' || known.code === 'EMESSAGE')
  return new MailFailed(masked(without(sentence, secrets)), status, permanent)
}

function quoted({ response }: Known): string {
  return response === undefined ? '' : `: ${response.replaceAll(/\s+/g, ' ').trim().slice(0, 300)}`
}

function reasonOf({ originalCode, code, message }: Known): string {
  const name = originalCode ?? code ?? ''
  return /^E?(SOCKET|TLS|CONNECTION)$/.test(name) || name === '' ? message.replaceAll(/\s+/g, ' ').slice(0, 200) : name
}

function without(text: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap((secret) => [secret, Buffer.from(secret).toString('base64')])
  return forms.filter((form) => form.length > 3).reduce((rest, form) => rest.replaceAll(form, '…'), text)
}
