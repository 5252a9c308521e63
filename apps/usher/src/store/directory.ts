/** What every part of the directory needs: the tenant's handle on the store, and the change feed's stamp. */
import { sql, type Kysely, type RawBuilder, type Transaction } from 'kysely'
import type { Tables } from './tables.ts'

export type Db = Kysely<Tables>
/** One tenant's store. `changed` is called after a commit that touched people. */
export type Store = { readonly db: Db; readonly tenant: string; readonly changed: () => void }

/** A wish that cannot be granted as it was said; the message says what to change. */
export class Wrong extends Error {
  readonly code: 'notFound' | 'invalid' | 'conflict' | 'ambiguous'

  constructor(code: Wrong['code'], sentence: string) {
    super(sentence)
    this.name = 'Wrong'
    this.code = code
  }
}

/** Runs a change of the directory in one transaction, then wakes whoever listens. */
export async function change<R>(store: Store, work: (trx: Transaction<Tables>) => Promise<R>): Promise<R> {
  const result = await store.db.transaction().execute(work)
  store.changed()
  return result
}

/** As `change`; whoever listens is woken only when something was changed. */
export async function changeSome<R>(
  store: Store,
  work: (trx: Transaction<Tables>) => Promise<R>,
  isChanged: (result: R) => boolean,
): Promise<R> {
  const result = await store.db.transaction().execute(work)
  if (isChanged(result)) store.changed()
  return result
}

export type ChangeType = 'User' | 'Group' | 'UserLife' | 'Application' | 'ServicePrincipal'

/**
 * Stamps objects as changed by this transaction; `UserLife`: people, and service principals, that were deleted or restored.
 *
 * `ids` is a list in parentheses (`uuids`, or a sub-select of `id`) without doubles. Sorted, so that two transactions
 * that touch the same objects cannot block each other in a circle.
 */
export async function touch(
  trx: Db,
  tenant: string,
  ids: RawBuilder<unknown>,
  type: ChangeType = 'User',
): Promise<void> {
  await sql`
    insert into directory_change (tenant_id, object_type, object_id, xid)
    select ${tenant}::uuid, ${type}, ids.id, pg_current_xact_id() from ${ids} as ids(id) order by ids.id
    on conflict (tenant_id, object_type, object_id) do update set xid = excluded.xid, at = now()`.execute(trx)
}

export const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)

/** The message of a broken unique index, or null. */
export function brokenIndex(error: unknown): string | null {
  const { code, constraint } = error as { code?: string; constraint?: string }
  return code === '23505' ? (constraint ?? '') : null
}
