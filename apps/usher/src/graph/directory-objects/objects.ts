/** People and groups in one list, each said what it is by `@odata.type`. */
import { sql, type RawBuilder } from 'kysely'
import { groupRows } from '../../store/graph-groups.ts'
import { countObjectsIn, objectRows, type ObjectRow } from '../../store/graph-objects.ts'
import { userRows } from '../../store/graph-users.ts'
import { uuids } from '../../store/bulk.ts'
import type { Fields } from '../filter/to-sql.ts'
import { shownGroup, usualOfGroup } from '../groups/entity.ts'
import type { Call } from '../route.ts'
import { idField, userShower } from '../users/entity.ts'
import { usualOfUser } from '../users/properties.ts'
import { selected } from '../wire/page.ts'
import type { SqlList } from '../wire/sql-list.ts'

export type Shown = Readonly<Record<string, unknown>> & { readonly id: string }

/** In the order of the ids; what is not there, or is deleted unless those are wanted, is left out. */
export async function shownObjects(
  { context }: Pick<Call, 'context'>,
  ids: readonly string[],
  { select = null, deleted = false }: { readonly select?: readonly string[] | null; readonly deleted?: boolean } = {},
): Promise<readonly Shown[]> {
  if (ids.length === 0) return []
  const { store } = context.house
  const [users, groups] = await Promise.all([
    userRows(store, { where: sql`u.id in ${uuids(ids)} and (${deleted} or u.deleted_at is null)`, limit: ids.length }),
    groupRows(store, { where: sql`g.id in ${uuids(ids)} and (${deleted} or g.deleted_at is null)`, limit: ids.length }),
  ])
  const person = userShower(select ?? usualOfUser)
  const found = new Map<string, Shown>()
  for (const row of users) found.set(row.id, typed('user', person(row)))
  for (const row of groups) found.set(row.id, typed('group', selected(shownGroup(row), select, usualOfGroup) as Shown))
  return ids.flatMap((id) => found.get(id) ?? [])
}

export function typed<T extends object>(type: string, object: T): T & { readonly '@odata.type': string } {
  return { '@odata.type': `#microsoft.graph.${type}`, ...object }
}

const objectFields: Fields = {
  id: idField(sql`o.id`),
  displayName: { sql: sql`o.name`, type: 'text' },
  mail: { sql: sql`o.mail`, type: 'text' },
  mailNickname: { sql: sql`o.nickname`, type: 'text' },
  userPrincipalName: { sql: sql`o.upn`, type: 'text' },
  accountEnabled: { sql: sql`o.enabled`, type: 'boolean' },
  securityEnabled: { sql: sql`o.secure`, type: 'boolean' },
  createdDateTime: { sql: sql`o.created_at`, type: 'instant' },
}

/** `which`: a query of ids. */
export function objectList(call: Call, which: RawBuilder<unknown>): SqlList<ObjectRow> {
  const { store } = call.context.house
  return {
    of: 'directoryObjects',
    resource: 'DirectoryObject',
    fields: objectFields,
    id: sql`o.id`,
    read: ({ where, key, order, limit }) => objectRows(store, which, { where, order, limit }, key),
    count: (where) => countObjectsIn(store, which, where),
    show: (rows) => shownObjects(call, rows.map(({ id }) => id), { select: call.query.select }), // prettier-ignore
  }
}
