/** Puts back what was done, and lets it go on again. */
import { Option, type Command } from 'commander'
import type { UndoCounts, UndoLine } from '../../review/undo.ts'
import type { Place } from '../../runner/place.ts'
import type { Undone } from '../../store/decisions.ts'
import { agree } from '../ask.ts'
import { Failed, ofJob, type JobChoice } from '../client.ts'
import { jobOption } from '../job-option.ts'
import { bad, bold, createProgress, dim, good, plural } from '../print.ts'
import type { With } from '../with.ts'
import { count } from './plans.ts'

type Options = JobChoice & { cycle?: string; plan?: string; line?: number; yes?: true; pause?: true; limit: number }
type Put = Pick<UndoCounts, 'putBack' | 'disabled' | 'asBefore'> & { readonly failed: number; readonly paused: boolean }

export function undoCommands(program: Command, run: With): void {
  jobOption(program.command('undo <app>'))
    .description(
      'show what was done and can be put back, and put it back when you agree; whoever was put back is then left alone until anything about them changes in the directory',
    )
    .option('--cycle <id>', 'what this cycle did; last: the latest')
    .option('--plan <id>', 'what this applied plan did')
    .addOption(new Option('--line <id>', 'what this line of the log says').argParser(count))
    .option('--yes', 'put it back without asking')
    .option('--pause', 'and pause provisioning')
    .option('--limit <n>', 'show so many', count, 20)
    .action((app: string, { job, limit, yes, ...what }: Options) =>
      run(async (client, out) => {
        if (Object.keys(what).every((one) => one === 'pause'))
          throw new Failed('Say what to put back: --cycle last, --plan ID or --line ID.', 2)
        const path = ofJob(app, '/undo', { job })
        let counts: UndoCounts | undefined
        let shown = 0
        for await (const line of client.lines('POST', path, what)) {
          if ('undo' in line && shown++ < limit && !out.json) describe(line['undo'] as UndoLine).forEach(out.line)
          if ('undo' in line && out.json && yes === undefined) out.show(line, () => [])
          if ('counts' in line) counts = line['counts'] as UndoCounts
        }
        if (counts === undefined) throw new Failed('The service ended before the undo was shown whole.', 1)
        const lines = describeCounts(counts, Math.max(0, shown - limit))
        if (counts.putBack + counts.disabled + counts.asBefore === 0) return out.show({ counts }, () => lines)
        if (yes === undefined) await agree(lines, 'Put it back?', 'Nothing was put back.')
        const bar = createProgress(out.json)
        try {
          for await (const line of client.lines('POST', path, { ...what, yes: true })) {
            if ('progress' in line) bar.at(line['progress'] as Place)
            if (!('undone' in line)) continue
            bar.end()
            const done = line['undone'] as Put
            out.show(done, () => describeDone(done, app))
            if (done.failed > 0) process.exitCode = 1
          }
        } finally {
          bar.end()
        }
      }),
    )
  jobOption(program.command('undone <app> [lift] [who...]'))
    .description('what was put back and is left alone since; lift lets some, or all without WHO, go on')
    .action((app: string, verb: string | undefined, who: string[], which: JobChoice) =>
      run(async (client, out) => {
        const path = ofJob(app, '/undone', which)
        if (verb === undefined) {
          const found = await client.get<{ undone: readonly Undone[] }>(path)
          const rows = found.undone.map((one) => [one.displayName, out.time(one.since), one.problem ?? '', one.id])
          return out.show(found, () =>
            rows.length === 0
              ? ['Nothing that was put back is left alone.']
              : out.table(['who', 'put back', 'but', { title: 'id', whole: true, extra: true }], rows),
          )
        }
        if (verb !== 'lift') throw new Failed(`Say lift, not "${verb}".`, 2)
        const done = await client.send<{ lifted: number }>('POST', path, { who: who.length === 0 ? 'all' : who })
        out.show(done, () => [`${plural(done.lifted, 'object')} let go on; the next cycle looks at them.`])
      }),
    )
}

function describe({ displayName, action, reason, changes, cannot }: UndoLine): readonly string[] {
  const head = action === 'none' ? dim('–'.padEnd(9)) : (action === 'disable' ? bad : good)(action.padEnd(9))
  return [
    `${head}${bold(displayName)} ${action === 'none' ? cannot[0] : reason}`,
    ...changes.map((one) => dim(`           ${one.displayName}: ${one.oldValue ?? '–'} → ${one.newValue ?? '–'}`)),
    ...(action === 'none' ? cannot.slice(1) : cannot).map((text) => bad(`           ${text}`)),
  ]
}

function describeCounts(
  { objects, putBack, disabled, asBefore, left }: UndoCounts,
  omitted: number,
): readonly string[] {
  return [
    ...(omitted > 0 ? [dim(`… and ${plural(omitted, 'more', 'more')}; --limit shows them`)] : []),
    `Of ${plural(objects, 'object')}: ${putBack} put back, ${disabled} disabled${asIs(asBefore)}${left > 0 ? bad(`, ${left} of which something stays`) : ''}.`,
  ]
}

function asIs(asBefore: number): string {
  return asBefore > 0 ? `, ${asBefore} as before already` : ''
}

function describeDone({ putBack, disabled, asBefore, failed, paused }: Put, app: string): readonly string[] {
  return [
    `${failed > 0 ? bad('!') : good('✓')} ${putBack} put back, ${disabled} disabled${asIs(asBefore)}, ${failed} failed${paused ? '; provisioning is paused' : ''}.`,
    ...(failed > 0 ? [dim('  The same undo again puts back what is still to be put back.')] : []),
    dim(
      `  They are left as they are until anything about them changes in the directory; then all of it is as the mapping says again. Correct there what was wrong. usher undone ${JSON.stringify(app)} lists them.`,
    ),
  ]
}
