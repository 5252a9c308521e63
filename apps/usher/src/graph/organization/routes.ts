import { readTenant } from '../../store/tenant.ts'
import type { Call, Route } from '../route.ts'
import { entityAnswer } from '../wire/entity.ts'
import { notFound } from '../wire/fault.ts'
import { listAnswer, selected } from '../wire/page.ts'

export const organizationRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/organization',
    action: 'microsoft.directory/organization/standard/read',
    says: 'The tenant of the caller.',
    handle: async (call) =>
      listAnswer(call, {
        of: 'organization',
        items: [selected(await organization(call), call.query.select)],
        next: null,
      }),
  },
  {
    method: 'GET',
    path: '/organization/:id',
    action: 'microsoft.directory/organization/standard/read',
    says: 'One tenant; only that of the caller exists for them.',
    handle: async (call) => {
      const found = await organization(call)
      const { id = '' } = call.params
      if (found.id !== id.toLowerCase()) throw notFound(id)
      return entityAnswer(call, 'organization', selected(found, call.query.select))
    },
  },
]

async function organization({ context: { house } }: Call) {
  const { displayName, defaultDomain } = await readTenant(house.store)
  return {
    id: house.store.tenant,
    displayName,
    verifiedDomains: [{ name: defaultDomain, isDefault: true, isInitial: true, capabilities: '', type: 'Managed' }],
  }
}
