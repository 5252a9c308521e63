import { sql } from 'kysely'
import type { Attributes, ResourceType } from '@usher/scim'
import type { Tenant } from '../tenant/tenant.ts'
import { typeNamed } from '../tenant/tenant.ts'
import { again } from './again.ts'
import { attributesOf, columnsOf, printResource } from './columns.ts'
import type { Db } from './tables.ts'
import { claim, furtherKeys, release } from './unique-values.ts'

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
      .select(['id', 'type'])
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

/** In a transaction that holds the row, so that nobody changes it between reading and writing. */
async function refresh(db: Db, tenant: Tenant, { id, type: name }: { id: string; type: string }): Promise<void> {
  const type = typeNamed(tenant, name)
  if (type === undefined) return
  await again(() =>
    db.transaction().execute(async (trx) => {
      const row = await trx
        .selectFrom('resource')
        .select(['resource', 'name_key', 'archived'])
        .where('tenant_id', '=', tenant.id)
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst()
      if (row === undefined) return
      const attributes = known(type, attributesOf(row.resource))
      const columns = columnsOf(type, attributes, { groupNames: tenant.settings.uniqueGroupNames })
      const name_key = (await isFree(trx, tenant, id, columns)) ? columns.name_key : null
      await sql`update resource set resource = ${printResource(type, id, attributes)}, name_key = ${name_key},
          search = ${JSON.stringify(columns.search)}::jsonb, search_keys = ${columns.search_keys},
          display_key = ${columns.display_key}
        where tenant_id = ${tenant.id} and id = ${id}`.execute(trx)
      if (row.archived !== null) return
      await release(trx, tenant.id, id)
      await claim(trx, { tenant, type, id }, { before: [], after: furtherKeys(tenant, type, attributes) })
    }),
  )
}

/** What the schemas do not know any more is not kept (the advertised schema is the truth). */
function known(type: ResourceType, attributes: Attributes): Attributes {
  const urns = new Set(type.extensions.map(({ schema }) => schema.id))
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !name.startsWith('urn:') || urns.has(name)))
}

async function isFree(
  trx: Db,
  tenant: Tenant,
  id: string,
  { name_key, type }: { readonly name_key: string | null; readonly type: string },
): Promise<boolean> {
  if (name_key === null) return true
  const other = await trx
    .selectFrom('resource')
    .select('id')
    .where('tenant_id', '=', tenant.id)
    .where('type', '=', type)
    .where('name_key', '=', name_key)
    .where('archived', 'is', null)
    .where('id', '<>', id)
    .executeTakeFirst()
  return other === undefined
}
