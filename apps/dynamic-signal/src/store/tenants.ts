import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { type Attributes, userNameKey } from '@usher/scim'
import type { Settings } from '../tenant/settings.ts'
import { type Tenant, tenantFrom } from '../tenant/tenant.ts'
import { parts } from './statements.ts'
import type { Db } from './tables.ts'

export type Tenants = ReturnType<typeof tenantsOf>
export type FirstAdministrator = { readonly userName: string; readonly passwordHash: string }

const rememberedFor = 1000 // ms; how long another process's change of settings may go unseen

/** The tenants of this installation. `now` in milliseconds. */
export function tenantsOf(db: Db, now: () => number) {
  const remembered = new Map<string, { tenant: Promise<Tenant | undefined>; until: number }>()
  const find = (column: 'tenant_id' | 'name', equals: string): Promise<Tenant | undefined> => {
    const key = `${column} ${equals}`
    const known = remembered.get(key)
    if (known !== undefined && known.until > now()) return known.tenant
    const tenant = load(db, column, equals)
    if (remembered.size > 1000) remembered.clear()
    remembered.set(key, { tenant, until: now() + rememberedFor })
    tenant.catch(() => remembered.delete(key))
    return tenant
  }

  return {
    byId: (id: string): Promise<Tenant | undefined> => find('tenant_id', id),
    byName: (name: string): Promise<Tenant | undefined> => find('name', name),

    /** A tenant as it is stored now. */
    async fresh(id: string): Promise<Tenant> {
      remembered.clear()
      const tenant = await find('tenant_id', id)
      if (tenant === undefined) throw new Error(`There is no tenant ${id}.`)
      return tenant
    },

    /** Every tenant, put together. */
    async all(): Promise<readonly Tenant[]> {
      const rows = await db.selectFrom('tenant').select('tenant_id').orderBy('created').execute()
      const found = await Promise.all(rows.map((row) => find('tenant_id', row.tenant_id)))
      return found.filter((tenant) => tenant !== undefined)
    },

    async list(): Promise<readonly { name: string; created: string; users: number }[]> {
      return db
        .selectFrom('tenant as t')
        .select(['t.name', 't.created'])
        .select(
          sql<number>`(select coalesce(sum(n.live), 0)::bigint from tally n
            where n.tenant_id = t.tenant_id and n.type = 'User')`.as('users'),
        )
        .orderBy('t.created')
        .execute()
    },

    /** Makes a tenant with its first administrator. `false` when the name is taken. */
    async create(name: string, administrator: FirstAdministrator): Promise<boolean> {
      try {
        await db.transaction().execute((trx) => make(trx, { name, settings: {} }, administrator))
        remembered.clear()
        return true
      } catch (error) {
        if ((error as { code?: string }).code === '23505') return false
        throw error
      }
    },

    /** Changes some settings. They hold for the next request of this process, and within a second for others. */
    async change(tenant: Tenant, settings: Partial<Settings>): Promise<void> {
      await db
        .updateTable('tenant')
        .set({ settings: sql<Attributes>`settings || cast(${JSON.stringify(settings)} as jsonb)` })
        .where('tenant_id', '=', tenant.id)
        .execute()
      remembered.clear()
    },
  }
}

async function load(db: Db, column: 'tenant_id' | 'name', equals: string): Promise<Tenant | undefined> {
  const row = await db
    .selectFrom('tenant')
    .select(['tenant_id', 'name', 'settings', 'cursor_key'])
    .select(sql<boolean>`tenant_id = (select tenant_id from tenant order by created, tenant_id limit 1)`.as('isFirst'))
    .where(column, '=', equals)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const settings = row.settings as unknown as Partial<Settings>
  const { tenant_id: id, name, isFirst, cursor_key: cursorKey } = row
  return tenantFrom({ id, name, isFirst, cursorKey, settings })
}

/**
 * The first tenant of this installation; on an empty store it is made, together with its first administrator.
 *
 * Both are made in one transaction, so that an interrupted first start leaves nothing half made. `passwordHash` is
 * asked for only then. It has no rate limit, since whoever installs the service is its only client.
 */
export async function openTenant(
  db: Db,
  first: { readonly userName: string; readonly passwordHash: () => Promise<string> },
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const existing = await db.selectFrom('tenant').select('tenant_id').orderBy('created').executeTakeFirst()
  if (existing !== undefined) return { id: existing.tenant_id, isNew: false }
  const passwordHash = await first.passwordHash()
  const settings = { requestsPerSecond: null, listsPerSecond: null }
  const id = await db
    .transaction()
    .execute((trx) => make(trx, { name: 'default', settings }, { userName: first.userName, passwordHash }))
  return { id, isNew: true }
}

async function make(
  trx: Db,
  { name, settings }: { readonly name: string; readonly settings: Partial<Settings> },
  { userName, passwordHash }: FirstAdministrator,
): Promise<string> {
  const tenant_id = randomUUIDv7()
  const stored = JSON.stringify(settings) as unknown as Attributes
  await trx.insertInto('tenant').values({ tenant_id, name, settings: stored }).execute()
  const counted = ['User', 'Group'].flatMap((type) =>
    Array.from({ length: parts }, (_, part) => ({ tenant_id, type, part })),
  )
  await trx.insertInto('tally').values(counted).execute()
  await trx
    .insertInto('administrator')
    .values({
      tenant_id,
      id: randomUUIDv7(),
      user_name: userName,
      user_name_key: userNameKey(userName),
      password_hash: passwordHash,
    })
    .execute()
  return tenant_id
}
