/** The audit log: every administrative act, by whom, on what, with what was before and after. Secrets are never part of it. */
import { wordsOf, type Instant } from '@usher/engine'
import type { Json } from '@usher/scim'
import { sql } from 'kysely'
import { storable } from './bulk.ts'
import type { Activity } from './activities.ts'
import type { Store } from './directory.ts'
import { vector } from './log.ts'

export type Changed = { readonly property: string; readonly before: Json; readonly after: Json }
export type Act = {
  readonly actor: string
  readonly activity: Activity
  /** What it is about, by the name that people know it by. */
  readonly object: string
  /** The application, where it is about one. */
  readonly application?: string
  readonly details?: Readonly<Record<string, Json>> & { readonly changes?: never }
  readonly changes?: readonly Changed[]
}
/** Writes an act down; within a transaction when `store.db` is one. */
export async function audit(store: Store, act: Act): Promise<void> {
  const { actor, activity, object, application = null, details = {}, changes = [] } = act
  const kept = storable({ ...details, ...(changes.length > 0 && { changes }) })
  const words = wordsOf([actor, activity, object, kept].join(' ')).slice(0, 500)
  const facets = [`=actor:${actor.toLowerCase()}`, `=activity:${activity.toLowerCase()}`]
  await sql`
    insert into audit_log (tenant_id, actor, activity, object, application_id, details, terms)
    values (${store.tenant}::uuid, ${actor}, ${activity}, ${object}, ${application}::uuid, ${kept}::text::jsonb,
      ${vector([...new Set([...facets, ...words])])}::text::tsvector)`.execute(store.db)
}

/** Forgets acts of before. */
export async function forgetActs({ db, tenant }: Store, before: Instant): Promise<void> {
  await db.deleteFrom('audit_log').where('tenant_id', '=', tenant).where('at', '<', before).execute()
}
