/** The provisioning log, read: lines newest first, and how many there are. See docs/decisions/0033. */
import {
  objectSummary, type Exchange, type Instant, type LogEntry, type LogRecord, type ProvisioningObjectSummary,
} from '@usher/engine' // prettier-ignore
import type { Json } from '@usher/scim'
import { sql } from 'kysely'
import type { Store } from './directory.ts'
import { readPages } from './exchanges.ts'
import { findOldest, findPlaces } from './log-find.ts'
import type { LogQuestion, Place } from './log-question.ts'

export type LogLine = {
  readonly id: number
  readonly at: string
  /** Where the line stands, for the next page. */
  readonly place: Place
  readonly jobId: string
  readonly cycleId: string
  readonly action: LogEntry['provisioningAction']
  readonly result: LogRecord['result']
  readonly reason: string
  readonly objectId: string
  readonly displayName: string
  readonly targetId: string
  readonly entry: ProvisioningObjectSummary
  readonly exchanges: Json | null
}
export type LogQuery = LogQuestion & {
  readonly limit: number
  /** With the bodies of requests and answers, where they are still kept. */
  readonly bodies?: boolean | undefined
}

/** Newest first. */
export async function readLog(
  store: Store,
  { limit, bodies = false, ...question }: LogQuery,
): Promise<readonly LogLine[]> {
  return linesOf(store, await findPlaces(store, question, limit), bodies)
}

/** Oldest first; of the question only times and place count. */
export async function readOldest(store: Store, question: LogQuestion, limit: number): Promise<readonly LogLine[]> {
  const lines = await linesOf(store, await findOldest(store, question, limit), false)
  return lines.toReversed()
}

async function linesOf(store: Store, places: readonly Place[], bodies: boolean): Promise<readonly LogLine[]> {
  if (places.length === 0) return []
  const found = await linesAt(store, places)
  const pages = bodies ? await readPages(store, found) : null
  return found.map((row) => lineOf(store.tenant, row, pages?.(row)))
}

type Row = {
  readonly id: number
  readonly at: string
  readonly job_id: string
  readonly cycle_id: string
  readonly application_id: string | null
  readonly application: string | null
  readonly action: LogRecord['action']
  readonly result: LogRecord['result']
  readonly reason: string
  readonly object_type: string
  readonly object_id: string
  readonly display_name: string
  readonly target_id: string
  readonly facts: LogRecord['facts']
  readonly exchanges: readonly Exchange[] | null
  readonly exchange_page: number | null
  readonly exchange_at: number | null
}

/** Times are a list of their own, so that only the tables of those days are opened. */
async function linesAt({ db, tenant }: Store, places: readonly Place[]): Promise<readonly Row[]> {
  const times = [...new Set(places.map(({ at }) => at))]
  const { rows: found } = await sql<Row>`
    select l.id, l.at, l.job_id, l.cycle_id, l.application_id, a.display_name as application, l.action, l.result, l.reason, l.object_type,
      l.object_id, l.display_name, l.target_id, l.facts, l.exchanges, l.exchange_page, l.exchange_at
    from provisioning_log l left join application a on a.tenant_id = l.tenant_id and a.id = l.application_id
    where l.tenant_id = ${tenant} and l.at = any(${times}::timestamptz[]) and l.id = any(${places.map(({ id }) => id)}::bigint[])
    order by l.at desc, l.id desc`.execute(db)
  return found
}

function lineOf(tenantId: string, row: Row, whole: readonly Exchange[] | undefined): LogLine {
  const record: LogRecord = {
    action: row.action,
    result: row.result,
    ref: { type: row.object_type, id: row.object_id },
    displayName: row.display_name,
    targetId: row.target_id,
    facts: row.facts,
  }
  const { id, at, job_id: jobId, cycle_id: cycleId, application_id: application } = row
  return {
    id,
    at,
    place: { at, id },
    jobId,
    cycleId,
    action: row.action,
    result: row.result,
    reason: row.reason,
    objectId: row.object_id,
    displayName: row.display_name,
    targetId: row.target_id,
    entry: objectSummary(record, {
      id,
      at: at as Instant,
      tenantId,
      jobId,
      cycleId,
      application: application === null ? null : { id: application, displayName: row.application ?? '' },
      milliseconds: (row.exchanges ?? []).reduce((sum, { ms }) => sum + ms, 0),
    }),
    exchanges: whole ?? row.exchanges,
  }
}

/** Pages of lines, newest first, until there are no more. */
export async function* logPages(store: Store, question: LogQuestion, size: number): AsyncGenerator<readonly LogLine[]> {
  let after = question.after
  for (;;) {
    const page = await readLog(store, { ...question, after, limit: size })
    if (page.length > 0) yield page
    if (page.length < size) return
    after = page.at(-1)?.place
  }
}
