/** Who may act, and with what, as things are now: clients by their credential, people by their account. */
import { sql } from 'kysely'
import type { ClientCredential } from './client-credentials.ts'
import { isUuid, type Store } from './directory.ts'
import { graphAppId } from '../graph/access/permissions.ts'

type Reading = Pick<Store, 'db' | 'tenant'>
/** A client of the Graph that may sign in, or why it may not. */
export type Client = {
  readonly appId: string
  readonly displayName: string
  /** The id of its service principal; null when this tenant has none. */
  readonly principal: string | null
  readonly enabled: boolean
}
/** What a directory role of somebody is made of: one of the built-in ones, or the actions of a custom one. */
export type RoleOf = { readonly id: string; readonly actions: readonly string[] | null }
type ActingClient = {
  readonly displayName: string
  readonly permissions: readonly string[]
  readonly roles: readonly RoleOf[]
}
export type ActingPerson = {
  readonly id: string
  readonly userPrincipalName: string
  readonly displayName: string
  /** Tokens and sessions of before do not count. */
  readonly validFrom: string | null
  readonly roles: readonly RoleOf[]
}

const roles = (tenant: string, principal: ReturnType<typeof sql>) => sql`
  coalesce((select json_agg(json_build_object('id', r.role_id, 'actions', d.actions))
    from (select distinct role_id from role_assignment where tenant_id = ${tenant} and principal_id in (
      select ${principal} union all select m.group_id from group_member m join directory_group g
        on g.tenant_id = m.tenant_id and g.id = m.group_id and g.deleted_at is null
        where m.tenant_id = ${tenant} and m.member_id = ${principal})) r
    left join role_definition d on d.tenant_id = ${tenant} and d.id = r.role_id
    where d.enabled is not false), '[]')`

/** Null when no registration that is not deleted has this app id. */
export async function clientByAppId({ db, tenant }: Reading, appId: string): Promise<Client | null> {
  if (!isUuid(appId)) return null
  const { rows } = await sql<Client>`
    select r.app_id as "appId", coalesce(a.display_name, r.display_name) as "displayName", a.id as principal,
      coalesce(a.properties ->> 'accountEnabled', 'true') <> 'false' and coalesce(r.properties ->> 'isDisabled', 'false') <> 'true' as enabled
    from app_registration r
    left join application a on a.tenant_id = r.tenant_id and a.app_id = r.app_id and a.deleted_at is null
    where r.tenant_id = ${tenant} and r.app_id = ${appId} and r.deleted_at is null`.execute(db)
  return rows[0] ?? null
}

/** Permissions and roles of a client; null when it may not act now: it is gone or disabled, or so is what it signed in with. */
export async function actingClient(
  { db, tenant }: Reading,
  { principal, credential }: { readonly principal: string; readonly credential: string },
): Promise<ActingClient | null> {
  if (!isUuid(principal) || !isUuid(credential)) return null
  const { rows } = await sql<ActingClient>`
    select a.display_name as "displayName", ${roles(tenant, sql`a.id`)} as roles,
      coalesce((select json_agg(role ->> 'value') from app_role_assignment s
        join application g on g.tenant_id = s.tenant_id and g.id = s.application_id and g.app_id = ${graphAppId}
        cross join jsonb_array_elements(g.app_roles) as role
        where s.tenant_id = ${tenant} and s.principal_id = a.id and role ->> 'id' = s.app_role_id::text), '[]') as permissions
    from application a
    join app_registration r on r.tenant_id = a.tenant_id and r.app_id = a.app_id and r.deleted_at is null
    join client_credential c on c.tenant_id = a.tenant_id and c.app_id = a.app_id and c.key_id = ${credential} and c.ends_at > now()
    where a.tenant_id = ${tenant} and a.id = ${principal} and a.deleted_at is null
      and coalesce(a.properties ->> 'accountEnabled', 'true') <> 'false' and coalesce(r.properties ->> 'isDisabled', 'false') <> 'true'`.execute(
    db,
  )
  return rows[0] ?? null
}

/** Null when they may not act now: deleted, or disabled, here or, of a guest, in their own directory. */
export async function actingPerson({ db, tenant }: Reading, id: string): Promise<ActingPerson | null> {
  if (!isUuid(id)) return null
  const { rows } = await sql<ActingPerson>`
    select u.id, u.user_principal_name as "userPrincipalName", greatest(l.valid_from, hl.valid_from) as "validFrom",
      coalesce(u.attributes ->> 'displayName', u.user_principal_name) as "displayName", ${roles(tenant, sql`u.id`)} as roles
    from directory_user u left join local_account l on l.tenant_id = u.tenant_id and l.user_id = u.id
    left join guest g on g.tenant_id = u.tenant_id and g.user_id = u.id
    left join directory_user h on h.tenant_id = g.home_tenant_id and h.id = g.home_user_id and h.deleted_at is null and h.account_enabled
    left join local_account hl on hl.tenant_id = h.tenant_id and hl.user_id = h.id
    where u.tenant_id = ${tenant} and u.id = ${id} and u.deleted_at is null and u.account_enabled
      and (g.user_id is null or h.id is not null)`.execute(db)
  return rows[0] ?? null
}

/** Of a person, whether they may sign in or not. */
export async function rolesOfPerson({ db, tenant }: Reading, id: string): Promise<readonly RoleOf[]> {
  const { rows } = await sql<{ roles: readonly RoleOf[] }>`select ${roles(tenant, sql`${id}::uuid`)} as roles`.execute(
    db,
  )
  return rows[0]?.roles ?? []
}

/** Secrets and certificates of a client that have begun. */
export async function credentialsOf({ db, tenant }: Reading, appId: string): Promise<readonly ClientCredential[]> {
  return db
    .selectFrom('client_credential')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .where('app_id', '=', appId)
    .where('starts_at', '<=', sql<string>`now()`)
    .orderBy('created_at')
    .execute()
}
