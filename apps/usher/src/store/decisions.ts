/** What waits for a person's decision: removals that are held, accounts that vanished. */
import { sql } from 'kysely'
import { texts, uuidIn } from './bulk.ts'
import type { Store } from './directory.ts'

export type HeldRemoval = {
  readonly id: string
  readonly displayName: string
  readonly since: string
  readonly decision: string | null
  readonly type: string
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

export async function heldRemovals(store: Store, job: string): Promise<readonly HeldRemoval[]> {
  const { rows } = await sql<HeldRemoval>`
    select l.object_id as id, l.object_type as type, l.since, l.decision,
      coalesce(u.attributes ->> 'displayName', u.user_principal_name, g.display_name, l.object_id) as "displayName"
    from look l left join directory_group g on g.tenant_id = l.tenant_id and g.id = ${uuidIn('l.object_id')} left join directory_user u on u.tenant_id = l.tenant_id and u.id = ${uuidIn('l.object_id')}
    where l.tenant_id = ${store.tenant} and l.job_id = ${job} and l.why = 'removalHeld' order by l.since, 5`.execute(
    store.db,
  )
  return rows
}

/** An existing account that somebody would take over. `owner`: who the account says it is of. */
export type HeldAdoption = {
  readonly id: string
  readonly displayName: string
  readonly since: string
  readonly decision: string | null
  readonly targetId: string
  readonly owner: string | null
  readonly by: string | null
}

export async function heldAdoptions(store: Store, job: string): Promise<readonly HeldAdoption[]> {
  const { rows } = await sql<HeldAdoption>`
    select l.object_id as id, l.since, l.decision, p.target_id as "targetId", p.facts #>> '{reason,details,owner}' as owner,
      p.facts #>> '{reason,details,by}' as by,
      coalesce(u.attributes ->> 'displayName', u.user_principal_name, g.display_name, l.object_id) as "displayName"
    from look l left join directory_group g on g.tenant_id = l.tenant_id and g.id::text = l.object_id
    left join directory_user u on u.tenant_id = l.tenant_id and u.id::text = l.object_id
    left join lateral (select target_id, facts from provisioning_log p where p.tenant_id = l.tenant_id and p.object_id = l.object_id
      and p.job_id = l.job_id and p.result = 'held' order by p.id desc limit 1) p on true
    where l.tenant_id = ${store.tenant} and l.job_id = ${job} and l.why = 'adoptionHeld' order by l.since, 7`.execute(
    store.db,
  )
  return rows
}

/**
 * Decides about what is held: those named, or all that nobody decided about yet.
 *
 * Returns how many, and how many are rejected and stay so.
 */
export async function decideHeld(
  store: Store,
  job: string,
  why: 'removalHeld' | 'adoptionHeld',
  { decision, ids }: { readonly decision: 'allowed' | 'rejected'; readonly ids: readonly string[] | 'all' },
): Promise<{ readonly decided: number; readonly rejected: number }> {
  const { numUpdatedRows } = await store.db
    .updateTable('look')
    .set({ decision })
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
}

export async function undoneOf(store: Store, job: string): Promise<readonly Undone[]> {
  const { rows } = await sql<Undone>`
    select l.object_id as id, l.object_type as type, l.since,
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
