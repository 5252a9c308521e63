import { sql } from 'kysely'
import { servicePrincipalBy, type ServicePrincipal } from '../../store/service-principals.ts'
import { seen } from '../access/owners.ts'
import { whichServicePrincipal } from '../applications/which.ts'
import { expanded } from '../applications/expand.ts'
import { endApplication } from '../ending.ts'
import type { Call, Route } from '../route.ts'
import { noContent } from '../route.ts'
import { keyIn } from '../wire/address.ts'
import { countRoute } from '../wire/count-route.ts'
import { createdAnswer, entityAnswer } from '../wire/entity.ts'
import { prefers } from '../wire/prefers.ts'
import { listing } from '../wire/sql-list.ts'
import { changeServicePrincipal, createServicePrincipal, servicePrincipalBody } from './change.ts'
import { servicePrincipalShape, shownServicePrincipals } from './entity.ts'
import { servicePrincipalList } from './list.ts'

const read = 'microsoft.directory/applications/standard/read'
const listed = listing(async (call) =>
  servicePrincipalList(call, await seen(call, { type: 'servicePrincipal', read, id: sql`a.id` })),
)

export const servicePrincipalRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/servicePrincipals',
    action: read,
    mine: true,
    says: 'Enterprise applications and clients.',
    gives: servicePrincipalShape,
    handle: listed.answer,
  },
  countRoute({
    path: '/servicePrincipals',
    action: read,
    mine: true,
    says: 'How many service principals there are.',
    count: listed.count,
  }),
  {
    method: 'POST',
    path: '/servicePrincipals',
    action: 'microsoft.directory/applications/create',
    mine: true,
    says: 'Makes the service principal of an app registration.',
    takes: servicePrincipalBody,
    gives: servicePrincipalShape,
    handle: async (call) => created(call, await createServicePrincipal(call, call.body)),
  },
  {
    method: 'GET',
    path: '/servicePrincipals/:id',
    action: read,
    owned: 'servicePrincipal',
    says: 'One service principal, by id or appId.',
    gives: servicePrincipalShape,
    handle: async (call) => {
      const [one] = await expanded(
        call,
        'servicePrincipal',
        await shownServicePrincipals(call, [await whichServicePrincipal(call)]),
      )
      return entityAnswer(call, 'servicePrincipals', one)
    },
  },
  {
    method: 'PATCH',
    path: '/servicePrincipals/:id',
    action: 'microsoft.directory/applications/basic/update',
    owned: 'servicePrincipal',
    says: 'Changes a service principal; by appId and with Prefer: create-if-missing it is made when there is none.',
    takes: servicePrincipalBody,
    handle: upsert,
  },
  {
    method: 'DELETE',
    path: '/servicePrincipals/:id',
    action: 'microsoft.directory/applications/delete',
    owned: 'servicePrincipal',
    says: 'Deletes a service principal; its jobs end, accounts are left alone, and it can be restored for 30 days.',
    handle: async (call) => {
      await endApplication(call, { kind: 'servicePrincipal', ...(await whichServicePrincipal(call)) })
      return noContent
    },
  },
]

async function upsert(call: Call) {
  const { by, value } = keyIn(call.params['id'] ?? '', ['appId'])
  const isMissing = async () => (await servicePrincipalBy(call.context.house.store, 'appId', value)) === null
  if (by === 'appId' && prefers(call, 'create-if-missing') && (await isMissing()))
    return created(call, await createServicePrincipal(call, { ...(call.body as object), appId: value }))
  await changeServicePrincipal(call, await whichServicePrincipal(call), call.body)
  return noContent
}

async function created(call: Call, made: ServicePrincipal) {
  const [one] = await shownServicePrincipals(call, [made])
  return createdAnswer(call, { of: 'servicePrincipals', type: 'ServicePrincipal', id: made.id }, one)
}
