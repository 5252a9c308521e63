/** The person who is signed in. */
import { z } from 'zod'
import { findUser } from '../../store/users.ts'
import type { Route } from '../route.ts'
import { GraphFault } from '../wire/fault.ts'
import { metadata, selected } from '../wire/page.ts'

const text = z.string().nullable()
const shape = z.looseObject({ id: z.guid(), displayName: text, userPrincipalName: z.string(), mail: text })
const names = ['displayName', 'givenName', 'jobTitle', 'mail', 'mobilePhone', 'officeLocation', 'preferredLanguage', 'surname'] as const // prettier-ignore

export const meRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/me',
    action: null,
    says: 'The signed-in person.',
    gives: shape,
    handle: async (call) => {
      const { kind, id, appId } = call.caller
      if (kind !== 'user' || appId === null)
        throw new GraphFault('malformed', '/me request is only valid with delegated authentication flow.')
      const { userPrincipalName, attributes } = await findUser(call.context.house.store, id, 'live')
      const phones = attributes['businessPhones']
      const own = Object.fromEntries(names.map((name) => [name, attributes[name] ?? null]))
      const me = { businessPhones: Array.isArray(phones) ? phones : [], ...own, userPrincipalName, id }
      return {
        status: 200,
        body: { '@odata.context': metadata(call, 'users/$entity'), ...selected(me, call.query.select) },
      }
    },
  },
]
