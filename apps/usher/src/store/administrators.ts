/** Somebody is left who may do everything: what would end the last Global Administrator who can sign in is refused. */
import { sql, type RawBuilder } from 'kysely'
import { globalAdministrator } from '../graph/access/roles.ts'
import { uuids } from './bulk.ts'
import { Wrong, type Db, type Store } from './directory.ts'

/** Of people who are there and enabled, guests at home as well; by the role itself, or by a group that has it. */
const administrators = (tenant: string): RawBuilder<unknown> => sql`
  select u.id, u.created_at from role_assignment r
  join directory_user u on u.tenant_id = r.tenant_id and u.deleted_at is null and u.account_enabled
    and (u.id = r.principal_id or exists (select from group_member m where m.tenant_id = r.tenant_id
      and m.group_id = r.principal_id and m.member_id = u.id))
  left join guest g on g.tenant_id = u.tenant_id and g.user_id = u.id
  left join directory_user h on h.tenant_id = g.home_tenant_id and h.id = g.home_user_id and h.deleted_at is null and h.account_enabled
  where r.tenant_id = ${tenant} and r.role_id = ${globalAdministrator} and (g.user_id is null or h.id is not null)`

/** Whether somebody can sign in who may do everything. */
export async function hasAdministrator({ db, tenant }: Pick<Store, 'db' | 'tenant'>): Promise<boolean> {
  return (await sql`${administrators(tenant)} limit 1`.execute(db)).rows.length > 0
}

/**
 * Does what may end an administrator; it is undone when it was the last one. `ids`: people, and groups whose members are concerned.
 *
 * Throws `Wrong` then. Where there was none before, everything goes.
 */
export async function keepAdministrator<R>(
  trx: Db,
  tenant: string,
  ids: readonly string[],
  work: () => Promise<R>,
): Promise<R> {
  const { rows } =
    await sql`select from role_assignment r where r.tenant_id = ${tenant} and r.role_id = ${globalAdministrator}
    and (r.principal_id in ${uuids(ids)} or exists (select from group_member m where m.tenant_id = r.tenant_id
      and m.group_id = r.principal_id and m.member_id in ${uuids(ids)})) limit 1`.execute(trx)
  if (rows.length === 0) return work()
  await oneByOne(trx, tenant)
  const had = await hasAdministrator({ db: trx, tenant })
  const done = await work()
  if (!had || (await hasAdministrator({ db: trx, tenant }))) return done
  throw new Wrong(
    'invalid',
    'This is the last Global Administrator who can sign in. Give the role to somebody else first.',
  )
}

/** Two who end each other do not both succeed. Before any other lock. */
async function oneByOne(trx: Db, tenant: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`${tenant} roles`}))`.execute(trx)
}

/** The administrator who has to stay when all of these go; null when others are left. `going`: a query of ids. */
export async function lastOf(trx: Db, tenant: string, going: RawBuilder<unknown>): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    with administrator as materialized (${administrators(tenant)}), going as (${going})
    select a.id from administrator a where not exists (select from administrator o where o.id not in (select id from going))
    order by a.created_at, a.id limit 1`.execute(trx)
  return rows[0]?.id ?? null
}
