/** People who did not change themselves, but something that is read of them did: their manager, a group of theirs. */
import { sql, type RawBuilder } from 'kysely'
import { uuids } from '../../store/bulk.ts'
import type { Store } from '../../store/directory.ts'
import { isOfManager } from './computed.ts'
import { changedObjects, firstId, pageSize } from './feed.ts'

/**
 * Whoever is concerned by what changed since then, in pages.
 *
 * Without those who changed themselves, who come by themselves, and nobody twice: pages are planned ahead of each other, so
 * that nobody may stand on two of them.
 */
export async function* concernedPeople(
  store: Store,
  reads: ReadonlySet<string>,
  xmin: string,
): AsyncGenerator<readonly string[]> {
  const reports = [...reads].some(isOfManager) ? concerned(store, { type: 'User', who: reportsOf }, xmin) : none
  // A person has one manager, and may be in many groups.
  if (!reads.has('memberOf')) return yield* reports
  const seen = new Set<string>()
  for (const way of [reports, concerned(store, { type: 'Group', who: membersOf }, xmin)]) {
    for await (const page of way) {
      yield page.filter((id) => !seen.has(id))
      page.forEach((id) => seen.add(id))
    }
  }
}

const none: readonly (readonly string[])[] = []

/** Who is related so to objects of this type that changed, in pages. */
type Way = {
  readonly type: string
  readonly who: (tenant: string, changed: readonly string[]) => RawBuilder<unknown>
}

async function* concerned(store: Store, { type, who }: Way, xmin: string): AsyncGenerator<readonly string[]> {
  for await (const changed of changedObjects(store, type, xmin)) {
    if (changed.length > 0) yield* inPages(store, who(store.tenant, changed), xmin)
  }
}

/** Whoever has one of these as a manager: a scoping expression may ask about the manager. */
function reportsOf(tenant: string, managers: readonly string[]): RawBuilder<unknown> {
  return sql`select id from directory_user where tenant_id = ${tenant} and manager_id in ${uuids(managers)}`
}

/** Direct members: their `memberOf` holds the name of the group. */
function membersOf(tenant: string, groups: readonly string[]): RawBuilder<unknown> {
  return sql`select member_id as id from group_member
    where tenant_id = ${tenant} and group_id in ${uuids(groups)} and member_type = 'User'`
}

async function* inPages(
  { db, tenant }: Store,
  people: RawBuilder<unknown>,
  xmin: string,
): AsyncGenerator<readonly string[]> {
  let last = firstId
  for (;;) {
    const { rows } = await sql<{ id: string }>`
      select distinct p.id from (${people}) p where p.id > ${last} and not exists (
        select from directory_change c where c.tenant_id = ${tenant} and c.object_type = 'User'
          and c.object_id = p.id and c.xid >= ${xmin}::text::xid8)
      order by p.id limit ${pageSize}`.execute(db)
    if (rows.length > 0) yield rows.map(({ id }) => id)
    const end = rows.at(-1)
    if (end === undefined || rows.length < pageSize) return
    last = end.id
  }
}
