/** What a person decides: removals, adoptions and unusual changes that are held, accounts that vanished. */
import { addDays, rejectionDays, type Instant } from '@usher/engine'
import { sql } from 'kysely'
import { texts, uuidIn } from './bulk.ts'
import type { Db, Store } from './directory.ts'

export type HeldLook = 'removalHeld' | 'adoptionHeld' | 'changeHeld'

/** A removal of the same window that was carried out before the others were held. */
export type DoneRemoval = {
  readonly id: string
  readonly displayName: string
  readonly action: string
  readonly at: string
}

/** An account that was switched off and is deleted when its days are over. */
export type ComingDeletion = {
  readonly id: string
  readonly displayName: string
  readonly targetId: string
  readonly leftAt: string
  readonly deletedAt: string
}

/** The accounts that are deleted after some days, the next ones first. */
export async function comingDeletions(
  store: Store,
  job: { readonly id: string; readonly settings: { readonly deleteAfterDays?: number | null } },
): Promise<readonly ComingDeletion[]> {
  const days = job.settings.deleteAfterDays ?? null
  if (days === null) return []
  const { rows } = await sql<ComingDeletion>`
    select l.object_id as id, coalesce(u.attributes ->> 'displayName', u.user_principal_name, l.object_id) as "displayName",
      l.target_id as "targetId", l.left_at as "leftAt", l.left_at + ${days} * interval '1 day' as "deletedAt"
    from link l left join directory_user u on u.tenant_id = l.tenant_id and u.id = ${uuidIn('l.object_id')}
    where l.tenant_id = ${store.tenant} and l.job_id = ${job.id} and l.state = 'managed' and not l.active and l.left_at is not null
    order by l.left_at limit 1000`.execute(store.db)
  return rows
}

/** Removals that were written by themselves in the window before what is held now was held: a burst begins with some. */
export async function doneBefore(
  store: Store,
  job: { readonly id: string; readonly settings: { readonly interval: number } },
): Promise<readonly DoneRemoval[]> {
  const window = Math.max(40, job.settings.interval)
  const { rows } = await sql<DoneRemoval>`
    with first as (select min(since) as since from look where tenant_id = ${store.tenant} and job_id = ${job.id}
      and why = 'removalHeld' and decision is null)
    select p.object_id as id, p.display_name as "displayName", p.action, p.at from provisioning_log p, first
    where p.tenant_id = ${store.tenant} and p.job_id = ${job.id} and p.action in ('disable', 'delete') and p.result = 'success'
      and p.at >= first.since - ${window} * interval '1 minute' and p.at <= first.since and p.facts -> 'allowed' is null
    order by p.at limit 1000`.execute(store.db)
  return rows
}

/** What is held and nobody decided about is allowed. */
export async function freeHeld(trx: Db, tenant: string, job: string, why: HeldLook): Promise<void> {
  await sql`update look set decision = 'allowed' where tenant_id = ${tenant} and job_id = ${job} and why = ${why}
    and decision is null`.execute(trx)
}

/**
 * Decides about what is held: those named, or all that nobody decided about yet.
 *
 * Returns how many, and how many are rejected and stay so.
 */
export async function decideHeld(
  store: Store,
  job: string,
  why: HeldLook,
  {
    decision,
    ids,
    now,
  }: {
    readonly decision: 'allowed' | 'rejected'
    readonly ids: readonly string[] | 'all'
    readonly now: Instant
  },
): Promise<{ readonly decided: number; readonly rejected: number }> {
  const { numUpdatedRows } = await store.db
    .updateTable('look')
    .set({
      decision,
      next: decision === 'rejected' && why !== 'adoptionHeld' ? addDays(now, rejectionDays) : undefined,
    })
    .where('tenant_id', '=', store.tenant)
    .where('job_id', '=', job)
    .where('why', '=', why)
    .where((q) => (ids === 'all' ? q('decision', 'is', null) : q('object_id', 'in', ids)))
    .executeTakeFirst()
  const { rejected } = await store.db
    .selectFrom('look')
    .select((q) => q.fn.countAll<string>().as('rejected'))
    .where('tenant_id', '=', store.tenant)
    .where('job_id', '=', job)
    .where('why', '=', why)
    .where('decision', '=', 'rejected')
    .executeTakeFirstOrThrow()
  return { decided: Number(numUpdatedRows), rejected: Number(rejected) }
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

/** What a person put back as it was, and what is left as it is since. */
export type Undone = {
  readonly id: string
  readonly type: string
  readonly displayName: string
  readonly since: string
  /** Why nobody knows whether it was put back; null: it was. */
  readonly problem: string | null
}

export async function undoneOf(store: Store, job: string): Promise<readonly Undone[]> {
  const { rows } = await sql<Undone>`
    select l.object_id as id, l.object_type as type, l.since, l.error ->> 'message' as problem,
      coalesce(u.attributes ->> 'displayName', u.user_principal_name, g.display_name, l.object_id) as "displayName"
    from look l left join directory_group g on g.tenant_id = l.tenant_id and g.id = ${uuidIn('l.object_id')} left join directory_user u on u.tenant_id = l.tenant_id and u.id = ${uuidIn('l.object_id')}
    where l.tenant_id = ${store.tenant} and l.job_id = ${job} and l.why = 'undone' order by l.since, 4 limit 10000`.execute(
    store.db,
  )
  return rows
}

/** Lets them go on: the next cycle looks at them again. Returns how many. */
export async function liftUndone(
  store: Store,
  job: string,
  ids: readonly string[] | 'all',
  now: string,
): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    with lifted as (delete from look where tenant_id = ${store.tenant} and job_id = ${job} and why = 'undone'
      ${ids === 'all' ? sql`` : sql`and object_id in ${texts(ids)}`} returning object_type, object_id)
    insert into look (tenant_id, job_id, object_type, object_id, why, since, next)
    select ${store.tenant}::uuid, ${job}, object_type, object_id, 'due', ${now}::timestamptz, ${now}::timestamptz from lifted
    on conflict (tenant_id, job_id, object_type, object_id, why) do update set next = excluded.next`.execute(store.db)
  return Number(numAffectedRows)
}
