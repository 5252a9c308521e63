import type { Command } from 'commander'
import type { PlanLine } from '../../api/jobs/plan.ts'
import type { LastCycle } from '../../store/jobs.ts'
import { Failed, ofJob, type JobChoice } from '../client.ts'
import { jobOption } from '../job-option.ts'
import type { With } from '../with.ts'
import { bold, createProgress, dim, good, plural } from '../print.ts'
import { exitCodeOf } from './job.ts'
import { describeChange } from './plan.ts'

type Counts = {
  readonly compared: number
  readonly differs: number
  readonly gone: number
  /** Of these, what is not put right by itself. */
  readonly unrepaired: number
  readonly attributes: Readonly<Record<string, number>>
  readonly requests: number
  readonly omitted: number
}
type Options = JobChoice & { limit: string; who?: string; apply?: boolean }

export function driftCommand(program: Command, run: With): void {
  jobOption(program.command('drift <app>'))
    .description('what differs in the application from what the mapping says; with --apply it is put right')
    .option('--limit <n>', 'show at most so many', '20')
    .option('--who <who>', 'compare the account of one person or group alone')
    .option('--apply', 'make the application what the mapping says')
    .action((app: string, { limit, who, apply, ...which }: Options) =>
      run(async (client, out) => {
        if (apply === true && who !== undefined)
          throw new Failed('One account alone is put right by usher provision APP WHO --apply.', 2)
        if (apply === true) {
          const bar = createProgress(out.json)
          for await (const line of client.lines('POST', ofJob(app, '/drift', which))) {
            const at = line['progress'] as { phase: string; done: number; total: number } | undefined
            if (at !== undefined) bar.at({ ...at, total: null })
            if (!('summary' in line)) continue
            bar.end()
            out.show(line['summary'], () => repaired(line['summary'] as LastCycle))
            process.exitCode = exitCodeOf(line['summary'] as LastCycle)
          }
          return
        }
        for await (const line of client.lines('GET', ofJob(app, '/drift', which, { limit, who }))) {
          if ('change' in line) out.show(line, () => describeChange(line['change'] as PlanLine))
          if ('drift' in line) out.show(line, () => describe(line['drift'] as Counts, app))
        }
      }),
    )
}

/** The summary names so many attributes, those with the most differences; `--json` has all. */
const mostNamed = 5

function describe(
  { compared, differs, gone, unrepaired, attributes, requests, omitted }: Counts,
  app: string,
): readonly string[] {
  const most = Object.entries(attributes).toSorted(([, a], [, b]) => b - a)
  const by = most.slice(0, mostNamed).map(([path, count]) => `${count} in ${path.slice(path.lastIndexOf(':') + 1)}`)
  if (most.length > mostNamed) by.push(`… ${plural(most.length - mostNamed, 'more attribute')}`)
  if (differs + gone === 0)
    return [
      good(`All ${plural(compared, 'account')} are as the mapping says.`) + dim(`  ${plural(requests, 'request')}`),
    ]
  return [
    ...(omitted > 0 ? [dim(`… and ${omitted} more: --limit`)] : []),
    `${bold(`${differs} of ${plural(compared, 'account')}`)} differ${by.length > 0 ? `: ${by.join(', ')}` : ''}${gone > 0 ? `; ${gone} ${gone === 1 ? 'is' : 'are'} gone` : ''}  ${dim(plural(requests, 'request'))}`,
    dim(`  ${remedy(differs + gone, unrepaired, app)}`),
  ]
}

function remedy(all: number, unrepaired: number, app: string): string {
  if (unrepaired === all) return 'Nothing of this is put right by --apply; each line says what to do.'
  const but = unrepaired === 0 ? '' : `, but for ${unrepaired}, where the line says what to do`
  return `usher drift ${JSON.stringify(app)} --apply puts it right${but}.`
}

function repaired({
  read,
  updated,
  disabled,
  created,
  failed,
  members,
  seconds,
  requests,
}: LastCycle): readonly string[] {
  const more = members.added + members.removed > 0 ? `, ${members.added} members added, ${members.removed} removed` : ''
  return [
    `${good('✓')} ${plural(read, 'account')} compared: ${updated + disabled} put right, ${created} made again${more}, ${failed} failed  ${dim(`${seconds.toFixed(1)} s, ${plural(requests, 'request')}`)}`,
  ]
}
