import { sql } from 'kysely'
import { ofRegistrations, registrationBy, registrations, type Registration } from '../../store/registrations.ts'
import type { Call, Route } from '../route.ts'
import { noContent } from '../route.ts'
import { expanded } from './expand.ts'
import { endApplication } from '../ending.ts'
import { keyIn } from '../wire/address.ts'
import { GraphFault, denied } from '../wire/fault.ts'
import { metadata } from '../wire/page.ts'
import { countAnswer } from '../wire/short-list.ts'
import { sqlList, whereOf, type SqlList } from '../wire/sql-list.ts'
import { applicationBody, changeApplication, createApplication } from './change.ts'
import { applicationFields, applicationShape, shownApplications } from './entity.ts'
import { whichApplication } from './which.ts'

const read = 'microsoft.directory/applications/standard/read'

export const applicationRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/applications',
    action: read,
    mine: true,
    says: 'App registrations.',
    gives: applicationShape,
    handle: async (call) => sqlList(call, await listed(call)),
  },
  {
    method: 'GET',
    path: '/applications/$count',
    action: read,
    mine: true,
    says: 'How many app registrations there are.',
    handle: async (call) => {
      needsEventual(call)
      const list = await listed(call)
      return countAnswer(await list.count(whereOf(call, list)))
    },
  },
  {
    method: 'POST',
    path: '/applications',
    action: 'microsoft.directory/applications/create',
    mine: true,
    says: 'Makes an app registration; whoever makes it owns it.',
    takes: applicationBody,
    gives: applicationShape,
    handle: async (call) => created(call, await createApplication(call, call.body)),
  },
  {
    method: 'GET',
    path: '/applications/:id',
    action: read,
    owned: 'application',
    says: 'One app registration, by id, appId or uniqueName.',
    gives: applicationShape,
    handle: async (call) => {
      const [one] = await expanded(call, 'application', await shownApplications(call, [await whichApplication(call)]))
      return {
        status: 200,
        body: { '@odata.context': metadata(call, 'applications/$entity'), ...one },
      }
    },
  },
  {
    method: 'PATCH',
    path: '/applications/:id',
    action: 'microsoft.directory/applications/basic/update',
    owned: 'application',
    says: 'Changes an app registration; by uniqueName and with Prefer: create-if-missing it is made when there is none.',
    takes: applicationBody,
    handle: upsert,
  },
  {
    method: 'DELETE',
    path: '/applications/:id',
    action: 'microsoft.directory/applications/delete',
    owned: 'application',
    says: 'Deletes an app registration and its service principal; they can be restored for 30 days.',
    handle: async (call) => {
      await endApplication(call, { kind: 'application', ...(await whichApplication(call)) })
      return noContent
    },
  },
]

async function upsert(call: Call) {
  const { by, value } = keyIn(call.params['id'] ?? '', ['appId', 'uniqueName'])
  if (by === 'uniqueName' && prefers(call, 'create-if-missing')) {
    if ((await registrationBy(call.context.house.store, 'uniqueName', value)) === null) {
      if (!(await call.may('microsoft.directory/applications/create'))) throw denied()
      return created(call, await createApplication(call, call.body, { uniqueName: value }))
    }
  }
  await changeApplication(call, await whichApplication(call), call.body)
  return noContent
}

/** Whether `Prefer` says so; several stand in one header, separated by commas. */
export function prefers({ headers }: Pick<Call, 'headers'>, what: string): boolean {
  return String(headers['prefer'] ?? '')
    .split(',')
    .some((one) => one.trim().toLowerCase() === what)
}

async function created(call: Call, { made, secrets }: Awaited<ReturnType<typeof createApplication>>) {
  const [one] = await shownApplications(call, [made])
  return {
    status: 201,
    headers: {
      location: `${call.base}/${call.version}/directoryObjects/${made.id}/Microsoft.DirectoryServices.Application`,
    },
    body: {
      '@odata.context': metadata(call, 'applications/$entity'),
      ...one,
      ...(secrets.length > 0 && { passwordCredentials: secrets }),
    },
  }
}

/** Those that are not deleted; of a caller that may read only its own, those. */
async function listed(call: Call): Promise<SqlList<Registration>> {
  const { store } = call.context.house
  const mine = (await call.may(read))
    ? sql`true`
    : sql`exists (select from owner o where o.tenant_id = r.tenant_id and o.owned_type = 'application'
        and o.owned_id = r.id and o.owner_id = ${call.caller.id}::uuid)`
  return {
    of: 'applications',
    resource: 'Application',
    fields: applicationFields,
    id: sql`r.id`,
    read: ({ where, key, order, limit }) =>
      registrations(store, { where: sql`r.deleted_at is null and ${mine} and ${where}`, order, limit }, key),
    count: async (where) => {
      const { rows } = await sql<{ count: number }>`select count(*)::int as count from ${ofRegistrations}
        where r.tenant_id = ${store.tenant} and r.deleted_at is null and ${mine} and ${where}`.execute(store.db)
      return rows[0]?.count ?? 0
    },
    show: async (rows) => expanded(call, 'application', await shownApplications(call, rows)),
  }
}

/** `/$count` of directory objects needs `ConsistencyLevel: eventual` (graph-api.md 1.5). */
export function needsEventual({ query }: Call): void {
  if (!query.eventual)
    throw new GraphFault('badRequest', '$count is not currently supported. Send the header ConsistencyLevel: eventual.')
}
