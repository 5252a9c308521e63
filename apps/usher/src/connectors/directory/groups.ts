/** Groups as entries: what they are like, and whether the application was given to them. */
import type { Entry } from '@usher/engine'
import type { Attributes } from '@usher/scim'
import { sql } from 'kysely'
import { uuids } from '../../store/bulk.ts'
import { byMember, type Reading } from './people.ts'

type Row = {
  readonly id: string
  readonly displayName: string
  readonly description: string | null
  readonly mailNickname: string | null
  readonly mail: string | null
  readonly securityEnabled: boolean
}

export async function readGroups(
  { store: { db, tenant }, application }: Reading,
  ids: readonly string[],
): Promise<readonly Entry[]> {
  if (ids.length === 0) return []
  const [groups, assignments] = await Promise.all([
    sql<Row>`
      select id, display_name as "displayName", description, mail_nickname as "mailNickname", mail, security_enabled as "securityEnabled"
      from directory_group where tenant_id = ${tenant} and deleted_at is null and id in ${uuids(ids)}`.execute(db),
    // SC-7: an assignment of a group that is no security group has no effect.
    sql<{ id: string; role: string; type: string; via: string }>`
      select g.id, a.app_role_id as role, 'Group' as type, g.id as via from app_role_assignment a
      join directory_group g on g.tenant_id = a.tenant_id and g.id = a.principal_id and g.security_enabled and g.deleted_at is null
      where a.tenant_id = ${tenant} and a.application_id = ${application} and a.principal_type = 'Group'
        and a.principal_id in ${uuids(ids)}
      order by 1, 2`.execute(db),
  ])
  const objects = new Map(groups.rows.map((row) => [row.id, toObject(row)]))
  const given = byMember(assignments.rows)
  return ids.map((id) => ({
    ref: { type: 'Group', id },
    object: objects.get(id) ?? null,
    assignments: given.get(id) ?? [],
  }))
}

/** The attributes by the directory's names (mapping.md section 8.2). */
function toObject({ id, displayName, description, mailNickname, mail, securityEnabled }: Row): Attributes {
  return {
    objectId: id,
    displayName,
    securityEnabled,
    ...(description !== null && { description }),
    ...(mailNickname !== null && { mailNickname }),
    ...(mail !== null && { mail }),
  }
}
