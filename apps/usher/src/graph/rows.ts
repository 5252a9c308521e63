/** Every operation of the Graph, by noun. */
import { appRoleAssignmentRoutes } from './app-role-assignments/routes.ts'
import { applicationTemplateRoutes } from './application-templates/routes.ts'
import { applicationRoutes } from './applications/routes.ts'
import { clientCredentialRoutes } from './client-credentials/routes.ts'
import { deletedItemRoutes } from './deleted-items/routes.ts'
import { deltaRoutes } from './delta/routes.ts'
import { directoryAuditRoutes } from './directory-audits/routes.ts'
import { meRoutes } from './me/routes.ts'
import { metadataRoutes } from './metadata/routes.ts'
import { organizationRoutes } from './organization/routes.ts'
import { ownerRoutes } from './owners/routes.ts'
import { checkRoutes } from './directory-objects/checks.ts'
import { directoryObjectRoutes } from './directory-objects/routes.ts'
import { groupRoutes } from './groups/routes.ts'
import { permissionGrantRoutes } from './permission-grants/routes.ts'
import { provisioningLogRoutes } from './provisioning-logs/routes.ts'
import { directoryRoleRoutes, roleAssignmentRoutes } from './roles/assignments.ts'
import { definitionRoutes } from './roles/definitions.ts'
import type { Route } from './route.ts'
import { relatedRoutes } from './service-principals/related-routes.ts'
import { servicePrincipalRoutes } from './service-principals/routes.ts'
import { synchronizationRoutes } from './synchronization/routes.ts'
import { userRoutes } from './users/routes.ts'

const served: readonly Route[] = [
  ...organizationRoutes,
  ...userRoutes,
  ...deltaRoutes,
  ...groupRoutes,
  ...directoryObjectRoutes,
  ...checkRoutes,
  ...meRoutes,
  ...applicationTemplateRoutes,
  ...applicationRoutes,
  ...servicePrincipalRoutes,
  ...ownerRoutes,
  ...relatedRoutes,
  ...clientCredentialRoutes,
  ...appRoleAssignmentRoutes,
  ...permissionGrantRoutes,
  ...definitionRoutes,
  ...roleAssignmentRoutes,
  ...directoryRoleRoutes,
  ...directoryAuditRoutes,
  ...provisioningLogRoutes,
  ...deletedItemRoutes,
  ...synchronizationRoutes,
]

export const rows: readonly Route[] = [...served, ...metadataRoutes(served)]

/** The names of segments as they are spelled here, by their lower case. */
export const knownSegments: ReadonlyMap<string, string> = new Map(
  rows
    .flatMap(({ path }) => path.split('/'))
    .filter((segment) => segment !== '' && !segment.startsWith(':'))
    .map((segment) => [segment.toLowerCase(), segment]),
)
