import type { Command } from 'commander'
import type { Group } from '../../store/groups.ts'
import type { User } from '../../store/users.ts'
import { Failed, query, seg } from '../client.ts'
import type { With } from '../with.ts'
import { bold, dim, plural, shown, table } from '../print.ts'

export function groupCommands(program: Command, run: With): void {
  const group = program.command('group').description('groups of the directory')

  group
    .command('list')
    .description('all groups')
    .action(() =>
      run(async (client, out) => {
        const { groups } = await client.get<{ groups: Group[] }>('/usher/groups')
        out.show(groups, () =>
          table(
            ['displayName', 'members', 'id'],
            groups.map((one) => [one.displayName, String(one.members), one.id]),
          ),
        )
      }),
    )
  group
    .command('show <group>')
    .description('a group and its members')
    .option('--limit <n>', 'at most so many members', '50')
    .action((name: string, options: { limit: string }) =>
      run(async (client, out) => {
        const one = await client.get<Group>(`/usher/groups/${seg(name)}`)
        const { members } = await client.get<{ members: User[] }>(`/usher/groups/${seg(name)}/members${query(options)}`)
        out.show({ ...one, people: members }, () => [
          `${bold(one.displayName)}  ${plural(one.members, 'member')}`,
          ...members.map((user) => `  ${user.userPrincipalName}  ${dim(shown(user.attributes['displayName']))}`),
          ...(members.length < one.members
            ? [dim(`  … and ${plural(one.members - members.length, 'more', 'more')}`)]
            : []),
        ])
      }),
    )
  group
    .command('create <name>')
    .description('a new group without members')
    .action((displayName: string) =>
      run(async (client, out) => {
        const made = await client.send<Group>('POST', '/usher/groups', { displayName })
        out.show(made, () => [`${made.displayName}: created`])
      }),
    )
  group
    .command('delete <group>')
    .description('delete a group; whoever has an application through it loses it')
    .action((name: string) =>
      run(async (client, out) => {
        const gone = await client.send<Group>('DELETE', `/usher/groups/${seg(name)}`)
        out.show(gone, () => [`${gone.displayName}: deleted, with ${plural(gone.members, 'membership')}`])
      }),
    )
  group
    .command('add <group> [who...]')
    .description('add people to a group')
    .option('--all', 'everybody in the directory')
    .action((name: string, who: string[], options: { all?: boolean }) =>
      run(async (client, out) => {
        if (options.all !== true && who.length === 0) throw new Failed('Say who shall be added, or --all.', 2)
        const body = options.all === true ? { all: true } : { members: who }
        const { added } = await client.send<{ added: number }>('POST', `/usher/groups/${seg(name)}/members`, body)
        out.show({ added }, () => [`${name}: ${plural(added, 'member')} added`])
      }),
    )
  group
    .command('remove <group> <who...>')
    .description('take people out of a group')
    .action((name: string, members: string[]) =>
      run(async (client, out) => {
        const { removed } = await client.send<{ removed: number }>(
          'POST',
          `/usher/groups/${seg(name)}/members/remove`,
          { members },
        )
        out.show({ removed }, () => [`${name}: ${plural(removed, 'member')} removed`])
      }),
    )
}
