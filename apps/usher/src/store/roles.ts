/** Directory roles: custom definitions, and who has which (graph-api.md 10). */
import { sql } from 'kysely'
import { randomBytes } from 'node:crypto'
import { keepAdministrator } from './administrators.ts'
import { storable } from './bulk.ts'
import { isUuid, type Store } from './directory.ts'

export type CustomRole = {
  readonly id: string
  readonly displayName: string
  readonly description: string | null
  readonly enabled: boolean
  readonly actions: readonly string[]
}
export type Principal = { readonly id: string; readonly type: 'user' | 'group' | 'servicePrincipal' }
export type RoleAssignment = {
  readonly id: string
  readonly principalId: string
  readonly principalType: Principal['type']
  readonly principalName: string
  readonly roleId: string
}
type Reading = Pick<Store, 'db' | 'tenant'>

export async function customRoles({ db, tenant }: Reading): Promise<readonly CustomRole[]> {
  const { rows } = await sql<CustomRole>`
    select id, display_name as "displayName", description, enabled, actions from role_definition
    where tenant_id = ${tenant} order by lower(display_name), id`.execute(db)
  return rows
}

export async function saveCustomRole(
  { db, tenant }: Reading,
  { id, displayName, description, enabled, actions }: Omit<CustomRole, 'id'> & { readonly id?: string },
): Promise<CustomRole> {
  const { rows } = await sql<CustomRole>`
    insert into role_definition (tenant_id, id, display_name, description, enabled, actions)
    values (${tenant}::uuid, coalesce(${id ?? null}::uuid, gen_random_uuid()), ${displayName}, ${description}, ${enabled},
      ${storable(actions)}::text::jsonb)
    on conflict (tenant_id, id) do update set display_name = excluded.display_name, description = excluded.description,
      enabled = excluded.enabled, actions = excluded.actions
    returning id, display_name as "displayName", description, enabled, actions`.execute(db)
  const [saved] = rows
  if (saved === undefined) throw new Error('A role was not saved.')
  return saved
}

/** Takes it from everybody who has it, too. */
export async function removeCustomRole({ db, tenant }: Reading, id: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom('role_assignment').where('tenant_id', '=', tenant).where('role_id', '=', id).execute()
    await trx.deleteFrom('role_definition').where('tenant_id', '=', tenant).where('id', '=', id).execute()
  })
}

/** A person, a group or a client that is not deleted; null when the id is none of these. */
export async function principalById({ db, tenant }: Reading, id: string): Promise<Principal | null> {
  if (!isUuid(id)) return null
  const { rows } = await sql<Principal>`
    select id, 'user' as type from directory_user where tenant_id = ${tenant} and id = ${id} and deleted_at is null
    union all select id, 'group' from directory_group where tenant_id = ${tenant} and id = ${id} and deleted_at is null
    union all select id, 'servicePrincipal' from application where tenant_id = ${tenant} and id = ${id} and deleted_at is null`.execute(
    db,
  )
  return rows[0] ?? null
}

/** Of those who are not deleted. */
export async function roleAssignments({ db, tenant }: Reading): Promise<readonly RoleAssignment[]> {
  const { rows } = await sql<RoleAssignment>`
    select r.id, r.principal_id as "principalId", r.principal_type as "principalType", r.role_id as "roleId",
      coalesce(u.attributes ->> 'displayName', u.user_principal_name, g.display_name, a.display_name) as "principalName"
    from role_assignment r
    left join directory_user u on u.tenant_id = r.tenant_id and u.id = r.principal_id and u.deleted_at is null
    left join directory_group g on g.tenant_id = r.tenant_id and g.id = r.principal_id and g.deleted_at is null
    left join application a on a.tenant_id = r.tenant_id and a.id = r.principal_id and a.deleted_at is null
    where r.tenant_id = ${tenant} and coalesce(u.id, g.id, a.id) is not null order by r.created_at, r.id`.execute(db)
  return rows
}

/** The new assignment's id; null when they have the role already. */
export async function giveRole({ db, tenant }: Reading, role: string, { id, type }: Principal): Promise<string | null> {
  const made = await db
    .insertInto('role_assignment')
    .values({
      tenant_id: tenant,
      id: `${randomBytes(24).toString('base64url')}-1`,
      principal_type: type,
      principal_id: id,
      role_id: role,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return made?.id ?? null
}

/** Throws `Wrong` when nobody would be left who could do everything. */
export async function takeRole({ db, tenant }: Reading, { id, principalId }: RoleAssignment): Promise<void> {
  await db
    .transaction()
    .execute((trx) =>
      keepAdministrator(trx, tenant, [principalId], () =>
        trx.deleteFrom('role_assignment').where('tenant_id', '=', tenant).where('id', '=', id).execute(),
      ),
    )
}
