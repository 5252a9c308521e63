import type { Command } from 'commander'
import { Failed, seg } from '../client.ts'
import type { Tested } from '../../api/jobs/test-connection.ts'
import type { With } from '../with.ts'
import { bold, dim, shown } from '../print.ts'
import { connectionBody, connectionOptions, type ConnectionOptions } from './connection-options.ts'

type Options = {
  notificationEmail?: string
  deletionThreshold?: string
  deletionPercent?: string
  preventDeletions?: string
  onVanished?: string
  skipOutOfScopeDeletions?: string
  interval?: string
  dialect?: string
  bulk?: string
  userAgent?: string
} & ConnectionOptions

export function settingsCommand(program: Command, run: With): void {
  connectionOptions(
    program.command('settings <app>').description('show or change the provisioning settings of an application'),
  )
    .option('--notification-email <address>', 'who hears of quarantine and held removals; none for nobody')
    .option('--prevent-deletions <on|off>', 'accidental-deletion prevention')
    .option('--deletion-threshold <n>', 'hold removals from this many on')
    .option('--deletion-percent <n>', 'hold removals from this share of the accounts on')
    .option('--on-vanished <recreate|report>', 'what to do when an account was removed in the application')
    .option('--skip-out-of-scope-deletions <on|off>', 'leave accounts alone whose people leave the scope')
    .option('--interval <minutes>', 'minutes between cycles when nothing changes')
    .option('--dialect <dialect>', 'how requests are written: rfc, entra, entra+062020; default for the gallery’s')
    .option('--bulk <on|off>', 'gather writes into bulk requests where the application offers it')
    .option('--user-agent <on|off>', 'name Usher as the sender of requests')
    .action((app: string, options: Options) =>
      run(async (client, out) => {
        const path = `/usher/apps/${seg(app)}/settings`
        const body = await bodyOf(options)
        const settings =
          Object.keys(body).length === 0
            ? await client.get<Record<string, unknown>>(path)
            : await client.send<Record<string, unknown>>('PATCH', path, body)
        out.show(settings, () => describe(settings))
      }),
    )
  program
    .command('test-connection <app>')
    .description('prove that Tenant URL and credentials work, and say what the application offers; writes nothing')
    .action((app: string) =>
      run(async (client, out) => {
        const tested = await client.send<Tested>('POST', `/usher/apps/${seg(app)}/test-connection`)
        if (!tested.ok) throw new Failed(tested.message, 5)
        out.show(tested, () => [tested.message, ...(tested.found ?? [])])
      }),
    )
}

async function bodyOf(options: Options): Promise<Record<string, unknown>> {
  const guard = {
    ...(options.preventDeletions !== undefined && { enabled: isOn(options.preventDeletions) }),
    ...(options.deletionThreshold !== undefined && { threshold: number(options.deletionThreshold) }),
    ...(options.deletionPercent !== undefined && { percent: number(options.deletionPercent) }),
  }
  return {
    ...(await connectionBody(options)),
    ...(options.notificationEmail !== undefined && {
      notificationEmail: options.notificationEmail === 'none' ? null : options.notificationEmail,
    }),
    ...(Object.keys(guard).length > 0 && { preventAccidentalDeletions: guard }),
    ...(options.onVanished !== undefined && { onVanished: options.onVanished }),
    ...(options.skipOutOfScopeDeletions !== undefined && {
      skipOutOfScopeDeletions: isOn(options.skipOutOfScopeDeletions),
    }),
    ...(options.interval !== undefined && { interval: number(options.interval) }),
    ...(options.dialect !== undefined && { dialect: options.dialect === 'default' ? null : options.dialect }),
    ...(options.bulk !== undefined && { bulk: isOn(options.bulk) }),
    ...(options.userAgent !== undefined && { userAgent: isOn(options.userAgent) }),
  }
}

function isOn(text: string): boolean {
  if (text === 'on' || text === 'off') return text === 'on'
  throw new Failed(`Say on or off, not "${text}".`, 2)
}

function number(text: string): number {
  const value = Number(text)
  if (Number.isFinite(value)) return value
  throw new Failed(`"${text}" is not a number.`, 2)
}

function describe(settings: Readonly<Record<string, unknown>>): readonly string[] {
  const { application, ...rest } = settings
  const say = (value: unknown): string => (value === null ? '–' : shown(value))
  return [
    bold(shown(application)),
    ...Object.entries(rest).map(([name, value]) => `  ${dim(name.padEnd(28))}${say(value)}`),
  ]
}
