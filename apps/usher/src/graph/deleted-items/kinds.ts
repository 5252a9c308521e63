/** What can be deleted softly, by type: one row for each (graph-api.md 5.7). */
import { sql } from 'kysely'
import { audit } from '../../store/audit.ts'
import type { Activity } from '../../store/activities.ts'
import { purgeDeleted, restoreDeleted, type ApplicationKind } from '../../store/deleted-applications.ts'
import { purgeGroups, restoreGroup } from '../../store/group-life.ts'
import { groupRows } from '../../store/graph-groups.ts'
import { userRows } from '../../store/graph-users.ts'
import { registrations } from '../../store/registrations.ts'
import { servicePrincipals } from '../../store/service-principals.ts'
import { purgeUser, restoreUser } from '../../store/user-life.ts'
import type { UserRow } from '../../store/users.ts'
import type { Action } from '../access/actions.ts'
import { applicationFields, shownApplications } from '../applications/entity.ts'
import { typed } from '../directory-objects/objects.ts'
import type { Kind } from '../directory-objects/routes.ts'
import { shownGroup, usualOfGroup } from '../groups/entity.ts'
import { groupList } from '../groups/list.ts'
import type { Call } from '../route.ts'
import { servicePrincipalFields, shownServicePrincipals } from '../service-principals/entity.ts'
import { userShower } from '../users/entity.ts'
import { userList } from '../users/list.ts'
import { usualOfUser } from '../users/properties.ts'
import { notFound } from '../wire/fault.ts'
import { selected } from '../wire/page.ts'
import { listing, type Listing } from '../wire/sql-list.ts'
import { Wrong } from '../../store/directory.ts'
import { sameValue } from '../users/change.ts'

export type Deleted = Readonly<Record<string, unknown>> & { readonly id: string }
export type DeletedKind = {
  readonly read: Action
  /** To restore it, and to remove it for good. */
  readonly end: Action
  readonly activities: { readonly restore: Activity; readonly purge: Activity }
  readonly list: Listing
  /** The deleted one with this id. */
  find(call: Call, id: string): Promise<Deleted | null>
  restore(call: Call, id: string, wish: Wish): Promise<void>
  purge(call: Call, id: string): Promise<void>
}
export type Wish = { readonly newUserPrincipalName?: string | null | undefined }

/** With when it was deleted, beside what it usually has. */
const withEnd = (usual: readonly string[]): readonly string[] => [...usual, 'deletedDateTime']

const users: DeletedKind = {
  read: 'microsoft.directory/users/standard/read',
  end: 'microsoft.directory/users/restore',
  activities: { restore: 'Restore user', purge: 'Hard delete user' },
  list: listing((call) => ({
    ...userList(call, sql`true`, { deleted: true, of: 'directoryObjects' }),
    show: (rows: readonly UserRow[]) => rows.map(userShower(call.query.select ?? withEnd(usualOfUser))),
  }), (item) => typed('user', item)),
  find: async ({ context: { house } }, id) => {
    const [row] = await userRows(house.store, { where: sql`u.id = ${id} and u.deleted_at is not null` })
    return row === undefined ? null : userShower(withEnd(usualOfUser))(row)
  },
  restore: async ({ context: { house: { store } } }, id, { newUserPrincipalName }) => {
    try {
      await restoreUser(store, id, newUserPrincipalName ?? undefined)
    } catch (error) {
      if (error instanceof Wrong && error.code === 'conflict') throw sameValue('userPrincipalName')
      throw error
    }
  },
  purge: async ({ context: { house } }, id) => void (await purgeUser(house.store, id)),
} // prettier-ignore

const groups: DeletedKind = {
  read: 'microsoft.directory/groups/standard/read',
  end: 'microsoft.directory/groups/restore',
  activities: { restore: 'Restore group', purge: 'Hard delete group' },
  list: listing(
    (call) => groupList(call, sql`true`, { deleted: true, of: 'directoryObjects' }),
    (item) => typed('group', item),
  ),
  find: async ({ context: { house } }, id) => {
    const [row] = await groupRows(house.store, { where: sql`g.id = ${id} and g.deleted_at is not null` })
    return row === undefined ? null : (selected(shownGroup(row), null, usualOfGroup) as Deleted)
  },
  restore: async ({ context: { house } }, id) => void (await restoreGroup(house.store, id)),
  purge: ({ context: { house } }, id) => purgeGroups(house.store, [id]),
}

/** Applications and service principals. */
function ofApplications(kind: ApplicationKind): Omit<DeletedKind, 'list' | 'find'> {
  return {
    read: 'microsoft.directory/applications/standard/read',
    end: 'microsoft.directory/applications/delete',
    activities:
      kind === 'application'
        ? { restore: 'Restore application', purge: 'Hard delete application' }
        : { restore: 'Restore service principal', purge: 'Hard delete service principal' },
    restore: async ({ context: { house } }, id) => {
      if (!(await restoreDeleted(house.store, { kind, id }))) throw notFound(id)
    },
    purge: ({ context: { house } }, id) => purgeDeleted(house.store, { kind, id }),
  }
}

const applications: DeletedKind = {
  ...ofApplications('application'),
  list: listing((call) => ({
    of: 'directoryObjects', resource: 'Application', fields: applicationFields, id: sql`r.id`,
    read: ({ where, key, order, limit }) => registrations(call.context.house.store,
      { where: sql`r.deleted_at is not null and ${where}`, order, limit }, key),
    count: async (where) => (await registrations(call.context.house.store,
      { where: sql`r.deleted_at is not null and ${where}`, limit: 10_000 })).length,
    show: async (rows) => (await shownApplications(call, rows)).map((one) => selected(one, call.query.select)),
  }), (item) => typed('application', item)),
  find: async (call, id) => {
    const rows = await registrations(call.context.house.store, { where: sql`r.id = ${id} and r.deleted_at is not null` })
    return (await shownApplications(call, rows))[0] ?? null
  },
} // prettier-ignore

const principals: DeletedKind = {
  ...ofApplications('servicePrincipal'),
  list: listing((call) => ({
    of: 'directoryObjects', resource: 'ServicePrincipal', fields: servicePrincipalFields, id: sql`a.id`,
    read: ({ where, key, order, limit }) => servicePrincipals(call.context.house.store,
      { where: sql`a.deleted_at is not null and ${where}`, order, limit }, key),
    count: async (where) => (await servicePrincipals(call.context.house.store,
      { where: sql`a.deleted_at is not null and ${where}`, limit: 10_000 })).length,
    show: async (rows) => (await shownServicePrincipals(call, rows)).map((one) => selected(one, call.query.select)),
  }), (item) => typed('servicePrincipal', item)),
  find: async (call, id) => {
    const rows = await servicePrincipals(call.context.house.store, { where: sql`a.id = ${id} and a.deleted_at is not null` })
    return (await shownServicePrincipals(call, rows))[0] ?? null
  },
} // prettier-ignore

export const deletedKinds: Readonly<Record<Kind, DeletedKind>> = {
  user: users,
  group: groups,
  application: applications,
  servicePrincipal: principals,
}

export async function toldEnd(call: Call, activity: Activity, object: Deleted): Promise<void> {
  const name = (object['userPrincipalName'] ?? object['displayName'] ?? object.id) as string
  await audit(call.context.house.store, {
    actor: call.caller.name,
    activity,
    object: activity === 'Hard delete user' ? object.id : name,
    details: { id: object.id },
  })
}
