/**
 * Who belongs to which group, at any depth, and what follows when that changes.
 *
 * A change of a membership concerns people (they may get or lose an application) and memberships: its own, and those of
 * the people below in the groups above. A service principal in a group concerns nobody else. The directory feeds both whatever a job reads of it, since it does not know jobs.
 */
import { sql, type RawBuilder } from 'kysely'
import type { Db } from './directory.ts'

/**
 * Lets no other change of memberships come between.
 *
 * What a change concerns is found by walking from group to group, so two changes of one path that do not see each other
 * would both miss its ends. `people`: people come to groups or leave them, which many may do at once. `groups`: groups come
 * to groups or leave them, or what a group gives changes: then nothing else may. Call it before anything else.
 */
export async function lockMemberships(trx: Db, tenant: string, what: 'people' | 'groups'): Promise<void> {
  const lock = sql.raw(what === 'people' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock')
  await sql`select ${lock}(hashtextextended(${`memberships of ${tenant}`}, 0))`.execute(trx)
}

/**
 * Carries out a change of `group_member` and stamps all that it concerns, in one statement, however many they are.
 *
 * `edges`: an insert or a delete that returns group_id, member_id and member_type. Returns how many those are. The walk sees
 * the memberships of before: a new path through several new memberships of one group is a path through one of them.
 */
export async function changeMemberships(trx: Db, tenant: string, edges: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with recursive edge as (${edges}),
    above(below, id) as (
      select distinct group_id, group_id from edge
      union select a.below, m.group_id from above a
        join group_member m on m.tenant_id = ${tenant} and m.member_id = a.id and m.member_type = 'Group'),
    inner_group(above, id) as (
      select distinct member_id, member_id from edge where member_type = 'Group'
      union select i.above, m.member_id from inner_group i
        join group_member m on m.tenant_id = ${tenant} and m.group_id = i.id and m.member_type = 'Group'),
    person(above, id) as (
      select member_id, member_id from edge where member_type = 'User'
      union select i.above, m.member_id from inner_group i
        join group_member m on m.tenant_id = ${tenant} and m.group_id = i.id and m.member_type = 'User'),
    touched as (
      insert into directory_change (tenant_id, object_type, object_id, xid)
      select ${tenant}::uuid, 'User', id, pg_current_xact_id() from (select distinct id from person) p order by id
      on conflict (tenant_id, object_type, object_id) do update set xid = excluded.xid, at = now()),
    fed as (
      insert into membership_change (tenant_id, group_id, member_id, nested, member_type, xid)
      select ${tenant}::uuid, group_id, member_id, nested, member_type, pg_current_xact_id() from (
        select group_id, member_id, false as nested, member_type from edge
        union select a.id, p.id, true, 'User' from edge e
          join above a on a.below = e.group_id join person p on p.above = e.member_id
          where e.member_type = 'Group' or a.id <> e.group_id) f
      order by group_id, member_id, nested
      on conflict (tenant_id, group_id, member_id, nested) do update set xid = excluded.xid)
    select count(*)::int as count from edge`.execute(trx)
  return rows[0]?.count ?? 0
}

/** What `changeMemberships` takes when memberships end. */
export function leaving(which: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`delete from group_member where ${which} returning group_id, member_id, member_type`
}

/** Everybody in a group, at any depth, as a list for `touch`. */
export function peopleIn(tenant: string, group: string): RawBuilder<unknown> {
  return sql`(
    with recursive inner_group(id) as (${innerGroups(tenant, group)})
    select distinct m.member_id from inner_group i
    join group_member m on m.tenant_id = ${tenant} and m.group_id = i.id and m.member_type = 'User')`
}

/** The group and the groups in it, at any depth: the body of a recursive query called `inner_group`. */
export function innerGroups(tenant: string, group: string | RawBuilder<unknown>): RawBuilder<unknown> {
  // A union without doubles ends also where groups are members of each other in a circle.
  return sql`select ${group}::uuid
    union select m.member_id from inner_group i
      join group_member m on m.tenant_id = ${tenant} and m.group_id = i.id and m.member_type = 'Group'`
}

/**
 * The groups that each of these belongs to: the body of a recursive query with the columns member_id and group_id.
 *
 * `name` is what the query is called. `nested`: at any depth; else directly.
 */
export function groupsOver(
  tenant: string,
  { name, ids, nested }: { readonly name: string; readonly ids: RawBuilder<unknown>; readonly nested: boolean },
): RawBuilder<unknown> {
  const direct = sql`select member_id, group_id from group_member where tenant_id = ${tenant} and member_id in ${ids}`
  if (!nested) return direct
  return sql`${direct}
    union select o.member_id, m.group_id from ${sql.raw(name)} o
      join group_member m on m.tenant_id = ${tenant} and m.member_id = o.group_id and m.member_type = 'Group'`
}
