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

/** Who changed something last, and when. */
export type Origin = { readonly actor: string; readonly time: string }

/** Where each attribute of a resource came from, by its path. What has not changed since came with the creation. */
export async function originsOf(db: Db, tenantId: string, id: string): Promise<(path: string) => Origin | undefined> {
  const events = await db
    .selectFrom('event')
    .select(['method', 'paths', 'actor', 'time'])
    .where('tenant_id', '=', tenantId)
    .where('resource_id', '=', id)
    .orderBy('version')
    .execute()
  const created = events.find(({ method }) => method === 'create')
  const changed = new Map(events.flatMap((event) => event.paths.map((path) => [path, event] as const)))
  return (path) => changed.get(path) ?? created
}
