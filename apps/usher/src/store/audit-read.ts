/** The audit log, read: newest first. */
import { wordsAsked } from '@usher/engine'
import type { Json } from '@usher/scim'
import { sql, type RawBuilder } from 'kysely'
import { activities, categories, type Activity } from './activities.ts'
import type { Changed } from './audit.ts'
import type { Store } from './directory.ts'
import type { Place } from './log-question.ts'
import { quoted } from './log.ts'

export type AuditEntry = {
  readonly id: number
  readonly at: string
  readonly place: Place
  readonly actor: string
  readonly activity: string
  /** The service and category of Entra's audit log (MO-1). */
  readonly service: string
  readonly category: string
  readonly object: string
  readonly applicationId: string | null
  readonly details: Readonly<Record<string, Json>>
  readonly changes: readonly Changed[]
}

export type AuditQuery = {
  readonly search?: string | undefined
  readonly actor?: string | undefined
  readonly activity?: string | undefined
  readonly service?: string | undefined
  readonly category?: string | undefined
  readonly application?: string | undefined
  readonly since?: string | undefined
  readonly until?: string | undefined
  readonly after?: Place | undefined
  readonly limit: number
}

/** Newest first. */
export async function readAudit({ db, tenant }: Store, query: AuditQuery): Promise<readonly AuditEntry[]> {
  const { search = '', actor, activity, service, category, application, since, until, after, limit } = query
  const words = wordsAsked(search).map((word) => `${quoted(word)}:*`)
  const found = await db
    .selectFrom('audit_log')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .$if(words.length > 0, (q) => q.where(sql<boolean>`terms @@ ${words.join(' & ')}::text::tsquery`))
    .$if(actor !== undefined, (q) => q.where(sql`lower(actor)`, '=', actor?.toLowerCase() ?? ''))
    .$if(activity !== undefined, (q) => q.where(sql`lower(activity)`, '=', activity?.toLowerCase() ?? ''))
    .$if(service !== undefined || category !== undefined, (q) => q.where(ofKind({ service, category })))
    .$if(application !== undefined, (q) => q.where('application_id', '=', application ?? ''))
    .$if(since !== undefined, (q) => q.where('at', '>=', since ?? ''))
    .$if(until !== undefined, (q) => q.where('at', '<', until ?? ''))
    .$if(after !== undefined, (q) =>
      q.where(sql<boolean>`(at, id) < (${after?.at ?? ''}::timestamptz, ${after?.id ?? 0}::bigint)`),
    )
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return found.map((row) => {
    const { changes: list, ...rest } = row.details as AuditEntry['details'] & { changes?: Json }
    // An approval had their number by this name once.
    const isList = Array.isArray(list)
    const changes = isList ? (list as unknown as readonly Changed[]) : []
    const details = isList || list === undefined ? rest : { ...rest, count: list }
    const { id, at, actor: by, activity: what, object, application_id: applicationId } = row
    const place = { at, id }
    return { id, at, place, actor: by, activity: what, ...categories(what), object, applicationId, details, changes }
  })
}

/** What is written is the activity; of which service and category it is says the table of activities. */
function ofKind({ service, category }: Pick<AuditQuery, 'service' | 'category'>): RawBuilder<boolean> {
  const is = (name: string): boolean => {
    const kind = categories(name)
    return (service ?? kind.service) === kind.service && (category ?? kind.category) === kind.category
  }
  const all = Object.keys(activities) as readonly Activity[]
  const its = sql<boolean>`activity = any(${all.filter(is)}::text[])`
  // What an earlier version called otherwise is in no table.
  return is('') ? sql<boolean>`(${its} or activity <> all(${all}::text[]))` : its
}

/** Pages of it until there are no more. */
export async function* auditPages(
  store: Store,
  query: Omit<AuditQuery, 'limit'>,
  size: number,
): AsyncGenerator<readonly AuditEntry[]> {
  let { after } = query
  for (;;) {
    const page = await readAudit(store, { ...query, after, limit: size })
    if (page.length > 0) yield page
    if (page.length < size) return
    after = page.at(-1)?.place
  }
}
