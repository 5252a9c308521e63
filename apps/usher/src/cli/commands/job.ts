import type { Command } from 'commander'
import type { LastCycle } from '../../store/jobs.ts'
import type { Quarantine } from '../../store/quarantine.ts'
import type { History } from '../../runner/history.ts'
import type { Place } from '../../runner/place.ts'
import { agree } from '../ask.ts'
import { ofJob, type Client, type JobChoice } from '../client.ts'
import { jobOption } from '../job-option.ts'
import type { With } from '../with.ts'
import { bad, bold, createProgress, dim, duration, good, plural, type Out } from '../print.ts'
import { inWords, word } from '../../words.ts'
import { countPlan, describeCounts } from './plan.ts'
import { describeQuarantine } from './quarantine.ts'

type Job = {
  readonly id: string
  readonly name: string
  readonly code: string
  readonly state: string
  readonly progress: Place | null
  readonly lastCycle: LastCycle | null
  readonly lastError: { message: string; at: string; times: number; since?: string } | null
  readonly quarantine: Quarantine | null
  readonly nextRun: string | null
  readonly restored: { madeAt: string; sentence: string } | null
  readonly secretRefused: { at: string; sentence: string } | null
  readonly history: History
  readonly linked: number
  readonly active: number
  readonly failed: number
  readonly expired: number
  readonly undecided: number
  readonly rejected: number
  readonly changesUndecided: number
  readonly changesRejected: number
  readonly adoptionsUndecided: number
}
export type App = { readonly name: string; readonly job: Job }
type RunOptions = JobChoice & { yes?: boolean; restart?: boolean; recreate?: string }

export function jobCommands(program: Command, run: With): void {
  jobOption(program.command('run <app>'))
    .description('start provisioning, or run a cycle now, and follow it; the first start asks before it writes')
    .option('--yes', 'start without asking')
    .option('--restart', 'read and compare everybody again')
    .option('--recreate <who>', 'make the vanished account of this person again')
    .action((app: string, { job: name, ...options }: RunOptions) =>
      run(async (client, out) => {
        const which = { job: name }
        const { job } = await client.get<App>(ofJob(app, '/status', which))
        const started = (job.state !== 'Disabled' || job.quarantine !== null) && job.restored === null
        const yes = options.yes === true || started || (await agreed(client, app, which))
        const bar = createProgress(out.json)
        try {
          for await (const line of client.lines('POST', ofJob(app, '/run', which), { ...options, yes, prove: true })) {
            if ('progress' in line) {
              const at = line['progress'] as NonNullable<Job['progress']>
              bar.at({ ...at, extra: dim(`, ${plural(at.requests, 'request')}${left(at)}`), note: waits(at) })
            }
            if ('quarantine' in line && !out.json) {
              bar.end()
              const { state } = job
              describeQuarantine(line['quarantine'] as Quarantine, state, out).forEach((text) =>
                process.stderr.write(`${text}\n`),
              )
            }
            if ('summary' in line) {
              bar.end()
              out.show(line['summary'], () => describeCycle(line['summary'] as LastCycle, app))
              process.exitCode = exitCodeOf(line['summary'] as LastCycle)
            }
          }
        } finally {
          bar.end() // what went wrong gets a line of its own
        }
      }),
    )
  jobOption(program.command('stop <app>'))
    .description('pause provisioning after the objects in flight')
    .action((app: string, which: JobChoice) =>
      run(async (client, out) => {
        const status = await client.send<App>('POST', ofJob(app, '/stop', which))
        out.show(status, () => [
          `${status.name}: ${word(status.job.code)}. usher run ${JSON.stringify(status.name)} goes on.`,
        ])
      }),
    )
  program
    .command('status')
    .description('how all applications are doing, with progress')
    .action(() =>
      run(async (client, out) => {
        const status = await client.get<{ users: number; deleted: number; groups: number; applications: App[] }>(
          '/usher/status',
        )
        out.show(status, () => [
          `Directory: ${plural(status.users, 'person', 'people')}, ${plural(status.groups, 'group')}, ${status.deleted} deleted`,
          ...status.applications.flatMap(({ name, job }) =>
            describeJob({ name, job }, isOneOf(name, status.applications), out),
          ),
        ])
      }),
    )
}

async function agreed(client: Client, app: string, which: JobChoice): Promise<true> {
  const counts = await countPlan(client, app, which)
  const lines = [
    ...describeCounts({ ...counts, omitted: 0 }),
    dim(`usher plan ${JSON.stringify(app)} shows each of them.`),
  ]
  await agree(lines, 'Start provisioning?', 'Nothing was written.')
  return true
}

type Ended = Pick<LastCycle, 'failed'> & { readonly members?: Pick<LastCycle['members'], 'failed'> }

/** Who asked for a cycle in which something failed hears of it by the exit code, too. */
export function exitCodeOf({ failed, members }: Ended): 0 | 1 {
  return failed + (members?.failed ?? 0) > 0 ? 1 : 0
}

/** A cycle in a few lines: what was read, done, left out and why. `past`: people may have decided about what it held. */
export function describeCycle(cycle: LastCycle, app: string, past = false): readonly string[] {
  const quoted = JSON.stringify(app)
  // A cycle of an older version counted no members.
  const { references } = cycle
  const members = cycle.members as LastCycle['members'] | undefined
  const skipped = inWords(cycle.skipped)
  return [
    `${cycle.failed > 0 ? bad('!') : good('✓')} ${cycle.cycle === 'initial' ? 'Initial' : 'Incremental'} cycle${cycle.stopped ? ' (stopped)' : ''}: ${plural(cycle.read, 'object')} read, ${cycle.inScope} in scope  ${dim(`${cycle.seconds.toFixed(1)} s, ${plural(cycle.requests, 'request')}`)}`,
    `  ${cycle.created} created, ${cycle.updated} updated, ${cycle.disabled} disabled, ${cycle.unchanged} unchanged, ${cycle.failed} failed${cycle.joined > 0 ? `, ${plural(cycle.joined, 'existing account')} taken over` : ''}`,
    ...(skipped === '' ? [] : [`  skipped: ${skipped}`]),
    ...(references.set + references.notProvisioned + references.unknown > 0
      ? [
          `  managers: ${references.set} set, ${references.notProvisioned} without an account, ${references.unknown} not in the directory`,
        ]
      : []),
    ...(members === undefined || members.added + members.removed + members.missing + members.failed === 0
      ? []
      : [
          `  members: ${members.added} added, ${members.removed} removed${members.missing > 0 ? `, ${members.missing} without an account` : ''}${members.failed > 0 ? bad(`, ${members.failed} failed`) : ''}`,
        ]),
    ...heldBy(cycle.held, 'removal', past ? null : `usher removals ${quoted}`),
    ...((cycle.gathered as number | undefined)
      ? [dim(`  ${plural(cycle.gathered, 'removal')} gathered for a minute, since so many come at once`)]
      : []),
    ...heldBy(cycle.changesHeld, 'unusual change', past ? null : `usher changes ${quoted}`),
    ...((cycle.adoptions as number | undefined)
      ? [bad(`  ${plural(cycle.adoptions, 'existing account')} to take over when you agree: usher adoptions ${quoted}`)]
      : []),
    ...(cycle.failed > 0 ? [bad(`  usher failures ${quoted} says why`)] : []),
  ]
}

/** A cycle of an older version counted less. */
function heldBy(held: number | undefined, one: string, command: string | null): readonly string[] {
  if (held === undefined || held === 0) return []
  return [command === null ? dim(`  ${plural(held, one)} held then`) : bad(`  ${plural(held, one)} held: ${command}`)]
}

/** How long it still takes, and how fast it is; nothing while nobody can tell. */
function left({ estimate }: Place): string {
  if (estimate === null) return ''
  const { rate, remaining } = estimate
  const speed = rate < 10 ? rate.toFixed(1) : Math.round(rate).toLocaleString('en-US')
  return `, ${duration(remaining)} left at ${speed} objects/s`
}

/** Why nothing seems to happen. */
function waits({ waiting }: Place): string {
  return waiting === null ? '' : bad(`, waiting until ${waiting.until} as the application asked (${waiting.status})`)
}

/** Whether the application has more than one job, which are told apart by name then. */
function isOneOf(name: string, all: readonly App[]): boolean {
  return all.filter((one) => one.name === name).length > 1
}

function describeJob({ name, job }: App, several: boolean, out: Out): readonly string[] {
  const title = several ? `${name}, ${job.name}` : name
  const running = job.progress
  return [
    `${bold(title)}  ${colourOf(job.code)(word(job.code))}${job.state === 'Active' && job.nextRun !== null ? dim(`, next cycle ${out.time(job.nextRun)}`) : ''}`,
    ...(running === null
      ? []
      : [
          `  running: ${running.percent} %, ${running.phase} ${running.done} of ${running.total}, ${plural(running.requests, 'request')}${left(running)}${waits(running)}`,
        ]),
    ...(job.restored === null ? [] : [bad(`  ${job.restored.sentence}`)]),
    ...(job.secretRefused === null ? [] : [bad(`  ${job.secretRefused.sentence}`)]),
    ...(job.quarantine === null ? [] : describeQuarantine(job.quarantine, job.state, out)),
    ...(job.code === 'Quarantine' && job.quarantine === null
      ? [dim('  only removals wait for you; everything else goes on as usual')]
      : []),
    ...(job.lastError === null || job.quarantine !== null ? [] : describeOutage(job.lastError, out)),
    `  accounts: ${job.linked} linked, ${job.active} active${job.failed > 0 ? bad(`, ${job.failed} failing${job.expired > 0 ? `, ${job.expired} of them expired` : ''}: usher failures ${JSON.stringify(name)}`) : ''}${describeHeld(job, name)}`,
    ...describeHistory(job, out),
    ...(job.lastCycle === null ? [] : describeCycle(job.lastCycle, name, true).map((line) => `  ${line}`)),
  ]
}

const colourOf = (code: string): ((text: string) => string) =>
  code === 'Active' ? good : code === 'Quarantine' ? bad : (text) => text

/** What waits for a person; and what a person rejected, which waits for nobody. */
function describeHeld(job: Job, name: string): string {
  const held = [
    { one: 'removal', command: 'removals', open: job.undecided, rejected: job.rejected },
    { one: 'unusual change', command: 'changes', open: job.changesUndecided, rejected: job.changesRejected },
    { one: 'adoption', command: 'adoptions', open: job.adoptionsUndecided, rejected: 0 },
  ]
  return held
    .map(({ one, command, open, rejected }) => {
      const waits = open > 0 ? bad(`, ${plural(open, one)} held: usher ${command} ${JSON.stringify(name)}`) : ''
      return waits + (rejected > 0 ? dim(`, ${plural(rejected, one)} rejected`) : '')
    })
    .join('')
}

/** Since when directory and application agree, and how many have had an account (ST-3 to ST-6). */
function describeHistory({ history }: Job, out: Out): readonly string[] {
  const { steadyStateFirstAchievedTime: first, steadyStateLastAchievedTime: last } = history
  const counts = history.synchronizedEntryCountByType
  if (first === null || last === null) return []
  const { User: users = 0, Group: groups = 0 } = counts
  const sofar = [plural(users, 'user'), ...(groups > 0 ? [plural(groups, 'group')] : [])].join(' and ')
  return [dim(`  in step with the directory ${out.time(last)}, first ${out.time(first)}; ${sofar} provisioned to date`)]
}

/** Nothing for a person to do yet: it is tried again every few seconds or minutes. */
function describeOutage(
  { message, at, times, since = at }: NonNullable<Job['lastError']>,
  out: Out,
): readonly string[] {
  return [
    bad(`  ${message}`),
    dim(
      `  ${plural(times, 'attempt')} since ${out.time(since)}, last ${out.time(at)}; it goes on by itself when it can`,
    ),
  ]
}
