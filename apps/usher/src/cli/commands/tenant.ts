import type { Command } from 'commander'
import type { Tenant } from '../../store/tenant.ts'
import type { With } from '../with.ts'

type Options = { readonly displayName?: string; readonly defaultDomain?: string; readonly timeZone?: string }

export function tenantCommand(program: Command, run: With): void {
  program
    .command('tenant')
    .description('what holds for the whole directory; without options, show it')
    .option('--display-name <name>', 'what it is called')
    .option('--default-domain <domain>', 'what DefaultDomain() gives')
    .option('--time-zone <name>', 'where days begin and end, like Europe/Berlin')
    .action((options: Options) =>
      run(async (client, out) => {
        const asked = Object.keys(options).length > 0
        const tenant = asked
          ? await client.send<Tenant>('PATCH', '/usher/tenant', options)
          : await client.get<Tenant>('/usher/tenant')
        out.show(tenant, () => [
          `Name            ${tenant.displayName}`,
          `Default domain  ${tenant.defaultDomain}`,
          `Time zone       ${tenant.timeZone}`,
          ...(options.defaultDomain !== undefined || options.timeZone !== undefined
            ? ['If that is new, every application looks at everybody again with its next cycle.']
            : []),
        ])
      }),
    )
}
