/** Which directory the first segment of a sign-in address means. */
import { sql } from 'kysely'
import { isUuid, type Db } from './directory.ts'

/** Words for whichever directory it turns out to be. */
const any = new Set(['common', 'organizations'])

/**
 * By id, by default domain; `common` and `organizations`: the one that knows the client, else the first. Null: there is none.
 */
export async function findTenant(db: Db, named: string, appId: string | null = null): Promise<string | null> {
  // Anything else is the name of no directory, and may hold what no store takes.
  if (!/^[a-z0-9.-]{1,253}$/i.test(named)) return null
  const first = any.has(named.toLowerCase())
  const is = isUuid(named) ? sql`t.tenant_id = ${named}` : sql`lower(t.default_domain) = ${named.toLowerCase()}`
  const knows = isUuid(appId ?? '')
    ? sql`exists (select from app_registration r where r.tenant_id = t.tenant_id and r.app_id = ${appId})`
    : sql`t.tenant_id is null`
  const { rows } = await sql<{ tenant: string }>`
    select t.tenant_id as tenant from tenant t where ${first ? sql`true` : is}
    order by (${knows}) desc, t.created_at limit 1`.execute(db)
  return rows[0]?.tenant ?? null
}
