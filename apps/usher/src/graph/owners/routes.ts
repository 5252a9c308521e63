/** Owners of app registrations and service principals, and what somebody owns (graph-api.md 4.5). */
import { z } from 'zod'
import { audit } from '../../store/audit.ts'
import { addOwner, ownedBy, ownerById, ownersOf, removeOwner, type Owned } from '../../store/owners.ts'
import type { Action } from '../access/actions.ts'
import { whichApplication, whichServicePrincipal } from '../applications/which.ts'
import { ownerShape, shownOwner } from './shown.ts'
import { mayTakeOver } from '../owning.ts'
import type { Call, Route } from '../route.ts'
import { noContent } from '../route.ts'
import { idInReference } from '../wire/address.ts'
import { GraphFault, notFound } from '../wire/fault.ts'
import { metadata } from '../wire/page.ts'
import { shortList } from '../wire/short-list.ts'

const reference = z.object({ '@odata.id': z.string().max(2048) })
const read: Action = 'microsoft.directory/applications/standard/read'
const write: Action = 'microsoft.directory/applications/owners/update'
type Thing = { readonly id: string; readonly appId: string; readonly displayName: string }

const nouns = [
  { noun: 'applications', type: 'application', which: whichApplication as (call: Call) => Promise<Thing> },
  {
    noun: 'servicePrincipals',
    type: 'servicePrincipal',
    which: whichServicePrincipal as (call: Call) => Promise<Thing>,
  },
] as const

export const ownerRoutes: readonly Route[] = [
  ...nouns.flatMap(({ noun, type, which }): readonly Route[] => {
    const common = { owned: type } as const
    const ofThis = async (call: Call): Promise<{ readonly thing: Thing; readonly owned: Owned }> => {
      const thing = await which(call)
      return { thing, owned: { type, id: thing.id } }
    }
    return [
      {
        ...common,
        method: 'GET',
        path: `/${noun}/:id/owners`,
        action: read,
        says: 'Who owns it.',
        gives: ownerShape,
        handle: async (call) => {
          const { owned } = await ofThis(call)
          const items = (await ownersOf(call.context.house.store, owned)).map(shownOwner)
          return shortList(call, { of: 'directoryObjects', resource: 'directoryObject', items, usual: 100 })
        },
      },
      {
        ...common,
        method: 'GET',
        path: `/${noun}/:id/owners/$ref`,
        action: read,
        says: 'The addresses of its owners.',
        handle: async (call) => {
          const { owned } = await ofThis(call)
          const owners = await ownersOf(call.context.house.store, owned)
          const at = (id: string): string => `${call.base}/${call.version}/directoryObjects/${id}`
          return {
            status: 200,
            body: {
              '@odata.context': metadata(call, 'Collection($ref)'),
              value: owners.map(({ id }) => ({ '@odata.id': at(id) })),
            },
          }
        },
      },
      {
        ...common,
        method: 'POST',
        path: `/${noun}/:id/owners/$ref`,
        action: write,
        says: 'Makes somebody an owner.',
        takes: reference,
        handle: async (call) => {
          await own(call, await which(call), type)
          return noContent
        },
      },
      {
        ...common,
        method: 'DELETE',
        path: `/${noun}/:id/owners/:owner/$ref`,
        action: write,
        says: 'Takes ownership away.',
        handle: async (call) => {
          const { thing, owned } = await ofThis(call)
          const { owner = '' } = call.params
          const { store } = call.context.house
          if (idInReference(owner) === null || !(await removeOwner(store, owned, owner.toLowerCase())))
            throw notFound(owner)
          await audit(store, {
            actor: call.caller.name,
            activity: 'Remove owner',
            object: thing.displayName,
            details: { owner },
          })
          return noContent
        },
      },
    ]
  }),
  {
    method: 'GET',
    path: '/servicePrincipals/:id/ownedObjects',
    action: read,
    owned: 'servicePrincipal',
    says: 'Applications, service principals and groups that a client owns.',
    handle: async (call) => {
      const { id } = await whichServicePrincipal(call)
      const items = (await ownedBy(call.context.house.store, id)).map((one) => ({
        '@odata.type': `#microsoft.graph.${one.type}`,
        id: one.id,
        displayName: one.displayName,
        ...(one.appId !== null && { appId: one.appId }),
      }))
      return shortList(call, { of: 'directoryObjects', resource: 'directoryObject', items, usual: 100 })
    },
  },
]

async function own(call: Call, thing: Thing, type: 'application' | 'servicePrincipal'): Promise<void> {
  const owned: Owned = { type, id: thing.id }
  const { store } = call.context.house
  const id = idInReference(reference.parse(call.body)['@odata.id'])
  if (id === null)
    throw new GraphFault('badRequest', 'Not a valid reference update. @odata.id ends with the id of an object.')
  const owner = await ownerById(store, id)
  if (owner === null) throw notFound(id)
  await mayTakeOver(call, { type, id: thing.id, appId: thing.appId }, 'owners')
  if (!(await addOwner(store, owned, owner)))
    throw new GraphFault(
      'badRequest',
      "One or more added object references already exist for the following modified properties: 'owners'.",
    )
  await audit(store, {
    actor: call.caller.name,
    activity: 'Add owner',
    object: thing.displayName,
    details: { owner: id },
  })
}
