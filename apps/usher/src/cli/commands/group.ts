import type { Command } from 'commander'
import type { Group } from '../../store/groups.ts'
import type { User } from '../../store/users.ts'
import { Failed, query, seg } from '../client.ts'
import { everyPage } from '../every-page.ts'
import { pairs } from '../pairs.ts'
import { bold, dim, plural, shown } from '../print.ts'
import type { With } from '../with.ts'

const texts = ['description', 'mailNickname', 'mail'] as const

export function groupCommands(program: Command, run: With): void {
  const group = program.command('group').description('groups of the directory')

  group
    .command('list')
    .description('all groups')
    .action(() =>
      run(async (client, out) => {
        const groups = await everyPage<Group>(client, '/usher/groups', 'groups')
        out.show(groups, () =>
          out.table(
            ['displayName', 'members', 'security group', { title: 'id', whole: true, extra: true }],
            groups.map((one) => [one.displayName, String(one.members), one.securityEnabled ? 'yes' : 'no', one.id]),
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
        const { members, groups } = await client.get<{ members: User[]; groups: { displayName: string }[] }>(
          `/usher/groups/${seg(name)}/members${query(options)}`,
        )
        const more = one.members - members.length - groups.length
        out.show({ ...one, people: members, groups }, () => [
          `${bold(one.displayName)}  ${plural(one.members, 'member')}${one.securityEnabled ? '' : ', no security group'}`,
          ...texts.flatMap((text) => (one[text] === null ? [] : [`  ${dim(text.padEnd(14))}${one[text]}`])),
          ...groups.map((inner) => `  ${inner.displayName}  ${dim('group')}`),
          ...members.map((user) => `  ${user.userPrincipalName}  ${dim(shown(user.attributes['displayName']))}`),
          ...(more > 0 ? [dim(`  … and ${plural(more, 'more', 'more')}`)] : []),
        ])
      }),
    )
  group
    .command('create <name>')
    .description('a new group without members')
    .option('--description <text>', 'what it is for')
    .option('--not-security-enabled', 'a group that can be given no application')
    .action((displayName: string, options: { description?: string; notSecurityEnabled?: boolean }) =>
      run(async (client, out) => {
        const { description, notSecurityEnabled } = options
        const made = await client.send<Group>('POST', '/usher/groups', {
          displayName,
          ...(description !== undefined && { description }),
          ...(notSecurityEnabled === true && { securityEnabled: false }),
        })
        out.show(made, () => [`${made.displayName}: created`])
      }),
    )
  group
    .command('set <group> <values...>')
    .description(`set ${texts.join(', ')}, displayName or securityEnabled, NAME=VALUE each; NAME= clears`)
    .action((name: string, values: string[]) =>
      run(async (client, out) => {
        const done = await client.send<{ group: Group; result: string }>('PATCH', `/usher/groups/${seg(name)}`, {
          ...pairs(values),
        })
        out.show(done, () => [`${done.group.displayName}: ${done.result}`])
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
    .description('add people to a group, or groups; WHO may be the name of a group')
    .option('--all', 'everybody in the directory')
    .action((name: string, who: string[], options: { all?: boolean }) =>
      run(async (client, out) => {
        if (options.all !== true && who.length === 0) throw new Failed('Say who shall be added, or --all.', 2)
        const body = options.all === true ? { all: true } : { members: who }
        const { added } = await client.send<{ added: number }>('POST', `/usher/groups/${seg(name)}/members`, body)
        const already = options.all === true ? 0 : new Set(who).size - added
        const rest = already === 0 ? '' : `; ${already === 1 ? '1 was a member' : `${already} were members`} already`
        out.show({ added }, () => [`${name}: ${plural(added, 'member')} added${rest}`])
      }),
    )
  group
    .command('remove <group> <who...>')
    .description('take people or groups out of a group')
    .action((name: string, members: string[]) =>
      run(async (client, out) => {
        const { removed } = await client.send<{ removed: number }>(
          'POST',
          `/usher/groups/${seg(name)}/members/remove`,
          { members },
        )
        const others = new Set(members).size - removed
        const rest = others === 0 ? '' : `; ${others === 1 ? '1 was no member' : `${others} were no members`}`
        out.show({ removed }, () => [`${name}: ${plural(removed, 'member')} removed${rest}`])
      }),
    )
}
