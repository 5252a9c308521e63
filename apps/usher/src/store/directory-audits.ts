/** The audit log as the Graph's filters see it: one row for each act, with who it was and what it was about. */
import { sql, type RawBuilder } from 'kysely'
import type { Json } from '@usher/scim'
import type { Fields } from '../graph/filter/to-sql.ts'
import { activities, categories } from './activities.ts'
import type { Store } from './directory.ts'

export type DirectoryAuditRow = {
  readonly id: number
  readonly at: string
  readonly activity: string
  readonly actor: string
  readonly userId: string | null
  readonly userName: string | null
  readonly appId: string | null
  readonly object: string
  readonly targetId: string | null
  readonly details: Readonly<Record<string, Json>>
}
/** Newest first, unless `ascending`. `after`: behind that one. */
type AuditPage = {
  readonly where: RawBuilder<boolean>
  readonly after: { readonly at: string; readonly id: number } | null
  readonly ascending: boolean
  readonly limit: number
}

const kinds = JSON.stringify(Object.fromEntries(Object.keys(activities).map((name) => [name, categories(name)])))
const kind = (what: 'category' | 'service'): RawBuilder<unknown> =>
  sql`coalesce(${kinds}::text::jsonb -> l.activity ->> ${sql.lit(what)}, ${categories('')[what]})`

/** `app:…` is a client, anybody else a person: by their name, or the account of the machine that ran the command line. */
const isApp = sql`l.actor like 'app:%'`
const ofUser = (value: RawBuilder<unknown>): RawBuilder<unknown> => sql`case when not ${isApp} then ${value} end`

export const directoryAuditFields: Fields = {
  id: { sql: sql`l.id::text`, type: 'text', exact: true },
  activityDateTime: { sql: sql`l.at`, type: 'instant' },
  activityDisplayName: { sql: sql`l.activity`, type: 'text', exact: true },
  category: { sql: kind('category'), type: 'text', exact: true },
  loggedByService: { sql: kind('service'), type: 'text', exact: true },
  result: { sql: sql`'success'`, type: 'text' },
  correlationId: { sql: sql`'00000000-0000-4000-8000-' || lpad(to_hex(l.id), 12, '0')`, type: 'guid' },
  'initiatedBy/user/id': { sql: ofUser(sql`u.id`), type: 'guid' },
  'initiatedBy/user/displayName': { sql: ofUser(sql`coalesce(u.attributes ->> 'displayName', l.actor)`), type: 'text' },
  'initiatedBy/user/userPrincipalName': { sql: ofUser(sql`coalesce(u.user_principal_name, l.actor)`), type: 'text' },
  'initiatedBy/app/displayName': { sql: sql`case when ${isApp} then substr(l.actor, 5) end`, type: 'text' },
  'initiatedBy/app/appId': { sql: sql`a.app_id`, type: 'guid' },
  targetResources: {
    sql: sql`jsonb_build_array(jsonb_build_object('id', coalesce(l.details ->> 'id', l.application_id::text), 'displayName', l.object))`,
    type: 'text',
    each: { id: 'guid', displayName: 'text' },
  },
}

export async function directoryAudits({ db, tenant }: Store, page: AuditPage): Promise<readonly DirectoryAuditRow[]> {
  const { where, after, ascending, limit } = page
  const beyond = ascending ? sql`>` : sql`<`
  const direction = ascending ? sql`asc` : sql`desc`
  const from = after === null ? sql`true` : sql`(l.at, l.id) ${beyond} (${after.at}::timestamptz, ${after.id}::bigint)`
  const { rows } = await sql<DirectoryAuditRow>`
    select l.id::float8 as id, l.at, l.activity, l.actor, u.id as "userId", u.attributes ->> 'displayName' as "userName",
      a.app_id as "appId", l.object, coalesce(l.details ->> 'id', l.application_id::text) as "targetId", l.details
    from audit_log l
    left join directory_user u on u.tenant_id = l.tenant_id and lower(u.user_principal_name) = lower(l.actor) and u.deleted_at is null
    left join lateral (select app_id from application c where ${isApp} and c.tenant_id = l.tenant_id
      and lower(c.display_name) = lower(substr(l.actor, 5)) and c.deleted_at is null limit 1) a on true
    where l.tenant_id = ${tenant} and ${from} and ${where}
    order by l.at ${direction}, l.id ${direction} limit ${limit}`.execute(db)
  return rows
}
