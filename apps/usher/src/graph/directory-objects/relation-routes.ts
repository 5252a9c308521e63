/** The rows of a list that belongs to a person, a group or a client: whole, of one type, counted, and as addresses. */
import { sql } from 'kysely'
import { objectRows, type relations } from '../../store/graph-objects.ts'
import type { Action } from '../access/actions.ts'
import { groupList } from '../groups/list.ts'
import type { Call, Owned, Route } from '../route.ts'
import { servicePrincipalList } from '../service-principals/list.ts'
import { userList } from '../users/list.ts'
import { countRoute } from '../wire/count-route.ts'
import { addressesAnswer } from '../wire/entity.ts'
import { selected } from '../wire/page.ts'
import { listing, type Listing } from '../wire/sql-list.ts'
import { clientNames, mayReadClients, objectList, roleList } from './objects.ts'
import { relationFor } from './relation-for.ts'

type Item = Readonly<Record<string, unknown>>
type Made = {
  /** `users` */
  readonly noun: string
  readonly name: keyof typeof relations
  readonly says: string
  readonly action: Action
  readonly owned?: Owned['type']
  /** The id of what the address names; refused with 404 when there is none. */
  which(call: Call): Promise<{ readonly id: string }>
}

export function relationRoutes({ noun, name, says, action, owned, which }: Made): readonly Route[] {
  const path = `/${noun}/:id/${name}`
  const common = { method: 'GET', action, ...(owned !== undefined && { owned }) } as const
  const idsOf = async (call: Call) =>
    (await relationFor(call, name))(call.context.house.store.tenant, (await which(call)).id)
  const lists: Readonly<Record<string, Listing>> = {
    '': listing(async (call) => objectList(call, await idsOf(call))),
    '/microsoft.graph.user': listing(async (call) => userList(call, sql`u.id in (${await idsOf(call)})`)),
    '/microsoft.graph.group': listing(async (call) => groupList(call, sql`g.id in (${await idsOf(call)})`)),
    ...(/members/i.test(name) && {
      '/microsoft.graph.servicePrincipal': listing(async (call) => {
        const list = servicePrincipalList(call, sql`a.id in (${await idsOf(call)})`)
        const isWhole = await mayReadClients(call)
        const show = async (rows: Parameters<typeof list.show>[0]) =>
          (await list.show(rows)).map((one) => (isWhole ? one : selected(one as Item, clientNames)))
        return { ...list, show }
      }),
    }),
    ...(/memberOf/i.test(name) && {
      '/microsoft.graph.directoryRole': listing(async (call) => roleList(call, await idsOf(call))),
    }),
  }
  return [
    ...Object.entries(lists).flatMap(([cast, list]): readonly Route[] => [
      {
        ...common,
        path: `${path}${cast}`,
        says: cast === '' ? says : `${says} Only those of one type.`,
        handle: list.answer,
      },
      countRoute({ ...common, path: `${path}${cast}`, says: `How many. ${says}`, count: list.count }),
    ]),
    {
      ...common,
      path: `${path}/$ref`,
      says: `The addresses. ${says}`,
      handle: async (call) => {
        const which = await idsOf(call)
        const rows = await objectRows(call.context.house.store, which, { where: sql`true`, limit: 999 })
        return addressesAnswer(call, rows.map(({ id }) => id)) // prettier-ignore
      },
    },
  ]
}
