/** The statements that answer several callers at once; see `gather`. */
import type { columnsOf } from './resource-text.ts'
import type { Db } from './tables.ts'
import type { Key, User } from './user.ts'

export type Asked = { readonly tenantId: string; readonly equals: string }

export type NewUser = { tenant_id: string; id: string; resource: string } & ReturnType<typeof columnsOf>
export type Stored = { readonly created: string; readonly last_modified: string }

/** Live users, each with its manager's name. */
export function selectUsers(db: Db) {
  return db
    .selectFrom('users as u')
    .leftJoin('users as m', (join) =>
      join.onRef('m.tenant_id', '=', 'u.tenant_id').onRef('m.id', '=', 'u.manager_id').on('m.archived', 'is', null),
    )
    .select(['u.id', 'u.resource', 'u.version', 'u.created', 'u.last_modified', 'u.manager_id'])
    .select('m.display_name as manager_name')
    .where('u.archived', 'is', null)
}

export async function lookUp(
  db: Db,
  column: Key['column'],
  asked: readonly Asked[],
): Promise<readonly (User | undefined)[]> {
  const tenants = [...new Set(asked.map(({ tenantId }) => tenantId))]
  const keys = [...new Set(asked.map(({ equals }) => equals))]
  const found = await selectUsers(db)
    .select(['u.tenant_id', `u.${column} as key`])
    .where('u.tenant_id', 'in', tenants)
    .where(`u.${column}`, 'in', keys)
    .execute()
  // Not by a joined text, in which one tenant's key could pass for another's.
  const users = Map.groupBy(found, ({ key }) => key)
  return asked.map(({ tenantId, equals }) => users.get(equals)?.find(({ tenant_id }) => tenant_id === tenantId))
}

export async function insertAll(db: Db, users: readonly NewUser[]): Promise<readonly (Stored | null)[]> {
  const rows = await db
    .insertInto('users')
    .values([...users])
    // The unique index decides, also among the rows of one statement; those left out were taken (RFC 7644 §3.3).
    .onConflict((conflict) =>
      conflict.columns(['user_name_key', 'tenant_id']).where('archived', 'is', null).doNothing(),
    )
    .returning(['id', 'created', 'last_modified'])
    .execute()
  const stored = new Map(rows.map((row) => [row.id, row]))
  return users.map(({ id }) => stored.get(id) ?? null)
}

/** The display names of live users. */
export async function namesOf(db: Db, asked: readonly Asked[]): Promise<readonly (string | null)[]> {
  const found = await db
    .selectFrom('users')
    .select(['tenant_id', 'id', 'display_name'])
    .where('tenant_id', 'in', [...new Set(asked.map(({ tenantId }) => tenantId))])
    .where('id', 'in', [...new Set(asked.map(({ equals }) => equals))])
    .where('archived', 'is', null)
    .execute()
  const users = Map.groupBy(found, ({ id }) => id)
  return asked.map(
    ({ tenantId, equals }) => users.get(equals)?.find(({ tenant_id }) => tenant_id === tenantId)?.display_name ?? null,
  )
}
