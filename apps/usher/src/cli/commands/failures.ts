/** What fails now: each object with its error, how often, and when it is tried again (BT-14: nothing that is put right). */
import type { Command } from 'commander'
import { query, type JobChoice } from '../client.ts'
import { jobOption } from '../job-option.ts'
import { plural, type Out } from '../print.ts'
import type { With } from '../with.ts'

type Failure = {
  readonly id: string
  readonly displayName: string
  readonly since: string
  readonly next: string | null
  readonly expired: boolean
  readonly attempts: number
  readonly code: string
  readonly message: string
}

export function failuresCommand(program: Command, run: With): void {
  jobOption(program.command('failures <app>'))
    .description('what fails now, why, how often, and when it is tried again')
    .option('--limit <n>', 'at most so many', '100')
    .action((app: string, { limit, job }: JobChoice & { limit: string }) =>
      run(async (client, out) => {
        const path = `/usher/apps/${encodeURIComponent(app)}/failures${query({ limit, job })}`
        const found = await client.get<{ failures: Failure[] }>(path)
        out.show(found, () => describe(found.failures, out))
      }),
    )
}

function describe(failures: readonly Failure[], out: Out): readonly string[] {
  if (failures.length === 0) return ['Nothing fails.']
  return out.table(
    ['name', 'failed', 'since', 'next attempt', 'why', { title: 'id', whole: true, extra: true }],
    failures.map((one) => [
      one.displayName,
      plural(one.attempts, 'time'),
      out.time(one.since),
      one.next === null ? (one.expired ? 'expired' : 'when it changes') : out.time(one.next),
      `${one.code}: ${one.message}`,
      one.id,
    ]),
  )
}
