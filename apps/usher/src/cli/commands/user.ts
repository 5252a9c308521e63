import type { Command } from 'commander'
import type { User } from '../../store/users.ts'
import { query, seg } from '../client.ts'
import { describeForgotten, type Forgotten } from './user-forgotten.ts'
import { pairs } from '../pairs.ts'
import type { With } from '../with.ts'
import { bad, bold, dim, good, plural, shown, type Out } from '../print.ts'

export function userCommands(program: Command, run: With): void {
  const user = program.command('user').description('people of the directory')

  user
    .command('list [search]')
    .description('people whose name begins with, contains or equals the text')
    .option('--deleted', 'those deleted within the last 30 days')
    .option('--limit <n>', 'at most so many', '50')
    .action((search: string | undefined, options: { deleted?: boolean; limit: string }) =>
      run(async (client, out) => {
        const found = await client.get<{ users: User[]; total: number }>(
          `/usher/users${query({ search, deleted: options.deleted, limit: options.limit })}`,
        )
        out.show(found, () => [
          ...out.table(
            ['userPrincipalName', 'displayName', 'department', { title: 'employeeId', extra: true }, 'enabled'],
            found.users.map(row),
          ),
          dim(`${found.users.length} of ${plural(found.total, 'person', 'people')}`),
        ])
      }),
    )
  user
    .command('show <who>')
    .description('one person with all attributes')
    .action((who: string) =>
      run(async (client, out) => {
        const one = await client.get<User>(`/usher/users/${seg(who)}`)
        const manager = one.managerId === null ? null : await client.get<User>(`/usher/users/${seg(one.managerId)}`)
        out.show({ ...one, manager: manager?.userPrincipalName ?? null }, () => describe(one, manager, out))
      }),
    )
  user
    .command('create <userPrincipalName> [values...]')
    .description('a new person with these attributes, NAME=VALUE each')
    .option('--new-attribute', 'also an attribute that nobody has yet and no mapping names')
    .action((userPrincipalName: string, values: string[], options: { newAttribute?: boolean }) =>
      run(async (client, out) => {
        const path = `/usher/users${query({ newAttributes: options.newAttribute })}`
        const done = await client.send<Done>('POST', path, { ...pairs(values), userPrincipalName })
        out.show(done, () => [`${done.user.userPrincipalName}: ${done.result}`])
      }),
    )
  user
    .command('set <who> <values...>')
    .description('set attributes of a person, NAME=VALUE each; NAME= clears')
    .option('--new-attribute', 'also an attribute that nobody has yet and no mapping names')
    .addHelpText(
      'after',
      `
Examples:
  usher user set ana@contoso.example displayName="Ana Silva" department=Sales manager=emp1513
  usher user set ana@contoso.example 'proxyAddresses=["smtp:a@contoso.example", "smtp:b@contoso.example"]'`,
    )
    .action((who: string, values: string[], options: { newAttribute?: boolean }) =>
      run(async (client, out) => {
        const { user: one, result } = await client.send<Done>(
          'PATCH',
          `/usher/users/${seg(who)}${query({ newAttributes: options.newAttribute })}`,
          pairs(values),
        )
        out.show({ user: one, result }, () => [`${one.userPrincipalName}: ${result}`])
      }),
    )
  user
    .command('forget <who>')
    .description(
      'erase a person from directory, links, log, plans and exchanges; without --yes it says what would be erased',
    )
    .option('--yes', 'do it; nothing brings it back')
    .addHelpText(
      'after',
      `
The receipt says what was erased in numbers, and names nobody: usher user forget ana@contoso.example --yes --json > receipt.json`,
    )
    .action((who: string, options: { yes?: boolean }) =>
      run(async (client, out) => {
        const told = await client.send<Forgotten>('POST', `/usher/users/${seg(who)}/forget`, {
          yes: options.yes === true,
        })
        out.show('receipt' in told ? told.receipt : told, () => describeForgotten(told))
      }),
    )
  for (const { name, method, path, does, done } of acts) {
    user
      .command(`${name} <who>`)
      .description(does)
      .action((who: string) =>
        run(async (client, out) => {
          const one = await client.send<User>(method, `/usher/users/${seg(who)}${path}`)
          out.show(one, () => [`${one.userPrincipalName}: ${done}`])
        }),
      )
  }
}

type Done = { readonly user: User; readonly result: string }

const acts = [
  {
    name: 'delete',
    method: 'DELETE',
    path: '',
    does: 'delete; can be restored for 30 days',
    done: 'deleted; usher user restore brings the person back within 30 days',
  },
  { name: 'restore', method: 'POST', path: '/restore', does: 'bring back a deleted person', done: 'restored' },
  {
    name: 'purge',
    method: 'POST',
    path: '/purge',
    does: 'delete for good a person who was deleted before',
    done: 'deleted for good',
  },
] as const

function row(one: User): readonly string[] {
  const text = (name: string): string => shown(one.attributes[name])
  return [
    one.userPrincipalName,
    text('displayName'),
    text('department'),
    one.employeeId ?? '',
    one.accountEnabled ? 'yes' : 'no',
  ]
}

function describe(one: User, manager: User | null, out: Out): readonly string[] {
  const state =
    one.deletedDateTime !== null
      ? bad(`deleted ${out.time(one.deletedDateTime)}`)
      : one.accountEnabled
        ? good('enabled')
        : bad('disabled')
  const boss =
    manager === null
      ? one.managerKey === null
        ? ''
        : `${one.managerKey} (not in the directory)`
      : manager.userPrincipalName
  const pairs: readonly (readonly [string, string])[] = [
    ['id', one.id],
    ['employeeId', one.employeeId ?? ''],
    ['manager', boss],
    ...Object.entries(one.attributes).map(([name, value]) => [name, shown(value)] as const),
  ]
  return [
    `${bold(one.userPrincipalName)}  ${state}`,
    ...pairs.filter(([, value]) => value !== '').map(([name, value]) => `  ${dim(name.padEnd(22))}${value}`),
  ]
}
