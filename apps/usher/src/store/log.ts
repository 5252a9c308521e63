import {
  logEntry, logExchanges, logRecord, type Exchange, type Instant, type LogEntry, type LogRecord, type Outcome,
} from '@usher/engine' // prettier-ignore
import type { Json } from '@usher/scim'
import { sql } from 'kysely'
import { rows } from './bulk.ts'
import type { Db, Store } from './directory.ts'
import type { Via } from './fence.ts'
import { packed, readPages, savePage } from './exchanges.ts'

export type LogLine = {
  readonly id: number
  readonly at: string
  readonly jobId: string
  readonly cycleId: string
  readonly action: string
  readonly result: string
  readonly reason: string
  readonly objectId: string
  readonly displayName: string
  readonly targetId: string
  readonly entry: LogEntry
  readonly exchanges: Json | null
}
export type LogQuery = {
  readonly jobs?: readonly string[] | undefined
  readonly objectId?: string | undefined
  readonly result?: string | undefined
  readonly action?: string | undefined
  readonly reason?: string | undefined
  readonly search?: string | undefined
  readonly before?: number | undefined
  readonly limit: number
  /** With the bodies of requests and answers, where they are still kept. */
  readonly bodies?: boolean | undefined
}

/** Newest first. */
export async function readLog(store: Store, query: LogQuery): Promise<readonly LogLine[]> {
  const found = await store.db
    .selectFrom('provisioning_log')
    .selectAll()
    .where('tenant_id', '=', store.tenant)
    .$if(query.jobs !== undefined, (q) => q.where('job_id', 'in', query.jobs?.length === 0 ? [''] : (query.jobs ?? [])))
    .$if(query.objectId !== undefined, (q) => q.where('object_id', '=', query.objectId ?? ''))
    .$if(query.result !== undefined, (q) => q.where('result', '=', query.result ?? ''))
    .$if(query.action !== undefined, (q) => q.where('action', '=', query.action ?? ''))
    .$if(query.reason !== undefined, (q) => q.where('reason', '=', query.reason ?? ''))
    .$if(query.search !== undefined, (q) =>
      q.where(
        sql`lower(display_name)`,
        'like',
        `%${(query.search ?? '').toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`,
      ),
    )
    .$if(query.before !== undefined, (q) => q.where('id', '<', query.before ?? 0))
    .orderBy('id', 'desc')
    .limit(query.limit)
    .execute()
  const pages = query.bodies === true ? await readPages(store, found) : null
  return found.map((row) => ({
    id: row.id,
    at: row.at,
    jobId: row.job_id,
    cycleId: row.cycle_id,
    action: row.action,
    result: row.result,
    reason: row.reason,
    objectId: row.object_id,
    displayName: row.display_name,
    targetId: row.target_id,
    entry: logEntry(
      {
        action: row.action as LogRecord['action'],
        result: row.result as LogRecord['result'],
        ref: { type: row.object_type, id: row.object_id },
        displayName: row.display_name,
        targetId: row.target_id,
        facts: row.facts,
      },
      row.at as Instant,
    ),
    exchanges: pages?.(row) ?? row.exchanges,
  }))
}

type NewLine = { readonly record: LogRecord; readonly exchanges: readonly Exchange[] | null }
/** Lines that are ready to be written: what was exchanged is one compressed page for all of them. */
export type Lines = { readonly list: readonly NewLine[]; readonly page: Buffer | null }

/** What outcomes leave in the log. */
export async function linesOf(outcomes: readonly Outcome[]): Promise<Lines> {
  const list = outcomes.map((outcome) => ({
    record: logRecord(outcome),
    exchanges: outcome.exchanges.length === 0 ? null : logExchanges(outcome),
  }))
  return { list, page: await packed(list.map(({ exchanges }) => exchanges)) }
}

/** Writes lines of one cycle in one statement. Who is gone from the directory is called as they were the last time. */
export async function insertLines(
  of: { trx: Db; tenant: string; now: string; job: string; application: string | null; cycle: string; via?: Via | undefined }, // prettier-ignore
  { list: lines, page }: Lines,
): Promise<void> {
  if (lines.length === 0) return
  const id = page === null ? null : await savePage(of, page)
  const list = lines.map(({ record: { action, result, ref, displayName, targetId, facts }, exchanges }, at) => ({
    action,
    result,
    reason: facts.reason.code,
    type: ref.type,
    id: ref.id,
    name: displayName,
    target: targetId,
    facts: of.via === undefined ? facts : { ...facts, via: of.via },
    exchanges: exchanges?.map(outline) ?? null,
    at: exchanges === null ? null : at,
  }))
  await sql`
    insert into provisioning_log (tenant_id, at, job_id, application_id, cycle_id, action, result, reason, object_type, object_id, display_name, target_id, facts, exchanges, exchange_page, exchange_at)
    select ${of.tenant}::uuid, ${of.now}::timestamptz, ${of.job}, ${of.application}::uuid, ${of.cycle}::uuid, r.action, r.result, r.reason, r.type, r.id,
      case when r.name <> '' then r.name else coalesce((select l.display_name from provisioning_log l
        where l.tenant_id = ${of.tenant} and l.object_id = r.id and l.display_name <> '' order by l.id desc limit 1), '') end,
      r.target, r.facts, r.exchanges, case when r.at is null then null else ${id}::bigint end, r.at
    from ${rows('action text, result text, reason text, type text, id text, name text, target text, facts jsonb, exchanges jsonb, at int', list)}`.execute(
    of.trx,
  )
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
  const of = {
    trx: store.db,
    tenant: store.tenant,
    now: new Date().toISOString(),
    job: 'import',
    application: null,
    cycle: importId,
  }
  await insertLines(of, { list: lines.map((line) => ({ record: recordOf(line), exchanges: null })), page: null })
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

/** Keeps a record of an administrative act (who, what, on which object). Secrets are never part of `details`. */
export async function audit(
  store: Store,
  { actor, activity, object, details = {} }: { actor: string; activity: string; object: string; details?: Json },
): Promise<void> {
  await store.db
    .insertInto('audit_log')
    .values({ tenant_id: store.tenant, actor, activity, object, details: JSON.stringify(details) })
    .execute()
}
