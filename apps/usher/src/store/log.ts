/** Lines of the provisioning log, as they are written. `log-read.ts` reads them. */
import {
  logExchanges,
  logRecord,
  termsOf,
  wordsOf,
  type Exchange,
  type Instant,
  type LogRecord,
  type Outcome,
} from '@usher/engine'
import { sql } from 'kysely'
import { rows, texts } from './bulk.ts'
import { makeDays } from './days.ts'
import type { Db, Store } from './directory.ts'
import type { Via } from './fence.ts'
import { packed, savePage } from './exchanges.ts'
import { countLines } from './tallies.ts'

type NewLine = {
  readonly record: LogRecord
  readonly exchanges: readonly Exchange[] | null
  readonly terms: readonly string[]
}
/** Lines that are ready to be written: what was exchanged is one compressed page for all of them. */
export type Lines = { readonly list: readonly NewLine[]; readonly page: Buffer | null }
type Cycle = { readonly job: string; readonly cycle: string; now(): Instant }

/** What outcomes leave in the log. Outside of the transaction that writes them: it may make the tables of a day. */
export async function linesOf({ db }: Store, of: Cycle, outcomes: readonly Outcome[]): Promise<Lines> {
  if (outcomes.length > 0) await makeDays(db, of.now())
  const list = outcomes.map((outcome) => ({
    ...lineOf(logRecord(outcome), of),
    exchanges: outcome.exchanges.length === 0 ? null : logExchanges(outcome),
  }))
  return { list, page: await packed(list.map(({ exchanges }) => exchanges)) }
}

/** A line without requests. */
export function lineOf(record: LogRecord, of: Pick<Cycle, 'job' | 'cycle'>): NewLine {
  return { record, exchanges: null, terms: termsOf(record, of) }
}

const columns =
  'action text, result text, reason text, type text, id text, name text, target text, facts jsonb, exchanges jsonb, at int, terms tsvector'

/** Writes lines of one cycle in one statement. Who is gone from the directory is called as they were the last time. */
export async function insertLines(
  of: { trx: Db; tenant: string; now: string; job: string; application: string | null; cycle: string; via?: Via | undefined }, // prettier-ignore
  { list: lines, page }: Lines,
): Promise<void> {
  if (lines.length === 0) return
  await countLines(of, lines)
  const id = page === null ? null : await savePage(of, page)
  const nameless = lines.filter(({ record }) => record.displayName === '').map(({ record }) => record.ref.id)
  const names = nameless.length === 0 ? new Map<string, string>() : await namesBefore(of, nameless)
  const list = lines.map(({ record: { action, result, ref, displayName, targetId, facts }, exchanges, terms }, at) => {
    const before = displayName === '' ? (names.get(ref.id) ?? '') : ''
    return {
      action,
      result,
      reason: facts.reason.code,
      type: ref.type,
      id: ref.id,
      name: displayName || before,
      target: targetId,
      facts: of.via === undefined ? facts : { ...facts, by: of.via },
      exchanges: exchanges?.map(outline) ?? null,
      at: exchanges === null ? null : at,
      terms: vector(before === '' ? terms : [...terms, ...wordsOf(before)]),
    }
  })
  await sql`
    insert into provisioning_log (tenant_id, at, job_id, application_id, cycle_id, action, result, reason, object_type, object_id, display_name, target_id, facts, exchanges, exchange_page, exchange_at, terms)
    select ${of.tenant}::uuid, ${of.now}::timestamptz, ${of.job}, ${of.application}::uuid, ${of.cycle}::uuid, r.action, r.result, r.reason, r.type, r.id,
      r.name, r.target, r.facts, r.exchanges, case when r.at is null then null else ${id}::bigint end, r.at, r.terms
    from ${rows(columns, list)}`.execute(of.trx)
}

/** What somebody was called in their last line. Asked by itself, since it is asked of the table of every day. */
async function namesBefore(
  { trx, tenant }: { readonly trx: Db; readonly tenant: string },
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows: found } = await sql<{ id: string; name: string }>`
    select i.id, l.name from ${texts(ids)} i(id) cross join lateral (select display_name as name from provisioning_log
      where tenant_id = ${tenant} and object_id = i.id and display_name <> '' order by id desc limit 1) l`.execute(trx)
  return new Map(found.map(({ id, name }) => [id, name]))
}

/** A tsvector as text. */
export function vector(terms: readonly string[]): string {
  let text = ''
  // A word stands for itself; what quotes would be put around most of them for is spared.
  for (const term of terms) text += plain.test(term) ? `${term} ` : `${quoted(term)} `
  return text
}

const plain = /^[a-z0-9]+$/

/** One lexeme as tsvector and tsquery write it. */
export function quoted(term: string): string {
  return /['\\]/.test(term) ? `'${term.replaceAll('\\', '\\\\').replaceAll("'", "''")}'` : `'${term}'`
}

/** What is told of an exchange without opening its page. */
function outline({ method, url, via, status, ms }: Exchange): Exchange {
  return { method, url, status, ms, ...(via !== undefined && { via }) }
}

/** A line about the import, in the same log. */
export type ImportLine = {
  readonly action: 'create' | 'update' | 'other'
  readonly result: 'success' | 'skipped' | 'warning' | 'failure'
  readonly reason: string
  readonly objectId: string
  readonly displayName: string
  readonly sentence: string
  readonly advice: string | null
}

export async function logImport(store: Store, importId: string, lines: readonly ImportLine[]): Promise<void> {
  const now = new Date().toISOString() as Instant
  await makeDays(store.db, now)
  const of = { trx: store.db, tenant: store.tenant, now, job: 'import', application: null, cycle: importId }
  await insertLines(of, { list: lines.map((line) => lineOf(recordOf(line), of)), page: null })
}

function recordOf({ action, result, reason, objectId, displayName, sentence, advice }: ImportLine): LogRecord {
  const facts = {
    reason: { code: reason, details: {} },
    written: [],
    match: 'absent',
    says: { sentence, advice },
  } as const
  return { action, result, ref: { type: 'User', id: objectId }, displayName, targetId: objectId, facts }
}
