/** Enterprise applications and clients, as the Graph's servicePrincipals. */
import type { Attributes } from '@usher/scim'
import { sql, type RawBuilder } from 'kysely'
import { beginAnew } from './begin-anew.ts'
import { storable, uuids } from './bulk.ts'
import { brokenIndex, isUuid, Wrong, type Db, type Store } from './directory.ts'
import type { AppRole } from './tables.ts'
import { touchClient } from './touch-client.ts'

export type ServicePrincipal = {
  readonly id: string
  readonly appId: string
  readonly displayName: string
  /** Of the gallery: what its jobs are made of; null for a client, until it gets a job. */
  readonly templateId: string | null
  readonly appRoles: readonly AppRole[]
  readonly requiresRole: boolean
  readonly properties: Attributes
  /** What its registration says; null when that is elsewhere, or gone. */
  readonly registration: {
    readonly displayName: string
    readonly templateId: string | null
    readonly properties: Attributes
  } | null
  readonly createdDateTime: string
  readonly deletedDateTime: string | null
}

/** `a` and its registration `r`. */
const ofServicePrincipals = sql`application a left join app_registration r on r.tenant_id = a.tenant_id and r.app_id = a.app_id`
const columns = sql`a.id, a.app_id as "appId", a.display_name as "displayName", a.template_id as "templateId",
  a.app_roles as "appRoles", a.requires_role as "requiresRole", a.properties, a.created_at as "createdDateTime", a.deleted_at as "deletedDateTime",
  case when r.id is not null then json_build_object('displayName', r.display_name, 'templateId', r.template_id,
    'properties', r.properties) end as registration`

type Asked = { readonly where: RawBuilder<unknown>; readonly order?: RawBuilder<unknown>; readonly limit?: number }

export async function servicePrincipals(
  { db, tenant }: Pick<Store, 'db' | 'tenant'>,
  { where, order = sql`a.id`, limit = 1000 }: Asked,
  key: RawBuilder<string> = sql<string>`''`,
): Promise<readonly (ServicePrincipal & { readonly key: string })[]> {
  const { rows } = await sql<ServicePrincipal & { key: string }>`select ${columns}, ${key} as key
    from ${ofServicePrincipals} where a.tenant_id = ${tenant} and ${where} order by ${order} limit ${limit}`.execute(db)
  return rows
}

export async function countServicePrincipals(
  { db, tenant }: Pick<Store, 'db' | 'tenant'>,
  where: RawBuilder<unknown>,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from ${ofServicePrincipals}
    where a.tenant_id = ${tenant} and ${where}`.execute(db)
  return rows[0]?.count ?? 0
}

/** By id or app id; null when there is none that is not deleted. */
export async function servicePrincipalBy(
  store: Pick<Store, 'db' | 'tenant'>,
  by: 'id' | 'appId',
  value: string,
): Promise<ServicePrincipal | null> {
  if (!isUuid(value)) return null
  const is = by === 'id' ? sql`a.id = ${value}` : sql`a.app_id = ${value}`
  const [found] = await servicePrincipals(store, { where: sql`${is} and a.deleted_at is null`, limit: 1 })
  return found ?? null
}

type New = Pick<ServicePrincipal, 'appId' | 'displayName' | 'templateId' | 'appRoles' | 'requiresRole' | 'properties'>

/** Throws `Wrong` (conflict) when the app id has one already. */
export async function insertServicePrincipal(trx: Db, tenant: string, made: New): Promise<ServicePrincipal> {
  try {
    const { id } = await trx
      .insertInto('application')
      .values({
        tenant_id: tenant,
        app_id: made.appId,
        display_name: made.displayName,
        template_id: made.templateId,
        app_roles: storable(made.appRoles),
        requires_role: made.requiresRole,
        properties: storable(made.properties),
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    const [row] = await servicePrincipals({ db: trx, tenant }, { where: sql`a.id = ${id}` })
    if (row === undefined) throw new Error('A service principal was not made.')
    await touchClient(trx, tenant, row.appId)
    return row
  } catch (error) {
    if (brokenIndex(error) === null) throw error
    throw new Wrong(
      'conflict',
      `The service principal cannot be created, updated, or restored because the service principal name ${made.appId} is already in use.`,
    )
  }
}

export async function saveServicePrincipal(
  trx: Db,
  tenant: string,
  { id, displayName, properties }: Pick<ServicePrincipal, 'id' | 'displayName' | 'properties'>,
): Promise<void> {
  await trx
    .updateTable('application')
    .set({ display_name: displayName, properties: storable(properties) })
    .where('tenant_id', '=', tenant)
    .where('id', '=', id)
    .execute()
}

/**
 * Writes the app roles of both, registration and service principal. Assignments of roles that are gone go with them, and
 * everybody is looked at again.
 */
export async function saveAppRoles(trx: Db, tenant: string, appId: string, roles: readonly AppRole[]): Promise<void> {
  const stored = storable(roles)
  await sql`update app_registration set properties = properties || jsonb_build_object('appRoles', ${stored}::text::jsonb)
    where tenant_id = ${tenant} and app_id = ${appId}`.execute(trx)
  const { rows } = await sql<{ id: string }>`update application set app_roles = ${stored}::text::jsonb
    where tenant_id = ${tenant} and app_id = ${appId} and app_roles <> ${stored}::text::jsonb returning id`.execute(trx)
  const [changed] = rows
  if (changed === undefined) return
  await sql`delete from app_role_assignment where tenant_id = ${tenant} and application_id = ${changed.id}
    and app_role_id <> '00000000-0000-0000-0000-000000000000' and app_role_id not in ${uuids(roles.map(({ id }) => id))}`.execute(
    trx,
  )
  await beginAnew(trx, tenant, sql`application_id = ${changed.id}`)
}
