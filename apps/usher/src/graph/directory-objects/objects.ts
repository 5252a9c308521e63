/** People, groups, service principals and directory roles in one list, each said what it is by `@odata.type`. */
import { sql, type RawBuilder } from 'kysely'
import { groupRows } from '../../store/graph-groups.ts'
import { countObjectsIn, objectRows, type ObjectRow } from '../../store/graph-objects.ts'
import { userRows } from '../../store/graph-users.ts'
import { servicePrincipals } from '../../store/service-principals.ts'
import { uuids } from '../../store/bulk.ts'
import type { Fields } from '../filter/to-sql.ts'
import { shownGroup, usualOfGroup } from '../groups/entity.ts'
import { directoryRole } from '../roles/directory-role.ts'
import { roles } from '../access/roles.ts'
import type { Call } from '../route.ts'
import { shownServicePrincipals } from '../service-principals/entity.ts'
import { idField, userShower } from '../users/entity.ts'
import { usualOfUser } from '../users/properties.ts'
import { selected } from '../wire/page.ts'
import type { SqlList } from '../wire/sql-list.ts'

/** Of a service principal whoever may read groups but no applications sees what it is called, and nothing of its credentials. */
export const clientNames: readonly string[] = ['appId', 'displayName', 'servicePrincipalType']
export const mayReadClients = (call: Call): Promise<boolean> =>
  call.may('microsoft.directory/applications/standard/read')

export type Shown = Readonly<Record<string, unknown>> & { readonly id: string }

/** In the order of the ids; what is not there, or is deleted unless those are wanted, is left out. `clients`: whether all of service principals is shown. */
export async function shownObjects(
  call: Call,
  ids: readonly string[],
  {
    select = null,
    deleted = false,
    clients = true,
  }: { readonly select?: readonly string[] | null; readonly deleted?: boolean; readonly clients?: boolean } = {},
): Promise<readonly Shown[]> {
  if (ids.length === 0) return []
  const { store } = call.context.house
  const [users, groups] = await Promise.all([
    userRows(store, { where: sql`u.id in ${uuids(ids)} and (${deleted} or u.deleted_at is null)`, limit: ids.length }),
    groupRows(store, { where: sql`g.id in ${uuids(ids)} and (${deleted} or g.deleted_at is null)`, limit: ids.length }),
  ])
  const person = userShower(select ?? usualOfUser)
  const found = new Map<string, Shown>()
  for (const row of users) found.set(row.id, typed('user', person(row)))
  for (const row of groups) found.set(row.id, typed('group', selected(shownGroup(row), select, usualOfGroup) as Shown))
  for (const role of roles) if (ids.includes(role.id)) found.set(role.id, typed('directoryRole', selected(directoryRole(role), select) as Shown)) // prettier-ignore
  const left = ids.filter((id) => !found.has(id))
  if (left.length > 0) {
    const where = sql`a.id in ${uuids(left)} and (${deleted} or a.deleted_at is null)`
    for (const one of await shownServicePrincipals(call, await servicePrincipals(store, { where, limit: left.length })))
      found.set(
        one.id,
        typed('servicePrincipal', selected(clients ? one : selected(one, clientNames), select) as Shown),
      )
  }
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
    show: async (rows) =>
      shownObjects(call, rows.map(({ id }) => id), { select: call.query.select, clients: await mayReadClients(call) }), // prettier-ignore
  }
}

/** Of these objects only the directory roles, as a list of them. */
export function roleList(call: Call, which: RawBuilder<unknown>): SqlList<ObjectRow> {
  const { store } = call.context.house
  const isRole = sql<boolean>`o.type = 'directoryRole'`
  const list = objectList(call, which)
  return {
    ...list,
    of: 'directoryRoles',
    resource: 'DirectoryRole',
    fields: { ...objectFields, roleTemplateId: idField(sql`o.id`) },
    read: ({ where, key, order, limit }) =>
      objectRows(store, which, { where: sql`${isRole} and ${where}`, order, limit }, key),
    count: (where) => countObjectsIn(store, which, sql`${isRole} and ${where}`),
  }
}
