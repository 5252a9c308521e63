import type { Command } from 'commander'
import type { Assigned } from '../../store/applications.ts'
import { seg } from '../client.ts'
import { everyPage } from '../every-page.ts'
import type { With } from '../with.ts'
import { bad, dim } from '../print.ts'

export function assignCommands(program: Command, run: With): void {
  program
    .command('assign <app> [who]')
    .description('give an application to a person or a group; without WHO: who has it')
    .option('--role <role>', 'an app role, for example User')
    .action((app: string, who: string | undefined, options: { role?: string }) =>
      run(async (client, out) => {
        const path = `/usher/apps/${seg(app)}/assignments`
        if (who === undefined) {
          const pages = await everyPage<Assigned>(client, path, 'assignments')
          const assignments = pages.toSorted((one, other) => one.displayName.localeCompare(other.displayName, 'en'))
          out.show(assignments, () =>
            out.table(
              ['name', 'kind', 'role'],
              assignments.map((one) => [
                one.displayName,
                one.principalType,
                one.effective ? one.role : `${one.role}; no security group, gives nothing`,
              ]),
            ),
          )
          return
        }
        const done = await client.send<{ assigned: boolean; warning?: string }>('POST', path, { who, ...options })
        out.show(done, () => [
          `${who}: ${done.assigned ? 'assigned' : 'had it already'}`,
          ...(done.warning === undefined ? [] : [bad(done.warning)]),
        ])
      }),
    )
  program
    .command('unassign <app> <who>')
    .description('take an application away from a person or a group')
    .option('--role <role>', 'only this role')
    .option(
      '--from-groups',
      'also take the person out of the groups that give the application, if they give nothing else',
    )
    .action((app: string, who: string, options: { role?: string; fromGroups?: boolean }) =>
      run(async (client, out) => {
        const done = await client.send<{ left: string[]; keeps: string[] }>(
          'POST',
          `/usher/apps/${seg(app)}/assignments/remove`,
          { who, ...options },
        )
        out.show(done, () => [
          `${who}: unassigned`,
          ...done.left.map((group) => dim(`  taken out of the group "${group}", which gave it`)),
          ...done.keeps.map((group) => bad(`  has it still, through the group "${group}"`)),
          ...(done.keeps.length > 0
            ? [dim(`  usher unassign ${JSON.stringify(app)} ${JSON.stringify(who)} --from-groups`)]
            : []),
        ])
      }),
    )
}
