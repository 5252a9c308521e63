/** The Graph's application as it is answered, and what clients may filter by. */
import type { Attributes, Json } from '@usher/scim'
import { sql } from 'kysely'
import { z } from 'zod'
import { gallery } from '../../gallery/gallery.ts'
import { credentialsOfApps } from '../../store/client-credentials.ts'
import type { Registration } from '../../store/registrations.ts'
import { shownRole } from '../app-roles.ts'
import { credentialsShown, instantText } from '../credentials.ts'
import type { Fields } from '../filter/to-sql.ts'
import { fieldsOf, shown } from '../properties.ts'
import type { Call } from '../route.ts'
import { applicationProperties } from './properties.ts'

export const applicationShape = z.looseObject({
  id: z.guid(),
  deletedDateTime: z.string().nullable(),
  appId: z.guid(),
  applicationTemplateId: z.guid().nullable(),
  displayName: z.string(),
  createdDateTime: z.string(),
  appRoles: z.array(z.looseObject({ id: z.guid() })),
  keyCredentials: z.array(z.looseObject({ keyId: z.guid() })),
  passwordCredentials: z.array(z.looseObject({ keyId: z.guid() })),
})
type ShownApplication = Readonly<Record<string, unknown>> & { readonly id: string }

export async function shownApplications(
  call: Call,
  rows: readonly Registration[],
): Promise<readonly ShownApplication[]> {
  const credentials = await credentialsOfApps(call.context.house.store, rows.map(({ appId }) => appId)) // prettier-ignore
  return rows.map((row) => ({
    id: row.id,
    deletedDateTime: instantText(row.deletedDateTime),
    appId: row.appId,
    applicationTemplateId: graphIdOf(row.templateId),
    displayName: row.displayName,
    createdDateTime: instantText(row.createdDateTime),
    createdByAppId: null,
    ...shown(applicationProperties, row.properties),
    ...withIds(row.properties),
    appRoles: row.appRoles.map(shownRole),
    ...credentialsShown(credentials.get(row.appId) ?? []),
  }))
}

/** The Graph's id of an entry of the gallery. */
export function graphIdOf(template: string | null): string | null {
  return gallery.find(({ id }) => id === template)?.graphId ?? null
}

/** The same of a registration `r`. */
export const graphIdOfTemplate = sql`(case r.template_id ${sql.join(
  gallery.map(({ id, graphId }) => sql`when ${sql.lit(id)} then ${sql.lit(graphId)}`),
  sql` `,
)} end)`

/** Of the registration's complex values, what members that are not given have by default. */
function withIds(stored: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(applicationProperties).flatMap(([name, { usual }]) => {
      const value = stored[name]
      return isObject(usual) && isObject(value) ? [[name, { ...usual, ...value }]] : []
    }),
  )
}

function isObject(value: Json | undefined): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const credentials = (
  kind: 'key' | 'password',
) => sql`(select jsonb_agg(jsonb_build_object('keyId', c.key_id, 'displayName', c.display_name))
  from client_credential c where c.tenant_id = r.tenant_id and c.app_id = r.app_id and c.kind = ${sql.lit(kind)})`
export const applicationFields: Fields = {
  id: { sql: sql`r.id`, type: 'guid' },
  appId: { sql: sql`r.app_id`, type: 'guid' },
  displayName: { sql: sql`r.display_name`, type: 'text' },
  applicationTemplateId: { sql: graphIdOfTemplate, type: 'guid' },
  createdDateTime: { sql: sql`r.created_at`, type: 'instant' },
  deletedDateTime: { sql: sql`r.deleted_at`, type: 'instant' },
  appRoles: {
    sql: sql`coalesce(a.app_roles, r.properties -> 'appRoles')`,
    type: 'text',
    each: { id: 'guid', value: 'text', displayName: 'text' },
  },
  keyCredentials: { sql: credentials('key'), type: 'text', each: { keyId: 'guid', displayName: 'text' } },
  passwordCredentials: { sql: credentials('password'), type: 'text', each: { keyId: 'guid', displayName: 'text' } },
  ...fieldsOf(applicationProperties, sql`r.properties`),
}
