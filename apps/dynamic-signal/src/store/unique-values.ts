import { type Attributes, type AttributeDefinition, type Json, type ResourceType, fold } from '@usher/scim'
import { createHash } from 'node:crypto'
import type { Tenant } from '../tenant/tenant.ts'
import type { Db } from './tables.ts'

/**
 * The keys of a resource that must be unique beside its name: `externalId`, when the tenant wants it, and attributes of
 * the tenant's own schemas with `uniqueness: server` (RFC 7643 §2.2).
 */
export function furtherKeys(tenant: Tenant, type: ResourceType, attributes: Attributes): readonly string[] {
  const keys: string[] = []
  const externalId = attributes['externalId']
  if (tenant.settings.uniqueExternalId && typeof externalId === 'string') keys.push(`externalId:${externalId}`)
  for (const { schema } of type.extensions) {
    const container = attributes[schema.id] as Attributes | undefined
    if (container === undefined) continue
    for (const definition of schema.attributes)
      if (definition.uniqueness !== 'none')
        keys.push(...keysOf(`${schema.id}:`, definition, container[definition.name]))
  }
  return keys.map((key) => (key.length > 500 ? createHash('sha256').update(key).digest('base64url') : key))
}

function keysOf(prefix: string, { name, caseExact }: AttributeDefinition, value: Json | undefined): readonly string[] {
  if (value === undefined || value === null) return []
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return [`${prefix}${name}:${caseExact ? text : fold(text)}`]
}

/** Takes the keys for a resource, and lets go of those it had. `false` when one of them belongs to another resource. */
export async function claim(
  db: Db,
  of: { readonly tenant: Tenant; readonly type: ResourceType; readonly id: string },
  keys: readonly string[],
): Promise<boolean> {
  const about = { tenant_id: of.tenant.id, type: of.type.name, resource_id: of.id }
  await release(db, of.tenant.id, of.id)
  if (keys.length === 0) return true
  const rows = [...new Set(keys)].map((key) => ({ ...about, key }))
  const taken = await db
    .insertInto('unique_value')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .returning('key')
    .execute()
  return taken.length === rows.length
}

/** Frees the keys of a resource that is put away. */
export async function release(db: Db, tenantId: string, id: string): Promise<void> {
  await db.deleteFrom('unique_value').where('tenant_id', '=', tenantId).where('resource_id', '=', id).execute()
}
