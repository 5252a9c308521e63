import type { LogEntry } from '@usher/engine'
import type { Json } from '@usher/scim'
import { sql } from 'kysely'
import { rows } from './bulk.ts'
import type { Store } from './directory.ts'

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
  readonly job?: string | undefined
  readonly objectId?: string | undefined
  readonly result?: string | undefined
  readonly action?: string | undefined
  readonly reason?: string | undefined
  readonly search?: string | undefined
  readonly before?: number | undefined
  readonly limit: number
}

/** Newest first. */
export async function readLog(store: Store, query: LogQuery): Promise<readonly LogLine[]> {
  const found = await store.db
    .selectFrom('provisioning_log')
    .selectAll()
    .where('tenant_id', '=', store.tenant)
    .$if(query.job !== undefined, (q) => q.where('job_id', '=', query.job ?? ''))
    .$if(query.objectId !== undefined, (q) => q.where('object_id', '=', query.objectId ?? ''))
    .$if(query.result !== undefined, (q) => q.where('result', '=', query.result ?? ''))
    .$if(query.action !== undefined, (q) => q.where('action', '=', query.action ?? ''))
    .$if(query.reason !== undefined, (q) => q.where('reason', '=', query.reason ?? ''))
    .$if(query.search !== undefined, (q) => q.where(sql`lower(display_name)`, 'like', `%${(query.search ?? '').toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`))
    .$if(query.before !== undefined, (q) => q.where('id', '<', query.before ?? 0))
    .orderBy('id', 'desc')
    .limit(query.limit)
    .execute()
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
    entry: row.entry,
    exchanges: row.exchanges,
  }))
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
  if (lines.length === 0) return
  const at = new Date().toISOString()
  const list = lines.map((line) => ({ ...line, entry: entryOf(line, at) }))
  await sql`
    insert into provisioning_log (tenant_id, at, job_id, cycle_id, action, result, reason, object_type, object_id, display_name, target_id, entry)
    select ${store.tenant}::uuid, ${at}::timestamptz, 'import', ${importId}::uuid, r.action, r.result, r.reason, 'User', r."objectId", r."displayName", r."objectId", r.entry
    from ${rows('action text, result text, reason text, "objectId" text, "displayName" text, entry jsonb', list)}`.execute(store.db)
}

function entryOf(line: ImportLine, at: string): LogEntry {
  const identity = { id: line.objectId, displayName: line.displayName, identityType: 'User' }
  return {
    activityDateTime: at as LogEntry['activityDateTime'],
    provisioningAction: line.action,
    sourceIdentity: identity,
    targetIdentity: identity,
    modifiedProperties: [],
    provisioningSteps: [],
    provisioningStatusInfo: {
      status: line.result,
      errorInformation:
        line.result === 'success' ? null : { errorCode: line.reason, reason: line.sentence, recommendedAction: line.advice },
    },
    usher: { reason: line.sentence, code: line.reason, advice: line.advice },
  }
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
