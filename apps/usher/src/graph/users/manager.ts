/** Who manages a person (graph-api.md 5.4). */
import { audit } from '../../store/audit.ts'
import { Wrong } from '../../store/directory.ts'
import { usersByIds } from '../../store/graph-users.ts'
import { updateUser, type UserRow } from '../../store/users.ts'
import { typed } from '../directory-objects/objects.ts'
import type { Call, Route } from '../route.ts'
import { noContent } from '../route.ts'
import { addressOf, entityAnswer, referenceShape, referredIn } from '../wire/entity.ts'
import { GraphFault, notFound } from '../wire/fault.ts'
import { metadata } from '../wire/page.ts'
import { userShower } from './entity.ts'
import { usualOfUser } from './properties.ts'
import { userBehind, whichUser } from './which.ts'

const read = 'microsoft.directory/users/standard/read'
const write = 'microsoft.directory/users/manager/update'

export const managerRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/users/:id/manager',
    action: read,
    says: 'Who manages a person.',
    handle: async (call) => {
      const manager = userShower(call.query.select ?? usualOfUser)(await managerOf(call))
      return entityAnswer(call, 'directoryObjects', typed('user', manager))
    },
  },
  {
    method: 'GET',
    path: '/users/:id/manager/$ref',
    action: read,
    says: 'The address of who manages a person.',
    handle: async (call) => {
      const { id } = await managerOf(call)
      return { status: 200, body: { '@odata.context': metadata(call, '$ref'), '@odata.id': addressOf(call, id) } }
    },
  },
  {
    method: 'PUT',
    path: '/users/:id/manager/$ref',
    action: write,
    says: 'Gives a person a manager, instead of the one they had.',
    takes: referenceShape,
    handle: async (call) => {
      const user = await whichUser(call)
      const manager = await userBehind(call, referredIn(call))
      await give(call, user, manager)
      return noContent
    },
  },
  {
    method: 'DELETE',
    path: '/users/:id/manager/$ref',
    action: write,
    says: 'Takes the manager of a person away.',
    handle: async (call) => {
      const user = await whichUser(call)
      if (user.manager_id === null) throw notFound('manager')
      await give(call, user, null)
      return noContent
    },
  },
]

async function managerOf(call: Call): Promise<UserRow> {
  const { manager_id: id } = await whichUser(call)
  const found = id === null ? undefined : (await usersByIds(call.context.house.store, [id])).get(id)
  if (found === undefined) throw notFound('manager')
  return found
}

async function give({ context: { house }, caller }: Call, user: UserRow, manager: UserRow | null): Promise<void> {
  try {
    const { result } = await updateUser(house.store, user.id, { manager: manager?.id ?? null })
    if (result === 'unchanged') return
  } catch (error) {
    if (error instanceof Wrong && error.code === 'invalid') throw new GraphFault('badRequest', error.message)
    throw error
  }
  await audit(house.store, {
    actor: caller.name,
    activity: 'Update user',
    object: user.user_principal_name,
    details: { id: user.id },
    changes: [{ property: 'manager', before: user.manager_id, after: manager?.id ?? null }],
  })
}
