import type { Command } from 'commander'
import { Failed, ofJob, type JobChoice } from '../client.ts'
import { jobOption } from '../job-option.ts'
import { isOn } from '../on-off.ts'
import type { Tested } from '../../api/jobs/test-connection.ts'
import type { With } from '../with.ts'
import { bold, dim, shown } from '../print.ts'
import { connectionBody, connectionOptions, type ConnectionOptions } from './connection-options.ts'

type Options = JobChoice & {
  notificationEmail?: string
  deletionThreshold?: string
  deletionPercent?: string
  preventDeletions?: string
  onVanished?: string
  skipOutOfScopeDeletions?: string
  adoptAfterReview?: string
  keepReleased?: string
  deleteAfterDays?: string
  scope?: string
  nestedGroups?: string
  interval?: string
  dialect?: string
  bulk?: string
  userAgent?: string
} & ConnectionOptions

export function settingsCommand(program: Command, run: With): void {
  connectionOptions(
    jobOption(program.command('settings <app>')).description(
      'show or change the provisioning settings of an application',
    ),
  )
    .option('--notification-email <address>', 'who hears of quarantine and held removals; none for nobody')
    .option('--prevent-deletions <on|off>', 'accidental-deletion prevention')
    .option('--deletion-threshold <n>', 'hold removals from this many on')
    .option('--deletion-percent <n>', 'hold removals from this share of the accounts on')
    .option('--on-vanished <recreate|report>', 'what to do when an account was removed in the application')
    .option('--skip-out-of-scope-deletions <on|off>', 'leave accounts alone whose people leave the scope')
    .option('--adopt-after-review <on|off>', 'take over an existing account only when you agree: usher adoptions')
    .option(
      '--keep-released <on|off>',
      'look after accounts whose people left the scope until the directory forgets them',
    )
    .option('--delete-after-days <n>', 'delete a disabled account after so many days; never to keep it')
    .option('--scope <assigned|all>', 'who is provisioned: those who are assigned, or everybody')
    .option('--nested-groups <on|off>', 'whether people in groups in an assigned group count too')
    .option('--interval <minutes>', 'minutes between cycles when nothing changes')
    .option('--dialect <dialect>', 'how requests are written: rfc, entra, entra+062020; default for the gallery’s')
    .option('--bulk <on|off>', 'gather writes into bulk requests where the application offers it')
    .option('--user-agent <on|off>', 'name Usher as the sender of requests')
    .action((app: string, options: Options) =>
      run(async (client, out) => {
        const path = ofJob(app, '/settings', options)
        const body = await bodyOf(options)
        const settings =
          Object.keys(body).length === 0
            ? await client.get<Record<string, unknown>>(path)
            : await client.send<Record<string, unknown>>('PATCH', path, body)
        out.show(settings, () => describe(settings))
      }),
    )
  jobOption(program.command('test-connection <app>'))
    .description('prove that Tenant URL and credentials work, and say what the application offers; writes nothing')
    .action((app: string, options: JobChoice) =>
      run(async (client, out) => {
        const tested = await client.send<Tested>('POST', ofJob(app, '/test-connection', options))
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
    ...(options.adoptAfterReview !== undefined && { adoptAfterReview: isOn(options.adoptAfterReview) }),
    ...(options.keepReleased !== undefined && { keepReleased: isOn(options.keepReleased) }),
    ...(options.deleteAfterDays !== undefined && {
      deleteAfterDays: options.deleteAfterDays === 'never' ? null : number(options.deleteAfterDays),
    }),
    ...(options.scope !== undefined && { scope: options.scope }),
    ...(options.nestedGroups !== undefined && { nestedGroups: isOn(options.nestedGroups) }),
    ...(options.interval !== undefined && { interval: number(options.interval) }),
    ...(options.dialect !== undefined && { dialect: options.dialect === 'default' ? null : options.dialect }),
    ...(options.bulk !== undefined && { bulk: isOn(options.bulk) }),
    ...(options.userAgent !== undefined && { userAgent: isOn(options.userAgent) }),
  }
}

function number(text: string): number {
  const value = Number(text)
  if (Number.isFinite(value)) return value
  throw new Failed(`"${text}" is not a number.`, 2)
}

function describe(settings: Readonly<Record<string, unknown>>): readonly string[] {
  const { application, job, ...rest } = settings
  const say = (value: unknown): string => (value === null ? '–' : shown(value))
  return [
    `${bold(shown(application))}${dim(`, ${shown(job)}`)}`,
    ...Object.entries(rest).map(([name, value]) => `  ${dim(name.padEnd(28))}${say(value)}`),
  ]
}
