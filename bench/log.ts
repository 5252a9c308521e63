/**
 * The provisioning log with ten million lines of 90 days, on PostgreSQL: how long each kind of question takes.
 *
 * The limit of all of them is the least that any of them must do: fifty lines fetched by their keys, in bare SQL.
 */
import { openDatabase } from '@usher/host'
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { startPostgres } from '../test/postgres.ts'
import type { Store } from '../apps/usher/src/store/directory.ts'
import { countLog, findPlaces } from '../apps/usher/src/store/log-find.ts'
import type { LogQuestion } from '../apps/usher/src/store/log-question.ts'
import { readLog } from '../apps/usher/src/store/log-read.ts'
import type { Tables } from '../apps/usher/src/store/tables.ts'
import { everyJob } from '../apps/usher/src/store/jobs-of-all.ts'
import { ensureTenant } from '../apps/usher/src/store/tenant.ts'
import { graphClient } from './graph-client.ts'
import { overGraph } from './log-over-graph.ts'
import { fillLog, firstNames, messageOf, surnames, type Filled } from './log-lines.ts'

const line = (text: string): void => void process.stdout.write(`${text}\n`)
const goal = 200
const goalOverGraph = 50
const jobCount = 12

export async function log(args: readonly string[]): Promise<void> {
  const option = (name: string, otherwise: number): number =>
    Number(args.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise)
  const lines = option('lines', 10_000_000)
  const times = option('times', 40)
  const embedded = args.includes('--store=pglite')
  const postgres = embedded ? null : await startPostgres()
  const graph = postgres === null ? null : await graphClient(postgres.url, 'AuditLog.Read.All')
  const migrations = new URL('../apps/usher/src/store/migrations/', import.meta.url)
  const database = await openDatabase<Tables>({ url: postgres?.url, migrations })
  try {
    const { tenant } = await ensureTenant(database.db)
    const store: Store = { db: database.db, tenant, changed: () => undefined }
    for (let n = 0; n < jobCount; n += 1)
      await graph?.admin('POST', '/usher/apps', { template: 'generic', name: `Application ${n}` })
    const made = (await everyJob(store)).map(({ id }) => id)
    const jobs = made.length > 0 ? made : Array.from({ length: jobCount }, (_, n) => `job${n}.${randomUUID()}`)
    line('')
    line(`the provisioning log, ${lines.toLocaleString('en-US')} lines, on ${embedded ? 'PGlite' : 'PostgreSQL'}`)
    const began = performance.now()
    const filled = await fillLog(store, { lines, jobs, days: option('days', 90), people: option('people', 100_000) })
    line(`  filled in ${((performance.now() - began) / 1000).toFixed(0)} s, ${filled.bytesPerLine} bytes a line, ${filled.indexBytesPerLine} of them its index of words`) // prettier-ignore
    line('')
    line(`  milliseconds, ${times} questions of each kind    first asked        asked again`)
    line('                                                p50    p95       p50    p95')
    await measure('limit: 50 lines by their keys, bare', times, await byKeys(store, times))
    const worst: number[] = []
    for (const [name, ask] of Object.entries(questions))
      worst.push(await measure(name, times, (n) => readLog(store, { ...ask(filled, n), limit: 50 })))
    for (const [name, ask] of Object.entries(counts))
      worst.push(await measure(name, times, (n) => countLog(store, ask(filled, n))))
    line(`  the slowest p95 is ${Math.max(...worst).toFixed(0)} ms; the goal is ${goal} ms`)
    if (graph !== null) {
      line('')
      line('  over Microsoft Graph, by HTTP with a token')
      const slow: number[] = []
      // A job has another name there.
      const { value } = await graph.ask('/v1.0/auditLogs/provisioning?$top=1000')
      const named = new Set((value as readonly { readonly jobId: string }[]).map(({ jobId }) => jobId))
      for (const [name, address] of Object.entries(overGraph))
        slow.push(await measure(name, times, (n) => graph.ask(address({ ...filled, jobs: [...named] }, n))))
      line(`  the slowest p95 is ${Math.max(...slow).toFixed(0)} ms; the goal is ${goalOverGraph} ms`)
    }
  } finally {
    await database.close()
    await graph?.close()
    await postgres?.stop()
  }
}

type Ask = (filled: Filled, n: number) => LogQuestion

const person = (n: number): number => (n * 7919) % 100_000
const questions: Readonly<Record<string, Ask>> = {
  'newest': () => ({}),
  'newest, a page far back': ({ now }, n) => ({ after: { at: daysBefore(now, 2 + n), id: 1 } }),
  'one application': ({ jobs }, n) => ({ jobs: [jobs[n % jobs.length] ?? ''] }),
  'failures': () => ({ result: 'failure' }),
  'failures of one application, 7 days': ({ now, jobs }, n) => ({ result: 'failure', jobs: [jobs[n % jobs.length] ?? ''], since: daysBefore(now, 7) }),
  'one person by id': ({ ids }, n) => ({ objectId: ids[n] }),
  'one person by name': (_, n) => ({ search: `${firstNames[person(n) % firstNames.length]} ${surnames[person(n) % surnames.length]}` }),
  'one account by id': ({ targets }, n) => ({ objectId: targets[n] }),
  'a user name': (_, n) => ({ search: `p${person(n)}@contoso.example` }),
  'a rare and a frequent word': (_, n) => ({ search: `${messageOf(n * 37)} application` }),
  'a name and a word that all lines have': (_, n) => ({ search: `differs ${surnames[person(n) % surnames.length]}` }),
  'a word that many lines have': () => ({ search: 'sales' }),
  'the beginning of a word': (_, n) => ({ search: (surnames[n % surnames.length] ?? '').slice(0, 4) }),
  'a word of an error message': (_, n) => ({ search: messageOf(n * 31) }),
  'a word that no line has': (_, n) => ({ search: `nowhere${n}` }),
  'two frequent things that never meet': () => ({ result: 'success', code: 'entryconflict' }),
  'an error code': () => ({ code: 'EntryConflict' }),
  'a rare error code': () => ({ code: 'InvalidAnchor' }),
  'changes of one attribute to a value': (_, n) => ({ attribute: 'title', search: ['Director', 'Engineer', 'Clerk'][n % 3] }),
  'one cycle': ({ cycles }, n) => ({ cycle: cycles[(n * 13) % cycles.length] }),
  'disabled, 30 days, a month ago': ({ now }) => ({ action: 'disable', since: daysBefore(now, 60), until: daysBefore(now, 30) }),
} // prettier-ignore
const counts: Readonly<Record<string, Ask>> = {
  'count: everything': () => ({}),
  'count: failures': () => ({ result: 'failure' }),
  'count: a rare error code': () => ({ code: 'InvalidAnchor' }),
  'count: one person by id': ({ ids }, n) => ({ objectId: ids[n] }),
  'count: one cycle': ({ cycles }, n) => ({ cycle: cycles[(n * 13) % cycles.length] }),
}

function daysBefore(now: string, days: number) {
  return new Date(Date.parse(now) - days * 86_400_000).toISOString() as NonNullable<LogQuestion['since']>
}

/** Asks every variant once, and once again. Returns the 95th percentile of the first time, in milliseconds. */
async function measure(name: string, times: number, ask: (n: number) => Promise<unknown>): Promise<number> {
  const first = await timed(times, ask)
  const again = await timed(times, ask)
  line(`  ${name.padEnd(40)} ${[at(first, 0.5), at(first, 0.95)].map(cell).join('')}   ${[at(again, 0.5), at(again, 0.95)].map(cell).join('')}`) // prettier-ignore
  return at(first, 0.95)
}

async function timed(times: number, ask: (n: number) => Promise<unknown>): Promise<readonly number[]> {
  const took: number[] = []
  for (let n = 0; n < times; n += 1) {
    const began = performance.now()
    await ask(n)
    took.push(performance.now() - began)
  }
  return took.toSorted((a, b) => a - b)
}

const at = (sorted: readonly number[], share: number): number => sorted[Math.ceil(sorted.length * share) - 1] ?? 0
const cell = (value: number): string => value.toFixed(1).padStart(7)

async function byKeys(store: Store, times: number): Promise<(n: number) => Promise<unknown>> {
  const pages = await Promise.all(
    Array.from({ length: times }, (_, n) =>
      findPlaces(store, { after: { at: daysBefore(new Date().toISOString(), n), id: 1 } }, 50),
    ),
  )
  return (n) => {
    const page = pages[n] ?? []
    return sql`select * from provisioning_log where tenant_id = ${store.tenant}
      and at = any(${page.map((one) => one.at)}::timestamptz[]) and id = any(${page.map((one) => one.id)}::bigint[])`.execute(
      store.db,
    )
  }
}
