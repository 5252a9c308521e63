import { sql } from 'kysely'
import type { Store } from './directory.ts'

type Left = { readonly of: string; readonly without: string; readonly nested: boolean }

/** The groups that somebody would still be in if they left one; `nested`: those above, too. */
export async function groupsWithout(
  { db, tenant }: Store,
  { of, without, nested }: Left,
): Promise<ReadonlySet<string>> {
  const above = nested
    ? sql`union select m.group_id from still s
        join group_member m on m.tenant_id = ${tenant} and m.member_id = s.id and m.member_type = 'Group'`
    : sql``
  const { rows } = await sql<{ id: string }>`
    with recursive still(id) as (
      select group_id from group_member
        where tenant_id = ${tenant} and member_id = ${of} and group_id <> ${without} ${above})
    select id from still`.execute(db)
  return new Set(rows.map(({ id }) => id))
}
