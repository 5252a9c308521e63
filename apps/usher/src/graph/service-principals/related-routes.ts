/** What clients ask a service principal or an application about that nobody has here: the answer is an empty list. */
import { whichApplication, whichServicePrincipal } from '../applications/which.ts'
import type { Route } from '../route.ts'
import { shortList } from '../wire/short-list.ts'

/** Behind `$metadata#` by the last segment. A client is in no group, and no person consents to anything (graph-api.md 4.2). */
const ofServicePrincipal = {
  memberOf: 'directoryObjects',
  transitiveMemberOf: 'directoryObjects',
  createdObjects: 'directoryObjects',
  oauth2PermissionGrants: 'oauth2PermissionGrants',
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

export const relatedRoutes: readonly Route[] = [
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
