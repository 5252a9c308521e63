/** App registrations and service principals that were deleted. */
import { sql } from 'kysely'
import type { Activity } from '../../store/activities.ts'
import { audit } from '../../store/audit.ts'
import { purgeDeleted, restoreDeleted, type ApplicationKind } from '../../store/deleted-applications.ts'
import { isUuid } from '../../store/directory.ts'
import { registrations } from '../../store/registrations.ts'
import { servicePrincipals } from '../../store/service-principals.ts'
import { mayActAs } from '../access/act-as.ts'
import { shownApplications } from '../applications/entity.ts'
import { applicationList } from '../applications/list.ts'
import { typed } from '../directory-objects/objects.ts'
import type { Call } from '../route.ts'
import { shownServicePrincipals } from '../service-principals/entity.ts'
import { servicePrincipalList } from '../service-principals/list.ts'
import { notFound } from '../wire/fault.ts'
import { listing, type Listing } from '../wire/sql-list.ts'
import type { DeletedKind } from './kinds.ts'

const deleted = { deleted: true } as const

export const applicationKind: DeletedKind = kindOf('application', {
  restored: 'Restore application',
  purged: 'Hard delete application',
  list: listing((call) => applicationList(call, sql`true`, deleted), (item) => typed('application', item)),
  byId: ({ context: { house } }, id) => registrations(house.store, { where: sql`r.id = ${id}` }),
  shown: shownApplications,
}) // prettier-ignore

export const servicePrincipalKind: DeletedKind = kindOf('servicePrincipal', {
  restored: 'Restore service principal',
  purged: 'Hard delete service principal',
  list: listing((call) => servicePrincipalList(call, sql`true`, deleted), (item) => typed('servicePrincipal', item)),
  byId: ({ context: { house } }, id) => servicePrincipals(house.store, { where: sql`a.id = ${id}` }),
  shown: shownServicePrincipals,
}) // prettier-ignore

type Row = { readonly appId: string; readonly displayName: string; readonly deletedDateTime: string | null }
type Shown = Readonly<Record<string, unknown>>
type Of<R> = {
  readonly restored: Activity
  readonly purged: Activity
  readonly list: Listing
  /** The one with this id, deleted or not. */
  byId(call: Call, id: string): Promise<readonly R[]>
  shown(call: Call, rows: readonly R[]): Promise<readonly Shown[]>
}

function kindOf<R extends Row>(kind: ApplicationKind, { restored, purged, list, byId, shown }: Of<R>): DeletedKind {
  const gone = async (call: Call, id: string): Promise<R | null> => {
    const [row] = isUuid(id) ? await byId(call, id) : []
    return row === undefined || row.deletedDateTime === null ? null : row
  }
  const mustBeGone = async (call: Call, id: string): Promise<R> => {
    const row = await gone(call, id)
    if (row === null) throw notFound(id)
    return row
  }
  const told = (call: Call, activity: Activity, { displayName }: Row): Promise<void> =>
    audit(call.context.house.store, { actor: call.caller.name, activity, object: displayName })
  return {
    type: kind,
    read: 'microsoft.directory/applications/standard/read',
    write: 'microsoft.directory/applications/delete',
    list: list.answer,
    count: list.count,
    async find(call, id) {
      const row = await gone(call, id)
      return row === null ? null : ((await shown(call, [row]))[0] ?? null)
    },
    async restore(call, id) {
      const row = await mustBeGone(call, id)
      // Its secrets and permissions come back with it.
      await mayActAs(call, { appId: row.appId, isOwner: false })
      if (!(await restoreDeleted(call.context.house.store, { kind, id }))) throw notFound(id)
      await told(call, restored, row)
      const [live] = await shown(call, await byId(call, id))
      return live ?? {}
    },
    async purge(call, id) {
      const row = await mustBeGone(call, id)
      await purgeDeleted(call.context.house.store, { kind, id })
      await told(call, purged, row)
    },
  }
}
