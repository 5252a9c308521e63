import type { Command } from 'commander'
import { Failed, ofJob, seg, type JobChoice } from '../client.ts'
import { jobOption } from '../job-option.ts'
import { bad, dim, plural } from '../print.ts'
import type { With } from '../with.ts'
import type { App } from './job.ts'

type Restarted = {
  readonly name: string
  readonly resetScope: readonly string[]
  readonly says: string
  readonly leavers: number
  /** It begins now. */
  readonly runs: boolean
}

export function jobsCommands(program: Command, run: With): void {
  const job = program
    .command('job')
    .description('jobs of an application: each has mappings, settings and a pace of its own')

  job
    .command('list <app>')
    .description('the jobs of an application')
    .action((app: string) =>
      run(async (client, out) => {
        const { jobs } = await client.get<{ jobs: App[] }>(`/usher/apps/${seg(app)}/jobs`)
        out.show(jobs, () =>
          out.table(
            ['name', 'state', 'accounts', 'failing', { title: 'id', whole: true, extra: true }],
            jobs.map(({ job: one }) => [one.name, one.code, String(one.linked), String(one.failed), one.id]),
          ),
        )
      }),
    )
  job
    .command('add <app> <name>')
    .description('another job, with the mappings of the gallery and no Tenant URL yet')
    .action((app: string, name: string) =>
      run(async (client, out) => {
        const made = await client.send<{ name: string }>('POST', `/usher/apps/${seg(app)}/jobs`, { name })
        const quoted = `${JSON.stringify(app)} --job ${JSON.stringify(made.name)}`
        out.show(made, () => [
          `${made.name}: added. Next: usher settings ${quoted} --tenant-url URL --secret-token -`,
          dim('Jobs that write to one place must have scopes that do not overlap, or each undoes what the other does.'),
        ])
      }),
    )
  job
    .command('remove <app> <name>')
    .description('delete a job with all it remembers; neither the directory nor the application changes')
    .option('--yes', 'although accounts would be managed by nobody')
    .action((app: string, name: string, { yes }: { yes?: boolean }) =>
      run(async (client, out) => {
        const { job: before } = await client.get<App>(ofJob(app, '/status', { job: name }))
        if (before.active > 0 && yes !== true) {
          throw new Failed(
            `${plural(before.active, 'active account')} would be managed by nobody afterwards. If that is meant: --yes.`,
            4,
          )
        }
        const gone = await client.send<{ name: string; active: number }>(
          'DELETE',
          `/usher/apps/${seg(app)}/jobs/${seg(name)}`,
        )
        out.show(gone, () => [
          `${gone.name}: removed${gone.active > 0 ? `; ${plural(gone.active, 'active account')} of it stay as they are` : ''}`,
        ])
      }),
    )
  jobOption(program.command('restart <app>'))
    .description(
      'forget what was reached, so that everybody is looked at again; links are kept unless the scope says so',
    )
    .option(
      '--reset <scopes>',
      'what to forget: Watermark, Escrows, QuarantineState, ConnectorDataStore, Full, ForceDeletes, separated by commas; without it the first three',
    )
    .action((app: string, { reset, job: name }: JobChoice & { reset?: string }) =>
      run(async (client, out) => {
        if (reset?.trim() === '')
          throw new Failed('--reset takes at least one name; without --reset the usual three are forgotten.', 2)
        const done = await client.send<Restarted>('POST', ofJob(app, '/restart', { job: name }), {
          resetScope: reset ?? '',
        })
        out.show(done, () => [
          `${done.name}: restarted; ${done.says}.`,
          ...(done.leavers > 0
            ? [bad(`${plural(done.leavers, 'account')} of people out of scope will be taken away first.`)]
            : []),
          ...(done.runs ? [dim('usher status shows what it does.')] : []),
        ])
      }),
    )
}
