import { parseArgs } from 'node:util'
import { Refusal } from '@usher/host'
import { resolve } from 'node:path'
import { isThisMachine, readNetwork } from './edge/addresses.ts'
import { allowProblem } from './edge/egress.ts'
import type { Level } from './observe/log.ts'
import { options, type Row } from './options.ts'

export type Role = 'all' | 'serve' | 'work'
export type Config = {
  readonly data: string
  readonly port: number
  readonly host: string
  readonly databaseUrl: string | undefined
  readonly role?: Role
  readonly shareFrom?: number
  readonly egressAllow?: readonly string[]
  readonly caFile?: string | undefined
  readonly publicUrl?: string | undefined
  /** Of the environment, instead of the key file: it stands in no list of processes. */
  readonly key?: string
  readonly trustedProxy?: readonly string[]
  readonly https?: boolean
  readonly tlsCert?: string | undefined
  readonly tlsKey?: string | undefined
  /** Absent: as many as they like. */
  readonly rateLimit?: number | undefined
  readonly statementTimeout?: number
  readonly uploadCalls?: number
  readonly uploadCallsADay?: number
  readonly signingKeyDays?: number
  readonly log?: 'text' | 'json'
  readonly logLevel?: Level | undefined
  readonly metricsTokenFile?: string | undefined
  readonly otlpEndpoint?: string | undefined
  readonly traceApplications?: boolean
}

/** Reads options from the command line, then the environment, then the table. Throws a `Refusal`. */
export function readConfig(args: readonly string[], env: NodeJS.ProcessEnv): Config {
  const values = parse(args)
  const read = (row: Row): string => values[row.flag] ?? env[row.env] ?? row.default
  const role = choice(read(options.role), options.role) as Role
  if (role !== 'all' && read(options.databaseUrl) === '')
    throw new Refusal(
      `--role ${role} is for several processes, which need --database-url: the embedded store has one.`,
      2,
    )
  const key = env['USHER_KEY'] ?? ''
  return {
    role,
    shareFrom: count(read(options.shareFrom), options.shareFrom.flag),
    ...(key !== '' && { key }),
    data: resolve(read(options.data)),
    port: port(read(options.port), options.port.flag),
    host: read(options.host),
    databaseUrl: read(options.databaseUrl) === '' ? undefined : read(options.databaseUrl),
    egressAllow: allowed(read(options.egressAllow)),
    caFile: file(read(options.caFile)),
    publicUrl: webAddress(read(options.publicUrl), options.publicUrl.flag),
    trustedProxy: networks(read(options.trustedProxy), options.trustedProxy.flag),
    https: choice(read(options.https), options.https) === 'on',
    tlsCert: file(read(options.tlsCert)),
    tlsKey: file(read(options.tlsKey)),
    rateLimit: rate(read(options.rateLimit), read(options.host)),
    statementTimeout: count(read(options.statementTimeout), options.statementTimeout.flag),
    uploadCalls: count(read(options.uploadCalls), options.uploadCalls.flag),
    uploadCallsADay: count(read(options.uploadCallsADay), options.uploadCallsADay.flag),
    signingKeyDays: count(read(options.signingKeyDays), options.signingKeyDays.flag),
    log: choice(read(options.log), options.log) as 'text' | 'json',
    logLevel: choice(read(options.logLevel), options.logLevel) as Level | undefined,
    metricsTokenFile: file(read(options.metricsTokenFile)),
    otlpEndpoint: webAddress(read(options.otlpEndpoint), options.otlpEndpoint.flag),
    traceApplications: choice(read(options.traceApplications), options.traceApplications) === 'on',
  }
}

export function help(): string {
  const rows = Object.values(options).map((row) => {
    const left = `  --${row.flag} ${row.type.toUpperCase()}`.padEnd(34)
    return `${left}${row.describes} (${row.env}${row.default === '' ? '' : `, default ${row.default}`})`
  })
  return ['Usage: node apps/usher/src/main.ts [options]', '', ...rows, ''].join('\n')
}

function parse(args: readonly string[]): Record<string, string | undefined> {
  try {
    const flags = Object.values(options).map((row) => [row.flag, { type: 'string' as const }])
    return parseArgs({ args: [...args], options: Object.fromEntries(flags) as Record<string, { type: 'string' }> })
      .values
  } catch (error) {
    throw new Refusal(`${(error as Error).message.split('.')[0]}. --help lists the options.`, 2)
  }
}

function allowed(text: string): readonly string[] {
  const entries = text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
  const problem = entries.map(allowProblem).find((one) => one !== null)
  if (problem !== undefined && problem !== null) throw new Refusal(`--${options.egressAllow.flag}: ${problem}`, 2)
  return entries
}

function networks(text: string, flag: string): readonly string[] {
  const list = text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
  const wrong = list.find((one) => readNetwork(one) === null)
  if (wrong === undefined) return list
  throw new Refusal(`--${flag} takes addresses and networks like 10.1.2.3 or 10.2.0.0/16, not "${wrong}".`, 2)
}

function file(text: string): string | undefined {
  return text === '' ? undefined : resolve(text)
}

/** Without a slash at its end. */
function webAddress(text: string, flag: string): string | undefined {
  if (text === '') return undefined
  const url = URL.canParse(text) ? new URL(text) : null
  const fits = url !== null && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === ''
  if (fits && url.username === '' && url.password === '') return url.href.replace(/\/+$/, '')
  throw new Refusal(
    `--${flag} takes a web address like https://usher.example, not "${url === null ? text : url.origin}".`,
    2,
  )
}

function choice(
  text: string,
  { flag, choices }: { readonly flag: string; readonly choices: readonly string[] },
): string | undefined {
  if (text === '') return undefined
  if (choices.includes(text)) return text
  throw new Refusal(`--${flag} takes ${choices.join(' or ')}, not "${text}".`, 2)
}

function count(text: string, flag: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new Refusal(`--${flag} takes a number from 1 to 999999999, not "${text}".`, 2)
}

function rate(text: string, host: string): number | undefined {
  if (text === 'off') return undefined
  if (text === '') return isThisMachine(host) ? undefined : 100
  return count(text, options.rateLimit.flag)
}

function port(text: string, flag: string): number {
  const number = Number(text)
  if (Number.isInteger(number) && number >= 0 && number <= 65535) return number
  throw new Refusal(`--${flag} takes a number from 0 to 65535, not "${text}".`, 2)
}
