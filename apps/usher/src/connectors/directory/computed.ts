/** Attributes that are computed when a mapping or a scoping expression reads them. */
import type { Assignment } from '@usher/engine'
import type { Json } from '@usher/scim'
import { sql } from 'kysely'
import { uuids } from '../../store/bulk.ts'
import type { Store } from '../../store/directory.ts'
import type { AppRole } from '../../store/tables.ts'
import { toUser, type User } from '../../store/users.ts'
import { toObject } from './attributes.ts'

/** What is read of people, and the roles of the application. */
export type Wanted = { readonly reads: ReadonlySet<string>; readonly appRoles: readonly AppRole[] }
export const nothingComputed: Wanted = { reads: new Set(), appRoles: [] }

type Computed = Readonly<Record<string, Json>>
type People = {
  readonly users: readonly User[]
  readonly assignments: ReadonlyMap<string, readonly Assignment[]>
}

/** The computed attributes of these people; null when none are read. */
export async function computed(
  store: Store,
  { reads, appRoles }: Wanted,
  { users, assignments }: People,
): Promise<((user: User) => Computed) | null> {
  const ofManager = [...reads].filter(isOfManager)
  if (ofManager.length === 0 && !reads.has('memberOf') && !reads.has('appRoleAssignments')) return null
  const [managers, groups] = await Promise.all([
    ofManager.length === 0 ? new Map<string, User>() : managersOf(store, users),
    reads.has('memberOf') ? groupsOf(store, users) : new Map<string, readonly string[]>(),
  ])
  return (user) => ({
    ...(reads.has('memberOf') && { memberOf: groups.get(user.id) ?? [] }),
    ...(reads.has('appRoleAssignments') && { appRoleAssignments: roles(assignments.get(user.id) ?? [], appRoles) }),
    ...attributesOf(managers.get(user.managerId ?? ''), ofManager),
  })
}

/** Whether somebody's manager is asked about, so that a change of the manager concerns the reports. */
export function isOfManager(name: string): boolean {
  return name.startsWith('manager.')
}

function attributesOf(manager: User | undefined, names: readonly string[]): Computed {
  if (manager === undefined || names.length === 0) return {}
  const object = toObject(manager)
  return Object.fromEntries(names.map((name) => [name, object[name.slice('manager.'.length)] ?? null]))
}

/** One object a role, however it was given (mapping.md section 6.4). Default Access is none. */
function roles(assignments: readonly Assignment[], appRoles: readonly AppRole[]): Json {
  const held = new Set(assignments.map(({ appRoleId }) => appRoleId))
  return appRoles.filter(({ id }) => held.has(id)).map(({ id, value, displayName }) => ({ id, value, displayName }))
}

async function managersOf(store: Store, users: readonly User[]): Promise<ReadonlyMap<string, User>> {
  const ids = [...new Set(users.flatMap(({ managerId }) => (managerId === null ? [] : [managerId])))]
  if (ids.length === 0) return new Map()
  const rows = await store.db
    .selectFrom('directory_user')
    .selectAll()
    .where('tenant_id', '=', store.tenant)
    .where(sql<boolean>`id in ${uuids(ids)}`)
    .execute()
  return new Map(rows.map((row) => [row.id, toUser(row)]))
}

async function groupsOf(store: Store, users: readonly User[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql<{ id: string; names: readonly string[] }>`
    select m.member_id as id, array_agg(g.display_name order by g.display_name) as names
    from group_member m join directory_group g on g.tenant_id = m.tenant_id and g.id = m.group_id and g.deleted_at is null
    where m.tenant_id = ${store.tenant} and m.member_id in ${uuids(users.map(({ id }) => id))}
    group by m.member_id`.execute(store.db)
  return new Map(rows.map(({ id, names }) => [id, names]))
}
