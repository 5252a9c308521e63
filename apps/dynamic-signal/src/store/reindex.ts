import { sql } from 'kysely'
import type { Tenant } from '../tenant/tenant.ts'
import { typeNamed } from '../tenant/tenant.ts'
import { attributesOf, columnsOf } from './columns.ts'
import type { Db } from './tables.ts'
import { claim, furtherKeys } from './unique-values.ts'

const rows = 500

/**
 * Makes anew what follows from the stored resources of a tenant: what is searched and compared, and what is unique.
 *
 * Needed when a version before this one wrote them (`search` is null), or when the tenant's schemas or rules of uniqueness
 * changed. Values that are taken twice already stay with the older resource.
 */
export async function reindex(db: Db, tenant: Tenant, which: 'all' | 'missing'): Promise<number> {
  let after = ''
  let count = 0
  for (;;) {
    let page = db
      .selectFrom('resource')
      .select(['id', 'type', 'resource', 'archived'])
      .where('tenant_id', '=', tenant.id)
      .where('id', '>', after)
    if (which === 'missing') page = page.where('search', 'is', null)
    const found = await page.orderBy('id').limit(rows).execute()
    for (const row of found) {
      const type = typeNamed(tenant, row.type)
      if (type === undefined) continue
      await refresh(db, tenant, row)
      count++
    }
    const last = found.at(-1)
    if (last === undefined || found.length < rows) return count
    after = last.id
  }
}

async function refresh(
  db: Db,
  tenant: Tenant,
  row: { readonly id: string; readonly type: string; readonly resource: string; readonly archived: string | null },
): Promise<void> {
  const type = typeNamed(tenant, row.type)
  if (type === undefined) return
  const attributes = attributesOf(row.resource)
  const columns = columnsOf(type, attributes, { groupNames: tenant.settings.uniqueGroupNames })
  const store = (name_key: string | null): Promise<unknown> =>
    sql`update resource set search = ${JSON.stringify(columns.search)}::jsonb, search_keys = ${columns.search_keys},
        display_key = ${columns.display_key}, name_key = ${name_key}
      where tenant_id = ${tenant.id} and id = ${row.id} and resource = ${row.resource}`.execute(db)
  try {
    await store(columns.name_key)
  } catch (error) {
    if ((error as { code?: string }).code !== '23505') throw error
    await store(null)
  }
  if (row.archived === null) await claim(db, { tenant, type, id: row.id }, furtherKeys(tenant, type, attributes))
}
