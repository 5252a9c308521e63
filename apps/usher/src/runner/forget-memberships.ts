import { sql } from 'kysely'
import { readMark } from '../connectors/directory/feed.ts'
import type { Store } from '../store/directory.ts'

/**
 * Forgets the changes of memberships that are gone and that every job has read.
 *
 * A job that reads from the beginning reads whole groups, and needs no changes. Nothing is forgotten while one does, since
 * it goes on from where it began. Returns how many.
 */
export async function forgetMemberships({ db, tenant }: Store): Promise<number> {
  const { rows: jobs } = await sql<{ mark: string | null; busy: boolean }>`
    select coalesce(watermark, checkpoint ->> 'watermark') as mark, state = 'Active' or lease is not null as busy
    from job where tenant_id = ${tenant}`.execute(db)
  if (jobs.some(({ mark, busy }) => mark === null && busy)) return 0
  const marks = jobs.flatMap(({ mark }) => (mark === null ? [] : [BigInt(readMark(mark as never).xmin)]))
  const [oldest] = marks.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  if (oldest === undefined) return 0
  const { numAffectedRows = 0n } = await sql`
    delete from membership_change c where c.tenant_id = ${tenant} and c.xid < ${String(oldest)}::text::xid8
      and not exists (select from group_member m where m.tenant_id = c.tenant_id and m.group_id = c.group_id and m.member_id = c.member_id)
      and not (c.nested and exists (select from group_member m where m.tenant_id = c.tenant_id and m.member_id = c.member_id)
        and exists (select from group_member m where m.tenant_id = c.tenant_id and m.group_id = c.group_id and m.member_type = 'Group'))`.execute(
    db,
  )
  return Number(numAffectedRows)
}
