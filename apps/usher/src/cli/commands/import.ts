import type { Command } from 'commander'
import { resolve } from 'node:path'
import type { ImportProgress, ImportReport } from '../../import/import-people.ts'
import type { With } from '../with.ts'
import { createProgress, dim, good, plural } from '../print.ts'

export function importCommand(program: Command, run: With): void {
  program
    .command('import <file>')
    .description('bring the people of a CSV file into the directory; a broken file changes nothing')
    .requiredOption('--mapping <file>', 'how columns become attributes, for example examples/contoso/hr-mapping.json')
    .option('--allow-removals', 'disable however many the file says')
    .action((file: string, options: { mapping: string; allowRemovals?: true }) =>
      run(async (client, out) => {
        const bar = createProgress(out.json)
        const body = {
          file: resolve(file),
          mapping: resolve(options.mapping),
          ...(options.allowRemovals && { allowRemovals: true }),
        }
        try {
          for await (const line of client.lines('POST', '/usher/imports', body)) {
            if ('progress' in line) {
              const { phase, done, total } = line['progress'] as ImportProgress
              bar.at({ phase, done, total })
            }
            if ('report' in line) {
              bar.end()
              out.show(line['report'], () => describe(line['report'] as ImportReport))
            }
          }
        } finally {
          bar.end() // what went wrong gets a line of its own
        }
      }),
    )
}

function describe(report: ImportReport): readonly string[] {
  const { superseded, skipped, problems, refused, held, managers } = report
  const first = superseded.first.map((one) => `    row ${one.row}: replaced by row ${one.byRow} (${one.key})`)
  const more = superseded.count - first.length
  return [
    `${good('✓')} ${plural(report.rows, 'row')}, ${plural(report.people, 'person', 'people')}: ${report.created} created, ${report.updated} updated, ${report.unchanged} unchanged  ${dim(`${report.encoding}, separator "${report.separator}", ${report.seconds.toFixed(1)} s`)}`,
    ...(superseded.count > 0
      ? [`  ${plural(superseded.count, 'row')} replaced by a later row of the same person`, ...first]
      : []),
    ...(more > 0 ? [dim(`    … and ${more} more: usher log --import --reason supersededRow`)] : []),
    `  managers: ${managers.found} settled, ${managers.unknown.count} not in the directory`,
    ...skipped.first.map((one) => `  row ${one.row} (line ${one.line}) left out: ${one.reason}`),
    ...problems.first.map((one) => `  row ${one.row} (line ${one.line}): ${one.reason}`),
    ...(held.count > 0
      ? [
          `  ${plural(held.count, 'person', 'people')} not disabled: too many at once. Look at the file; --allow-removals disables them all the same`,
        ]
      : []),
    ...refused.first.map((one) => `  ${one.key} refused: ${one.reason}`),
    ...(report.absent > 0
      ? [`  ${plural(report.absent, 'person', 'people')} of the directory not in the file: left alone`]
      : []),
  ]
}
