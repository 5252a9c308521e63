import { sql } from 'kysely'
import type { Store } from './directory.ts'

/** A group that a person would have to leave, and whether they would lose more by it than was asked. */
export type Giving = { readonly id: string; readonly name: string; readonly givesMore: boolean }

/**
 * The groups of a person through which they have the application (in this role, or in any).
 *
 * A group gives what is assigned to it, and what is assigned to the groups it is in, where a job counts those too.
 */
export async function groupsGiving(
  { db, tenant }: Store,
  { application, role, user }: { readonly application: string; readonly role: string | null; readonly user: string },
): Promise<readonly Giving[]> {
  const { rows } = await sql<Giving>`
    with recursive over(own, id) as (
      select group_id, group_id from group_member where tenant_id = ${tenant} and member_id = ${user}
      union select o.own, m.group_id from over o
        join group_member m on m.tenant_id = ${tenant} and m.member_id = o.id and m.member_type = 'Group'),
    given as (
      select a.principal_id, a.application_id = ${application} and (${role}::uuid is null or a.app_role_id = ${role}) as asked,
        exists (select from job j where j.tenant_id = a.tenant_id and j.application_id = a.application_id
          and j.settings ->> 'nestedGroups' = 'true') as nested
      from app_role_assignment a join directory_group g on g.tenant_id = a.tenant_id and g.id = a.principal_id
        and g.security_enabled and g.deleted_at is null
      where a.tenant_id = ${tenant} and a.principal_type = 'Group')
    select g.id, g.display_name as name, not bool_and(given.asked) as "givesMore"
    from over o
    join given on given.principal_id = o.id and (given.nested or o.id = o.own)
    join directory_group g on g.tenant_id = ${tenant} and g.id = o.own
    group by g.id, g.display_name having bool_or(given.asked)
    order by g.display_name`.execute(db)
  return rows
}
