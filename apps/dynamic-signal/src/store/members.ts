import { sql } from 'kysely'
import type { Attributes, ElementChange, Json } from '@usher/scim'
import type { Db } from './tables.ts'
import { laterThanBefore } from './statements.ts'

/** A group by its tenant and id. */
export type GroupRef = { readonly tenantId: string; readonly id: string }

/** Which members were asked for and are nobody's ids. */
export class UnknownMembers extends Error {
  readonly ids: readonly string[]

  constructor(ids: readonly string[]) {
    super('unknown members')
    this.ids = ids
  }
}

/**
 * Changes the members of a group, in a transaction of the caller's. `true` when anything is different now.
 *
 * Costs what changes, not what the group has. Throws `UnknownMembers` for ids of nobody, unless they are to be skipped.
 */
export async function changeMembers(
  trx: Db,
  group: GroupRef,
  changes: readonly ElementChange[],
  { skipUnknown }: { readonly skipUnknown: boolean },
): Promise<boolean> {
  let changed = false
  for (const change of changes) {
    switch (change.op) {
      case 'add':
        changed = (await add(trx, group, change.elements, skipUnknown)) || changed
        break
      case 'remove':
        changed = (await remove(trx, group, change.values)) || changed
        break
      case 'clear':
        changed = (await keepOnly(trx, group, [])) || changed
        break
      case 'replace': {
        const ids = change.elements.map(({ value }) => text(value) ?? '')
        changed = (await keepOnly(trx, group, ids)) || changed
        changed = (await add(trx, group, change.elements, skipUnknown)) || changed
        break
      }
    }
  }
  return changed
}

/** Gives a group its next version, after its members changed. */
export async function bump(trx: Db, group: GroupRef): Promise<{ version: number; last_modified: string } | undefined> {
  const { rows } = await sql<{ version: number; last_modified: string }>`
    update resource r set version = r.version + 1, last_modified = ${laterThanBefore}
    where r.tenant_id = ${group.tenantId} and r.id = ${group.id} and r.archived is null
    returning r.version, r.last_modified
  `.execute(trx)
  return rows[0]
}

async function add(trx: Db, group: GroupRef, members: readonly Attributes[], skipUnknown: boolean): Promise<boolean> {
  const said = new Map(members.map((member) => [text(member['value']) ?? '', text(member['type']) ?? null]))
  if (said.size === 0) return false
  const { rows } = await sql<{ known: string; isNew: boolean }>`
    with live as (
      select r.id, r.type, asked.type as said_type
      from unnest(cast(${[...said.keys()]} as text[]), cast(${[...said.values()]} as text[])) as asked(id, type)
      join resource r on r.tenant_id = ${group.tenantId} and r.id = asked.id and r.archived is null
        and r.type in ('User', 'Group')
    ), added as (
      insert into member (tenant_id, group_id, member_id, type, said_type)
      select ${group.tenantId}, ${group.id}, id, type, said_type from live
      on conflict do nothing
      returning member_id
    )
    select live.id as known, added.member_id is not null as "isNew"
    from live left join added on added.member_id = live.id
  `.execute(trx)
  const known = new Set(rows.map((row) => row.known))
  const unknown = [...said.keys()].filter((id) => !known.has(id))
  if (unknown.length > 0 && !skipUnknown) throw new UnknownMembers(unknown)
  return rows.some((row) => row.isNew)
}

async function remove(trx: Db, { tenantId, id }: GroupRef, ids: readonly string[]): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('member')
    .where('tenant_id', '=', tenantId)
    .where('group_id', '=', id)
    .where(sql<boolean>`member_id = any(${[...ids]})`)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

async function keepOnly(trx: Db, { tenantId, id }: GroupRef, ids: readonly string[]): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('member')
    .where('tenant_id', '=', tenantId)
    .where('group_id', '=', id)
    .where(sql<boolean>`not (member_id = any(${[...ids]}))`)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/**
 * The members of a group as its attribute `members` has them, printed; `null` when it has none. `named`: with their
 * names.
 */
export async function printMembers(
  db: Db,
  { tenantId, id }: GroupRef,
  { base, named }: { readonly base: string; readonly named: boolean },
): Promise<string | null> {
  const { rows } = await sql<{ members: string | null }>`
    select members_of(${tenantId}, ${id}, ${base}, ${named}) as members`.execute(db)
  return rows[0]?.members ?? null
}

/** The groups of some users, as their attribute `groups` has them, printed, by the id of the user. */
export async function printGroups(
  db: Db,
  tenantId: string,
  ids: readonly string[],
  base: string,
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; groups: string | null }>`
    select m.id, groups_of(${tenantId}, m.id, ${base}) as groups
    from (select distinct member_id as id from member where tenant_id = ${tenantId} and member_id = any(${[...ids]})) m
  `.execute(db)
  return new Map(rows.flatMap(({ id, groups }) => (groups === null ? [] : [[id, groups] as const])))
}
