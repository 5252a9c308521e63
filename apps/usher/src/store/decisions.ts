/** What waits for a person's decision: removals that are held, accounts that vanished. */
import { sql } from 'kysely'
import type { Store } from './directory.ts'

export type HeldRemoval = {
  readonly id: string
  readonly displayName: string
  readonly since: string
  readonly decision: string | null
}

export async function heldRemovals(store: Store, job: string): Promise<readonly HeldRemoval[]> {
  const { rows } = await sql<HeldRemoval>`
    select l.object_id as id, coalesce(u.attributes ->> 'displayName', u.user_principal_name, l.object_id) as "displayName",
      l.since, l.decision
    from look l left join directory_user u on u.tenant_id = l.tenant_id and u.id::text = l.object_id
    where l.tenant_id = ${store.tenant} and l.job_id = ${job} and l.why = 'removalHeld' order by l.since, 2`.execute(
    store.db,
  )
  return rows
}

/** Decides about held removals: those named, or all that wait. Returns how many. */
export async function decideHeld(
  store: Store,
  job: string,
  decision: 'allowed' | 'rejected',
  ids: readonly string[] | 'all',
): Promise<number> {
  const { numUpdatedRows } = await store.db
    .updateTable('look')
    .set({ decision })
    .where('tenant_id', '=', store.tenant)
    .where('job_id', '=', job)
    .where('why', '=', 'removalHeld')
    .$if(ids !== 'all', (q) => q.where('object_id', 'in', ids as string[]))
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** Asks for a vanished account to be made again with the next cycle; false when none of this person vanished. */
export async function allowRecreate(store: Store, job: string, id: string): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable('look')
    .set({ decision: 'allowed' })
    .where('tenant_id', '=', store.tenant)
    .where('job_id', '=', job)
    .where('why', '=', 'failed')
    .where('object_id', '=', id)
    .where(sql`error ->> 'code'`, '=', 'InvalidAnchor')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
