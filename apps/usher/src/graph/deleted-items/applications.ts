/** App registrations and service principals that were deleted. */
import { sql } from 'kysely'
import type { Activity } from '../../store/activities.ts'
import { audit } from '../../store/audit.ts'
import { purgeDeleted, restoreDeleted, type ApplicationKind } from '../../store/deleted-applications.ts'
import { isUuid } from '../../store/directory.ts'
import { ofRegistrations, registrations, type Registration } from '../../store/registrations.ts'
import { ofServicePrincipals, servicePrincipals, type ServicePrincipal } from '../../store/service-principals.ts'
import { mayActAs } from '../access/act-as.ts'
import { applicationFields, shownApplications } from '../applications/entity.ts'
import { typed } from '../directory-objects/objects.ts'
import type { Call } from '../route.ts'
import { servicePrincipalFields, shownServicePrincipals } from '../service-principals/entity.ts'
import { notFound } from '../wire/fault.ts'
import { selected } from '../wire/page.ts'
import { sqlList, whereOf, type SqlList } from '../wire/sql-list.ts'
import type { DeletedKind } from './kinds.ts'

export const applicationKind: DeletedKind = kindOf('application', {
  restored: 'Restore application',
  purged: 'Hard delete application',
  list: deletedApplications,
  async find(call, id) {
    const [row] = await registrations(call.context.house.store, {
      where: sql`r.id = ${id} and r.deleted_at is not null`,
    })
    return row === undefined ? null : (await shownApplications(call, [row]))[0]
  },
  async live(call, id) {
    const [row] = await registrations(call.context.house.store, { where: sql`r.id = ${id}` })
    return row === undefined ? null : (await shownApplications(call, [row]))[0]
  },
})

export const servicePrincipalKind: DeletedKind = kindOf('servicePrincipal', {
  restored: 'Restore service principal',
  purged: 'Hard delete service principal',
  list: deletedServicePrincipals,
  async find(call, id) {
    const [row] = await servicePrincipals(call.context.house.store, {
      where: sql`a.id = ${id} and a.deleted_at is not null`,
    })
    return row === undefined ? null : (await shownServicePrincipals(call, [row]))[0]
  },
  async live(call, id) {
    const [row] = await servicePrincipals(call.context.house.store, { where: sql`a.id = ${id}` })
    return row === undefined ? null : (await shownServicePrincipals(call, [row]))[0]
  },
})

type Shown = Readonly<Record<string, unknown>> | null | undefined
type Of<R> = {
  readonly restored: Activity
  readonly purged: Activity
  list(call: Call): SqlList<R>
  find(call: Call, id: string): Promise<Shown>
  live(call: Call, id: string): Promise<Shown>
}

function kindOf<R>(kind: ApplicationKind, { restored, purged, list, find, live }: Of<R>): DeletedKind {
  const found = async (call: Call, id: string): Promise<Readonly<Record<string, unknown>> | null> =>
    isUuid(id) ? ((await find(call, id)) ?? null) : null
  const told = (call: Call, activity: Activity, object: unknown): Promise<void> =>
    audit(call.context.house.store, { actor: call.caller.name, activity, object: String(object) })
  return {
    type: kind,
    read: 'microsoft.directory/applications/standard/read',
    write: 'microsoft.directory/applications/delete',
    list: (call) => sqlList(call, list(call)),
    count(call) {
      const all = list(call)
      return all.count(whereOf(call, all))
    },
    find: found,
    async restore(call, id) {
      const { appId } = (await found(call, id)) ?? {}
      // Its secrets and permissions come back with it.
      await mayActAs(call, { appId: String(appId), isOwner: false })
      if (!(await restoreDeleted(call.context.house.store, { kind, id }))) throw notFound(id)
      const shown = await live(call, id)
      if (shown === null || shown === undefined) throw notFound(id)
      await told(call, restored, shown['displayName'])
      return shown
    },
    async purge(call, id) {
      const shown = await found(call, id)
      if (shown === null) throw notFound(id)
      await purgeDeleted(call.context.house.store, { kind, id })
      await told(call, purged, shown['displayName'])
    },
  }
}

function deletedApplications(call: Call): SqlList<Registration> {
  const { store } = call.context.house
  return {
    of: 'applications',
    resource: 'Application',
    fields: applicationFields,
    id: sql`r.id`,
    read: ({ where, key, order, limit }) =>
      registrations(store, { where: sql`r.deleted_at is not null and ${where}`, order, limit }, key),
    async count(where) {
      const { rows } = await sql<{ count: number }>`select count(*)::int as count from ${ofRegistrations}
        where r.tenant_id = ${store.tenant} and r.deleted_at is not null and ${where}`.execute(store.db)
      return rows[0]?.count ?? 0
    },
    show: async (rows) =>
      (await shownApplications(call, rows)).map((one) => typed('application', selected(one, call.query.select))),
  }
}

function deletedServicePrincipals(call: Call): SqlList<ServicePrincipal> {
  const { store } = call.context.house
  return {
    of: 'servicePrincipals',
    resource: 'ServicePrincipal',
    fields: servicePrincipalFields,
    id: sql`a.id`,
    read: ({ where, key, order, limit }) =>
      servicePrincipals(store, { where: sql`a.deleted_at is not null and ${where}`, order, limit }, key),
    async count(where) {
      const { rows } = await sql<{ count: number }>`select count(*)::int as count from ${ofServicePrincipals}
        where a.tenant_id = ${store.tenant} and a.deleted_at is not null and ${where}`.execute(store.db)
      return rows[0]?.count ?? 0
    },
    show: async (rows) =>
      (await shownServicePrincipals(call, rows)).map((one) =>
        typed('servicePrincipal', selected(one, call.query.select)),
      ),
  }
}
