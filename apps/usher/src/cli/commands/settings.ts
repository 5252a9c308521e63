import type { Command } from 'commander'
import { Failed, ofJob, type JobChoice } from '../client.ts'
import { jobOption } from '../job-option.ts'
import type { Tested } from '../../api/jobs/test-connection.ts'
import type { With } from '../with.ts'
import { bold, dim, shown } from '../print.ts'
import { connectionBody, connectionGiven, connectionOptions, type ConnectionOptions } from './connection-options.ts'
import { agreeToImpact } from './impact.ts'
import { refusalByOption, settingRows, settingsBody, shownSettings } from './setting-rows.ts'
import { describeSaved } from './settings-saved.ts'

type Options = JobChoice & ConnectionOptions & { yes?: true }

export function settingsCommand(program: Command, run: With): void {
  const command = connectionOptions(
    jobOption(program.command('settings <app>')).description(
      'show or change the provisioning settings of an application',
    ),
  )
  command.option('--yes', 'save without showing what it would do to everybody')
  for (const { flag, describes } of settingRows) command.option(`--${flag}`, describes)
  command.action((app: string, options: Options) =>
    run(async (client, out) => {
      const path = ofJob(app, '/settings', options)
      const body = { ...(await connectionBody(options)), ...settingsBody(options) }
      const impact = { app, which: { job: options.job }, path: '/settings/plan', proposed: body }
      if (Object.keys(body).length > 0 && options.yes !== true) await agreeToImpact(client, impact).catch(byOption)
      const before = await client.get<Record<string, unknown>>(path)
      if (Object.keys(body).length === 0) return out.show(before, () => describe(before))
      const after = await client.send<Record<string, unknown>>('PATCH', path, body).catch(byOption)
      out.show(after, () => describeSaved({ before, after, given: connectionGiven(options) }))
    }),
  )
  jobOption(program.command('test-connection <app>'))
    .description('prove that Tenant URL and credentials work, and say what the application offers; writes nothing')
    .action((app: string, options: JobChoice) =>
      run(async (client, out) => {
        const tested = await client.send<Tested>('POST', ofJob(app, '/test-connection', options))
        if (!tested.ok) throw new Failed([tested.message, ...describeStages(tested)].join('\n'), 5)
        out.show(tested, () => [tested.message, ...(tested.found ?? [])])
      }),
    )
}

/** What was refused is told by the option that said it. */
function byOption(error: unknown): never {
  throw error instanceof Failed ? new Failed(refusalByOption(error.message), error.exitCode) : error
}

const marks = { passed: 'ok', failed: 'failed', skipped: 'left out', notTried: 'not tried' } as const

/** Each stage of the way there, and the request that showed where it ends (BT-9). */
function describeStages({ stages = [], exchange }: Tested): readonly string[] {
  const lines = stages.map(({ stage, status, says }) =>
    `  ${stage.padEnd(15)}${marks[status].padEnd(10)}${says}`.trimEnd(),
  )
  if (exchange === undefined || exchange === null) return lines
  const { method, url, status, contentType, body } = exchange
  const said = body.trim() === '' ? [] : [`  ${body.trim().split('\n').join('\n  ')}`]
  return [
    ...lines,
    `  ${method} ${url}: ${status ?? 'no answer'}${contentType === null ? '' : `, ${contentType}`}`,
    ...said,
  ]
}

function describe({ application, job, ...settings }: Readonly<Record<string, unknown>>): readonly string[] {
  return [
    `${bold(shown(application))}${dim(`, ${shown(job)}`)}`,
    ...shownSettings(settings).map(([name, value]) => `  ${dim(name.padEnd(29))}${value}`),
  ]
}
