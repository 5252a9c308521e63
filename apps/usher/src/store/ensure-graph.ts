/** The service principal "Microsoft Graph" (graph-api.md 2.5): what permissions of clients are roles of, in every tenant. */
import { sql } from 'kysely'
import { graphAppId, permissions } from '../graph/access/permissions.ts'
import { storable } from './bulk.ts'
import type { Db } from './directory.ts'
import type { AppRole } from './tables.ts'

const appRoles: readonly AppRole[] = permissions.flatMap(({ id, value, describes }) =>
  id === undefined
    ? []
    : [{ id, value, displayName: describes, description: describes, isEnabled: true, allowedMemberTypes: ['Application'] }],
) // prettier-ignore

const oauth2PermissionScopes = permissions.flatMap(({ scope, value, describes }) =>
  scope === undefined
    ? []
    : [
        {
          id: scope,
          value,
          type: value === 'User.Read' ? 'User' : 'Admin',
          isEnabled: true,
          adminConsentDisplayName: describes,
          adminConsentDescription: describes,
          userConsentDisplayName: describes,
          userConsentDescription: describes,
        },
      ],
)

/**
 * Makes it in every tenant that has none, with an id that stays, and gives it the permissions of this version.
 *
 * `base`: where clients reach this service, which is one of its names; absent: the names stay.
 */
export async function ensureGraph(db: Db, base?: string): Promise<void> {
  const names = base === undefined ? {} : { servicePrincipalNames: ['https://graph.microsoft.com', base] }
  const properties = storable({ oauth2PermissionScopes, ...names })
  await sql`
    insert into application (tenant_id, app_id, display_name, app_roles, requires_role, properties)
    select tenant_id, ${graphAppId}::uuid, 'Microsoft Graph', ${storable(appRoles)}::text::jsonb, false, ${properties}::text::jsonb
    from tenant where removed_at is null
    on conflict (tenant_id, app_id) do update set app_roles = excluded.app_roles,
      properties = application.properties || excluded.properties, deleted_at = null
    where application.app_roles <> excluded.app_roles or not application.properties @> excluded.properties
      or application.deleted_at is not null`.execute(db)
}
