/** Nobody comes to a directory role through a group who could not be given it: a group that has one is filled by whoever may give roles. */
import { sql } from 'kysely'
import { relations } from '../../store/graph-objects.ts'
import type { Store } from '../../store/directory.ts'
import { may, type Caller } from './may.ts'
import { mayTo } from './owners.ts'

/** Why the caller may not change who is in this group, or owns it; null when they may, as far as roles go. */
export async function whyNotFill({ db, tenant }: Store, caller: Caller, group: string): Promise<string | null> {
  if (may(caller, 'microsoft.directory/roleManagement/allProperties/update', false)) return null
  const { rows } = await sql`select from role_assignment where tenant_id = ${tenant}
    and (principal_id = ${group}::uuid or principal_id in (${relations.transitiveMemberOf(tenant, group)})) limit 1`.execute(db)
  if (rows.length === 0) return null
  return 'Who is in this group has a directory role, so its members and owners are changed by whoever may give roles.'
} // prettier-ignore

/** Why the caller may not take somebody out of this group who loses an application by it; null when they may. */
export async function whyNotLeave(store: Store, caller: Caller, group: string): Promise<string | null> {
  const owned = { type: 'group', id: group } as const
  if (await mayTo(store, caller, 'microsoft.directory/groups/members/update', owned))
    return whyNotFill(store, caller, group)
  return 'They have the application through a group, and who is in that is changed by whoever may change groups.'
}
