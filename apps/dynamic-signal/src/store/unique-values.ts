import { type Attributes, type AttributeDefinition, type Json, type ResourceType, fold } from '@usher/scim'
import { createHash } from 'node:crypto'
import type { Tenant } from '../tenant/tenant.ts'
import type { Db } from './tables.ts'

/**
 * The keys of a user that must be unique beside its name: `externalId`, when the tenant wants it, and attributes of
 * the tenant's own schemas with `uniqueness: server` (RFC 7643 §2.2).
 */
export function furtherKeys(tenant: Tenant, type: ResourceType, attributes: Attributes): readonly string[] {
  if (type.name !== 'User') return []
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

/** What becomes of the keys of a resource: those it had, and those it has now. */
export type Keys = { readonly before: readonly string[]; readonly after: readonly string[] }

/**
 * Takes the keys that are new for a resource, and lets go of those it has no more. `false` when a new one belongs to
 * another resource. A key that it had before is no reason to refuse, whoever else has it since before they had to be
 * unique.
 */
export async function claim(
  db: Db,
  of: { readonly tenant: Tenant; readonly type: ResourceType; readonly id: string },
  { before, after }: Keys,
): Promise<boolean> {
  const about = { tenant_id: of.tenant.id, type: of.type.name, resource_id: of.id }
  const gone = before.filter((key) => !after.includes(key))
  // Always in the same order, so that two who exchange keys do not wait for each other.
  const come = [...new Set(after)]
    .filter((key) => !before.includes(key))
    .toSorted((one, other) => (one < other ? -1 : 1))
  const all = [...gone, ...come]
  if (all.length === 0) return true
  await db
    .selectFrom('unique_value')
    .select('key')
    .where('tenant_id', '=', about.tenant_id)
    .where('type', '=', about.type)
    .where('key', 'in', all)
    .orderBy('key')
    .forUpdate()
    .execute()
  if (gone.length > 0)
    await db
      .deleteFrom('unique_value')
      .where('tenant_id', '=', about.tenant_id)
      .where('resource_id', '=', about.resource_id)
      .where('key', 'in', gone)
      .execute()
  if (come.length === 0) return true
  const taken = await db
    .insertInto('unique_value')
    .values(come.map((key) => ({ ...about, key })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('key')
    .execute()
  return taken.length === come.length
}

/** Frees the keys of a resource that is put away. */
export async function release(db: Db, tenantId: string, id: string): Promise<void> {
  await db.deleteFrom('unique_value').where('tenant_id', '=', tenantId).where('resource_id', '=', id).execute()
}
