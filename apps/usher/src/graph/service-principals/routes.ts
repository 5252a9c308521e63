import { sql } from 'kysely'
import {
  ofServicePrincipals,
  servicePrincipalBy,
  servicePrincipals,
  type ServicePrincipal,
} from '../../store/service-principals.ts'
import { needsEventual, prefers } from '../applications/routes.ts'
import { whichServicePrincipal } from '../applications/which.ts'
import { expanded } from '../applications/expand.ts'
import { endApplication } from '../ending.ts'
import type { Call, Route } from '../route.ts'
import { noContent } from '../route.ts'
import { keyIn } from '../wire/address.ts'
import { metadata } from '../wire/page.ts'
import { countAnswer } from '../wire/short-list.ts'
import { sqlList, whereOf, type SqlList } from '../wire/sql-list.ts'
import { changeServicePrincipal, createServicePrincipal, servicePrincipalBody } from './change.ts'
import { servicePrincipalFields, servicePrincipalShape, shownServicePrincipals } from './entity.ts'

const read = 'microsoft.directory/applications/standard/read'

export const servicePrincipalRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/servicePrincipals',
    action: read,
    mine: true,
    says: 'Enterprise applications and clients.',
    gives: servicePrincipalShape,
    handle: async (call) => sqlList(call, await listed(call)),
  },
  {
    method: 'GET',
    path: '/servicePrincipals/$count',
    action: read,
    mine: true,
    says: 'How many service principals there are.',
    handle: async (call) => {
      needsEventual(call)
      const list = await listed(call)
      return countAnswer(await list.count(whereOf(call, list)))
    },
  },
  {
    method: 'POST',
    path: '/servicePrincipals',
    action: 'microsoft.directory/applications/create',
    mine: true,
    says: 'Makes the service principal of an app registration.',
    takes: servicePrincipalBody,
    gives: servicePrincipalShape,
    handle: async (call) => created(call, await createServicePrincipal(call, call.body)),
  },
  {
    method: 'GET',
    path: '/servicePrincipals/:id',
    action: read,
    owned: 'servicePrincipal',
    says: 'One service principal, by id or appId.',
    gives: servicePrincipalShape,
    handle: async (call) => {
      const [one] = await expanded(
        call,
        'servicePrincipal',
        await shownServicePrincipals(call, [await whichServicePrincipal(call)]),
      )
      return {
        status: 200,
        body: {
          '@odata.context': metadata(call, 'servicePrincipals/$entity'),
          ...one,
        },
      }
    },
  },
  {
    method: 'PATCH',
    path: '/servicePrincipals/:id',
    action: 'microsoft.directory/applications/basic/update',
    owned: 'servicePrincipal',
    says: 'Changes a service principal; by appId and with Prefer: create-if-missing it is made when there is none.',
    takes: servicePrincipalBody,
    handle: upsert,
  },
  {
    method: 'DELETE',
    path: '/servicePrincipals/:id',
    action: 'microsoft.directory/applications/delete',
    owned: 'servicePrincipal',
    says: 'Deletes a service principal; its jobs end, accounts are left alone, and it can be restored for 30 days.',
    handle: async (call) => {
      await endApplication(call, { kind: 'servicePrincipal', ...(await whichServicePrincipal(call)) })
      return noContent
    },
  },
]

async function upsert(call: Call) {
  const { by, value } = keyIn(call.params['id'] ?? '', ['appId'])
  const isMissing = async () => (await servicePrincipalBy(call.context.house.store, 'appId', value)) === null
  if (by === 'appId' && prefers(call, 'create-if-missing') && (await isMissing()))
    return created(call, await createServicePrincipal(call, { ...(call.body as object), appId: value }))
  await changeServicePrincipal(call, await whichServicePrincipal(call), call.body)
  return noContent
}

async function created(call: Call, made: ServicePrincipal) {
  const [one] = await shownServicePrincipals(call, [made])
  const location = `${call.base}/${call.version}/directoryObjects/${made.id}/Microsoft.DirectoryServices.ServicePrincipal`
  return {
    status: 201,
    headers: { location },
    body: { '@odata.context': metadata(call, 'servicePrincipals/$entity'), ...one },
  }
}

/** Those that are not deleted; of a caller that may read only its own, those. */
async function listed(call: Call): Promise<SqlList<ServicePrincipal>> {
  const { store } = call.context.house
  const mine = (await call.may(read))
    ? sql`true`
    : sql`exists (select from owner o where o.tenant_id = a.tenant_id and o.owned_type = 'servicePrincipal'
        and o.owned_id = a.id and o.owner_id = ${call.caller.id}::uuid)`
  return {
    of: 'servicePrincipals',
    resource: 'ServicePrincipal',
    fields: servicePrincipalFields,
    id: sql`a.id`,
    read: ({ where, key, order, limit }) =>
      servicePrincipals(store, { where: sql`a.deleted_at is null and ${mine} and ${where}`, order, limit }, key),
    count: async (where) => {
      const { rows } = await sql<{ count: number }>`select count(*)::int as count from ${ofServicePrincipals}
        where a.tenant_id = ${store.tenant} and a.deleted_at is null and ${mine} and ${where}`.execute(store.db)
      return rows[0]?.count ?? 0
    },
    show: async (rows) => expanded(call, 'servicePrincipal', await shownServicePrincipals(call, rows)),
  }
}
