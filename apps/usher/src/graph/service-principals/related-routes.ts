/** What a service principal belongs to; and what clients ask it or an application about that nobody has here: an empty list. */
import { whichApplication, whichServicePrincipal } from '../applications/which.ts'
import { relationRoutes } from '../directory-objects/relation-routes.ts'
import type { Route } from '../route.ts'
import { shortList } from '../wire/short-list.ts'

/** Behind `$metadata#` by the last segment. (graph-api.md 4.2) */
const ofServicePrincipal = {
  createdObjects: 'directoryObjects',
  claimsMappingPolicies: 'claimsMappingPolicies',
  homeRealmDiscoveryPolicies: 'homeRealmDiscoveryPolicies',
  tokenIssuancePolicies: 'tokenIssuancePolicies',
  tokenLifetimePolicies: 'tokenLifetimePolicies',
  delegatedPermissionClassifications: 'delegatedPermissionClassifications',
} as const
const ofApplication = {
  extensionProperties: 'extensionProperties',
  federatedIdentityCredentials: 'federatedIdentityCredentials',
  tokenIssuancePolicies: 'tokenIssuancePolicies',
  tokenLifetimePolicies: 'tokenLifetimePolicies',
} as const

const relation = {
  noun: 'servicePrincipals',
  action: 'microsoft.directory/applications/standard/read',
  owned: 'servicePrincipal',
  which: whichServicePrincipal,
} as const

export const relatedRoutes: readonly Route[] = [
  ...relationRoutes({ ...relation, name: 'memberOf', says: 'Groups that a client is in, and its roles.' }),
  ...relationRoutes({
    ...relation,
    name: 'transitiveMemberOf',
    says: 'Groups that a client is in, at any depth, and its roles.',
  }),
  ...Object.entries(ofServicePrincipal).map(([name, of]): Route => ({
    method: 'GET',
    path: `/servicePrincipals/:id/${name}`,
    action: 'microsoft.directory/applications/standard/read',
    owned: 'servicePrincipal',
    says: 'Always empty: there are none here.',
    handle: async (call) => {
      await whichServicePrincipal(call)
      return shortList(call, { of, resource: 'servicePrincipal', items: [] })
    },
  })),
  ...Object.entries(ofApplication).map(([name, of]): Route => ({
    method: 'GET',
    path: `/applications/:id/${name}`,
    action: 'microsoft.directory/applications/standard/read',
    owned: 'application',
    says: 'Always empty: there are none here.',
    handle: async (call) => {
      await whichApplication(call)
      return shortList(call, { of, resource: 'application', items: [] })
    },
  })),
]
