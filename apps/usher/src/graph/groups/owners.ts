/** Who owns a group (graph-api.md 4.5). */
import { audit } from '../../store/audit.ts'
import { addOwner, ownerById, ownersOf, removeOwner } from '../../store/owners.ts'
import { shownObjects, typed } from '../directory-objects/objects.ts'
import type { Call, Route } from '../route.ts'
import { noContent } from '../route.ts'
import { idInReference } from '../wire/address.ts'
import { notFound } from '../wire/fault.ts'
import { metadata } from '../wire/page.ts'
import { shortList } from '../wire/short-list.ts'
import { already, mustBeFillable, reference, referred } from './members.ts'
import { whichGroup } from './which.ts'

const read = 'microsoft.directory/groups/standard/read'
const write = 'microsoft.directory/groups/owners/update'

export const groupOwnerRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/groups/:id/owners',
    action: read,
    owned: 'group',
    says: 'Who owns a group.',
    handle: async (call) => listed(call, await shownOwners(call)),
  },
  ...(['user', 'servicePrincipal'] as const).map((type): Route => ({
    method: 'GET',
    path: `/groups/:id/owners/microsoft.graph.${type}`,
    action: read,
    owned: 'group',
    says: 'Who owns a group. Only those of one type.',
    handle: async (call) =>
      listed(
        call,
        (await shownOwners(call)).filter((owner) => owner['@odata.type'] === `#microsoft.graph.${type}`),
      ),
  })),
  {
    method: 'GET',
    path: '/groups/:id/owners/$ref',
    action: read,
    owned: 'group',
    says: 'The addresses of who owns a group.',
    handle: async (call) => ({
      status: 200,
      body: {
        '@odata.context': metadata(call, 'Collection($ref)'),
        value: (await shownOwners(call)).map(({ id }) => ({
          '@odata.id': `${call.base}/${call.version}/directoryObjects/${id}`,
        })),
      },
    }),
  },
  {
    method: 'POST',
    path: '/groups/:id/owners/$ref',
    action: write,
    owned: 'group',
    says: 'Makes somebody an owner of a group.',
    takes: reference,
    handle: async (call) => {
      const group = await whichGroup(call)
      await mustBeFillable(call, group)
      const { store } = call.context.house
      const id = referred(reference.parse(call.body)['@odata.id'])
      const owner = await ownerById(store, id)
      if (owner === null) throw notFound(id)
      if (!(await addOwner(store, { type: 'group', id: group.id }, owner))) throw already('owners')
      await audit(store, {
        actor: call.caller.name,
        activity: 'Add owner to group',
        object: group.display_name,
        details: { owner: id },
      })
      return noContent
    },
  },
  {
    method: 'DELETE',
    path: '/groups/:id/owners/:owner/$ref',
    action: write,
    owned: 'group',
    says: 'Takes ownership of a group away.',
    handle: async (call) => {
      const group = await whichGroup(call)
      const { store } = call.context.house
      const { owner = '' } = call.params
      if (idInReference(owner) === null || !(await removeOwner(store, { type: 'group', id: group.id }, owner.toLowerCase())))
        throw notFound(owner) // prettier-ignore
      await audit(store, {
        actor: call.caller.name,
        activity: 'Remove owner from group',
        object: group.display_name,
        details: { owner },
      })
      return noContent
    },
  },
]

async function shownOwners(call: Call) {
  const group = await whichGroup(call)
  const owners = await ownersOf(call.context.house.store, { type: 'group', id: group.id })
  const people = await shownObjects(call, owners.map(({ id }) => id)) // prettier-ignore
  const known = new Map(people.map((one) => [one.id, one]))
  return owners.map(({ id, type, displayName }) => ({ ...typed(type, { id, displayName }), ...known.get(id) }))
}

function listed(call: Call, items: readonly Readonly<Record<string, unknown>>[]) {
  return shortList(call, { of: 'directoryObjects', resource: 'directoryObject', items, usual: 100 })
}
