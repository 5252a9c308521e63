/** What administrators did, as `/auditLogs/directoryAudits` (graph-api.md 9.2). */
import { sql } from 'kysely'
import type { Json } from '@usher/scim'
import { categories } from '../../store/activities.ts'
import { directoryAuditFields, directoryAudits, type DirectoryAuditRow } from '../../store/directory-audits.ts'
import { filterSql } from '../filter/to-sql.ts'
import type { Call, Route } from '../route.ts'
import { entityAnswer } from '../wire/entity.ts'
import { GraphFault, notFound } from '../wire/fault.ts'
import { expiredPage, listAnswer, pageStart, selected } from '../wire/page.ts'
import { pageSize } from '../wire/query.ts'

const read = 'microsoft.directory/auditLogs/allProperties/read'

export const directoryAuditRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/auditLogs/directoryAudits',
    action: read,
    says: 'Every administrative act, newest first.',
    handle: list,
  },
  {
    method: 'GET',
    path: '/auditLogs/directoryAudits/:id',
    action: read,
    says: 'One act.',
    handle: async (call) => {
      const { id = '' } = call.params
      const number = /_(\d{1,15})$/.exec(id)?.[1]
      if (number === undefined) throw notFound(id)
      const where = sql<boolean>`l.id = ${number}::bigint`
      const [row] = await directoryAudits(call.context.house.store, { where, after: null, ascending: false, limit: 1 })
      if (row === undefined) throw notFound(id)
      return entityAnswer(call, 'auditLogs/directoryAudits', selected(shown(row), call.query.select))
    },
  },
]

async function list(call: Call) {
  const { filter, select, orderby } = call.query
  const [order, ...others] = orderby
  if (others.length > 0 || (order !== undefined && order.path.toLowerCase() !== 'activitydatetime'))
    throw new GraphFault('unsupportedQuery', '$orderby takes activityDateTime here, asc or desc.')
  const limit = pageSize(call.query, { usual: 1000, most: 1000 })
  const rows = await directoryAudits(call.context.house.store, {
    where: filter === null ? sql<boolean>`true` : filterSql(filter, directoryAuditFields, 'directoryAudit'),
    after: startOf(call),
    ascending: order?.descending === false,
    limit: limit + 1,
  })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return listAnswer(call, {
    of: 'auditLogs/directoryAudits',
    items: page.map((row) => selected(shown(row), select)),
    next: rows.length > limit && last !== undefined ? { at: last.at, id: last.id } : null,
  })
}

function startOf(call: Call): { readonly at: string; readonly id: number } | null {
  const start = pageStart(call) as { readonly at?: Json; readonly id?: Json } | null
  if (start === null) return null
  const { at, id } = start
  if (typeof at === 'string' && !Number.isNaN(Date.parse(at)) && Number.isSafeInteger(id))
    return { at, id: id as number }
  throw expiredPage()
}

function shown(row: DirectoryAuditRow) {
  const { service, category } = categories(row.activity)
  const correlationId = `00000000-0000-4000-8000-${row.id.toString(16).padStart(12, '0')}`
  const { changes, ...details } = row.details
  return {
    id: `Usher_${correlationId}_${row.id}`,
    activityDateTime: row.at,
    activityDisplayName: row.activity,
    category,
    correlationId,
    loggedByService: service,
    operationType: operationOf(row.activity),
    result: 'success',
    resultReason: '',
    initiatedBy: initiatedBy(row),
    targetResources: [
      {
        id: row.targetId,
        displayName: row.object,
        type: types[category] ?? 'Directory',
        userPrincipalName: category === 'UserManagement' ? row.object : null,
        groupType: category === 'GroupManagement' ? 'azureAD' : null,
        modifiedProperties: Array.isArray(changes) ? changes.map((one) => modified(one as Changed)) : [],
      },
    ],
    additionalDetails: Object.entries(details).map(([key, value]) => ({ key, value: textOf(value) })),
  }
}

const types: Readonly<Record<string, string>> = {
  UserManagement: 'User',
  GroupManagement: 'Group',
  ApplicationManagement: 'ServicePrincipal',
  ProvisioningManagement: 'ServicePrincipal',
  RoleManagement: 'Role',
}

function initiatedBy({ actor, userId, userName, appId }: DirectoryAuditRow) {
  if (!actor.startsWith('app:')) {
    const user = { id: userId, displayName: userName ?? actor, userPrincipalName: actor, ipAddress: null }
    return { user, app: null }
  }
  const name = actor.slice(4)
  return { user: null, app: { appId, displayName: name, servicePrincipalId: null, servicePrincipalName: null } }
}

type Changed = { readonly property: string; readonly before: Json; readonly after: Json }

/** Values are JSON text there. */
function modified({ property, before, after }: Changed) {
  return { displayName: property, oldValue: JSON.stringify(before), newValue: JSON.stringify(after) }
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function operationOf(activity: string): string {
  const [verb = ''] = activity.split(/[ /]/)
  return verbs[verb] ?? 'Other'
}

const verbs: Readonly<Record<string, string>> = {
  Add: 'Add', Update: 'Update', Delete: 'Delete', Remove: 'Delete', Hard: 'Delete', Restore: 'Restore',
} // prettier-ignore
