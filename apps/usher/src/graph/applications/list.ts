import { sql } from 'kysely'
import { countRegistrations, registrations, type Registration } from '../../store/registrations.ts'
import type { Call } from '../route.ts'
import type { SqlList } from '../wire/sql-list.ts'
import { applicationFields, shownApplications } from './entity.ts'
import { expanded } from './expand.ts'

/** App registrations as a list. `within`: a condition on `r` beside the query's; usually not the deleted ones. */
export function applicationList(
  call: Call,
  within = sql`true`,
  { deleted = false }: { readonly deleted?: boolean } = {},
): SqlList<Registration> {
  const { store } = call.context.house
  const there = deleted ? sql`r.deleted_at is not null and ${within}` : sql`r.deleted_at is null and ${within}`
  return {
    of: 'applications',
    resource: 'Application',
    fields: applicationFields,
    id: sql`r.id`,
    read: ({ where, key, order, limit }) =>
      registrations(store, { where: sql`${there} and ${where}`, order, limit }, key),
    count: (where) => countRegistrations(store, sql`${there} and ${where}`),
    show: async (rows) => expanded(call, 'application', await shownApplications(call, rows)),
  }
}
