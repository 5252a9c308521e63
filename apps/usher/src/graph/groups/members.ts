/** Who comes to a group and who leaves it, over the Graph (graph-api.md 5.2). */
import { audit } from '../../store/audit.ts'
import type { Activity } from '../../store/activities.ts'
import { addMembers, removeMembers } from '../../store/group-members.ts'
import type { GroupRecord } from '../../store/graph-groups.ts'
import { objectRows, relations, theseIds } from '../../store/graph-objects.ts'
import { sql } from 'kysely'
import { whyNotFill } from '../access/fill-group.ts'
import type { Call, Route } from '../route.ts'
import { noContent } from '../route.ts'
import { idInReference } from '../wire/address.ts'
import { alreadyThere, referenceShape, referredIn } from '../wire/entity.ts'
import { denied, GraphFault, notFound } from '../wire/fault.ts'
import { isDynamic } from './entity.ts'
import { whichGroup } from './which.ts'

const write = 'microsoft.directory/groups/members/update'

export const memberRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/groups/:id/members/$ref',
    action: write,
    owned: 'group',
    says: 'Adds a person, a group or a service principal to a group.',
    takes: referenceShape,
    handle: async (call) => {
      const group = await whichGroup(call)
      const member = referredIn(call)
      await mustBeFillable(call, group)
      await mustBeAddable(call, group, [member])
      if ((await addMembers(call.context.house.store, group.id, [member])) === 0) throw alreadyThere('members')
      await toldMembers(call, group, { activity: 'Add member to group', members: [member] })
      return noContent
    },
  },
  {
    method: 'DELETE',
    path: '/groups/:id/members/:member/$ref',
    action: write,
    owned: 'group',
    says: 'Takes a member out of a group.',
    handle: async (call) => {
      const group = await whichGroup(call)
      const { member = '' } = call.params
      const id = idInReference(member)
      mustBeManual(group)
      await mustBeFillable(call, group)
      if (id === null || (await removeMembers(call.context.house.store, group.id, [id])) === 0) throw notFound(member)
      await toldMembers(call, group, { activity: 'Remove member from group', members: [id] })
      return noContent
    },
  },
  {
    method: 'DELETE',
    path: '/groups/:id/members/:member',
    action: write,
    owned: 'group',
    says: 'Refused: without $ref it would delete the member itself.',
    handle: async () => {
      throw new GraphFault('notAllowed', 'To take a member out of a group end the address with /$ref. The member itself was not deleted.') // prettier-ignore
    },
  },
]

/** Throws `GraphFault` (403) when the group has a directory role, and the caller may give none. */
export async function mustBeFillable({ context, caller }: Call, group: Pick<GroupRecord, 'id'>): Promise<void> {
  const why = await whyNotFill(context.house.store, caller, group.id)
  if (why !== null) throw denied(why)
}

/** Throws `GraphFault` about the first of these that cannot become a member of this group, or is one. */
export async function mustBeAddable(
  call: Call,
  group: Pick<GroupRecord, 'properties'> & { readonly id?: string },
  members: readonly string[],
): Promise<void> {
  if (members.length === 0) return
  mustBeManual(group)
  const { store } = call.context.house
  if (members.some((id) => id === group.id))
    throw new GraphFault('badRequest', 'Not a valid reference update. A group cannot be a member of itself.')
  const known = new Set(
    (await objectRows(store, theseIds(members), { where: sql`o.type <> 'directoryRole'` })).map(({ id }) => id),
  )
  const unknown = members.find((id) => !known.has(id))
  if (unknown !== undefined) throw notFound(unknown)
  if (group.id === undefined) return
  const theirs = sql`select id from (${theseIds(members)}) given where id in (${relations.members(store.tenant, group.id)})`
  if ((await objectRows(store, theirs, { where: sql`true`, limit: 1 })).length > 0) throw alreadyThere('members')
}

function mustBeManual(group: Pick<GroupRecord, 'properties'>): void {
  if (isDynamic(group))
    throw new GraphFault('badRequest', 'Members of a group with DynamicMembership follow from its membershipRule and cannot be added or removed.') // prettier-ignore
}

export async function toldMembers(
  call: Call,
  group: GroupRecord,
  { activity, members }: { readonly activity: Activity; readonly members: readonly string[] },
): Promise<void> {
  await audit(call.context.house.store, {
    actor: call.caller.name,
    activity,
    object: group.display_name,
    details: { id: group.id, members: members.join(', ') },
  })
}
