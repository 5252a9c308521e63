/** Provision on demand: every step for a few people and groups, dry unless --apply. */
import type { Command } from 'commander'
import type { DemandStep } from '@usher/engine'
import type { DemandLine } from '../../review/demand.ts'
import { ofJob, type JobChoice } from '../client.ts'
import { jobOption } from '../job-option.ts'
import { bad, bold, dim, good, paint, shown, type Out } from '../print.ts'
import type { With } from '../with.ts'

type Options = JobChoice & { apply?: true; member?: string[]; details?: true }

export function provisionCommand(program: Command, run: With): void {
  jobOption(program.command('provision <app> <who...>'))
    .description(
      'provision on demand: each step for these people and groups, as a cycle would do it; writes with --apply only',
    )
    .option('--apply', 'do it')
    .option('--member <who...>', 'members of the group that are put into it, or taken out, too')
    .option('--details', 'all properties that were read')
    .action((app: string, who: string[], { job, apply, member = [], details }: Options) =>
      run(async (client, out) => {
        const body = { who, members: member, write: apply === true }
        const done = await client.send<{ results: readonly DemandLine[] }>(
          'POST',
          ofJob(app, '/provision', { job }),
          body,
        )
        const several = new Set(done.results.map((one) => one.job)).size > 1
        out.show(done, () => [
          ...done.results.flatMap((one) => describe(one, { several, details: details === true, out })),
          ...(apply === true || !done.results.some(({ result }) => result === 'planned')
            ? []
            : [dim('Nothing was written. --apply does it.')]),
        ])
        process.exitCode = exitCodeOf(done.results)
      }),
    )
}

/** 5 when the application cannot be used, 1 when something failed. */
function exitCodeOf(results: readonly DemandLine[]): number {
  if (results.some(({ steps }) => steps.some(({ step }) => step === 'testConnection'))) return 5
  return results.some(({ result }) => result === 'failure' || result === 'partial' || result === 'busy') ? 1 : 0
}

type Showing = { readonly several: boolean; readonly details: boolean; readonly out: Out }

function describe({ displayName, job, result, steps }: DemandLine, showing: Showing): readonly string[] {
  const colour =
    result === 'failure' || result === 'partial' ? bad : result === 'skipped' || result === 'busy' ? dim : good
  return [
    `${bold(displayName)}${showing.several ? dim(` in ${job}`) : ''}  ${colour(result === 'partial' ? 'done in part' : result)}`,
    ...steps.flatMap((step, at) => describeStep(step, at + 1, showing).map((line) => `  ${line}`)),
  ]
}

const colours = { success: 'green', failure: 'red', skipped: 'dim', warning: 'yellow' } as const
const titles: Readonly<Record<DemandStep['step'], string>> = {
  testConnection: 'Test connection',
  import: 'Import',
  scoping: 'Determine if in scope',
  matching: 'Match',
  action: 'Perform action',
  members: 'Member',
}

function describeStep(step: DemandStep, at: number, { details, out }: Showing): readonly string[] {
  const { properties, checks = [], matches = [], rows = [], error, advice = null } = step
  const read =
    properties === undefined ? [] : Object.entries(properties).map(([name, value]) => `${name}: ${shown(value)}`)
  return [
    `${at}. ${titles[step.step]}: ${paint(colours[step.status], step.status)}  ${step.says}`,
    ...(details ? read : []).map((line) => dim(`     ${line}`)),
    ...checks.map(
      ({ name, passed, expected, actual, problem }) =>
        `     ${passed ? good('✓') : bad('✗')} ${name}${dim(`  is ${JSON.stringify(actual)}${expected === undefined ? '' : `, expected ${expected}`}${problem === undefined ? '' : ` (${problem})`}`)}`,
    ),
    ...matches.flatMap(({ by, found }) => [
      `     ${by === null ? 'linked account' : by.map(({ path, value }) => `${path} eq ${JSON.stringify(value)}`).join(' and ')}: ${found.length === 0 ? 'none' : found.map(({ id }) => id).join(', ')}`,
      ...(details ? found.flatMap((one) => Object.entries(one.properties).map(([name, value]) => dim(`       ${name}: ${shown(value)}`))) : []), // prettier-ignore
    ]),
    ...(rows.length === 0 ? [] : out.table(['target attribute', 'source value', 'expression', 'original', 'modified'], rows.map((row) => [row.target, row.sourceValue ?? '–', row.expression, row.original ?? '–', row.modified ?? '–'])).map((line) => `     ${line}`)), // prettier-ignore
    ...(error === undefined ? [] : [bad(`     ${error.code}: ${error.message}`)]),
    ...(advice === null ? [] : [dim(`     ${advice}`)]),
  ]
}
