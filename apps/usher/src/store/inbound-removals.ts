/**
 * People whom an inbound job would disable. They are gathered first and counted together, so that a file that is cut off, or a client that
 * errs, does not disable a company; what is held waits for a person, as removals of an application do (engine.md section 7).
 */
import { add, guard, gathering, type GuardLimits, type Instant } from '@usher/engine'
import { sql } from 'kysely'
import { lastOf } from './administrators.ts'
import { texts, uuids } from './bulk.ts'
import { touch, type Db } from './directory.ts'
import { countKinds } from './guard-counts.ts'

type Of = { readonly tenant: string; readonly job: string }

/** Whoever waits for a decision already, or was decided about, stays so. */
export async function gatherRemovals(
  trx: Db,
  { tenant, job, at }: Of & { readonly at: string },
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return
  await sql`
    insert into look (tenant_id, job_id, object_type, object_id, why, since, next)
    select ${tenant}::uuid, ${job}, 'User', r.id, 'gathered', ${at}::timestamptz, ${at}::timestamptz from ${texts(ids)} as r(id)
    where not exists (select from look l where l.tenant_id = ${tenant} and l.job_id = ${job} and l.object_type = 'User'
      and l.object_id = r.id and l.why = 'removalHeld' and (l.decision is distinct from 'rejected' or l.next > ${at}::timestamptz))
    on conflict do nothing`.execute(trx)
}

/** They are said to be active: nobody removes them any more. */
export async function forgetRemovals(trx: Db, { tenant, job }: Of, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`delete from look where tenant_id = ${tenant} and job_id = ${job} and object_type = 'User'
    and object_id in ${texts(ids)} and why in ('gathered', 'removalHeld')`.execute(trx)
}

export type Removed = { readonly id: string; readonly key: string; readonly name: string }
export type Settling = {
  readonly limits: GuardLimits | null
  /** Minutes over which removals count together. */
  readonly window: number
  /** A burst is gathered for a minute before any of it is carried out. */
  readonly gathers: boolean
  readonly at: Instant
}
/** `counted` and `limit`: by which they are held. */
export type Settled = {
  readonly disabled: readonly Removed[]
  readonly held: readonly Removed[]
  readonly counted: number
  readonly limit: number
}

/** Carries out what is gathered and what was allowed, or holds what is too much; in the transaction. */
export async function settleRemovals(trx: Db, of: Of, { limits, window, gathers, at }: Settling): Promise<Settled> {
  const { tenant, job } = of
  const counts = await countRemovals(trx, of, { since: add(at, -window * 60_000), minute: add(at, -60_000) })
  const allowed = await disable(trx, of, 'removalHeld')
  if (counts.planned === 0) return { disabled: allowed, held: [], counted: 0, limit: 0 }
  const wait = gathers ? gathering(counts, at) : null
  if (wait !== null) {
    await sql`update look set next = ${wait.until}::timestamptz where tenant_id = ${tenant} and job_id = ${job} and why = 'gathered'`.execute(
      trx,
    )
    return { disabled: allowed, held: [], counted: counts.planned, limit: 0 }
  }
  const { hold, limit, count } = guard(limits, counts)
  if (hold) return { disabled: allowed, held: await holdGathered(trx, of), counted: count, limit }
  const disabled = await disable(trx, of, 'gathered')
  await countKinds({ trx, tenant, job, now: at }, new Map([['removal', disabled.length]]))
  return { disabled: [...allowed, ...disabled], held: [], counted: count, limit }
}

type Counts = {
  readonly planned: number
  readonly began: Instant | null
  readonly recent: number
  readonly done: number
  readonly held: number
  readonly managed: number
}

async function countRemovals(
  trx: Db,
  { tenant, job }: Of,
  { since, minute }: { readonly since: Instant; readonly minute: Instant },
): Promise<Counts> {
  const none = { planned: 0, began: null, recent: 0, done: 0, held: 0, managed: 0 }
  const { rows: found } = await sql<Pick<Counts, 'planned' | 'began' | 'held'>>`
    select count(*) filter (where why = 'gathered')::int as planned, min(since) filter (where why = 'gathered') as began,
      count(*) filter (where why = 'removalHeld' and decision is null)::int as held
    from look where tenant_id = ${tenant} and job_id = ${job}`.execute(trx)
  const [looks] = found
  if (looks === undefined || looks.planned === 0) return none
  const { rows: rest } = await sql<Pick<Counts, 'recent' | 'done' | 'managed'>>`
    select coalesce(sum(count) filter (where at >= ${minute}::timestamptz), 0)::int as recent, coalesce(sum(count), 0)::int as done,
      (select count(*)::int from directory_user where tenant_id = ${tenant} and deleted_at is null and account_enabled and employee_id is not null) as managed
    from guard_count where tenant_id = ${tenant} and job_id = ${job} and kind = 'removal' and at >= date_trunc('second', ${since}::timestamptz)`.execute(
    trx,
  )
  const began = looks.began === null ? null : (new Date(looks.began).toISOString() as Instant)
  return { ...none, ...looks, ...rest[0], began }
}

const person = sql`u.id, u.employee_id as key, coalesce(u.attributes ->> 'displayName', u.user_principal_name) as name`

async function holdGathered(trx: Db, { tenant, job }: Of): Promise<readonly Removed[]> {
  // A rejection that is over is asked anew.
  await sql`delete from look r using look g where r.tenant_id = ${tenant} and r.job_id = ${job} and r.why = 'removalHeld'
    and g.tenant_id = r.tenant_id and g.job_id = r.job_id and g.object_type = r.object_type and g.object_id = r.object_id and g.why = 'gathered'`.execute(
    trx,
  )
  const { rows: held } = await sql<Removed>`
    with held as (update look set why = 'removalHeld', what = '["removal"]' where tenant_id = ${tenant} and job_id = ${job}
      and why = 'gathered' returning object_id)
    select ${person} from held join directory_user u on u.tenant_id = ${tenant} and u.id = held.object_id::uuid`.execute(
    trx,
  )
  return held
}

async function disable(trx: Db, { tenant, job }: Of, why: 'gathered' | 'removalHeld'): Promise<readonly Removed[]> {
  const going = sql`tenant_id = ${tenant} and job_id = ${job} and object_type = 'User' and why = ${why}
    and (${why} = 'gathered' or decision = 'allowed')`
  const last = await lastOf(trx, tenant, sql`select object_id::uuid as id from look where ${going}`)
  if (last !== null) await keepBack(trx, { tenant, job }, { id: last, why })
  const { rows: gone } = await sql<Removed>`
    with due as (delete from look where ${going} returning object_id)
    update directory_user u set account_enabled = false from due
    where u.tenant_id = ${tenant} and u.id = due.object_id::uuid and u.deleted_at is null and u.account_enabled
    returning ${person}`.execute(trx)
  if (gone.length > 0) await touch(trx, tenant, uuids(gone.map(({ id }) => id)))
  return gone
}

/** The last administrator stays, and waits for a person who gives the role to somebody else. */
async function keepBack(
  trx: Db,
  { tenant, job }: Of,
  { id, why }: { readonly id: string; readonly why: 'gathered' | 'removalHeld' },
): Promise<void> {
  const its = sql`tenant_id = ${tenant} and job_id = ${job} and object_type = 'User' and object_id = ${id}`
  if (why === 'gathered') await sql`delete from look where ${its} and why = 'removalHeld'`.execute(trx)
  await sql`update look set why = 'removalHeld', what = '["removal"]', decision = null where ${its} and why = ${why}`.execute(
    trx,
  )
}
