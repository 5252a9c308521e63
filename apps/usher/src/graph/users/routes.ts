import { audit } from '../../store/audit.ts'
import { userBy } from '../../store/graph-users.ts'
import { revokeSignIns } from '../../store/local-accounts.ts'
import { deleteUser } from '../../store/user-life.ts'
import type { UserRow } from '../../store/users.ts'
import { mustGovern } from '../access/govern.ts'
import { relationRoutes } from '../directory-objects/relation-routes.ts'
import { ownedObjects } from '../owners/shown.ts'
import type { Answer, Call, Route } from '../route.ts'
import { noContent } from '../route.ts'
import { countRoute } from '../wire/count-route.ts'
import { createdAnswer, entityAnswer } from '../wire/entity.ts'
import { notFound } from '../wire/fault.ts'
import { listAnswer, metadata } from '../wire/page.ts'
import { prefers } from '../wire/prefers.ts'
import { listing } from '../wire/sql-list.ts'
import { changeOver, createOver, userBody } from './change.ts'
import { userShape } from './entity.ts'
import { refuseProfile, shownUsers, userList } from './list.ts'
import { managerRoutes } from './manager.ts'
import { whichUser } from './which.ts'

const read = 'microsoft.directory/users/standard/read'
const people = listing((call) => userList(call))
const relation = { noun: 'users', action: read, which: whichUser } as const

export const userRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/users',
    action: read,
    says: 'People.',
    gives: userShape,
    handle: async (call) => {
      refuseProfile(call)
      return people.answer(call)
    },
  },
  countRoute({ path: '/users', action: read, says: 'How many people there are.', count: people.count }),
  {
    method: 'POST',
    path: '/users',
    action: 'microsoft.directory/users/create',
    says: 'Makes a person.',
    takes: userBody,
    gives: userShape,
    handle: async (call) => {
      const made = await createOver(call)
      const [shown] = await shownUsers(call, [made])
      return createdAnswer(call, { of: 'users', type: 'User', id: made.id }, shown)
    },
  },
  {
    method: 'GET',
    path: '/users/:id',
    action: read,
    says: 'One person, by id or userPrincipalName.',
    gives: userShape,
    handle: async (call) => entity(call, await whichUser(call)),
  },
  {
    method: 'PATCH',
    path: '/users/:id',
    action: 'microsoft.directory/users/basic/update',
    says: 'Changes a person: what is not given stays, null clears.',
    takes: userBody,
    handle: async (call) => {
      const after = await changeOver(call, await whichUser(call))
      return prefers(call, 'return=representation') ? entity(call, after) : noContent
    },
  },
  {
    method: 'DELETE',
    path: '/users/:id',
    action: 'microsoft.directory/users/delete',
    says: 'Deletes a person; they can be restored for 30 days.',
    handle: async (call) => {
      await endUser(call, await whichUser(call))
      return noContent
    },
  },
  {
    method: 'POST',
    path: '/users/:id/revokeSignInSessions',
    action: 'microsoft.directory/users/authenticationMethods/update',
    says: 'Ends what a person has signed in to.',
    handle: async (call) => {
      const { id, user_principal_name: object } = await whichUser(call)
      const { store } = call.context.house
      await mustGovern(store, call.caller, { id, userPrincipalName: object })
      await revokeSignIns(store, id)
      await audit(store, { actor: call.caller.name, activity: 'Revoke sign-in sessions', object, details: { id } })
      return { status: 200, body: { '@odata.context': metadata(call, 'Edm.Boolean'), value: true } }
    },
  },
  ...managerRoutes,
  ...relationRoutes({ ...relation, name: 'directReports', says: 'Whom a person manages.' }),
  ...relationRoutes({ ...relation, name: 'memberOf', says: 'Groups that a person is in, and their roles.' }),
  ...relationRoutes({
    ...relation,
    name: 'transitiveMemberOf',
    says: 'Groups that a person is in, at any depth, and their roles.',
  }),
  {
    method: 'GET',
    path: '/users/:id/ownedObjects',
    action: read,
    says: 'Applications, service principals and groups that a person owns.',
    handle: async (call) => ownedObjects(call, (await whichUser(call)).id),
  },
  {
    method: 'GET',
    path: '/users/:id/createdObjects',
    action: read,
    says: 'What a person has made; nothing is known of that here.',
    handle: async (call) => {
      await whichUser(call)
      return listAnswer(call, { of: 'directoryObjects', items: [], next: null })
    },
  },
]

async function entity(call: Call, row: UserRow): Promise<Answer> {
  const [shown] = await shownUsers(call, [row])
  return entityAnswer(call, 'users', shown)
}

export async function endUser({ context: { house }, caller }: Call, { id }: { readonly id: string }): Promise<void> {
  const user = await userBy(house.store, id)
  if (user === null) throw notFound(id)
  await mustGovern(house.store, caller, { id, userPrincipalName: user.user_principal_name })
  const { userPrincipalName } = await deleteUser(house.store, id)
  await audit(house.store, { actor: caller.name, activity: 'Delete user', object: userPrincipalName, details: { id } })
}
