/** Who owns applications, service principals and groups, and what a client owns (graph-api.md 4.5). */
import type { Activity } from '../../store/activities.ts'
import { audit } from '../../store/audit.ts'
import { addOwner, ownerById, removeOwner, type OwnedType } from '../../store/owners.ts'
import type { Action } from '../access/actions.ts'
import { clientNouns, whichServicePrincipal } from '../applications/which.ts'
import { mustBeFillable } from '../groups/members.ts'
import { whichGroup } from '../groups/which.ts'
import { mayTakeOver } from '../owning.ts'
import { noContent, type Call, type Route } from '../route.ts'
import { idInReference } from '../wire/address.ts'
import { addressesAnswer, alreadyThere, referenceShape, referredIn } from '../wire/entity.ts'
import { notFound } from '../wire/fault.ts'
import { shortList } from '../wire/short-list.ts'
import { ownedObjects, ownerShape, shownOwners } from './shown.ts'

type Thing = {
  readonly id: string
  readonly displayName: string
  /** Throws `GraphFault` (403) when whoever owns it could do more by it than the caller may. */
  mayAdd(): Promise<void>
}
type Noun = {
  readonly noun: string
  readonly type: OwnedType
  readonly read: Action
  readonly write: Action
  readonly added: Activity
  readonly removed: Activity
  which(call: Call): Promise<Thing>
}

const nouns: readonly Noun[] = [
  ...clientNouns.map(({ noun, type, which }): Noun => ({
    noun,
    type,
    read: 'microsoft.directory/applications/standard/read',
    write: 'microsoft.directory/applications/owners/update',
    added: 'Add owner',
    removed: 'Remove owner',
    async which(call) {
      const { id, appId, displayName } = await which(call)
      return { id, displayName, mayAdd: () => mayTakeOver(call, { type, id, appId }, 'owners') }
    },
  })),
  {
    noun: 'groups',
    type: 'group',
    read: 'microsoft.directory/groups/standard/read',
    write: 'microsoft.directory/groups/owners/update',
    added: 'Add owner to group',
    removed: 'Remove owner from group',
    async which(call) {
      const { id, display_name: displayName } = await whichGroup(call)
      return { id, displayName, mayAdd: () => mustBeFillable(call, { id }) }
    },
  },
]
const casts = ['user', 'servicePrincipal'] as const

export const ownerRoutes: readonly Route[] = [
  ...nouns.flatMap(({ noun, type, read, write, added, removed, which }): readonly Route[] => {
    const at = `/${noun}/:id/owners`
    const common = { owned: type } as const
    const ownersOf = async (call: Call) => shownOwners(call, { type, id: (await which(call)).id })
    const listed = (call: Call, items: Awaited<ReturnType<typeof ownersOf>>) =>
      shortList(call, { of: 'directoryObjects', resource: 'directoryObject', items, usual: 100 })
    return [
      {
        ...common,
        method: 'GET',
        path: at,
        action: read,
        says: 'Who owns it.',
        gives: ownerShape,
        handle: async (call) => listed(call, await ownersOf(call)),
      },
      ...casts.map((cast): Route => ({
        ...common,
        method: 'GET',
        path: `${at}/microsoft.graph.${cast}`,
        action: read,
        says: 'Who owns it. Only those of one type.',
        async handle(call) {
          const owners = await ownersOf(call)
          return listed(call, owners.filter((owner) => owner['@odata.type'] === `#microsoft.graph.${cast}`)) // prettier-ignore
        },
      })),
      {
        ...common,
        method: 'GET',
        path: `${at}/$ref`,
        action: read,
        says: 'The addresses of its owners.',
        handle: async (call) => addressesAnswer(call, (await ownersOf(call)).map(({ id }) => id)), // prettier-ignore
      },
      {
        ...common,
        method: 'POST',
        path: `${at}/$ref`,
        action: write,
        says: 'Makes somebody an owner.',
        takes: referenceShape,
        async handle(call) {
          const { id, displayName, mayAdd } = await which(call)
          const { store } = call.context.house
          const named = referredIn(call)
          await mayAdd()
          const owner = await ownerById(store, named)
          if (owner === null) throw notFound(named)
          if (!(await addOwner(store, { type, id }, owner))) throw alreadyThere('owners')
          await audit(store, {
            actor: call.caller.name,
            activity: added,
            object: displayName,
            details: { owner: named },
          })
          return noContent
        },
      },
      {
        ...common,
        method: 'DELETE',
        path: `${at}/:owner/$ref`,
        action: write,
        says: 'Takes ownership away.',
        async handle(call) {
          const { id, displayName } = await which(call)
          const { store } = call.context.house
          const { owner = '' } = call.params
          const named = idInReference(owner)
          if (named === null || !(await removeOwner(store, { type, id }, named))) throw notFound(owner)
          await audit(store, {
            actor: call.caller.name,
            activity: removed,
            object: displayName,
            details: { owner: named },
          })
          return noContent
        },
      },
    ]
  }),
  {
    method: 'GET',
    path: '/servicePrincipals/:id/ownedObjects',
    action: 'microsoft.directory/applications/standard/read',
    owned: 'servicePrincipal',
    says: 'Applications, service principals and groups that a client owns.',
    handle: async (call) => ownedObjects(call, (await whichServicePrincipal(call)).id),
  },
]
