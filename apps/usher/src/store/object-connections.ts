/**
 * Links as an administrator sees and repairs them (CY-25): object connections, by Graph's name.
 *
 * Nothing here changes the directory or the application. Whatever is changed is looked at again by the next cycle.
 */
import type { Instant, Link } from '@usher/engine'
import type { Ref } from '@usher/scim'
import { sql, type RawBuilder } from 'kysely'
import { uuidIn } from './bulk.ts'
import { isUuid, Wrong, type Db, type Store } from './directory.ts'
import { lookAtGroups, lookAtMemberships } from './members.ts'
import { namedObject } from './named-object.ts'

/** Which object of the directory is which account. `pending`: its create was sent and never answered. */
export type ObjectConnection = {
  readonly objectTypeName: string
  readonly sourceAnchor: string
  readonly targetAnchor: string | null
  readonly displayName: string
  readonly state: Link['state'] | 'pending'
  readonly active: boolean
  readonly updatedAt: string
}
export type ConnectionQuery = {
  /** Part of a name, or one of the ids. */
  readonly search?: string | undefined
  readonly state?: ObjectConnection['state'] | undefined
  readonly type?: string | undefined
  /** The last one of the page before: type and source anchor. */
  readonly after?: { readonly type: string; readonly id: string } | undefined
  readonly limit: number
}

/** More are not counted. */
const mostCounted = 10_000

/** In order of type and source anchor; `total` counts those that match on all pages, null when they are more than 10,000. */
export async function listConnections(
  { db, tenant }: Store,
  job: string,
  query: ConnectionQuery,
): Promise<{ readonly connections: readonly ObjectConnection[]; readonly total: number | null }> {
  const { search, state, type, after, limit } = query
  const like = `%${(search ?? '').toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  const matching = sql`(${type ?? null}::text is null or c."objectTypeName" = ${type ?? null})
    and (${state ?? null}::text is null or c.state = ${state ?? null})
    and (${search ?? null}::text is null or lower(c."displayName") like ${like} or lower(c.names) like ${like}
      or c."sourceAnchor" = ${search ?? ''} or c."targetAnchor" = ${search ?? ''})`
  const page = sql<ObjectConnection>`
    select c."objectTypeName", c."sourceAnchor", c."targetAnchor", c."displayName", c.state, c.active, c."updatedAt"
    from (${connections(tenant, job)}) c
    where ${matching} and (c."objectTypeName", c."sourceAnchor") > (${after?.type ?? ''}, ${after?.id ?? ''})
    order by c."objectTypeName", c."sourceAnchor" limit ${limit}`
  const all = sql<{ total: number }>`select count(*)::int as total from (
    select from (${connections(tenant, job)}) c where ${matching} limit ${mostCounted + 1}) counted`
  const [found, counted] = await Promise.all([page.execute(db), all.execute(db)])
  const total = counted.rows[0]?.total ?? 0
  return { connections: found.rows, total: total > mostCounted ? null : total }
}

/** The connection of one object, or null. */
export async function readConnection({ db, tenant }: Store, job: string, ref: Ref): Promise<ObjectConnection | null> {
  const { rows } = await sql<ObjectConnection>`
    select c."objectTypeName", c."sourceAnchor", c."targetAnchor", c."displayName", c.state, c.active, c."updatedAt"
    from (${connections(tenant, job)}) c where c."objectTypeName" = ${ref.type} and c."sourceAnchor" = ${ref.id}`.execute(
    db,
  )
  return rows[0] ?? null
}

function connections(tenant: string, job: string): RawBuilder<unknown> {
  const id = uuidIn('l.object_id')
  return sql`
    select l.object_type as "objectTypeName", l.object_id as "sourceAnchor", l.target_id as "targetAnchor",
      coalesce(u.attributes ->> 'displayName', g.display_name, u.user_principal_name, l.object_id) as "displayName",
      coalesce(u.user_principal_name, '') || ' ' || coalesce(u.employee_id, '') as names,
      case when l.target_id is null then 'pending' else l.state end as state, l.active, l.updated_at as "updatedAt"
    from link l
    left join directory_user u on l.object_type = 'User' and u.tenant_id = l.tenant_id and u.id = ${id}
    left join directory_group g on l.object_type = 'Group' and g.tenant_id = l.tenant_id and g.id = ${id}
    where l.tenant_id = ${tenant} and l.job_id = ${job}`
}

/**
 * The object that somebody means: a group or a person by whatever names them, or the id of one that is gone.
 *
 * Throws `Wrong` (notFound, ambiguous) with a sentence.
 */
export async function whichObject(store: Store, job: string, who: string): Promise<Ref> {
  if (isUuid(who)) {
    const { rows } = await sql<Ref>`select object_type as type, object_id as id from link
      where tenant_id = ${store.tenant} and job_id = ${job} and object_id = ${who}`.execute(store.db)
    if (rows[0] !== undefined) return rows[0]
  }
  return (await namedObject(store, who)).ref
}

/** Forgets which account an object has; true when there was one. The next cycle matches again. */
export async function removeConnection({ db, tenant }: Store, job: string, ref: Ref): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql`delete from link
      where tenant_id = ${tenant} and job_id = ${job} and object_type = ${ref.type} and object_id = ${ref.id} returning 1`.execute(
      trx,
    )
    if (rows.length > 0) await lookAgain(trx, { tenant, job, ref })
    return rows.length > 0
  })
}

export type NewTarget = { readonly id: string; readonly active: boolean }

/**
 * Says which account an object has, whatever it had before; whoever refers to it, and its memberships, are looked at again too.
 *
 * Throws `Wrong` (conflict) when the account is that of another object.
 */
export async function relink(
  { db, tenant }: Store,
  job: string,
  { ref, target, now }: { readonly ref: Ref; readonly target: NewTarget; readonly now: Instant },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { rows } =
      await sql<ObjectConnection>`select c."displayName", c."sourceAnchor" from (${connections(tenant, job)}) c
      where c."objectTypeName" = ${ref.type} and c."targetAnchor" = ${target.id} and c."sourceAnchor" <> ${ref.id}`.execute(
        trx,
      )
    const [holder] = rows
    if (holder !== undefined) {
      throw new Wrong(
        'conflict',
        `The account ${target.id} is linked with ${holder.displayName} (${holder.sourceAnchor}). Remove that link first.`,
      )
    }
    await sql`
      insert into link (tenant_id, job_id, object_type, object_id, target_id, joined_by, state, active, sent)
      values (${tenant}, ${job}, ${ref.type}, ${ref.id}, ${target.id}, null, 'managed', ${target.active}, null)
      on conflict (tenant_id, job_id, object_type, object_id) do update set target_id = excluded.target_id, joined_by = null,
        state = 'managed', active = excluded.active, sent = null, forgotten = false, updated_at = now()`.execute(trx)
    await lookAgain(trx, { tenant, job, ref })
    await sql`
      insert into look (tenant_id, job_id, object_type, object_id, why, since, next)
      select distinct tenant_id, job_id, object_type, object_id, 'referenceChanged', now(), now() from reference_use
      where tenant_id = ${tenant} and job_id = ${job} and of_type = ${ref.type} and of_id = ${ref.id}
        and written is distinct from ${target.id}
      on conflict do nothing`.execute(trx)
    await lookAtMemberships(trx, { tenant, job, now }, [ref])
    if (ref.type === 'Group') await lookAtGroups(trx, { tenant, job, now }, [ref])
  })
}

/** Puts the object on the list of what is due, since nothing of it changed in the directory. */
async function lookAgain(
  trx: Db,
  { tenant, job, ref }: { readonly tenant: string; readonly job: string; readonly ref: Ref },
): Promise<void> {
  await sql`
    insert into look (tenant_id, job_id, object_type, object_id, why, since, next)
    values (${tenant}, ${job}, ${ref.type}, ${ref.id}, 'due', now(), now())
    on conflict (tenant_id, job_id, object_type, object_id, why) do update set next = now()`.execute(trx)
}
