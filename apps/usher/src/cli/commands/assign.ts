import type { Command } from 'commander'
import type { Assigned } from '../../store/applications.ts'
import { seg } from '../client.ts'
import type { With } from '../with.ts'
import { bad, dim, table } from '../print.ts'

export function assignCommands(program: Command, run: With): void {
  program
    .command('assign <app> [who]')
    .description('give an application to a person or a group; without WHO: who has it')
    .option('--role <role>', 'an app role, for example User')
    .action((app: string, who: string | undefined, options: { role?: string }) =>
      run(async (client, out) => {
        const path = `/usher/apps/${seg(app)}/assignments`
        if (who === undefined) {
          const { assignments } = await client.get<{ assignments: Assigned[] }>(path)
          out.show(assignments, () =>
            table(
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
    .action((app: string, who: string, options: { role?: string }) =>
      run(async (client, out) => {
        const done = await client.send<{ removed: number; left: string[] }>(
          'POST',
          `/usher/apps/${seg(app)}/assignments/remove`,
          { who, ...options },
        )
        const left = done.left.map((group) => dim(`  taken out of the group "${group}", which gave it`))
        out.show(done, () => [`${who}: unassigned`, ...left])
      }),
    )
}
