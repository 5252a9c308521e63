/** The Graph's servicePrincipal as it is answered, and what clients may filter by. */
import { sql } from 'kysely'
import { z } from 'zod'
import { credentialsOfApps } from '../../store/client-credentials.ts'
import type { ServicePrincipal } from '../../store/service-principals.ts'
import { shownRole } from '../app-roles.ts'
import { graphIdOf, graphIdOfTemplate } from '../applications/entity.ts'
import { credentialsShown, instantText } from '../credentials.ts'
import type { Fields } from '../filter/to-sql.ts'
import { fieldsOf, shown } from '../properties.ts'
import type { Call } from '../route.ts'
import { servicePrincipalProperties } from './properties.ts'

export const servicePrincipalShape = z.looseObject({
  id: z.guid(),
  deletedDateTime: z.string().nullable(),
  appId: z.guid(),
  applicationTemplateId: z.guid().nullable(),
  appDisplayName: z.string().nullable(),
  displayName: z.string(),
  notes: z.string().nullable(),
  createdDateTime: z.string().nullable(),
  appRoles: z.array(z.looseObject({ id: z.guid() })),
})
type ShownServicePrincipal = Readonly<Record<string, unknown>> & { readonly id: string }

export async function shownServicePrincipals(
  call: Call,
  rows: readonly ServicePrincipal[],
): Promise<readonly ShownServicePrincipal[]> {
  const { store } = call.context.house
  const credentials = await credentialsOfApps(store, rows.map(({ appId }) => appId)) // prettier-ignore
  return rows.map((row) => {
    const { registration } = row
    const properties = shown(servicePrincipalProperties, row.properties)
    const names = properties['servicePrincipalNames'] as readonly string[]
    return {
      id: row.id,
      deletedDateTime: instantText(row.deletedDateTime),
      appId: row.appId,
      applicationTemplateId: graphIdOf(registration?.templateId ?? null),
      appDisplayName: registration?.displayName ?? row.displayName,
      appDescription: registration?.properties['description'] ?? null,
      appOwnerOrganizationId: store.tenant,
      createdDateTime: instantText(row.createdDateTime),
      createdByAppId: null,
      displayName: row.displayName,
      ...properties,
      servicePrincipalNames: [...new Set([...names, row.appId])],
      signInAudience: registration?.properties['signInAudience'] ?? 'AzureADMyOrg',
      appRoles: row.appRoles.map(shownRole),
      ...credentialsShown(credentials.get(row.appId) ?? []),
    }
  })
}

const stored = fieldsOf(servicePrincipalProperties, sql`a.properties`)

export const servicePrincipalFields: Fields = {
  ...stored,
  id: { sql: sql`a.id`, type: 'guid' },
  appId: { sql: sql`a.app_id`, type: 'guid' },
  displayName: { sql: sql`a.display_name`, type: 'text' },
  appDisplayName: { sql: sql`coalesce(r.display_name, a.display_name)`, type: 'text' },
  applicationTemplateId: { sql: graphIdOfTemplate, type: 'guid' },
  createdDateTime: { sql: sql`a.created_at`, type: 'instant' },
  deletedDateTime: { sql: sql`a.deleted_at`, type: 'instant' },
  signInAudience: { sql: sql`coalesce(r.properties ->> 'signInAudience', 'AzureADMyOrg')`, type: 'text' },
  appRoles: { sql: sql`a.app_roles`, type: 'text', each: { id: 'guid', value: 'text', displayName: 'text' } },
  servicePrincipalNames: {
    sql: sql`coalesce(a.properties -> 'servicePrincipalNames', '[]') || to_jsonb(a.app_id::text)`,
    type: 'text',
    each: 'text',
  },
}
