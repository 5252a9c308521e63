import type { Command } from 'commander'
import type { Tried } from '../../tell/try-out.ts'
import { Failed } from '../client.ts'
import { plural, type Out } from '../print.ts'
import { secretOf } from '../secret.ts'
import type { With } from '../with.ts'

type Shown = {
  readonly configured: boolean
  readonly host?: string
  readonly port?: number
  readonly security?: string
  readonly user?: string | null
  readonly hasPassword?: boolean
  readonly from?: string
  readonly recipients?: readonly string[]
  readonly digest?: string
  readonly tell?: string
  readonly unsubscribed: readonly string[]
}
type Options = Readonly<Record<string, string | undefined>>

/** Each option, the member of the request, and the word for null. */
const rows = [
  { flag: 'host <host>', member: 'host', describes: 'the mail server' },
  { flag: 'port <n>', member: 'port', none: 'default', describes: 'its port; default: 587 with STARTTLS, 465 with TLS, 25 without' },
  { flag: 'security <starttls|tls|none>', member: 'security', describes: 'TLS after the greeting, from the start, or none' },
  { flag: 'user <name>', member: 'user', none: 'none', describes: 'who signs in; none for nobody' },
  { flag: 'password <password>', member: 'password', describes: 'the password; - reads standard input, @FILE a file, so that it stands in no history' },
  { flag: 'from <address>', member: 'from', describes: 'the address that mail comes from' },
  { flag: 'recipients <addresses>', member: 'recipients', none: 'none', describes: 'who hears of every job, separated by commas; none for nobody' },
  { flag: 'digest <immediate|hourly|daily>', member: 'digest', describes: 'each mail at once, or gathered until the full hour, or until 08:00' },
  { flag: 'tell <failures|everything>', member: 'tell', describes: 'what mail is about: what calls for somebody to act, or good news too' },
] as const satisfies readonly { flag: string; member: string; none?: string; describes: string }[] // prettier-ignore

export function mailCommands(program: Command, run: With): void {
  const mail = program.command('mail').description('how mail leaves, and who gets it')
  mail
    .command('show', { isDefault: true })
    .description('the settings')
    .action(() => run(async (client, out) => show(await client.get<Shown>('/usher/mail'), out)))
  const set = mail.command('set').description('change settings; mail that waits is sent at once')
  for (const { flag, describes } of rows) set.option(`--${flag}`, describes)
  set.action((options: Options) =>
    run(async (client, out) => show(await client.send<Shown>('PATCH', '/usher/mail', await bodyOf(options)), out)),
  )
  mail
    .command('test [address]')
    .description('send a mail now, and say exactly what became of it')
    .action((to: string | undefined) =>
      run(async (client, out) => {
        const tried = await client.send<Tried>('POST', '/usher/mail/test', to === undefined ? {} : { to })
        if (!tried.ok) throw new Failed(tried.message, 5)
        out.show(tried, () => [tried.message])
      }),
    )
  mail
    .command('resubscribe <address>')
    .description('send mail again to an address whose reader wanted none')
    .action((address: string) =>
      run(async (client, out) => show(await client.send<Shown>('POST', '/usher/mail/resubscribe', { address }), out)),
    )
  mail
    .command('remove')
    .description('forget the settings; mail waits until there are new ones')
    .action(() => run(async (client, out) => show(await client.send<Shown>('DELETE', '/usher/mail'), out)))
}

async function bodyOf(options: Options): Promise<Record<string, unknown>> {
  const body: Record<string, unknown> = {}
  for (const row of rows) {
    const text = options[row.member]
    if (text === undefined) continue
    const none = 'none' in row ? row.none : undefined
    if (text === none) body[row.member] = row.member === 'recipients' ? '' : null
    else if (row.member === 'port') body['port'] = numberOf(text)
    else body[row.member] = row.member === 'password' ? await secretOf(text, '--password') : text
  }
  if (Object.keys(body).length === 0)
    throw new Failed('Say what to change, like --host and --from; --help lists it.', 2)
  return body
}

function numberOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text)
  throw new Failed(`--port takes a number, not "${text}".`, 2)
}

function show(mail: Shown, out: Out): void {
  out.show(mail, () => [
    ...(mail.configured
      ? [
          `Server      ${mail.host}:${mail.port}, ${security[mail.security ?? ''] ?? ''}`,
          `Sign-in     ${mail.user ?? 'none'}${mail.hasPassword === true ? ' (password stored)' : ''}`,
          `From        ${mail.from}`,
          `Every job   ${mail.recipients?.length === 0 ? 'nobody besides the addresses of the jobs' : mail.recipients?.join(', ')}`,
          `Sent        ${mail.digest === 'immediate' ? 'at once' : mail.digest}`,
          `About       ${mail.tell === 'everything' ? 'everything' : 'what calls for somebody to act'}`,
        ]
      : ['Mail is not set up, and waits. Next: usher mail set --host HOST --from ADDRESS']),
    ...(mail.unsubscribed.length === 0
      ? []
      : [`${plural(mail.unsubscribed.length, 'address', 'addresses')} unsubscribed: ${mail.unsubscribed.join(', ')}`]),
  ])
}

const security: Readonly<Record<string, string>> = { starttls: 'STARTTLS', tls: 'TLS', none: 'no TLS' }
