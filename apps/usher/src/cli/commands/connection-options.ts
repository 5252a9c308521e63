/** The options that say where an application is and how it is asked. */
import type { Command } from 'commander'
import { Failed } from '../client.ts'
import { secretOf } from '../secret.ts'
import { memberOf } from './setting-rows.ts'
import type { Saved } from './settings-saved.ts'

type Row = {
  readonly flag: string
  readonly describes: string
  /** The member of the request, and within it. */
  readonly path: readonly [string, string?]
  readonly holds: 'text' | 'secret' | 'file'
}

/** Each option: what it is called, where its value goes, and whether it is a secret or a file. */
const rows = [
  { flag: 'tenant-url <url>', path: ['tenantUrl'], holds: 'text', describes: 'the SCIM API URL of the application' },
  { flag: 'secret-token <token>', path: ['secretToken'], holds: 'secret', describes: 'the bearer token; - reads standard input, @FILE a file, so that it stands in no history' },
  { flag: 'token-endpoint <url>', path: ['oauth', 'tokenEndpoint'], holds: 'text', describes: 'OAuth 2.0: where access tokens are fetched' },
  { flag: 'client-id <id>', path: ['oauth', 'clientId'], holds: 'text', describes: 'OAuth 2.0: the client' },
  { flag: 'client-secret <secret>', path: ['oauth', 'clientSecret'], holds: 'secret', describes: 'OAuth 2.0: its secret; - or @FILE' },
  { flag: 'oauth-scope <scope>', path: ['oauth', 'scope'], holds: 'text', describes: 'OAuth 2.0: the scope; none for none' },
  { flag: 'client-authentication <post|basic>', path: ['oauth', 'authentication'], holds: 'text', describes: 'OAuth 2.0: credentials in the form, or in a header' },
  { flag: 'client-certificate <file>', path: ['client', 'certificate'], holds: 'file', describes: 'mutual TLS: the certificate, PEM; none to forget it' },
  { flag: 'client-key <file>', path: ['client', 'key'], holds: 'file', describes: 'mutual TLS: its key, PEM' },
  { flag: 'client-key-passphrase <phrase>', path: ['client', 'passphrase'], holds: 'secret', describes: 'mutual TLS: what opens the key; - or @FILE' },
  { flag: 'new-secret-token <token>', path: ['other', 'secretToken'], holds: 'secret', describes: 'a token beside the one in use, for usher secret; - or @FILE' },
  { flag: 'new-client-secret <secret>', path: ['other', 'clientSecret'], holds: 'secret', describes: 'an OAuth client secret beside the one in use; - or @FILE' },
  { flag: 'new-client-certificate <file>', path: ['other', 'certificate'], holds: 'file', describes: 'a client certificate beside the one in use, PEM' },
  { flag: 'new-client-key <file>', path: ['other', 'key'], holds: 'file', describes: 'its key, PEM' },
  { flag: 'new-client-key-passphrase <phrase>', path: ['other', 'passphrase'], holds: 'secret', describes: 'what opens that key; - or @FILE' },
  { flag: 'ca <file>', path: ['authorities'], holds: 'file', describes: 'certificate authorities to trust for this application, PEM; none to forget them' },
] as const satisfies readonly Row[] // prettier-ignore

export type ConnectionOptions = Readonly<Record<string, string | undefined>>

/** Adds the options to a command. */
export function connectionOptions(command: Command): Command {
  for (const { flag, describes } of rows) command.option(`--${flag}`, describes)
  return command
}

/** Those that are given. */
export function connectionGiven(options: ConnectionOptions): Saved['given'] {
  return givenIn(options).map(({ row, value }) => ({
    name: row.flag.split(' ')[0] ?? '',
    isSecret: row.holds !== 'text',
    isNone: isNone(row, value),
  }))
}

function givenIn(
  options: ConnectionOptions,
): readonly { readonly row: (typeof rows)[number]; readonly value: string }[] {
  return rows.flatMap((row) => {
    const value = options[memberOf(row.flag)]
    return value === undefined ? [] : [{ row, value }]
  })
}

/** What the options say, as the API takes it; secrets and files are read. */
export async function connectionBody(options: ConnectionOptions): Promise<Record<string, unknown>> {
  const given = givenIn(options)
  const fromInput = given.filter(({ row, value }) => row.holds !== 'text' && value === '-')
  if (fromInput.length > 1)
    throw new Failed(
      `Only one of ${fromInput.map(({ row }) => `--${row.flag.split(' ')[0]}`).join(' and ')} can be read from standard input. Use @FILE for the other.`,
      2,
    )
  const body: Record<string, unknown> = {}
  for (const { row, value } of given) {
    const [member, within] = row.path as Row['path']
    const read = isNone(row, value) ? null : await valueOf(row, value)
    // A certificate that is forgotten is forgotten with its key.
    if (within === undefined || (read === null && within === 'certificate')) body[member] = read
    else body[member] = { ...(body[member] as object | undefined), [within]: read }
  }
  return body
}

function isNone({ flag }: Row, value: string): boolean {
  return value === 'none' && /^(oauth-scope|client-certificate|ca) /.test(flag)
}

async function valueOf({ holds, flag }: Row, value: string): Promise<string> {
  if (holds === 'text') return value
  // A file is named as it is; standard input can be either.
  return secretOf(holds === 'file' && value !== '-' ? `@${value}` : value, `--${flag.split(' ')[0]}`)
}
