import { sql } from 'kysely'
import { countServicePrincipals, servicePrincipals, type ServicePrincipal } from '../../store/service-principals.ts'
import { expanded } from '../applications/expand.ts'
import type { Call } from '../route.ts'
import type { SqlList } from '../wire/sql-list.ts'
import { servicePrincipalFields, shownServicePrincipals } from './entity.ts'

/** Service principals as a list. `within`: a condition on `a` beside the query's; usually not the deleted ones. */
export function servicePrincipalList(
  call: Call,
  within = sql`true`,
  { deleted = false }: { readonly deleted?: boolean } = {},
): SqlList<ServicePrincipal> {
  const { store } = call.context.house
  const there = deleted ? sql`a.deleted_at is not null and ${within}` : sql`a.deleted_at is null and ${within}`
  return {
    of: 'servicePrincipals',
    resource: 'ServicePrincipal',
    fields: servicePrincipalFields,
    id: sql`a.id`,
    read: ({ where, key, order, limit }) =>
      servicePrincipals(store, { where: sql`${there} and ${where}`, order, limit }, key),
    count: (where) => countServicePrincipals(store, sql`${there} and ${where}`),
    show: async (rows) => expanded(call, 'servicePrincipal', await shownServicePrincipals(call, rows)),
  }
}
