import type { Command } from 'commander'
import { text as readAll } from 'node:stream/consumers'
import { Failed, ofJob, type JobChoice } from '../client.ts'
import { jobOption } from '../job-option.ts'
import { isOn } from '../on-off.ts'
import type { With } from '../with.ts'
import { bold, dim, shown } from '../print.ts'

type Options = JobChoice & {
  tenantUrl?: string
  secretToken?: string
  notificationEmail?: string
  deletionThreshold?: string
  deletionPercent?: string
  preventDeletions?: string
  onVanished?: string
  skipOutOfScopeDeletions?: string
  scope?: string
  nestedGroups?: string
  interval?: string
}

export function settingsCommand(program: Command, run: With): void {
  jobOption(program.command('settings <app>'))
    .description('show or change the provisioning settings of an application')
    .option('--tenant-url <url>', 'the SCIM API URL of the application')
    .option(
      '--secret-token <token>',
      'the bearer token; - reads it from standard input, so that it stands in no history',
    )
    .option('--notification-email <address>', 'who hears of quarantine and held removals; none for nobody')
    .option('--prevent-deletions <on|off>', 'accidental-deletion prevention')
    .option('--deletion-threshold <n>', 'hold removals from this many on')
    .option('--deletion-percent <n>', 'hold removals from this share of the accounts on')
    .option('--on-vanished <recreate|report>', 'what to do when an account was removed in the application')
    .option('--skip-out-of-scope-deletions <on|off>', 'leave accounts alone whose people leave the scope')
    .option('--scope <assigned|all>', 'who is provisioned: those who are assigned, or everybody')
    .option('--nested-groups <on|off>', 'whether people in groups in an assigned group count too')
    .option('--interval <minutes>', 'minutes between cycles when nothing changes')
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
    .description('prove that Tenant URL and Secret Token work; writes nothing')
    .action((app: string, options: JobChoice) =>
      run(async (client, out) => {
        const { ok, message } = await client.send<{ ok: boolean; message: string }>(
          'POST',
          ofJob(app, '/test-connection', options),
        )
        if (!ok) throw new Failed(message, 5)
        out.show({ ok, message }, () => [message])
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
    ...(options.tenantUrl !== undefined && { tenantUrl: options.tenantUrl }),
    ...(options.secretToken !== undefined && {
      secretToken: options.secretToken === '-' ? (await readAll(process.stdin)).trim() : options.secretToken,
    }),
    ...(options.notificationEmail !== undefined && {
      notificationEmail: options.notificationEmail === 'none' ? null : options.notificationEmail,
    }),
    ...(Object.keys(guard).length > 0 && { preventAccidentalDeletions: guard }),
    ...(options.onVanished !== undefined && { onVanished: options.onVanished }),
    ...(options.skipOutOfScopeDeletions !== undefined && {
      skipOutOfScopeDeletions: isOn(options.skipOutOfScopeDeletions),
    }),
    ...(options.scope !== undefined && { scope: options.scope }),
    ...(options.nestedGroups !== undefined && { nestedGroups: isOn(options.nestedGroups) }),
    ...(options.interval !== undefined && { interval: number(options.interval) }),
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
