/** Which directory the first segment of a sign-in address means. */
import { sql } from 'kysely'
import { isUuid, type Db } from './directory.ts'

/** Words for whichever directory it turns out to be. */
const any = new Set(['common', 'organizations'])

/**
 * By id, by default domain, by name; `common` and `organizations`: the one that knows the client, else the first. Null: there is none.
 */
export async function findTenant(db: Db, named: string, appId: string | null = null): Promise<string | null> {
  // Anything else is the name of no directory, and may hold what no store takes.
  if (!/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]{1,253}$/u.test(named)) return null
  const first = any.has(named.toLowerCase())
  const name = named.toLowerCase()
  const is = isUuid(named)
    ? sql`t.tenant_id = ${named}`
    : sql`${name} in (lower(t.default_domain), lower(t.display_name))`
  const knows = isUuid(appId ?? '')
    ? sql`exists (select from app_registration r where r.tenant_id = t.tenant_id and r.app_id = ${appId})`
    : sql`t.tenant_id is null`
  const { rows } = await sql<{ tenant: string }>`
    select t.tenant_id as tenant from tenant t where t.removed_at is null and ${first ? sql`true` : is}
    order by (${knows}) desc, lower(t.default_domain) = ${name} desc, t.created_at, t.tenant_id limit 1`.execute(db)
  return rows[0]?.tenant ?? null
}
