import type { Command } from 'commander'
import type { Discovery, FoundAccount } from '../../store/discovery.ts'
import { Failed, ofJob, type JobChoice } from '../client.ts'
import { jobOption } from '../job-option.ts'
import type { With } from '../with.ts'
import { word } from '../../words.ts'
import { bold, createProgress, dim, plural } from '../print.ts'

type Ended = Discovery & { readonly seconds: number; readonly requests: number }
type Page = {
  readonly discovery: Discovery | null
  readonly accounts: readonly FoundAccount[]
  readonly next: string | null
}
type Options = JobChoice & { kind?: string; active?: string; search?: string; limit: string; csv?: boolean }

export function accountCommands(program: Command, run: With): void {
  jobOption(program.command('discover <app>'))
    .description('find out whose every account of the application is; changes nothing')
    .action((app: string, options: JobChoice) =>
      run(async (client, out) => {
        const bar = createProgress(out.json)
        for await (const line of client.lines('POST', ofJob(app, '/accounts/discover', options))) {
          const at = line['progress'] as { phase: string; done: number; total: number; requests: number } | undefined
          if (at !== undefined) bar.at({ ...at, extra: dim(`, ${plural(at.requests, 'request')}`) })
          if ('discovery' in line) {
            bar.end()
            out.show(line['discovery'], () => describe(line['discovery'] as Ended, app))
          }
        }
      }),
    )
  jobOption(program.command('accounts <app>'))
    .description('the accounts that the last discovery found, and whose they are')
    .option('--kind <kind>', 'local, unassigned or assigned')
    .option('--active <yes|no>', 'active accounts only, or inactive ones')
    .option('--search <text>', 'part of a user name or display name, or a target id')
    .option('--limit <n>', 'at most so many', '50')
    .option('--csv', 'as CSV')
    .action((app: string, { kind, active, search, limit, csv, ...which }: Options) =>
      run(async (client, out) => {
        const query = { kind, active, search, limit }
        const page = await client.get<Page>(ofJob(app, '/accounts', which, query))
        if (page.discovery === null) throw new Failed(`No discovery ran yet: usher discover ${JSON.stringify(app)}.`, 3)
        if (csv === true) return out.line(await asCsv(page.accounts))
        out.show(page.accounts, () => [
          ...(page.accounts.length === 0
            ? ['No account is like that.']
            : out.table(
                columns,
                page.accounts.map((one) => rowOf(one)),
              )),
          ...(page.next === null ? [] : [dim(`There are more: --limit, --search, --kind.`)]),
        ])
      }),
    )
}

const head = ['kind', 'user name', 'display name', 'active', 'whose', 'found by', 'id']
const extra = new Set(['display name', 'found by', 'id'])
const columns = head.map((title) => ({
  title,
  ...(extra.has(title) && { extra: true as const }),
  ...(title === 'id' && { whole: true as const }),
}))

function rowOf(one: FoundAccount, called = word): readonly string[] {
  const whose = one.of.map(({ userPrincipalName }) => userPrincipalName).join(', ')
  const active = one.active === null ? '–' : one.active ? 'yes' : 'no'
  const why = one.because === undefined || one.because === null ? '' : ` (${called(one.because)})`
  return [
    one.kind,
    one.userName,
    one.displayName,
    active,
    whose === '' ? '–' : whose + why,
    one.by ?? '–',
    one.targetId,
  ]
}

async function asCsv(accounts: readonly FoundAccount[]): Promise<string> {
  const { stringify } = await import('csv-stringify/sync')
  return stringify([head, ...accounts.map((one) => rowOf(one, (code) => code))], { escape_formulas: true }).trimEnd()
}

function describe({ counts, seconds, requests }: Ended, app: string): readonly string[] {
  const total = counts.local + counts.unassigned + counts.assigned
  return [
    `${bold(plural(total, 'account'))}  ${dim(`${seconds.toFixed(1)} s, ${plural(requests, 'request')}`)}`,
    `  ${counts.assigned} assigned, ${counts.unassigned} of people out of scope, ${counts.local} of nobody in the directory${counts.ambiguous > 0 ? `, ${counts.ambiguous} that several people match` : ''}`,
    dim(`  usher accounts ${JSON.stringify(app)} --kind local|unassigned|assigned lists them.`),
  ]
}
