import type { Command } from 'commander'
import { query, type Client, type JobChoice } from '../client.ts'
import { jobOption } from '../job-option.ts'
import { codeOf } from '../../words.ts'
import { dim, type Out } from '../print.ts'
import type { With } from '../with.ts'
import { saveFiles, type FileOptions } from './log-files.ts'
import { showLeftOut } from './log-left-out.ts'
import { describe, type ShownLine } from './log-lines.ts'

/** What lines are asked for; sent as it is. */
type Question = JobChoice & {
  who?: string
  import?: boolean
  result?: string
  action?: string
  reason?: string
  code?: string
  attribute?: string
  cycle?: string
  change?: string
  search?: string
  since?: string
  until?: string
}
type How = FileOptions & {
  limit: string
  after?: string
  details?: boolean
  bodies?: boolean
  curl?: boolean
  count?: boolean
  follow?: boolean
  leftOut?: boolean
}
type Answer = {
  readonly entries: readonly ShownLine[]
  readonly next: string | null
  readonly count?: number
  readonly countIsExact?: boolean
}

export function logCommand(program: Command, run: With): void {
  jobOption(program.command('log [app]'))
    .description('the provisioning log, newest first')
    .option('--who <who>', 'one person or group; of somebody who is gone a name, or an id of either side')
    .option('--search <words>', 'words that the line has, or that begin so: names, ids, values, messages')
    .option('--since <when>', 'not older: 2h, 7d, 2026-03-01, or an instant')
    .option('--until <when>', 'older than that')
    .option('--result <result>', 'success, failure, skipped, warning or held')
    .option('--action <action>', 'create, update, disable, delete, removal (held: stagedDelete) or other')
    .option('--code <code>', 'one error code, for example EntryConflict')
    .option('--attribute <path>', 'an attribute of the application that was changed')
    .option('--reason <code>', 'one reason, for example referenceNotProvisioned')
    .option('--cycle <id>', 'one cycle')
    .option('--change <id>', 'one line')
    .option('--import', 'what imports did and left out')
    .option('--details', 'with attributes, steps and requests')
    .option('--bodies', 'with each request and its answer, whole; kept for a week')
    .option('--curl', 'each request as a curl command; it asks for the token as $TOKEN')
    .option('--left-out', 'how many were left out of scope, by cycle and reason')
    .option('--follow', 'go on with lines as they come, until Ctrl-C')
    .option('--count', 'only how many there are; exact up to 10,000')
    .option('--limit <n>', 'at most so many', '50')
    .option('--after <place>', 'the next page: what the one before ended with')
    .option('--csv <folder>', 'all of them, as three files')
    .option('--json-file <file>', 'all of them, as one file')
    .action((app: string | undefined, options: Question & How) =>
      run(async (client, out) => {
        const { limit, after, details, bodies, curl, count, follow, leftOut, csv, jsonFile, ...question } = options
        const { action } = question
        const asked = { app, ...question, action: action === undefined ? undefined : codeOf(action) }
        if (csv !== undefined || jsonFile !== undefined) return saveFiles(client, out, asked, { csv, jsonFile })
        if (leftOut === true) return showLeftOut(client, out, { app, job: options.job, cycle: options.cycle, limit })
        if (count === true) return showCount(client, out, asked)
        const told = { ...asked, bodies, curl }
        const print = printing(out, { details: details === true || bodies === true })
        const answer = await client.get<Answer>(`/usher/log${query({ ...told, limit, after })}`)
        if (follow === true) return followLog(client, told, answer.entries, print)
        for (const entry of answer.entries) print(entry)
        if (!out.json) ending(answer).forEach(out.line)
      }),
    )
}

type Print = (entry: ShownLine) => void

function printing(out: Out, { details }: { readonly details: boolean }): Print {
  return (entry) => {
    if (out.json) return out.line(JSON.stringify(entry))
    for (const line of describe(entry, { details, out })) out.line(line)
    for (const command of entry.curl ?? []) for (const line of command) out.line(`    ${line}`)
  }
}

function ending({ entries, next }: Answer): readonly string[] {
  if (entries.length === 0) return ['Nothing in the log.']
  return next === null ? [] : [dim(`There are more: --after ${next}`)]
}

/** A number and nothing else, so that a script takes it as it is. */
async function showCount(client: Client, out: Out, asked: Parameters<typeof query>[0]): Promise<void> {
  const { count = 0, countIsExact = true } = await client.get<Answer>(
    `/usher/log${query({ ...asked, limit: 1, count: true })}`,
  )
  out.show({ count, countIsExact }, () => [`${countIsExact ? '' : 'more than '}${count}`])
}

const pause = 1000
/** A line can be written later than one that is younger, so the last moments are asked for again. */
const overlap = 5000
/** More lines than come in the last moments, also while many are provisioned. */
const mostSeen = 50_000

/** Oldest first from here on, as one reads along. Ends with the process. */
async function followLog(
  client: Client,
  asked: Parameters<typeof query>[0],
  first: readonly ShownLine[],
  print: Print,
): Promise<void> {
  for (const entry of first.toReversed()) print(entry)
  const began = first[0]?.at ?? new Date().toISOString()
  const seen = new Set(first.map(({ id }) => id))
  let newest = began
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, pause))
    const since = new Date(Date.parse(newest) - overlap).toISOString()
    const { entries } = await client.get<Answer>(`/usher/log${query({ ...asked, since, limit: 5000 })}`)
    const fresh = entries.filter(({ id, at }) => at >= began && !seen.has(id))
    for (const entry of fresh.toReversed()) {
      print(entry)
      seen.add(entry.id)
    }
    for (const id of [...seen].slice(0, Math.max(0, seen.size - mostSeen))) seen.delete(id)
    newest = entries[0]?.at ?? newest
  }
}
