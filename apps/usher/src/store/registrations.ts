/** App registrations: the Graph's applications. The enterprise application, its servicePrincipal, is the row of `application` with its app id. */
import type { Attributes } from '@usher/scim'
import { sql, type RawBuilder } from 'kysely'
import { storable } from './bulk.ts'
import { brokenIndex, isUuid, Wrong, type Db, type Store } from './directory.ts'
import type { AppRole } from './tables.ts'
import { touchClient } from './touch-client.ts'

export type Registration = {
  readonly id: string
  readonly appId: string
  readonly displayName: string
  /** Of the gallery. */
  readonly templateId: string | null
  readonly appRoles: readonly AppRole[]
  readonly properties: Attributes
  readonly createdDateTime: string
  readonly deletedDateTime: string | null
}
type NewRegistration = Pick<Registration, 'displayName' | 'templateId' | 'appRoles' | 'properties'>

/** `r` and, where it has one, its enterprise application `a`. */
const ofRegistrations = sql`app_registration r left join application a on a.tenant_id = r.tenant_id and a.app_id = r.app_id`
const columns = sql`r.id, r.app_id as "appId", r.display_name as "displayName", r.template_id as "templateId",
  coalesce(a.app_roles, r.properties -> 'appRoles', '[]') as "appRoles", r.properties - 'appRoles' as properties,
  r.created_at as "createdDateTime", r.deleted_at as "deletedDateTime"`

type Asked = { readonly where: RawBuilder<unknown>; readonly order?: RawBuilder<unknown>; readonly limit?: number }

export async function registrations(
  { db, tenant }: Pick<Store, 'db' | 'tenant'>,
  { where, order = sql`r.id`, limit = 1000 }: Asked,
  key: RawBuilder<string> = sql<string>`''`,
): Promise<readonly (Registration & { readonly key: string })[]> {
  const { rows } = await sql<Registration & { key: string }>`select ${columns}, ${key} as key from ${ofRegistrations}
    where r.tenant_id = ${tenant} and ${where} order by ${order} limit ${limit}`.execute(db)
  return rows
}

export async function countRegistrations(
  { db, tenant }: Pick<Store, 'db' | 'tenant'>,
  where: RawBuilder<unknown>,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from ${ofRegistrations}
    where r.tenant_id = ${tenant} and ${where}`.execute(db)
  return rows[0]?.count ?? 0
}

/** By id or app id; null when there is none that is not deleted. */
export async function registrationBy(
  store: Pick<Store, 'db' | 'tenant'>,
  by: 'id' | 'appId' | 'uniqueName',
  value: string,
): Promise<Registration | null> {
  if (by !== 'uniqueName' && !isUuid(value)) return null
  const is = {
    id: sql`r.id = ${value}`,
    appId: sql`r.app_id = ${value}`,
    uniqueName: sql`r.properties ->> 'uniqueName' = ${value}`,
  }[by]
  const [found] = await registrations(store, { where: sql`${is} and r.deleted_at is null`, limit: 1 })
  return found ?? null
}

/** Throws `Wrong` (conflict) when its uniqueName or one of its identifierUris is somebody else's. */
export async function insertRegistration(trx: Db, tenant: string, made: NewRegistration): Promise<Registration> {
  await mustBeFree(trx, tenant, null, made.properties)
  const { id } = await unique(() =>
    trx
      .insertInto('app_registration')
      .values({
        tenant_id: tenant,
        display_name: made.displayName,
        template_id: made.templateId,
        properties: storable({ ...made.properties, appRoles: made.appRoles }),
      })
      .returning('id')
      .executeTakeFirstOrThrow(),
  )
  const [row] = await registrations({ db: trx, tenant }, { where: sql`r.id = ${id}` })
  if (row === undefined) throw new Error('An app registration was not made.')
  await touchClient(trx, tenant, row.appId)
  return row
}

/** Writes what changed of it; app roles are kept by both sides (`saveAppRoles`). */
export async function saveRegistration(
  trx: Db,
  tenant: string,
  { id, displayName, properties, appRoles }: Pick<Registration, 'id' | 'displayName' | 'properties' | 'appRoles'>,
): Promise<void> {
  await mustBeFree(trx, tenant, id, properties)
  await unique(() =>
    trx
      .updateTable('app_registration')
      .set({ display_name: displayName, properties: storable({ ...properties, appRoles }) })
      .where('tenant_id', '=', tenant)
      .where('id', '=', id)
      .execute(),
  )
}

async function mustBeFree(trx: Db, tenant: string, id: string | null, properties: Attributes): Promise<void> {
  const uris = (properties['identifierUris'] ?? []) as readonly string[]
  for (const uri of uris) {
    const { rows } = await sql`select 1 from app_registration where tenant_id = ${tenant} and deleted_at is null
      and properties -> 'identifierUris' @> ${JSON.stringify([uri])}::text::jsonb and id is distinct from ${id}::uuid`.execute(
      trx,
    )
    if (rows.length > 0)
      throw new Wrong(
        'conflict',
        `Another object with the same value for property identifierUris already exists: ${uri}.`,
      )
  }
}

async function unique<R>(work: () => Promise<R>): Promise<R> {
  try {
    return await work()
  } catch (error) {
    if (brokenIndex(error) === null) throw error
    throw new Wrong('conflict', 'Another object with the same value for property uniqueName already exists.')
  }
}
