/**
 * The statements that answer several callers at once; see `gather`. Their text never changes and the rows are one JSON
 * parameter, so that PostgreSQL plans each once: see `namingClient` of host.
 */
import { sql } from 'kysely'
import type { Db } from './tables.ts'
import type { By, Key, Stored } from './resource.ts'
import type { columnsOf } from './columns.ts'

export type Asked = { readonly tenantId: string; readonly equals: string }

type Columns = ReturnType<typeof columnsOf>
export type NewRow = Columns & By & { tenant_id: string; id: string; resource: string; paths: readonly string[] }
export type ChangedRow = NewRow & { version: number; method: string }

export type Inserted = Pick<Stored, 'created' | 'last_modified' | 'manager_name'>
export type Updated = Pick<Stored, 'version' | 'last_modified' | 'manager_name'>

/** A clock that can stand still or go back must not take a resource's own time with it. */
export const laterThanBefore = sql<string>`greatest(instant(clock_timestamp()),
  instant(cast(r.last_modified as timestamptz) + interval '1 millisecond'))`

// Statements that are under way at the same time must not wait for each other: see the table `tally`.
export const parts = 8
let part = 0
export function nextPart(): number {
  part = (part + 1) % parts
  return part
}

/** Stores new resources, counts them and writes down that they came. `null` for those whose name is taken. */
export async function insertAll(db: Db, rows: readonly NewRow[]): Promise<readonly (Inserted | null)[]> {
  const { rows: inserted } = await sql<Inserted & { id: string }>`
    /* prepared */ with given as (
      select * from json_to_recordset(cast(${JSON.stringify(rows)} as json)) as g(
        tenant_id text, id text, type text, name text, name_key text, external_id text, display_name text,
        display_key text, active boolean, manager_id text, search_keys text[], resource text, search jsonb,
        paths text[], actor text, txn text)
    ), inserted as (
      insert into resource (tenant_id, id, type, name, name_key, external_id, display_name, display_key, active,
        manager_id, search_keys, resource, search, created, last_modified)
      select tenant_id, id, type, name, name_key, external_id, display_name, display_key, active,
        manager_id, search_keys, resource, search, now.at, now.at from given, (select instant(clock_timestamp()) as at) now
      on conflict do nothing
      returning tenant_id, id, type, created, last_modified
    ), counted as (
      update tally t set live = t.live + n.n
      from (select tenant_id, type, count(*) as n from inserted group by tenant_id, type) n
      where t.tenant_id = n.tenant_id and t.type = n.type and t.part = ${nextPart()}
    ), said as (
      insert into event (tenant_id, resource_id, version, type, method, external_id, paths, actor, txn)
      select i.tenant_id, i.id, 1, i.type, 'create', g.external_id, g.paths, g.actor, g.txn
      from inserted i join given g on g.id = i.id
    )
    select i.id, i.created, i.last_modified, case when g.manager_id is not null then (
      select m.display_name from resource m
      where m.tenant_id = g.tenant_id and m.id = g.manager_id and m.archived is null) end as manager_name
    from inserted i join given g on g.id = i.id
  `.execute(db)
  const found = new Map(inserted.map((row) => [row.id, row]))
  return rows.map(({ id }) => found.get(id) ?? null)
}

/** Stores what became of resources that still have the version they were read with. `null` for the others. */
export async function updateAll(db: Db, rows: readonly ChangedRow[]): Promise<readonly (Updated | null)[]> {
  // In one order, so that two statements do not wait for each other's rows.
  const inOrder = rows.toSorted((one, other) => (one.id < other.id ? -1 : 1))
  const { rows: updated } = await sql<Updated & { id: string }>`
    /* prepared */ with given as (
      select * from json_to_recordset(cast(${JSON.stringify(inOrder)} as json)) as g(
        tenant_id text, id text, version integer, name text, name_key text, external_id text, display_name text,
        display_key text, active boolean, manager_id text, search_keys text[], resource text, search jsonb,
        method text, paths text[], actor text, txn text)
    ), updated as (
      update resource r set name = g.name,
        -- Who had the name before it had to be unique keeps it.
        name_key = case when r.name = g.name then r.name_key else g.name_key end, external_id = g.external_id,
        display_name = g.display_name, display_key = g.display_key, active = g.active, manager_id = g.manager_id,
        search_keys = g.search_keys, resource = g.resource, search = g.search, version = r.version + 1,
        last_modified = ${laterThanBefore}
      from given g
      where r.tenant_id = g.tenant_id and r.id = g.id and r.version = g.version and r.archived is null
      returning r.tenant_id, r.id, r.version, r.last_modified, r.type, g.external_id, g.manager_id, g.method, g.paths,
        g.actor, g.txn
    ), said as (
      insert into event (tenant_id, resource_id, version, type, method, external_id, paths, actor, txn)
      select tenant_id, id, version, type, method, external_id, paths, actor, txn from updated
    )
    select u.id, u.version, u.last_modified, case when u.manager_id is not null then (
      select m.display_name from resource m
      where m.tenant_id = u.tenant_id and m.id = u.manager_id and m.archived is null) end as manager_name
    from updated u
  `.execute(db)
  const found = new Map(updated.map((row) => [row.id, row]))
  return rows.map(({ id }) => found.get(id) ?? null)
}

/** Live resources by a key, of the type asked for: for each question what there is. */
export async function lookUp(
  db: Db,
  column: Key['column'],
  asked: readonly (Asked & { type: string })[],
): Promise<readonly (readonly Stored[])[]> {
  const tenants = [...new Set(asked.map(({ tenantId }) => tenantId))]
  const types = [...new Set(asked.map(({ type }) => type))]
  const keys = [...new Set(asked.map(({ equals }) => equals))]
  const ofThem = sql`r.tenant_id = any(${tenants}) and r.type = any(${types}) and r.archived is null`
  const { rows } = await (column === 'search_keys'
    ? sql<Found>`/* prepared */ select r.tenant_id, k.key, ${seen} from unnest(cast(${keys} as text[])) k(key)
        join resource r on r.search_keys @> array[k.key] where ${ofThem}`.execute(db)
    : sql<Found>`/* prepared */ select r.tenant_id, r.${sql.ref(column)} as key, ${seen} from resource r
        where r.${sql.ref(column)} = any(${keys}) and ${ofThem}`.execute(db))
  // Not by a joined text, in which one tenant's key could pass for another's.
  const found = Map.groupBy(rows, ({ key }) => key)
  return asked.map(
    ({ tenantId, type, equals }) =>
      found.get(equals)?.filter((row) => row.tenant_id === tenantId && row.type === type) ?? [],
  )
}

type Found = Stored & { readonly tenant_id: string; readonly key: string }

/** The columns of `Stored` but the manager's name, of the row `r`. */
export const columns = sql`r.id, r.type, r.resource, r.version, r.created, r.last_modified, r.manager_id`

/** The columns of `Stored`, of the row `r`. A name is looked up for those who have a manager only. */
export const seen = sql`${columns}, case when r.manager_id is not null then (
  select m.display_name from resource m
  where m.tenant_id = r.tenant_id and m.id = r.manager_id and m.archived is null) end as manager_name`

/** The manager `m` of the row `r`, for conditions on the manager's name. */
export const withManager = sql`left join resource m on m.tenant_id = r.tenant_id and m.id = r.manager_id
  and m.archived is null`

/** The display names of live resources of a tenant, by their ids. */
export async function namesOf(db: Db, tenantId: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; display_name: string }>`
    /* prepared */ select r.id, r.display_name from resource r
    where r.tenant_id = ${tenantId} and r.id = any(${[...new Set(ids)]}) and r.archived is null`.execute(db)
  return new Map(rows.map(({ id, display_name }) => [id, display_name]))
}
