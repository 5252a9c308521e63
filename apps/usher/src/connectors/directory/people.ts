/** People as entries: what they are like, and through what they have the application. */
import type { Assignment, Entry } from '@usher/engine'
import { sql } from 'kysely'
import { uuids } from '../../store/bulk.ts'
import type { Store } from '../../store/directory.ts'
import { groupsOver } from '../../store/memberships.ts'
import { toUser } from '../../store/users.ts'
import { toObject } from './attributes.ts'
import { computed, type Wanted } from './computed.ts'

/** What is read, for which application. `nested`: whoever is in a group in an assigned group has the application too. */
export type Reading = {
  readonly store: Store
  readonly application: string
  readonly wanted: Wanted
  readonly nested: boolean
}

export async function readPeople(reading: Reading, ids: readonly string[]): Promise<readonly Entry[]> {
  if (ids.length === 0) return []
  const { store, wanted } = reading
  const [users, assignments] = await Promise.all([
    store.db
      .selectFrom('directory_user')
      .selectAll()
      .where('tenant_id', '=', store.tenant)
      .where(sql<boolean>`id in ${uuids(ids)}`)
      .execute(),
    assignmentsOf(reading, ids),
  ])
  const byId = new Map(users.map((row) => [row.id, toUser(row)]))
  const more = await computed(store, wanted, { users: [...byId.values()], assignments })
  return ids.map((id) => {
    const user = byId.get(id)
    const object = user === undefined ? null : more === null ? toObject(user) : { ...toObject(user), ...more(user) }
    return { ref: { type: 'User', id }, object, assignments: assignments.get(id) ?? [] }
  })
}

async function assignmentsOf(
  { store: { db, tenant }, application, nested }: Reading,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly Assignment[]>> {
  const { rows } = await sql<{ id: string; role: string; type: string; via: string }>`
    with recursive over(member_id, group_id) as (${groupsOver(tenant, { name: 'over', ids: uuids(ids), nested })})
    select a.principal_id as id, a.app_role_id as role, 'User' as type, a.principal_id as via
    from app_role_assignment a
    where a.tenant_id = ${tenant} and a.application_id = ${application} and a.principal_type = 'User'
      and a.principal_id in ${uuids(ids)}
    union all
    select o.member_id, a.app_role_id, 'Group', a.principal_id
    from over o
    join directory_group g on g.tenant_id = ${tenant} and g.id = o.group_id and g.security_enabled and g.deleted_at is null
    join app_role_assignment a on a.tenant_id = ${tenant} and a.application_id = ${application}
      and a.principal_type = 'Group' and a.principal_id = g.id
    order by 1, 4, 2`.execute(db)
  return byMember(rows)
}

export function byMember(
  rows: readonly { id: string; role: string; type: string; via: string }[],
): ReadonlyMap<string, readonly Assignment[]> {
  const result = new Map<string, Assignment[]>()
  for (const { id, role, type, via } of rows) {
    const assignment = { appRoleId: role, via: { type, id: via } }
    const list = result.get(id)
    if (list === undefined) result.set(id, [assignment])
    else list.push(assignment)
  }
  return result
}
