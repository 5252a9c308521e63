/**
 * Memberships: which came or went, who belongs to a group, and which exist now.
 *
 * Nested groups counted (`nested`), a membership is a person in a group at any depth. Else it is direct, of a person or a group.
 * Service principals in a group are nobody's accounts: they are left out.
 */
import type { Membership, Source, Watermark } from '@usher/engine'
import type { Ref } from '@usher/scim'
import { sql, type RawBuilder } from 'kysely'
import { rows, uuids } from '../../store/bulk.ts'
import { isUuid } from '../../store/directory.ts'
import { groupsOver, innerGroups } from '../../store/memberships.ts'
import { firstId, readMark } from './feed.ts'
import type { Reading } from './people.ts'

const pageSize = 1000

export function memberships(reading: Reading): Required<Pick<Source, 'memberships' | 'members' | 'present'>> {
  return {
    memberships: (after) => changed(reading, after),
    members: (group) => members(reading, group),
    present: (asked) => present(reading, asked),
  }
}

type Change = { readonly xid: string; readonly group: string; readonly member: string; readonly type: string }

async function* changed(
  { store: { db, tenant }, nested }: Reading,
  after: Watermark,
): AsyncGenerator<readonly Membership[]> {
  const { xmin } = readMark(after)
  // A person may be in a group both directly and through another one: then the direct membership stands for both.
  const counted = nested
    ? sql`c.member_type = 'User' and not (c.nested and exists (select from membership_change d where d.tenant_id = c.tenant_id
        and d.group_id = c.group_id and d.member_id = c.member_id and not d.nested and d.xid >= ${xmin}::text::xid8))`
    : sql`not c.nested and c.member_type <> 'ServicePrincipal'`
  let last: Change = { xid: xmin, group: firstId, member: firstId, type: '' }
  for (;;) {
    const { rows: page } = await sql<Change>`
      select c.xid::text as xid, c.group_id as "group", c.member_id as member, c.member_type as type from membership_change c
      where c.tenant_id = ${tenant} and c.xid >= ${last.xid}::text::xid8
        and (c.xid, c.group_id, c.member_id) > (${last.xid}::text::xid8, ${last.group}::uuid, ${last.member}::uuid) and ${counted}
      order by c.xid, c.group_id, c.member_id limit ${pageSize}`.execute(db)
    if (page.length > 0) yield page.map(toMembership)
    const end = page.at(-1)
    if (end === undefined || page.length < pageSize) return
    last = end
  }
}

function toMembership({ group, member, type }: Change): Membership {
  return { group: { type: 'Group', id: group }, member: { type, id: member } }
}

async function* members({ store: { db, tenant }, nested }: Reading, { id }: Ref): AsyncGenerator<readonly Ref[]> {
  if (!isUuid(id)) return
  const of = nested ? innerGroups(tenant, id) : sql`select ${id}::uuid`
  const counted = nested ? sql`member_type = 'User'` : sql`member_type <> 'ServicePrincipal'`
  let last = firstId
  for (;;) {
    // Each group gives its next members by index, so that a page costs a page, however many they are in all.
    const { rows: page } = await sql<Ref>`
      with recursive inner_group(id) as (${of})
      select distinct m.member_id as id, m.member_type as type from inner_group i cross join lateral (
        select member_id, member_type from group_member
        where tenant_id = ${tenant} and group_id = i.id and member_id > ${last}::uuid and ${counted}
        order by member_id limit ${pageSize}) m
      order by 1 limit ${pageSize}`.execute(db)
    if (page.length > 0) yield page.map(({ type, id: member }) => ({ type, id: member }))
    const end = page.at(-1)
    if (end === undefined || page.length < pageSize) return
    last = end.id
  }
}

async function present(
  { store: { db, tenant }, nested }: Reading,
  asked: readonly Membership[],
): Promise<readonly boolean[]> {
  const known = asked
    .map(({ group, member }, at) => ({ at, type: member.type, group: group.id, member: member.id }))
    .filter(({ type, group, member }) => isUuid(group) && isUuid(member) && !(nested && type !== 'User'))
  if (known.length === 0) return asked.map(() => false)
  const over: RawBuilder<unknown> = groupsOver(tenant, {
    name: 'over',
    ids: uuids([...new Set(known.map(({ member }) => member))]),
    nested,
  })
  const { rows: found } = await sql<{ at: number }>`
    with recursive over(member_id, group_id) as (${over})
    select r.at from ${rows('at int, "group" uuid, member uuid', known)}
    where exists (select from over o where o.member_id = r.member and o.group_id = r."group")`.execute(db)
  const present = new Set(found.map(({ at }) => at))
  return asked.map((_, at) => present.has(at))
}
