/** Objects of any type by their ids, and which groups they belong to (graph-api.md 5.3 and 5.5). */
import { sql } from 'kysely'
import { z } from 'zod'
import { uuids } from '../../store/bulk.ts'
import { isUuid } from '../../store/directory.ts'
import { registrationBy, registrations } from '../../store/registrations.ts'
import { servicePrincipalBy } from '../../store/service-principals.ts'
import type { Action } from '../access/actions.ts'
import { shownApplications } from '../applications/entity.ts'
import { endApplication } from '../ending.ts'
import { endGroup } from '../groups/routes.ts'
import type { Call, Route } from '../route.ts'
import { noContent } from '../route.ts'
import { endUser } from '../users/routes.ts'
import { entityAnswer } from '../wire/entity.ts'
import { GraphFault, denied, notFound } from '../wire/fault.ts'
import { listAnswer, selected } from '../wire/page.ts'
import { shownObjects, typed, type Shown } from './objects.ts'

const kinds = ['user', 'group', 'application', 'servicePrincipal'] as const
type Kind = (typeof kinds)[number]

/** What each is read and deleted with. */
const rights: Readonly<Record<Kind, { readonly read: Action; readonly delete: Action }>> = {
  user: { read: 'microsoft.directory/users/standard/read', delete: 'microsoft.directory/users/delete' },
  group: { read: 'microsoft.directory/groups/standard/read', delete: 'microsoft.directory/groups/delete' },
  application: { read: 'microsoft.directory/applications/standard/read', delete: 'microsoft.directory/applications/delete' },
  servicePrincipal: { read: 'microsoft.directory/applications/standard/read', delete: 'microsoft.directory/applications/delete' },
} // prettier-ignore

type Found = { readonly kind: Kind; readonly shown: Shown }

/** What has this id and is not deleted. Throws `GraphFault` (404), and (403) when the caller may not do that with it. */
export async function objectWith(call: Call, id: string, what: 'read' | 'delete' = 'read'): Promise<Found> {
  const found = await objectBy(call, id)
  if (found === null) throw notFound(id)
  const { kind } = found
  const owned = kind === 'user' ? undefined : ({ type: kind, id } as const)
  if (!(await call.may(rights[kind][what], owned))) throw denied()
  return found
}

async function objectBy(call: Call, id: string): Promise<Found | null> {
  const [found] = await objectsBy(call, [id], kinds)
  return found ?? null
}

/** Those that are there in the order of the ids, applications last. What is no id names nothing. */
async function objectsBy(call: Call, given: readonly string[], wanted: readonly Kind[]): Promise<readonly Found[]> {
  const { query: { select }, context: { house: { store } } } = call // prettier-ignore
  const ids = [...new Set(given.map((id) => id.toLowerCase()))].filter(isUuid)
  const found = (await shownObjects(call, ids, { select })).map((shown): Found => ({ kind: kindOf(shown), shown }))
  const known = new Set(found.map(({ shown }) => shown.id))
  const left = ids.filter((id) => !known.has(id))
  const limit = left.length
  if (limit > 0 && wanted.includes('application')) {
    const rows = await registrations(store, { where: sql`r.id in ${uuids(left)} and r.deleted_at is null`, limit })
    found.push(...(await shownApplications(call, rows)).map((one) => asFound('application', one, select)))
  }
  return found.filter(({ kind }) => wanted.includes(kind))
}

function asFound(kind: Kind, shown: Shown, select: readonly string[] | null): Found {
  return { kind, shown: typed(kind, selected(shown, select)) as unknown as Shown }
}

function kindOf(object: Shown): Kind {
  return String(object['@odata.type']).replace('#microsoft.graph.', '') as Kind
}

const byIds = z.object({ ids: z.array(z.string().max(100)).max(1000), types: z.array(z.string()).nullish() })
const proposed = z.looseObject({
  entityType: z.string(),
  displayName: z.string().nullish(),
  mailNickname: z.string().nullish(),
})

export const directoryObjectRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/directoryObjects/getByIds',
    action: null,
    says: 'Several objects by their ids, of those that the caller may read.',
    takes: byIds,
    handle: async (call) => {
      const { ids, types } = byIds.parse(call.body)
      const asked = new Set(types?.map((type) => type.toLowerCase()))
      const isAsked = (kind: Kind): boolean =>
        asked.size === 0 || asked.has('directoryobject') || asked.has(kind.toLowerCase())
      const wanted: Kind[] = []
      for (const kind of kinds.filter(isAsked)) if (await call.may(rights[kind].read)) wanted.push(kind)
      const items = (await objectsBy(call, ids, wanted)).map(({ shown }) => shown)
      return listAnswer(call, { of: 'directoryObjects', items, next: null })
    },
  },
  {
    method: 'POST',
    path: '/directoryObjects/validateProperties',
    action: null,
    says: 'Whether a name could be that of a group.',
    takes: proposed,
    handle: async (call) => {
      const { entityType, mailNickname } = proposed.parse(call.body)
      if (entityType.toLowerCase() !== 'group')
        throw new GraphFault('badRequest', "Invalid value specified for property 'entityType': it is Group.")
      if (typeof mailNickname === 'string' && !/^[\w.!#$%&'*+/=?^`{|}~-]{1,64}$/.test(mailNickname))
        throw new GraphFault(
          'unprocessable',
          'MailNickname has characters that an address cannot have, or more than 64.',
        )
      return noContent
    },
  },
  {
    method: 'GET',
    path: '/directoryObjects/:id',
    action: null,
    says: 'One object of any type.',
    handle: async (call) => {
      const { shown } = await objectWith(call, call.params['id'] ?? '')
      return entityAnswer(call, 'directoryObjects', shown)
    },
  },
  {
    method: 'DELETE',
    path: '/directoryObjects/:id',
    action: null,
    says: 'Deletes an object of any type; it can be restored for 30 days.',
    handle: async (call) => {
      const { kind, shown } = await objectWith(call, call.params['id'] ?? '', 'delete')
      if (kind === 'user') await endUser(call, shown)
      else if (kind === 'group') await endGroup(call, shown)
      else {
        const { id, appId, displayName } = await namesOf(call, kind, shown.id)
        await endApplication(call, { kind, id, appId, displayName })
      }
      return noContent
    },
  },
]

async function namesOf(call: Call, kind: 'application' | 'servicePrincipal', id: string) {
  const { store } = call.context.house
  const found = await (kind === 'application' ? registrationBy(store, 'id', id) : servicePrincipalBy(store, 'id', id))
  if (found === null) throw notFound(id)
  return found
}
