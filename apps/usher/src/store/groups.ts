import type { Json } from '@usher/scim'
import { sql, type RawBuilder } from 'kysely'
import { uuids } from './bulk.ts'
import { change, isUuid, touch, Wrong, type Db, type Store } from './directory.ts'
import { lockMemberships, peopleIn } from './memberships.ts'

export type Group = {
  readonly id: string
  readonly displayName: string
  readonly description: string | null
  readonly mailNickname: string | null
  readonly mail: string | null
  /** Only a security group can be given an application. */
  readonly securityEnabled: boolean
  /** People and groups that are direct members. */
  readonly members: number
}
/** What can be set, by the directory's names. */
export type GroupValues = Readonly<Record<string, Json>>

const texts = ['displayName', 'description', 'mailNickname', 'mail'] as const
const longest = { displayName: 256, description: 1024, mailNickname: 64, mail: 320 } as const

export async function findGroup(store: Store, which: string): Promise<Group> {
  const group = await lookUpGroup(store, which)
  if (group === null) throw new Wrong('notFound', `There is no group "${which}". usher group list shows them.`)
  return group
}

export async function lookUpGroup({ db, tenant }: Pick<Store, 'db' | 'tenant'>, which: string): Promise<Group | null> {
  const is = isUuid(which) ? sql`g.id = ${which}` : sql`lower(g.display_name) = ${which.toLowerCase()}`
  const { rows } = await sql<Group>`${groups(tenant)} and ${is}`.execute(db)
  if (rows.length > 1)
    throw new Wrong('ambiguous', `More than one group is called "${which}". Give the id: usher group list shows it.`)
  return rows[0] ?? null
}

/** Behind a group in the order of the list. */
export type GroupPlace = { readonly name: string; readonly id: string }

/** By name, a page. `next`: where the page after it begins; null on the last one. */
export async function listGroups(
  { db, tenant }: Pick<Store, 'db' | 'tenant'>,
  { after, limit }: { readonly after: GroupPlace | null; readonly limit: number },
): Promise<{ readonly groups: readonly Group[]; readonly next: GroupPlace | null }> {
  const name = sql`lower(g.display_name)`
  const behind = after === null ? sql`true` : sql`(${name}, g.id) > (${after.name}, ${after.id}::uuid)`
  const { rows } = await sql<Group & { place: string }>`${groups(tenant, sql`, ${name} as place`)} and ${behind}
    order by ${name}, g.id limit ${limit + 1}`.execute(db)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    groups: page.map((row) => {
      const { place: _, ...group } = row
      return group
    }),
    next: rows.length > limit && last !== undefined ? { name: last.place, id: last.id } : null,
  }
}

function groups(tenant: string, more: RawBuilder<unknown> = sql``) {
  return sql`
    select g.id, g.display_name as "displayName", g.description, g.mail_nickname as "mailNickname", g.mail,
      g.security_enabled as "securityEnabled", (select count(*)::int from group_member m
        where m.tenant_id = g.tenant_id and m.group_id = g.id and m.member_type <> 'ServicePrincipal') as members ${more}
    from directory_group g where g.tenant_id = ${tenant} and g.deleted_at is null`
}

/** Makes a group without members. Throws `Wrong` (invalid, conflict) with a sentence. */
export async function createGroup(store: Store, displayName: string, values: GroupValues = {}): Promise<Group> {
  const row = groupRow({ ...values, displayName })
  const id = await change(store, async (trx) => {
    await mustBeFree(trx, store.tenant, { name: displayName })
    return insertGroup(trx, store.tenant, { ...row, display_name: displayName.trim() })
  })
  return findGroup(store, id)
}

/** Part of the transaction that makes a group, whose name others may have. Returns its id. */
export async function insertGroup(
  trx: Db,
  tenant: string,
  row: GroupRow & { readonly display_name: string },
): Promise<string> {
  const made = await trx
    .insertInto('directory_group')
    .values({ tenant_id: tenant, ...row })
    .returning('id')
    .executeTakeFirstOrThrow()
  await touch(trx, tenant, uuids([made.id]), 'Group')
  return made.id
}

/**
 * Sets names, addresses, and whether it is a security group; a null value clears.
 *
 * The assignments of a group that is no security group any more stay, and give nothing (SC-7). Throws `Wrong` with a sentence.
 */
export async function setGroup(
  store: Store,
  which: string,
  values: GroupValues,
): Promise<{ readonly group: Group; readonly result: 'updated' | 'unchanged' }> {
  const row = groupRow(values)
  const before = await findGroup(store, which)
  if (isSame(before, row)) return { group: before, result: 'unchanged' }
  const { tenant } = store
  await change(store, async (trx) => {
    if (row.display_name !== undefined) await mustBeFree(trx, tenant, { name: row.display_name, besides: before.id })
    if (!(await writeGroup(trx, tenant, before.id, row)))
      throw new Wrong('notFound', `The group "${which}" was deleted just now.`)
  })
  return { group: await findGroup(store, before.id), result: 'updated' }
}

/** Part of the transaction that changes a group. False: there is none that is not deleted. */
export async function writeGroup(trx: Db, tenant: string, id: string, row: GroupRow): Promise<boolean> {
  await lockMemberships(trx, tenant, row.security_enabled === undefined ? 'people' : 'groups')
  const { numUpdatedRows } = await trx
    .updateTable('directory_group')
    .set(row)
    .where('tenant_id', '=', tenant)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  if (row.security_enabled !== undefined && (await isAssigned(trx, tenant, id)))
    await touch(trx, tenant, peopleIn(tenant, id))
  await touch(trx, tenant, uuids([id]), 'Group')
  return true
}

async function isAssigned(trx: Db, tenant: string, group: string): Promise<boolean> {
  const found = await trx
    .selectFrom('app_role_assignment')
    .select('id')
    .where('tenant_id', '=', tenant)
    .where('principal_id', '=', group)
    .limit(1)
    .execute()
  return found.length > 0
}

/** `properties`: JSON. */
export type GroupRow = {
  properties?: string
  display_name?: string
  description?: string | null
  mail_nickname?: string | null
  mail?: string | null
  security_enabled?: boolean
}

/** Throws `Wrong` (invalid) about what a group cannot have. */
export function groupRow(values: GroupValues): GroupRow {
  for (const name of Object.keys(values)) {
    if (name !== 'securityEnabled' && !texts.some((one) => one === name)) {
      throw new Wrong('invalid', `A group has no ${name} that can be set. Set ${texts.join(', ')} or securityEnabled.`)
    }
  }
  const [displayName, description, mailNickname, mail] = texts.map((name) => text(values, name))
  if (displayName === null) throw new Wrong('invalid', 'A group needs a name.')
  return {
    ...(displayName !== undefined && { display_name: displayName }),
    ...(description !== undefined && { description }),
    ...(mailNickname !== undefined && { mail_nickname: mailNickname }),
    ...(mail !== undefined && { mail }),
    ...('securityEnabled' in values && { security_enabled: truth(values['securityEnabled']) }),
  }
}

function isSame(group: Group, row: GroupRow): boolean {
  const now = {
    display_name: group.displayName,
    description: group.description,
    mail_nickname: group.mailNickname,
    mail: group.mail,
    security_enabled: group.securityEnabled,
  }
  return JSON.stringify({ ...now, ...row }) === JSON.stringify(now)
}

/** undefined: not said; null: cleared. */
function text(values: GroupValues, name: (typeof texts)[number]): string | null | undefined {
  const value = values[name]
  if (value === undefined) return undefined
  if (value === null) return null
  if (typeof value !== 'string') throw new Wrong('invalid', `${name} must be text.`)
  const trimmed = value.trim()
  if (trimmed.length > longest[name])
    throw new Wrong('invalid', `${name} takes at most ${longest[name]} characters; this has ${trimmed.length}.`)
  if (/\0/.test(trimmed) || !trimmed.isWellFormed())
    throw new Wrong('invalid', `${name} has a NUL or half of a surrogate pair in it, which cannot be stored.`)
  return trimmed === '' ? null : trimmed
}

function truth(value: Json | undefined): boolean {
  if (typeof value === 'boolean') return value
  if (value === 'true' || value === 'false') return value === 'true'
  throw new Wrong('invalid', 'securityEnabled must be true or false.')
}

/** People call a group by its name, so of those that they make no two have the same. The Graph's clients know them by id. */
async function mustBeFree(
  trx: Db,
  tenant: string,
  { name, besides }: { readonly name: string; readonly besides?: string },
): Promise<void> {
  // One after the other, so that two who choose one name at once do not both get it.
  await sql`select pg_advisory_xact_lock(hashtext(${`${tenant} group names`}))`.execute(trx)
  const taken = await trx
    .selectFrom('directory_group')
    .select('id')
    .where('tenant_id', '=', tenant)
    .where(sql`lower(display_name)`, '=', name.trim().toLowerCase())
    .where('deleted_at', 'is', null)
    .$if(besides !== undefined, (q) => q.where('id', '<>', besides ?? ''))
    .executeTakeFirst()
  if (taken !== undefined) throw new Wrong('conflict', `There is a group "${name}" already. Choose another name.`)
}
