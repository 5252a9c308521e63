/** `usher tenant add`, `list` and `remove`: what is done on the machine of the service. */
import type { Command } from 'commander'
import { createInterface } from 'node:readline/promises'
import type { Directory } from '../../store/directories.ts'
import type { Lost } from '../../store/remove-directory.ts'
import { Failed, seg } from '../client.ts'
import { bad, bold, dim, good, plural } from '../print.ts'
import type { With } from '../with.ts'

type Added = Directory & { readonly link?: string; readonly hours?: number; readonly administrator?: string }
type Removed = Directory & { readonly lost: Lost; readonly removed: boolean }
type AddOptions = { readonly domain?: string; readonly administrator?: string; readonly from?: string }

export function directoryCommands(program: Command, run: With): void {
  const tenant = program.commands.find((command) => command.name() === 'tenant') ?? program.command('tenant')
  tenant
    .command('list')
    .description('the directories of this service')
    .action(() =>
      run(async (client, out) => {
        const found = await client.get<{ directories: readonly Directory[] }>('/usher/directories')
        const rows = found.directories.map(({ displayName, defaultDomain, id }) => [displayName, defaultDomain, id])
        out.show(found, () => [
          ...out.table(['name', 'domain', 'id'], rows),
          dim('The first is meant where no --directory is said.'),
        ])
      }),
    )
  tenant
    .command('add <name>')
    .description('another directory, with people, applications and administrators of its own')
    .option('--domain <domain>', 'its domain (default: the name, below .example)')
    .option('--administrator <userPrincipalName>', 'who administers it, of a directory that there is')
    .option('--from <name>', 'of which one, if several have somebody who is called so')
    .action((displayName: string, { domain: defaultDomain, administrator, from }: AddOptions) =>
      run(async (client, out) => {
        const body = { displayName, defaultDomain, administrator, from }
        const made = await client.send<Added>('POST', '/usher/directories', body)
        out.show(made, () => [
          `${good('✓')} ${bold(made.displayName)} (${made.defaultDomain}) is ${made.id}`,
          ...(made.link === undefined
            ? [`${administrator ?? ''} administers it, as the guest ${made.administrator ?? ''}.`]
            : [`Become its administrator by this link, once, within ${made.hours ?? 0} hours:`, `  ${made.link}`]),
          dim(`Commands for it: usher --directory ${JSON.stringify(made.displayName)} …`),
        ])
      }),
    )
  tenant
    .command('remove <name>')
    .description('a directory and everything in it; accounts in applications are left alone')
    .option('--yes', 'without being asked')
    .action((name: string, { yes = false }: { yes?: boolean }) =>
      run(async (client, out) => {
        const remove = (sure: boolean) =>
          client.send<Removed>('DELETE', `/usher/directories/${seg(name)}`, { yes: sure })
        if (!yes) await typed(await remove(false))
        const done = await remove(true)
        out.show(done, () => [`${good('✓')} Removed ${done.displayName}:`, ...listed(done.lost)])
      }),
    )
}

/** What each number is called. */
const names: Readonly<Record<keyof Lost, readonly [one: string, many: string]>> = {
  people: ['person', 'people'],
  groups: ['group', 'groups'],
  applications: ['application', 'applications'],
  jobs: ['job', 'jobs'],
  accounts: ['account that stays in its application, with nobody to look after it', 'accounts that stay in their applications, with nobody to look after them'],
  logLines: ['line of the log', 'lines of the log'],
  acts: ['act of the audit log', 'acts of the audit log'],
} // prettier-ignore

function listed(lost: Lost): readonly string[] {
  return Object.entries(names).map(([of, [one, many]]) => `  ${plural(lost[of as keyof Lost], one, many)}`)
}

/** Returns when its name was typed. Throws `Failed` (4). */
async function typed({ displayName, lost }: Removed): Promise<void> {
  const lines = [`${bold(displayName)} would be removed for good:`, ...listed(lost), bad('Nothing brings it back but a backup.')] // prettier-ignore
  for (const line of lines) process.stderr.write(`${line}\n`)
  if (!process.stdin.isTTY) throw new Failed('Nothing was removed. Say --yes to do it without being asked.', 4)
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await terminal.question('Type its name to remove it: ')
  terminal.close()
  if (answer.trim() !== displayName) throw new Failed('Nothing was removed.', 4)
}
