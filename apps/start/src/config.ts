import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Refusal } from '@usher/host'

type Option = {
  readonly type: 'text' | 'port' | 'folder' | 'file' | 'switch'
  /** What stands for the value in the help; a switch has none. */
  readonly value?: string
  readonly default?: string
  readonly describes: string
}

/** Everything that `npm start -- …` understands. The help and docs/reference are printed from this table. */
export const options = {
  data: {
    type: 'folder',
    value: 'DIR',
    default: 'data',
    describes: 'Where everything is kept: one folder for Usher and one for Dynamic Signal',
  },
  port: { type: 'port', value: 'N', default: '8080', describes: "Usher's port on 127.0.0.1" },
  'dynamic-signal-port': {
    type: 'port',
    value: 'N',
    default: '8081',
    describes: "Dynamic Signal's port on 127.0.0.1",
  },
  'database-url': {
    type: 'text',
    value: 'URL',
    describes: "PostgreSQL for Usher's store, instead of the embedded one (or set DATABASE_URL)",
  },
  https: {
    type: 'switch',
    describes: 'Usher speaks https, with a certificate that docs/guide/https.md says how to trust',
  },
  empty: { type: 'switch', describes: 'Start without the sample organisation' },
  once: { type: 'switch', describes: 'End after the cycle' },
  summary: {
    type: 'file',
    value: 'FILE',
    describes: 'Write counts, URLs and sign-ins to this file as JSON, readable by you only',
  },
  'sign-in': { type: 'switch', describes: 'Print the sign-ins of this data folder, and end' },
  help: { type: 'switch', describes: 'Print this, and end' },
} as const satisfies Readonly<Record<string, Option>>

export type Config = {
  readonly data: string
  readonly port: number
  readonly dynamicSignalPort: number
  readonly databaseUrl: string | null
  readonly https: boolean
  readonly sample: boolean
  readonly once: boolean
  readonly summary: string | null
  readonly print: 'help' | 'signIn' | null
}

const root = join(import.meta.dirname, '..', '..', '..')
export const defaultData = join(root, options.data.default)

/** Reads the command line; throws a `Refusal` that names the option. Folders are relative to where npm was called. */
export function readConfig(args: readonly string[], env: NodeJS.ProcessEnv): Config {
  const given = parsed(args)
  const from = env['INIT_CWD'] ?? process.cwd()
  return {
    data: given.data === undefined ? defaultData : resolve(from, given.data),
    port: port('port', given.port),
    dynamicSignalPort: port('dynamic-signal-port', given['dynamic-signal-port']),
    databaseUrl: (given['database-url'] ?? env['DATABASE_URL']) || null,
    https: given.https === true,
    sample: given.empty !== true,
    once: given.once === true,
    summary: given.summary === undefined ? null : resolve(from, given.summary),
    print: given.help === true ? 'help' : given['sign-in'] === true ? 'signIn' : null,
  }
}

/** The page that `npm start -- --help` prints. */
export function help(): string {
  const rows = Object.entries<Option>(options).map(([name, { value, describes, ...option }]) => ({
    flag: value === undefined ? `--${name}` : `--${name} ${value}`,
    text: option.default === undefined ? describes : `${describes} (default ${option.default})`,
  }))
  const width = Math.max(...rows.map(({ flag }) => flag.length))
  const lines = rows.map(({ flag, text }) => `  ${flag.padEnd(width)}  ${text}`)
  return ['npm start -- [options]', '', 'Starts Usher and Dynamic Signal on this machine.', '', ...lines, ''].join('\n')
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  try {
    return parseArgs({
      args: [...args],
      options: {
        data: text,
        port: text,
        'dynamic-signal-port': text,
        'database-url': text,
        summary: text,
        https: flag,
        empty: flag,
        once: flag,
        'sign-in': flag,
        help: { ...flag, short: 'h' },
      } satisfies Record<keyof typeof options, object>,
    }).values
  } catch (error) {
    const [sentence] = (error as Error).message.split('. ')
    throw new Refusal(`${sentence}. "npm start -- --help" lists the options.`, 2)
  }
}

function port(name: 'port' | 'dynamic-signal-port', given: string | undefined): number {
  const value = given ?? options[name].default
  if (/^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65_535) return Number(value)
  throw new Refusal(`--${name} takes a port from 1 to 65535, not "${value}".`, 2)
}
