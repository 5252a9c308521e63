/** What was deleted in the last 30 days: listed, restored, removed for good (graph-api.md 5.7). */
import { noContent, type Call, type Route } from '../route.ts'
import { typed } from '../directory-objects/objects.ts'
import { countRoute } from '../wire/count-route.ts'
import { entityAnswer } from '../wire/entity.ts'
import { GraphFault, denied, notFound } from '../wire/fault.ts'
import { selected } from '../wire/page.ts'
import { deletedKinds, type DeletedKind } from './kinds.ts'

const at = '/directory/deletedItems'

export const deletedItemRoutes: readonly Route[] = [
  ...deletedKinds.flatMap((kind): readonly Route[] => [
    {
      method: 'GET',
      path: `${at}/microsoft.graph.${kind.type}`,
      action: kind.read,
      says: 'Those that were deleted in the last 30 days.',
      handle: kind.list,
    },
    countRoute({
      path: `${at}/microsoft.graph.${kind.type}`,
      action: kind.read,
      says: 'How many were deleted in the last 30 days.',
      count: kind.count,
    }),
  ]),
  {
    method: 'GET',
    path: at,
    action: null,
    says: 'Refused: the type of what was deleted belongs into the address.',
    handle: async () => {
      const types = deletedKinds.map(({ type }) => `microsoft.graph.${type}`).join(', ')
      throw new GraphFault('badRequest', `Say the type of what was deleted behind ${at}/: ${types}.`)
    },
  },
  {
    method: 'GET',
    path: `${at}/:id`,
    // Which right it needs depends on what it is.
    action: null,
    says: 'One object that was deleted.',
    handle: async (call) => {
      const { kind, shown } = await deleted(call, 'read')
      return entity(call, kind, selected(shown, call.query.select))
    },
  },
  {
    method: 'POST',
    path: `${at}/:id/restore`,
    action: null,
    says: 'Brings back what was deleted, with its id and what belonged to it.',
    handle: async (call) => {
      const { kind, id } = await deleted(call, 'write')
      return entity(call, kind, await kind.restore(call, id))
    },
  },
  {
    method: 'DELETE',
    path: `${at}/:id`,
    action: null,
    says: 'Removes for good what was deleted.',
    handle: async (call) => {
      const { kind, id } = await deleted(call, 'write')
      await kind.purge(call, id)
      return noContent
    },
  },
]

function entity(call: Call, { type }: DeletedKind, shown: object) {
  return entityAnswer(call, 'directoryObjects', typed(type, shown))
}

/** The deleted object with this id, of whatever type. Throws `GraphFault` when there is none, or the caller may not do this to one. */
async function deleted(call: Call, what: 'read' | 'write') {
  const { id: given = '' } = call.params
  const id = given.toLowerCase()
  for (const kind of deletedKinds) {
    const shown = await kind.find(call, id)
    if (shown === null) continue
    if (await call.may(kind[what])) return { kind, shown, id }
    throw denied()
  }
  throw notFound(given)
}
