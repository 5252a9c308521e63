import { audit } from '../../store/audit.ts'
import { deleteGroup } from '../../store/group-life.ts'
import { groupBy, type GroupRecord } from '../../store/graph-groups.ts'
import { relationRoutes } from '../directory-objects/relation-routes.ts'
import type { Answer, Call, Route } from '../route.ts'
import { noContent } from '../route.ts'
import { keyIn } from '../wire/address.ts'
import { countRoute } from '../wire/count-route.ts'
import { createdAnswer, entityAnswer } from '../wire/entity.ts'
import { denied } from '../wire/fault.ts'
import { prefers } from '../wire/prefers.ts'
import { listing } from '../wire/sql-list.ts'
import { changeOver, createOver, groupBody } from './change.ts'
import { groupShape } from './entity.ts'
import { groupList, shownGroups } from './list.ts'
import { memberRoutes, mustBeFillable } from './members.ts'
import { whichGroup } from './which.ts'

const read = 'microsoft.directory/groups/standard/read'
const groups = listing((call) => groupList(call))
const relation = { noun: 'groups', action: read, owned: 'group', which: whichGroup } as const

export const groupRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/groups',
    action: read,
    says: 'Groups.',
    gives: groupShape,
    handle: groups.answer,
  },
  countRoute({ path: '/groups', action: read, says: 'How many groups there are.', count: groups.count }),
  {
    method: 'POST',
    path: '/groups',
    action: 'microsoft.directory/groups/create',
    says: 'Makes a group, with owners and members where they are given.',
    takes: groupBody,
    gives: groupShape,
    handle: async (call) => created(call, await createOver(call)),
  },
  {
    method: 'GET',
    path: '/groups/:id',
    action: read,
    owned: 'group',
    says: 'One group, by id or uniqueName.',
    gives: groupShape,
    handle: async (call) => entity(call, await whichGroup(call)),
  },
  {
    method: 'PATCH',
    path: '/groups/:id',
    action: 'microsoft.directory/groups/basic/update',
    owned: 'group',
    says: 'Changes a group; members@odata.bind adds members. By uniqueName and with Prefer: create-if-missing it is made when there is none.',
    takes: groupBody,
    handle: upsert,
  },
  {
    method: 'DELETE',
    path: '/groups/:id',
    action: 'microsoft.directory/groups/delete',
    owned: 'group',
    says: 'Deletes a group; it can be restored for 30 days with its members.',
    handle: async (call) => {
      await endGroup(call, await whichGroup(call))
      return noContent
    },
  },
  ...relationRoutes({ ...relation, name: 'members', says: 'Who is in a group.' }),
  ...memberRoutes,
  ...relationRoutes({ ...relation, name: 'transitiveMembers', says: 'Who is in a group, at any depth.' }),
  ...relationRoutes({ ...relation, name: 'memberOf', says: 'Groups that a group is in, and its roles.' }),
  ...relationRoutes({
    ...relation,
    name: 'transitiveMemberOf',
    says: 'Groups that a group is in, at any depth, and its roles.',
  }),
]

async function created(call: Call, made: GroupRecord): Promise<Answer> {
  const [shown] = await shownGroups(call, [made])
  return createdAnswer(call, { of: 'groups', type: 'Group', id: made.id }, shown)
}

async function upsert(call: Call): Promise<Answer> {
  const { by, value } = keyIn(call.params['id'] ?? '', ['uniqueName'])
  const isMissing = async () => (await groupBy(call.context.house.store, 'uniqueName', value)) === null
  if (by === 'uniqueName' && prefers(call, 'create-if-missing') && (await isMissing())) {
    if (!(await call.may('microsoft.directory/groups/create'))) throw denied()
    return created(call, await createOver({ ...call, body: { ...(call.body as object), uniqueName: value } }))
  }
  const after = await changeOver(call, await whichGroup(call))
  return prefers(call, 'return=representation') ? entity(call, after) : noContent
}

async function entity(call: Call, row: GroupRecord): Promise<Answer> {
  const [shown] = await shownGroups(call, [row])
  return entityAnswer(call, 'groups', shown)
}

export async function endGroup(call: Call, { id }: { readonly id: string }): Promise<void> {
  const { context: { house }, caller } = call // prettier-ignore
  await mustBeFillable(call, { id })
  const { displayName } = await deleteGroup(house.store, id)
  await audit(house.store, { actor: caller.name, activity: 'Delete group', object: displayName, details: { id } })
}
