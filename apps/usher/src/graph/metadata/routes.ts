import type { z } from 'zod'
import { applicationTemplateShape } from '../application-templates/entity.ts'
import { assignmentShape } from '../app-role-assignments/shown.ts'
import { applicationShape } from '../applications/entity.ts'
import { applicationProperties } from '../applications/properties.ts'
import { groupShape } from '../groups/entity.ts'
import { groupProperties } from '../groups/properties.ts'
import { grantShape } from '../permission-grants/shape.ts'
import { type Properties } from '../properties.ts'
import type { Route } from '../route.ts'
import { servicePrincipalShape } from '../service-principals/entity.ts'
import { servicePrincipalProperties } from '../service-principals/properties.ts'
import { userShape } from '../users/entity.ts'
import { userProperties } from '../users/properties.ts'
import { edmx, type Known } from './edmx.ts'

/** The CSDL of these rows. */
export function metadataRoutes(rows: readonly Route[]): readonly Route[] {
  let made: string | null = null
  return [
    {
      method: 'GET',
      path: '/$metadata',
      action: null,
      says: 'What is served, as OData describes it (CSDL). Every type is open: it may have more than is listed.',
      handle: async () => {
        made ??= edmx(rows, types())
        return { status: 200, body: made, headers: { 'content-type': 'application/xml' } }
      },
    },
  ]
}

function types(): Readonly<Record<string, Known>> {
  const of = (shape: z.ZodObject, properties: Properties = {}): Known => ({
    ...Object.fromEntries(Object.entries(properties).map(([name, { takes }]) => [name, takes])),
    ...(shape.shape as Known),
  })
  return {
    directoryObject: {},
    user: of(userShape, userProperties),
    group: of(groupShape, groupProperties),
    application: of(applicationShape, applicationProperties),
    servicePrincipal: of(servicePrincipalShape, servicePrincipalProperties),
    applicationTemplate: of(applicationTemplateShape),
    appRoleAssignment: of(assignmentShape),
    oAuth2PermissionGrant: of(grantShape),
  }
}
