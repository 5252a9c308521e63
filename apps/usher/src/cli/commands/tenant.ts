import type { Command } from 'commander'
import type { Tenant } from '../../store/tenant.ts'
import { Failed } from '../client.ts'
import type { With } from '../with.ts'

type Options = {
  readonly displayName?: string
  readonly defaultDomain?: string
  readonly timeZone?: string
  readonly keepLog?: string
  readonly keepRequests?: string
  readonly keepAudit?: string
}

/** How long something is kept: the option, the member of the tenant, what it is called, what else it can be. */
const kept = [
  ['keepLog', 'logDays', 'Log kept', ', or forever'],
  ['keepRequests', 'exchangeDays', 'Requests kept', ''],
  ['keepAudit', 'auditDays', 'Audit log kept', ', or forever'],
] as const

export function tenantCommand(program: Command, run: With): void {
  program
    .command('tenant')
    .description('what holds for the whole directory; without options, show it')
    .option('--display-name <name>', 'what it is called')
    .option('--default-domain <domain>', 'what DefaultDomain() gives')
    .option('--time-zone <name>', 'where days begin and end, like Europe/Berlin')
    .option('--keep-log <days>', 'days for which the provisioning log is kept, or forever')
    .option('--keep-requests <days>', 'days for which requests and answers are kept whole')
    .option('--keep-audit <days>', 'days for which the audit log is kept, or forever')
    .action((options: Options) =>
      run(async (client, out) => {
        const { displayName, defaultDomain, timeZone } = options
        const days = kept.flatMap(([option, member, , note]) => {
          const text = options[option]
          return text === undefined ? [] : [[member, daysIn(text, note)] as const]
        })
        const body = { displayName, defaultDomain, timeZone, ...Object.fromEntries(days) }
        const asked = Object.keys(options).length > 0
        const tenant = asked
          ? await client.send<Tenant>('PATCH', '/usher/tenant', body)
          : await client.get<Tenant>('/usher/tenant')
        out.show(tenant, () => [
          `Name            ${tenant.displayName}`,
          `Default domain  ${tenant.defaultDomain}`,
          `Time zone       ${tenant.timeZone}`,
          ...kept.map(([, member, title]) => `${title.padEnd(16)}${daysShown(tenant[member])}`),
          ...(defaultDomain !== undefined || timeZone !== undefined
            ? ['If that is new, every application looks at everybody again with its next cycle.']
            : []),
        ])
      }),
    )
}

function daysIn(text: string, note: (typeof kept)[number][3]): number | null {
  if (text === 'forever' && note !== '') return null
  const days = Number(text)
  if (/^\d+$/.test(text) && days > 0) return days
  throw new Failed(`"${text}" is no number of days like 30${note}.`, 2)
}

function daysShown(days: number | null): string {
  return days === null ? 'forever' : days === 1 ? '1 day' : `${days} days`
}
