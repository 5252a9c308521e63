import { sql, type RawBuilder } from 'kysely'
import { countGroups, groupRows, type GroupRecord } from '../../store/graph-groups.ts'
import { expanded } from '../directory-objects/expand.ts'
import type { Call } from '../route.ts'
import { selected } from '../wire/page.ts'
import type { SqlList } from '../wire/sql-list.ts'
import { groupFields, shownGroup, usualOfGroup } from './entity.ts'

/** Groups as a list. `within`: a condition on `g` beside the query's; usually not the deleted ones. */
export function groupList(
  call: Call,
  within: RawBuilder<unknown> = sql`true`,
  { deleted = false, of = 'groups' }: { readonly deleted?: boolean; readonly of?: string } = {},
): SqlList<GroupRecord> {
  const { store } = call.context.house
  const there = deleted ? sql`g.deleted_at is not null and ${within}` : sql`g.deleted_at is null and ${within}`
  return {
    of,
    resource: 'Group',
    fields: groupFields,
    id: sql`g.id`,
    read: ({ where, key, order, limit }) => groupRows(store, { where: sql`${there} and ${where}`, order, limit }, key),
    count: (where) => countGroups(store, sql`${there} and ${where}`),
    show: (rows) => shownGroups(call, rows),
  }
}

export async function shownGroups(call: Call, rows: readonly GroupRecord[]): Promise<readonly object[]> {
  const more = await expanded(call, 'group', rows)
  const { select } = call.query
  return rows.map((row) => ({ ...selected(shownGroup(row), select, usualOfGroup), ...more.get(row.id) }))
}
