/** What was deleted in the last 30 days: listed, restored, or removed for good (graph-api.md 5.7). */
import { z } from 'zod'
import { isUuid } from '../../store/directory.ts'
import { needsEventual } from '../applications/routes.ts'
import { typed } from '../directory-objects/objects.ts'
import { kinds, objectWith, type Kind } from '../directory-objects/routes.ts'
import type { Call, Route } from '../route.ts'
import { noContent } from '../route.ts'
import { GraphFault, notFound } from '../wire/fault.ts'
import { metadata, selected } from '../wire/page.ts'
import { countAnswer } from '../wire/short-list.ts'
import { deletedKinds, toldEnd, type Deleted } from './kinds.ts'

const at = '/directory/deletedItems'
const wish = z.looseObject({
  autoReconcileProxyConflict: z.boolean().nullish(),
  newUserPrincipalName: z.string().regex(/^[^\s@]+@[^\s@]+$/).max(320).nullish(),
}) // prettier-ignore

export const deletedItemRoutes: readonly Route[] = [
  ...kinds.flatMap((kind): readonly Route[] => [
    {
      method: 'GET',
      path: `${at}/microsoft.graph.${kind}`,
      action: deletedKinds[kind].read,
      says: `What was deleted in the last 30 days, of the type ${kind}.`,
      handle: (call) => deletedKinds[kind].list.answer(call),
    },
    {
      method: 'GET',
      path: `${at}/microsoft.graph.${kind}/$count`,
      action: deletedKinds[kind].read,
      says: `How many of the type ${kind} were deleted in the last 30 days.`,
      handle: async (call) => {
        needsEventual(call)
        return countAnswer(await deletedKinds[kind].list.count(call))
      },
    },
  ]),
  {
    method: 'GET',
    path: at,
    action: null,
    says: 'Refused: the type of what was deleted belongs into the address.',
    handle: async () => {
      throw new GraphFault('badRequest', `Say the type of what was deleted: ${at}/microsoft.graph.user, and so for ${kinds.slice(1).join(', ')}.`) // prettier-ignore
    },
  },
  {
    method: 'GET',
    path: `${at}/:id`,
    action: null,
    says: 'One object that was deleted in the last 30 days.',
    handle: async (call) => {
      const { kind, object } = await found(call, 'read')
      return {
        status: 200,
        body: {
          '@odata.context': metadata(call, 'directoryObjects/$entity'),
          ...typed(kind, selected(object, call.query.select)),
        },
      }
    },
  },
  {
    method: 'POST',
    path: `${at}/:id/restore`,
    action: null,
    says: 'Restores what was deleted, with its id, its memberships and its manager.',
    takes: wish,
    handle: async (call) => {
      const given = wish.parse(call.body ?? {})
      const { kind, object } = await found(call, 'end')
      await deletedKinds[kind].restore(call, object.id, given)
      await toldEnd(call, deletedKinds[kind].activities.restore, object)
      call.context.runner.wake()
      const { shown } = await objectWith({ ...call, may: () => Promise.resolve(true) }, object.id)
      return { status: 200, body: { '@odata.context': metadata(call, 'directoryObjects/$entity'), ...shown } }
    },
  },
  {
    method: 'DELETE',
    path: `${at}/:id`,
    action: null,
    says: 'Removes for good what was deleted.',
    handle: async (call) => {
      const { kind, object } = await found(call, 'end')
      await deletedKinds[kind].purge(call, object.id)
      await toldEnd(call, deletedKinds[kind].activities.purge, object)
      return noContent
    },
  },
]

/** Throws `GraphFault` (404), and (403) when the caller may not do that with it. */
async function found(call: Call, what: 'read' | 'end'): Promise<{ readonly kind: Kind; readonly object: Deleted }> {
  const id = (call.params['id'] ?? '').toLowerCase()
  for (const kind of isUuid(id) ? kinds : []) {
    const object = await deletedKinds[kind].find(call, id)
    if (object === null) continue
    const owned = kind === 'user' ? undefined : ({ type: kind, id } as const)
    if (!(await call.may(deletedKinds[kind][what], owned)))
      throw new GraphFault('denied', 'Insufficient privileges to complete the operation.')
    return { kind, object }
  }
  throw notFound(id)
}
