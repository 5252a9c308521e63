import { type RawBuilder, sql } from 'kysely'
import { fold, userNameKey } from '@usher/scim'
import type { Db } from './tables.ts'

/** A user as the console lists one, archived ones included. */
export type ListedUser = {
  readonly id: string
  readonly userName: string
  readonly displayName: string
  readonly externalId: string | null
  readonly active: boolean
  readonly created: string
  readonly lastModified: string
  readonly archived: string | null
}

export type Status = 'active' | 'inactive' | 'archived'
export type Search = {
  readonly search: string
  readonly status: Status | undefined
  readonly sortBy: keyof typeof columns
  readonly sortOrder: 'ascending' | 'descending'
  readonly offset: number
  readonly limit: number
}
export type ConsoleUsers = ReturnType<typeof consoleUsersOf>

const columns = {
  created: 'id',
  userName: 'name_key',
  displayName: 'display_key',
  lastModified: 'last_modified',
} as const

const listed = sql`r.id, r.name as "userName", r.display_name as "displayName", r.external_id as "externalId", r.active,
  r.created, r.last_modified as "lastModified", r.archived`

/** What the admin console shows of users and groups. */
export function consoleUsersOf(db: Db) {
  return {
    async search(
      tenantId: string,
      ask: Search,
    ): Promise<{ total: number; counts: Record<Status | 'all', number>; users: readonly ListedUser[] }> {
      const matches = matching(tenantId, ask.search)
      const counts = await (ask.search === '' ? countAll(db, tenantId) : countMatching(db, matches))
      const order = sql.raw(`r.${columns[ask.sortBy]} ${ask.sortOrder === 'ascending' ? 'asc' : 'desc'}`)
      const { rows: users } = await sql<ListedUser>`
        select ${listed} from resource r where ${matches} ${inState(ask.status)}
        order by ${order}, r.id limit ${ask.limit} offset ${ask.offset}`.execute(db)
      return { total: counts[ask.status ?? 'all'], counts, users }
    },

    /** One user, live or archived, with its printed resource. */
    async show(
      tenantId: string,
      id: string,
    ): Promise<(ListedUser & { resource: string; version: number }) | undefined> {
      const { rows } = await sql<ListedUser & { resource: string; version: number }>`
        select ${listed}, r.resource, r.version from resource r
        where r.tenant_id = ${tenantId} and r.id = ${id} and r.type = 'User'`.execute(db)
      return rows[0]
    },

    /** The live user that has the userName of one that is archived. */
    async namesake(tenantId: string, userName: string): Promise<{ id: string; userName: string } | null> {
      const { rows } = await sql<{ id: string; userName: string }>`
        select id, name as "userName" from resource
        where tenant_id = ${tenantId} and type = 'User' and name_key = ${userNameKey(userName)} and archived is null`.execute(
        db,
      )
      return rows[0] ?? null
    },

    async groups(tenantId: string, ask: { search: string; offset: number; limit: number }) {
      const matches = sql`r.tenant_id = ${tenantId} and r.type = 'Group' and strpos(r.display_key, ${fold(ask.search)}) > 0`
      const { rows: counted } = await sql<{ n: number }>`select count(*) as n from resource r where ${matches}`.execute(
        db,
      )
      const { rows: groups } = await sql<{
        id: string
        displayName: string
        externalId: string | null
        members: number
      }>`
        select r.id, r.display_name as "displayName", r.external_id as "externalId", r.created,
          r.last_modified as "lastModified", (${members}) as members
        from resource r where ${matches} order by r.display_key, r.id limit ${ask.limit} offset ${ask.offset}`.execute(
        db,
      )
      return { total: counted[0]?.n ?? 0, groups }
    },

    /** A group with a part of its members, sorted by their names. */
    async group(tenantId: string, id: string, { offset, limit }: { offset: number; limit: number }) {
      const { rows } = await sql<{ id: string; displayName: string; totalMembers: number }>`
        select r.id, r.display_name as "displayName", r.external_id as "externalId", r.created,
          r.last_modified as "lastModified", (${members}) as "totalMembers"
        from resource r where r.tenant_id = ${tenantId} and r.type = 'Group' and r.id = ${id}`.execute(db)
      const [group] = rows
      if (group === undefined) return undefined
      const { rows: found } = await sql<{ value: string; display: string; type: string }>`
        select m.member_id as value, u.display_name as display, m.type from member m
        join resource u on u.tenant_id = m.tenant_id and u.id = m.member_id and u.archived is null
        where m.tenant_id = ${tenantId} and m.group_id = ${id}
        order by u.display_key, m.member_id limit ${limit} offset ${offset}`.execute(db)
      return { ...group, members: found }
    },
  }
}

type Counts = Record<Status | 'all', number>

/** How many there are in each state. The live ones are written down, and of the others there are few, with an index. */
async function countAll(db: Db, tenantId: string): Promise<Counts> {
  const { rows } = await sql<{ live: number; inactive: number; archived: number }>`
    select (select coalesce(sum(live), 0)::bigint from tally where tenant_id = ${tenantId} and type = 'User') as live,
      (select count(*) from resource where tenant_id = ${tenantId} and not active and archived is null) as inactive,
      (select count(*) from resource where tenant_id = ${tenantId} and archived is not null) as archived`.execute(db)
  const { live = 0, inactive = 0, archived = 0 } = rows[0] ?? {}
  return { all: live + archived, active: live - inactive, inactive, archived }
}

async function countMatching(db: Db, matches: RawBuilder<unknown>): Promise<Counts> {
  const { rows } = await sql<Record<Status, number>>`
    select count(*) filter (where r.archived is null and r.active) as active,
      count(*) filter (where r.archived is null and not r.active) as inactive,
      count(*) filter (where r.archived is not null) as archived
    from resource r where ${matches}`.execute(db)
  const { active = 0, inactive = 0, archived = 0 } = rows[0] ?? {}
  return { all: active + inactive + archived, active, inactive, archived }
}

const members = sql`select count(*) from member m
  join resource u on u.tenant_id = m.tenant_id and u.id = m.member_id and u.archived is null
  where m.tenant_id = r.tenant_id and m.group_id = r.id`

function matching(tenantId: string, search: string): RawBuilder<unknown> {
  const ofTenant = sql`r.tenant_id = ${tenantId} and r.type = 'User'`
  if (search === '') return ofTenant
  const text = fold(search)
  return sql`${ofTenant} and (strpos(r.name_key, ${userNameKey(search)}) > 0 or strpos(r.display_key, ${text}) > 0
    or strpos(lower(r.external_id), ${text}) > 0 or strpos(array_to_string(r.search_keys, ' '), ${text}) > 0
    or r.id = ${search})`
}

function inState(status: Status | undefined): RawBuilder<unknown> {
  switch (status) {
    case 'active':
      return sql`and r.archived is null and r.active`
    case 'inactive':
      return sql`and r.archived is null and not r.active`
    case 'archived':
      return sql`and r.archived is not null`
    case undefined:
      return sql``
  }
}
