import type { Command } from 'commander'
import type { ObjectConnection } from '../../store/object-connections.ts'
import { ofJob, seg, type JobChoice } from '../client.ts'
import { jobOption } from '../job-option.ts'
import { bad, bold, dim, type Out } from '../print.ts'
import type { With } from '../with.ts'

type Options = JobChoice & { state?: string; type?: string; limit: string; after?: string }
type Page = {
  readonly connections: readonly ObjectConnection[]
  readonly total: number | null
  readonly next: string | null
}
type Removed = { readonly removed: boolean; readonly displayName: string; readonly targetAnchor: string | null }

export function linkCommands(program: Command, run: With): void {
  jobOption(program.command('links <app> [search]'))
    .description('which person or group is which account; SEARCH is part of a name, or an id')
    .option('--state <state>', 'managed, released, or pending: made, and never answered')
    .option('--type <type>', 'User or Group')
    .option('--limit <n>', 'at most so many', '50')
    .option('--after <place>', 'go on after this one, as the page before says')
    .action((app: string, search: string | undefined, { job, ...options }: Options) =>
      run(async (client, out) => {
        const page = await client.get<Page>(ofJob(app, '/object-connections', { job }, { search, ...options }))
        out.show(page, () => [
          ...out.table(
            ['name', 'type', 'state', 'active', { title: 'account', whole: true }, source],
            page.connections.map((one) => [
              one.displayName,
              one.objectTypeName,
              one.state,
              one.active ? 'yes' : 'no',
              one.targetAnchor ?? '–',
              one.sourceAnchor,
            ]),
          ),
          dim(
            `${page.connections.length} of ${page.total === null ? 'more than 10,000' : page.total.toLocaleString('en-US')}`,
          ),
          ...(page.next === null ? [] : [dim(`The next ones: --after ${page.next}`)]),
        ])
      }),
    )

  const link = program.command('link').description('the link between one person or group and an account')
  const path = (app: string, who: string, which: JobChoice): string =>
    ofJob(app, `/object-connections/${seg(who)}`, which)

  jobOption(link.command('show <app> <who>'))
    .description('which account somebody is linked with')
    .action((app: string, who: string, which: JobChoice) =>
      run(async (client, out) => {
        const one = await client.get<ObjectConnection>(path(app, who, which))
        out.show(one, () => describe(one, out))
      }),
    )
  jobOption(link.command('remove <app> <who>'))
    .description('forget which account somebody has; the next cycle matches again. Provisioning must be stopped')
    .action((app: string, who: string, which: JobChoice) =>
      run(async (client, out) => {
        const done = await client.send<Removed>('DELETE', path(app, who, which))
        out.show(done, () => [
          done.removed
            ? `${done.displayName}: no longer linked with ${done.targetAnchor ?? 'an account'}, which stays as it is`
            : `${who}: was linked with no account`,
        ])
      }),
    )
  jobOption(link.command('relink <app> <who> <account>'))
    .description(
      'link somebody with this account instead; ACCOUNT is its id in the application. Provisioning must be stopped',
    )
    .action((app: string, who: string, targetAnchor: string, which: JobChoice) =>
      run(async (client, out) => {
        const one = await client.send<ObjectConnection>('PUT', path(app, who, which), { targetAnchor })
        out.show(one, () => describe(one, out))
      }),
    )
}

const source = { title: 'source', whole: true, extra: true } as const

function describe(one: ObjectConnection, out: Out): readonly string[] {
  const facts: readonly (readonly [string, string])[] = [
    ['type', one.objectTypeName],
    ['source', one.sourceAnchor],
    ['account', one.targetAnchor ?? 'not known: its create was never answered'],
    ['since', out.time(one.updatedAt)],
  ]
  return [
    `${bold(one.displayName)}  ${one.state}, ${one.active ? 'active' : bad('inactive')}`,
    ...facts.map(([name, value]) => `  ${dim(name.padEnd(10))}${value}`),
  ]
}
