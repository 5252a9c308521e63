import type { Command } from 'commander'
import type { PlanLine } from '../../api/jobs/plan.ts'
import { ofJob, type Client, type JobChoice } from '../client.ts'
import { jobOption } from '../job-option.ts'
import type { With } from '../with.ts'
import { bad, bold, dim, good, plural } from '../print.ts'
import { inWords } from '../../words.ts'

export type PlanCounts = {
  readonly read: number
  readonly create: number
  readonly update: number
  readonly disable: number
  readonly delete: number
  readonly joined: number
  readonly held: number
  readonly problems: number
  readonly members: { readonly added: number; readonly removed: number }
  readonly skipped: Readonly<Record<string, number>>
  readonly initial: boolean
  readonly requests: number
  readonly omitted: number
}

type Options = JobChoice & { who?: string; limit: string; schema?: string; save?: true }

export function planCommand(program: Command, run: With): void {
  jobOption(program.command('plan <app>'))
    .description('what the next cycle would do, and why; changes nothing')
    .option('--who <who>', 'one person only')
    .option('--limit <n>', 'show at most so many changes', '20')
    .option('--schema <file>', 'as if these mappings were saved; - reads standard input')
    .option('--save', 'keep it for a day, to approve and apply all of it or a part: usher plans')
    .action((app: string, { schema, job, save, ...options }: Options) =>
      run(async (client, out) => {
        const proposed =
          schema === undefined ? undefined : await (await import('../trial/proposed.ts')).readSound(schema)
        if (save === true) {
          const { savePlan } = await import('./plans.ts')
          return savePlan(client, out, {
            app,
            which: { job },
            body: proposed === undefined ? {} : { schema: proposed },
          })
        }
        const path = ofJob(app, proposed === undefined ? '/plan' : '/schema/plan', { job }, options)
        for await (const line of client.lines(proposed === undefined ? 'GET' : 'POST', path, proposed)) {
          if ('change' in line) out.show(line, () => describeChange(line['change'] as PlanLine))
          if ('plan' in line) out.show(line, () => describeCounts(line['plan'] as PlanCounts))
        }
      }),
    )
}

/** The plan in numbers only. */
export async function countPlan(client: Client, app: string, which: JobChoice): Promise<PlanCounts> {
  const counts = await countsIn(client.lines('GET', ofJob(app, '/plan', which, { limit: 0 })))
  if (counts === null) throw new Error('The service answered no plan')
  return counts
}

/** null: what is proposed decides about nobody. */
export async function countsIn(lines: ReturnType<Client['lines']>): Promise<PlanCounts | null> {
  for await (const line of lines) if ('plan' in line) return line['plan'] as PlanCounts
  return null
}

const colours: Readonly<Record<string, (text: string) => string>> = {
  create: good,
  update: bold,
  disable: bad,
  delete: bad,
  held: bad,
}

export function describeChange(change: PlanLine): readonly string[] {
  const colour = colours[change.action] ?? dim
  const value = (text: string | null): string => text ?? '–'
  return [
    `${colour(change.action.padEnd(8))} ${bold(change.displayName)} ${change.reason}${change.problem === null ? '' : bad(` (${change.problem.code}: ${change.problem.message})`)}`,
    ...change.changes.map((one) =>
      dim(
        `           ${one.displayName}: ${one.oldValue === null ? '' : `${value(one.oldValue)} → `}${value(one.newValue)}`,
      ),
    ),
    ...(change.advice === null ? [] : [dim(`           ${change.advice}`)]),
  ]
}

export function describeCounts(counts: PlanCounts): readonly string[] {
  const acts = [
    `${counts.create} created`,
    `${counts.update} updated`,
    `${counts.disable} disabled`,
    ...(counts.delete > 0 ? [`${counts.delete} deleted`] : []),
    ...(counts.joined > 0 ? [`${plural(counts.joined, 'existing account')} taken over`] : []),
    ...(counts.members.added > 0 ? [`${plural(counts.members.added, 'member')} added to groups`] : []),
    ...(counts.members.removed > 0 ? [`${plural(counts.members.removed, 'member')} removed from groups`] : []),
    ...(counts.held > 0 ? [bad(`${counts.held} removals held`)] : []),
    ...(counts.problems > 0 ? [bad(`${counts.problems} with a problem`)] : []),
  ]
  const skipped = inWords(counts.skipped)
  return [
    ...(counts.omitted > 0 ? [dim(`… and ${plural(counts.omitted, 'more', 'more')}; --limit shows them`)] : []),
    `${counts.initial ? 'Initial' : 'Incremental'} cycle over ${plural(counts.read, 'object')}: would be ${acts.join(', ')}.`,
    ...(counts.read === 0
      ? [dim('Changes of the directory flow at once while the job runs; usher stop APP lets them gather.')]
      : []),
    ...(skipped === '' ? [] : [dim(`Nothing to do: ${skipped}.`)]),
  ]
}
