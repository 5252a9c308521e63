import type { Db } from './tables.ts'
import type { By } from './resource.ts'

/** A change as the outbox keeps it (RFC 9967 has what can be made of it). */
export type Event = By & {
  readonly tenantId: string
  readonly id: string
  readonly type: string
  readonly version: number
  readonly method: string
  readonly externalId: string | null
  readonly paths: readonly string[]
}

/** Writes changes down, in the transaction that makes them. */
export async function say(trx: Db, events: readonly Event[]): Promise<void> {
  if (events.length === 0) return
  await trx
    .insertInto('event')
    .values(
      events.map(({ tenantId, id, type, version, method, externalId, paths, actor, txn }) => ({
        tenant_id: tenantId,
        resource_id: id,
        version,
        type,
        method,
        external_id: externalId,
        paths: [...paths],
        actor,
        txn,
      })),
    )
    .execute()
}

/** Where each attribute of a resource came from: by its path, who last changed it and when. */
export async function originsOf(
  db: Db,
  tenantId: string,
  id: string,
): Promise<ReadonlyMap<string, { readonly actor: string; readonly time: string }>> {
  const events = await db
    .selectFrom('event')
    .select(['paths', 'actor', 'time'])
    .where('tenant_id', '=', tenantId)
    .where('resource_id', '=', id)
    .orderBy('version')
    .execute()
  return new Map(events.flatMap(({ paths, actor, time }) => paths.map((path) => [path, { actor, time }] as const)))
}
