import type { Command } from 'commander'
import { writeFile } from 'node:fs/promises'
import type { SchemaFinding, SynchronizationSchema } from '@usher/engine'
import { Failed, ofJob, type JobChoice } from '../client.ts'
import { jobOption } from '../job-option.ts'
import { dim, outOf, plural, type Out } from '../print.ts'
import type { With } from '../with.ts'

type Report = { readonly findings: readonly SchemaFinding[]; readonly errors: number; readonly warnings: number }

/** `check` needs no service; what it needs is loaded when it runs. */
export function schemaCommands(program: Command, run: With): void {
  const schema = program
    .command('schema')
    .description('mappings and scoping filters of an application, as Graph’s JSON')

  jobOption(schema.command('show <app>'))
    .description('print the schema, or write it to a file')
    .option('--output <file>', 'write it here')
    .action((app: string, { output, ...which }: JobChoice & { output?: string }) =>
      run(async (client, out) => {
        const text = JSON.stringify(await client.exact<unknown>(ofJob(app, '/schema', which)), null, 2)
        if (output === undefined) return out.line(text)
        await writeFile(output, `${text}\n`).catch((error: Error) => {
          throw new Failed(`${output} cannot be written: ${error.message}.`, 1)
        })
        out.show({ output }, () => [`The schema of ${app} is in ${output}.`])
      }),
    )
  jobOption(schema.command('mappings <app>'))
    .description('the attribute mappings and filters as a table')
    .action((app: string, which: JobChoice) =>
      run(async (client, out) => {
        const value = await client.get<SynchronizationSchema>(ofJob(app, '/schema', which))
        const { describeMappings } = await import('../trial/mappings.ts')
        out.show(value, () => describeMappings(value, out.table))
      }),
    )
  schema
    .command('check <file>')
    .description('say what is wrong or doubtful in a schema; needs no service. - reads standard input')
    .option('--sync-all', 'as for an application whose scope is Sync all users and groups', false)
    .action(async (file: string, { syncAll }: { syncAll: boolean }) => {
      const out = outOf(program)
      const { readJson } = await import('../trial/input.ts')
      const { reportOn } = await import('../../schema/check.ts')
      const { findings, errors, warnings } = reportOn(await readJson(file), { syncAll })
      await tell(out, { findings, errors, warnings })
      if (errors > 0) throw new Failed(`${plural(errors, 'error')}: the schema would not be saved.`, 1)
    })
  jobOption(schema.command('save <app> <file>'))
    .description('save a schema whole, or nothing of it; the next cycle looks at everybody. - reads standard input')
    .option('--yes', 'save without showing what it would do to everybody')
    .action(async (app: string, file: string, { yes, ...which }: JobChoice & { yes?: true }) => {
      const { readJson } = await import('../trial/input.ts')
      const value = await readJson(file)
      await run(async (client, out) => {
        const path = ofJob(app, '/schema', which)
        const { errors } = await client.exact<Report>(ofJob(app, '/schema/check', which), 'POST', value)
        const impact = { app, which, path: '/schema/plan', proposed: value }
        if (yes !== true && errors === 0) await (await import('./impact.ts')).agreeToImpact(client, impact)
        const report = await client.exact<Report & { saved: boolean; runs?: boolean }>(path, 'PUT', value)
        await tell(out, report)
        if (!report.saved) throw new Failed(`${plural(report.errors, 'error')}: nothing was saved.`, 2)
        const next = report.runs === true ? 'An initial cycle begins now' : 'The next cycle is an initial one'
        const how = report.runs === true ? 'status' : `plan ${JSON.stringify(app)}`
        if (!out.json)
          out.line(`Saved. ${next}; usher ${how} shows what it ${report.runs === true ? 'does' : 'would do'}.`)
      })
    })
  jobOption(schema.command('restore <app>'))
    .description('restore the default mappings and filters of the gallery; provisioning must be stopped')
    .action((app: string, which: JobChoice) =>
      run(async (client, out) => {
        const saved = await client.send('POST', ofJob(app, '/schema/restore', which))
        out.show(saved, () => [
          `The default mappings of ${app} are restored; its filters are gone. The next cycle is an initial one.`,
        ])
      }),
    )
}

/** Each finding with the place where it stands, and a caret where it stands in an expression. */
async function tell(out: Out, report: Report): Promise<void> {
  const { describeFindings } = await import('../trial/findings.ts')
  out.show(report, () => [
    ...describeFindings(report.findings),
    ...(report.errors > 0
      ? []
      : [report.warnings === 0 ? 'No errors, no warnings.' : dim(`No errors, ${plural(report.warnings, 'warning')}.`)]),
  ])
}
