/** Who owns applications, app registrations and groups. */
import { sql } from 'kysely'
import { uuids } from './bulk.ts'
import { Wrong, type Db, type Store } from './directory.ts'
import { principalById } from './roles.ts'
import type { Tables } from './tables.ts'

export type OwnedType = Tables['owner']['owned_type']
export type Owner = { readonly id: string; readonly type: 'user' | 'servicePrincipal' }
export type Owned = { readonly type: OwnedType; readonly id: string }

/** The directory object with this id that can own something; null when there is none. */
export async function ownerById(store: Pick<Store, 'db' | 'tenant'>, id: string): Promise<Owner | null> {
  const found = await principalById(store, id)
  return found === null || found.type === 'group' ? null : { id: found.id, type: found.type }
}

/** True when they did not own it before. */
export async function addOwner(
  { db, tenant }: Pick<Store, 'db' | 'tenant'>,
  owned: Owned,
  owner: Owner,
): Promise<boolean> {
  const made = await db
    .insertInto('owner')
    .values({
      tenant_id: tenant,
      owned_type: owned.type,
      owned_id: owned.id,
      owner_type: owner.type,
      owner_id: owner.id,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('owner_id')
    .executeTakeFirst()
  return made !== undefined
}

/** True when they owned it. */
export async function removeOwner(
  { db, tenant }: Pick<Store, 'db' | 'tenant'>,
  owned: Owned,
  owner: string,
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('owner')
    .where('tenant_id', '=', tenant)
    .where('owned_type', '=', owned.type)
    .where('owned_id', '=', owned.id)
    .where('owner_id', '=', owner)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

export type NamedOwner = Owner & { readonly displayName: string | null; readonly userPrincipalName: string | null }
export type NamedOwned = Owned & { readonly displayName: string; readonly appId: string | null }

/** The owners that are there still, people first, each with what it is called. */
export async function ownersOf(
  store: Pick<Store, 'db' | 'tenant'>,
  { type, id }: Owned,
): Promise<readonly NamedOwner[]> {
  return (await ownersOfThese(store, type, [id])).get(id) ?? []
}

/** By what they own, several of one type. */
export async function ownersOfThese(
  { db, tenant }: Pick<Store, 'db' | 'tenant'>,
  type: OwnedType,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly NamedOwner[]>> {
  const { rows } = await sql<NamedOwner & { of: string }>`
    select o.owned_id as of, o.owner_id as id, o.owner_type as type, coalesce(u.attributes ->> 'displayName', a.display_name) as "displayName",
      u.user_principal_name as "userPrincipalName"
    from owner o
    left join directory_user u on u.tenant_id = o.tenant_id and u.id = o.owner_id and u.deleted_at is null
    left join application a on a.tenant_id = o.tenant_id and a.id = o.owner_id and a.deleted_at is null
    where o.tenant_id = ${tenant} and o.owned_type = ${type} and o.owned_id in ${uuids(ids)}
      and (u.id is not null or a.id is not null)
    order by o.owner_type desc, o.owner_id`.execute(db)
  return grouped(rows)
}

/** Applications, registrations and groups that somebody owns. */
export async function ownedBy(store: Pick<Store, 'db' | 'tenant'>, owner: string): Promise<readonly NamedOwned[]> {
  return (await ownedByThese(store, [owner])).get(owner) ?? []
}

/** By who owns them. */
export async function ownedByThese(
  { db, tenant }: Pick<Store, 'db' | 'tenant'>,
  owners: readonly string[],
): Promise<ReadonlyMap<string, readonly NamedOwned[]>> {
  const { rows } = await sql<NamedOwned & { of: string }>`
    select o.owner_id as of, o.owned_type as type, o.owned_id as id, coalesce(r.display_name, a.display_name, g.display_name) as "displayName",
      coalesce(r.app_id, a.app_id) as "appId"
    from owner o
    left join app_registration r on o.owned_type = 'application' and r.tenant_id = o.tenant_id and r.id = o.owned_id and r.deleted_at is null
    left join application a on o.owned_type = 'servicePrincipal' and a.tenant_id = o.tenant_id and a.id = o.owned_id and a.deleted_at is null
    left join directory_group g on o.owned_type = 'group' and g.tenant_id = o.tenant_id and g.id = o.owned_id and g.deleted_at is null
    where o.tenant_id = ${tenant} and o.owner_id in ${uuids(owners)} and coalesce(r.id, a.id, g.id) is not null
    order by o.owned_type, o.owned_id`.execute(db)
  return grouped(rows)
}

function grouped<R extends { readonly of: string }>(rows: readonly R[]): ReadonlyMap<string, readonly Omit<R, 'of'>[]> {
  const found = Map.groupBy(rows, ({ of }) => of)
  return new Map([...found].map(([of, some]) => [of, some.map(({ of: _of, ...one }) => one)]))
}

/** Makes these the first owners; ids that are nobody's are told by a `Wrong` (invalid). */
export async function setOwners(trx: Db, tenant: string, owned: Owned, ids: readonly string[]): Promise<void> {
  for (const id of new Set(ids)) {
    const owner = await ownerById({ db: trx, tenant }, id)
    if (owner === null) throw new Wrong('invalid', `Nobody who could own something has the id '${id}'.`)
    await addOwner({ db: trx, tenant }, owned, owner)
  }
}
