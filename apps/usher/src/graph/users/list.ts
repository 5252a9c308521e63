import { sql, type RawBuilder } from 'kysely'
import { countUsers, userRows } from '../../store/graph-users.ts'
import type { UserRow } from '../../store/users.ts'
import type { Call } from '../route.ts'
import { GraphFault } from '../wire/fault.ts'
import type { SqlList } from '../wire/sql-list.ts'
import { expanded } from '../directory-objects/expand.ts'
import { userFields, userShower } from './entity.ts'
import { ofProfile, usualOfUser } from './properties.ts'

/** People as a list. `within`: a condition on `u` beside the query's; usually not the deleted ones. */
export function userList(
  call: Call,
  within: RawBuilder<unknown> = sql`true`,
  { deleted = false, of = 'users' }: { readonly deleted?: boolean; readonly of?: string } = {},
): SqlList<UserRow> {
  const { store } = call.context.house
  const there = deleted ? sql`u.deleted_at is not null and ${within}` : sql`u.deleted_at is null and ${within}`
  return {
    of,
    resource: 'User',
    fields: userFields(call.query.given),
    id: sql`u.id`,
    read: ({ where, key, order, limit }) => userRows(store, { where: sql`${there} and ${where}`, order, limit }, key),
    count: (where) => countUsers(store, sql`${there} and ${where}`),
    show: (rows) => shownUsers(call, rows),
  }
}

/** As they are answered: cut to what was asked for, with what was to be expanded. */
export async function shownUsers(call: Call, rows: readonly UserRow[]): Promise<readonly object[]> {
  const more = await expanded(call, 'user', rows)
  const show = userShower(call.query.select ?? usualOfUser)
  return more.size === 0 ? rows.map(show) : rows.map((row) => ({ ...show(row), ...more.get(row.id) }))
}

/** Those that belong to mailboxes and profiles are not for a list, as there. */
export function refuseProfile({ query: { select } }: Pick<Call, 'query'>): void {
  const profile = select?.find((name) => ofProfile.has(name.toLowerCase()))
  if (profile !== undefined)
    throw new GraphFault('notImplemented', `Property '${profile}' cannot be selected here; leave it out of $select.`)
}
