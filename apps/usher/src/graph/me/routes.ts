/** The person who is signed in. */
import { userBy } from '../../store/graph-users.ts'
import type { Route } from '../route.ts'
import { userShape } from '../users/entity.ts'
import { shownUsers } from '../users/list.ts'
import { GraphFault, notFound } from '../wire/fault.ts'
import { entityAnswer } from '../wire/entity.ts'

export const meRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/me',
    action: null,
    says: 'The signed-in person.',
    gives: userShape,
    handle: async (call) => {
      const { kind, id, appId } = call.caller
      if (kind !== 'user' || appId === null)
        throw new GraphFault('malformed', '/me request is only valid with delegated authentication flow.')
      const row = await userBy(call.context.house.store, id)
      if (row === null) throw notFound(id)
      const [me] = await shownUsers(call, [row])
      return entityAnswer(call, 'users', me)
    },
  },
]
