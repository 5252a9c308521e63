import type { Command } from 'commander'
import type { Exchange } from '@usher/engine'
import type { LogLine } from '../../store/log-read.ts'
import { query, type JobChoice } from '../client.ts'
import { jobOption } from '../job-option.ts'
import type { With } from '../with.ts'
import { bad, bold, dim, good, type Out } from '../print.ts'

type Options = JobChoice & {
  who?: string
  import?: boolean
  result?: string
  action?: string
  reason?: string
  search?: string
  limit: string
  details?: boolean
  bodies?: boolean
  curl?: boolean
}

export function logCommand(program: Command, run: With): void {
  jobOption(program.command('log [app]'))
    .description('the provisioning log, newest first')
    .option('--who <who>', 'one person')
    .option('--import', 'what imports did and left out')
    .option('--result <result>', 'success, failure, skipped, warning or held')
    .option('--action <action>', 'create, update, disable, delete, stagedDelete or other')
    .option('--reason <code>', 'one reason, for example referenceNotProvisioned')
    .option('--search <text>', 'part of a name')
    .option('--details', 'with attributes, steps and requests')
    .option('--bodies', 'with each request and its answer, whole; kept for a week')
    .option('--curl', 'each request as a curl command; it asks for the token as $TOKEN')
    .option('--limit <n>', 'at most so many', '50')
    .action((app: string | undefined, { details, ...options }: Options) =>
      run(async (client, out) => {
        const { entries } = await client.get<{ entries: Shown[] }>(`/usher/log${query({ app, ...options })}`)
        if (out.json) {
          for (const entry of entries) out.line(JSON.stringify(entry))
          return
        }
        if (entries.length === 0) out.line('Nothing in the log.')
        for (const entry of entries) {
          for (const line of describe(entry, { details: details === true || options.bodies === true, out }))
            out.line(line)
          for (const command of entry.curl ?? []) for (const line of command) out.line(`    ${line}`)
        }
      }),
    )
}

type Shown = LogLine & { readonly curl?: readonly (readonly string[])[] }

const colours: Readonly<Record<string, (text: string) => string>> = { success: good, failure: bad, held: bad }

function describe(
  line: LogLine,
  { details, out }: { readonly details: boolean; readonly out: Out },
): readonly string[] {
  const { entry } = line
  const colour = colours[line.result] ?? dim
  const error = entry.provisioningStatusInfo.errorInformation
  const problem = line.result === 'failure' && error !== null ? failing(error, entry.usher.reason) : ''
  const advice = error?.recommendedAction ?? entry.usher.advice
  return [
    `${dim(out.time(line.at))} ${colour(`${line.action} ${line.result}`.padEnd(15))} ${bold(line.displayName || line.objectId)} ${entry.usher.reason}${problem}`,
    ...((line.result === 'failure' || line.result === 'warning') && advice !== null ? [dim(`    ${advice}`)] : []),
    ...(details ? more(line) : []),
  ]
}

/** The code, and what was wrong unless the sentence says that already. */
function failing(
  { errorCode, reason }: { readonly errorCode: string; readonly reason: string },
  sentence: string,
): string {
  return sentence.includes(reason) ? ` (${errorCode})` : `: ${errorCode}, ${reason}`
}

function more({ entry, exchanges }: LogLine): readonly string[] {
  const requests = Array.isArray(exchanges) ? (exchanges as unknown as readonly Exchange[]) : []
  return [
    ...entry.modifiedProperties.map(
      (one) => `    ${one.displayName}: ${one.oldValue === null ? '' : `${one.oldValue} → `}${one.newValue ?? '–'}`,
    ),
    ...entry.provisioningSteps.map((step) => dim(`    ${step.provisioningStepType}: ${step.description}`)),
    ...requests.flatMap((one) => [
      dim(
        `    ${one.method} ${one.url} → ${one.status ?? 'no answer'} in ${one.ms} ms${one.via === undefined ? '' : ' (in a bulk request)'}`,
      ),
      ...(one.requestBody === undefined ? [] : [`      > ${JSON.stringify(one.requestBody)}`]),
      ...(one.responseBody === undefined ? [] : [`      < ${JSON.stringify(one.responseBody)}`]),
    ]),
  ]
}
