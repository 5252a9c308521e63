import type { Command } from 'commander'
import type { Json } from '@usher/scim'
import type { AuditEntry } from '../../store/audit-read.ts'
import { query } from '../client.ts'
import { bold, dim, shown, type Out } from '../print.ts'
import type { With } from '../with.ts'
import { save } from './log-files.ts'

type Question = {
  app?: string
  actor?: string
  activity?: string
  service?: string
  category?: string
  search?: string
  since?: string
  until?: string
}
type Options = Question & { limit: string; after?: string; csv?: string; jsonFile?: string }
type Answer = { readonly entries: readonly AuditEntry[]; readonly next: string | null }

export function auditCommand(program: Command, run: With): void {
  program
    .command('audit [app]')
    .description('who changed what, when, and how it was before; newest first')
    .option('--search <words>', 'words that the entry has, or that begin so')
    .option('--actor <actor>', 'who did it, for example cli:root')
    .option('--activity <activity>', 'one kind of act, for example "Update attribute mappings or scope"')
    .option('--service <service>', 'as Entra has it, for example "Core Directory"')
    .option('--category <category>', 'for example UserManagement')
    .option('--since <when>', 'not older: 2h, 7d, 2026-03-01, or an instant')
    .option('--until <when>', 'older than that')
    .option('--limit <n>', 'at most so many', '50')
    .option('--after <place>', 'the next page: what the one before ended with')
    .option('--csv <file>', 'all of them, as a file')
    .option('--json-file <file>', 'all of them, as a file')
    .action((app: string | undefined, options: Options) =>
      run(async (client, out) => {
        const { csv, jsonFile, limit, after, ...question } = options
        const asked = { app, ...question }
        const files = [
          ['AuditLogs.csv', csv],
          ['AuditLogs.json', jsonFile],
        ] as const
        for (const [name, file] of files) {
          if (file === undefined) continue
          await save(client, `/usher/audit/download/${name}${query(asked)}`, file)
          out.show({ file }, () => [`Wrote ${file}`])
        }
        if (csv !== undefined || jsonFile !== undefined) return
        const { entries, next } = await client.get<Answer>(`/usher/audit${query({ ...asked, limit, after })}`)
        if (out.json) return entries.forEach((entry) => out.line(JSON.stringify(entry)))
        if (entries.length === 0) out.line('Nothing in the audit log.')
        for (const entry of entries) describe(entry, out).forEach(out.line)
        if (next !== null) out.line(dim(`There are more: --after ${next}`))
      }),
    )
}

function describe({ at, actor, activity, object, details, changes }: AuditEntry, out: Out): readonly string[] {
  const more = Object.entries(details)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name} ${text(value)}`)
  return [
    `${dim(out.time(at))} ${actor}  ${activity}: ${bold(object)}${more.length === 0 ? '' : dim(` (${more.join(', ')})`)}`,
    ...changes.map(({ property, before, after }) => `    ${property}: ${text(before)} → ${text(after)}`),
  ]
}

function text(value: Json): string {
  return value === null ? '–' : shown(value)
}
