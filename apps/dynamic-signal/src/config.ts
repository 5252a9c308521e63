import { parseArgs } from 'node:util'
import { Refusal } from '@usher/host'

/** One option: how it is called on the command line and in the environment, what it is for, and its default. */
type Option = {
  readonly flag: string
  readonly env: string
  readonly type: 'text' | 'port' | 'url'
  readonly default?: string
  readonly description: string
}

/** Everything that can be set. A flag goes before the environment. */
export const options = {
  data: {
    flag: 'data',
    env: 'DYNAMIC_SIGNAL_DATA',
    type: 'text',
    default: 'data/dynamic-signal',
    description: 'The folder of the embedded store. One process at a time uses it.',
  },
  databaseUrl: {
    flag: 'database-url',
    env: 'DYNAMIC_SIGNAL_DATABASE_URL',
    type: 'text',
    description: 'A PostgreSQL server to use in place of the embedded store.',
  },
  host: {
    flag: 'host',
    env: 'DYNAMIC_SIGNAL_HOST',
    type: 'text',
    default: '127.0.0.1',
    description: 'The address to listen on.',
  },
  port: {
    flag: 'port',
    env: 'DYNAMIC_SIGNAL_PORT',
    type: 'port',
    default: '8082',
    description: 'The port to listen on; 0 is any free one.',
  },
  baseUrl: {
    flag: 'base-url',
    env: 'DYNAMIC_SIGNAL_BASE_URL',
    type: 'url',
    description: 'The public address, when a proxy stands before the service. Default: where it listens.',
  },
  adminUser: {
    flag: 'admin-user',
    env: 'DYNAMIC_SIGNAL_ADMIN_USER',
    type: 'text',
    default: 'admin',
    description: 'The first administrator, made on an empty store.',
  },
  adminPassword: {
    flag: 'admin-password',
    env: 'DYNAMIC_SIGNAL_ADMIN_PASSWORD',
    type: 'text',
    description: 'The password of the first administrator. Default: generated, and printed once.',
  },
} as const satisfies Record<string, Option>

export type Config = {
  readonly data: string
  readonly databaseUrl: string | undefined
  readonly host: string
  readonly port: number
  readonly baseUrl: string | undefined
  readonly adminUser: string
  readonly adminPassword: string | undefined
}

/** Reads the configuration; `'help'` when that is what is asked for. Throws a `Refusal` that names the option. */
export function readConfig(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Config | 'help' {
  const flags = readFlags(args)
  if (flags['help'] === true) return 'help'
  const text = (option: Option): string | undefined => {
    const flag = flags[option.flag]
    const value = typeof flag === 'string' ? flag : env[option.env]
    return value === undefined || value === '' ? option.default : value
  }
  const port = text(options.port) ?? ''
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new Refusal(`--port must be a number from 0 to 65535, not "${port}".`)
  return {
    data: text(options.data) ?? '',
    databaseUrl: text(options.databaseUrl),
    host: text(options.host) ?? '',
    port: Number(port),
    baseUrl: baseUrlOf(text(options.baseUrl)),
    adminUser: text(options.adminUser) ?? '',
    adminPassword: text(options.adminPassword),
  }
}

/** The text of `--help`. */
export function help(): string {
  const rows = Object.values<Option>(options).map((option) => {
    const value = option.default === undefined ? '' : ` (default ${option.default})`
    return `  --${option.flag.padEnd(16)} ${option.description}${value}\n  ${' '.repeat(19)}${option.env}`
  })
  return ['Dynamic Signal, a SCIM 2.0 service provider.', '', ...rows, ''].join('\n')
}

function readFlags(args: readonly string[]): Readonly<Record<string, string | boolean | undefined>> {
  const known = Object.values<Option>(options).map(({ flag }) => [flag, { type: 'string' }] as const)
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { ...Object.fromEntries(known), help: { type: 'boolean' } },
    })
    return values
  } catch (error) {
    throw new Refusal(`${(error as Error).message.split('. ')[0] ?? ''}. See --help.`, 64)
  }
}

function baseUrlOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new Refusal(`--base-url must be an http or https address, not "${text}".`)
  return url.href.replace(/\/+$/, '')
}
