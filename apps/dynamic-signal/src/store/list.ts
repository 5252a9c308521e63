import { type RawBuilder, sql } from 'kysely'
import {
  type Filter,
  type ResourceType,
  type Sort,
  type Sql,
  filterToSql,
  sortSql,
  sortable,
  ScimError,
} from '@usher/scim'
import type { Tenant } from '../tenant/tenant.ts'
import { gather } from './gather.ts'
import type { Db } from './tables.ts'
import type { Stored } from './resource.ts'
import { printedRow } from './printed.ts'
import { columns, namesOf, withManager } from './statements.ts'
import { storageOf } from './storage.ts'

/** What a list is asked for: which types, which of their resources, in which order. */
export type Ask = {
  readonly tenant: Tenant
  readonly types: readonly ResourceType[]
  readonly filter: Filter | null
  readonly sort: Sort | null
  /** The address of the SCIM service. */
  readonly base: string
}

/** Which part of a list: so many after a number of them, or after one of them. */
export type Part =
  | { readonly kind: 'offset'; readonly offset: number; readonly limit: number }
  | { readonly kind: 'after'; readonly after: Position | null; readonly limit: number }

/**
 * The place of a resource in a list: what it is sorted by, as text, and its id. Without a key, which may be long, the
 * resource itself is asked for it.
 */
export type Position = { readonly key?: string | null; readonly id: string }

/** A resource of a list, with its place when it was asked for by place. */
export type Listed = Stored & { readonly sort_key?: string | null }

export type Lists = ReturnType<typeof listsOf>

/**
 * Lists of resources, decided by PostgreSQL: filter, order and part.
 *
 * Without `sort` they are in the order of their creation, which is that of their ids (UUID version 7); equal ones follow
 * in that order, too.
 */
export function listsOf(db: Db) {
  const count = gather((asked: readonly Counted[]) => countAll(db, asked), {
    most: 100,
    apart: ({ tenantId }) => tenantId,
  })

  return {
    /**
     * A page of all resources of one type in the order of creation, printed as it is answered. For when nothing has to be
     * looked up or left out: much faster than `page`.
     */
    async printed(ask: Ask, page: { readonly offset: number; readonly limit: number }): Promise<Printed> {
      const [total, rows] = await Promise.all([
        count({ tenantId: ask.tenant.id, types: namesOfTypes(ask) }),
        page.limit === 0 ? [] : print(db, ask, page),
      ])
      return { total, count: rows[0]?.count ?? 0, resources: rows[0]?.resources ?? '' }
    },

    /** The total is that of the whole list, not of the part. */
    async page(ask: Ask, part: Part): Promise<{ readonly total: number; readonly resources: readonly Listed[] }> {
      return carefully(async () => {
        // Without a filter the total is written down, so it may as well be read at the same time.
        const [counted, rows] = await Promise.all([
          ask.filter === null ? count({ tenantId: ask.tenant.id, types: namesOfTypes(ask) }) : undefined,
          part.limit === 0 ? [] : select(db, ask, part),
        ])
        const managers = await namesOf(
          db,
          ask.tenant.id,
          rows.flatMap(({ manager_id }) => manager_id ?? []),
        )
        const resources = rows.map((row) => ({ ...row, manager_name: managers.get(row.manager_id ?? '') ?? null }))
        if (counted !== undefined) return { total: counted, resources }
        // A first page that is not full tells the total by itself.
        const isFirst = part.kind === 'offset' ? part.offset === 0 : part.after === null
        if (isFirst && part.limit > 0 && rows.length < part.limit) return { total: rows.length, resources }
        return { total: await countMatches(db, ask), resources }
      })
    },
  }
}

function namesOfTypes({ types }: Ask): readonly string[] {
  return types.map(({ name }) => name)
}

type Row = Omit<Listed, 'manager_name'>

/** A page as text: the resources, joined by commas. `total` is that of the whole list. */
export type Printed = { readonly total: number; readonly count: number; readonly resources: string }

async function print(db: Db, ask: Ask, { offset, limit }: { offset: number; limit: number }) {
  const [type] = ask.types
  if (type === undefined) return []
  // First which rows, then what they say: what is passed over is not printed.
  const { rows } = await sql<{ resources: string | null; count: number }>`
    /* prepared */ select string_agg(${printedRow(type, ask.base)}, ',') as resources, count(*) as count
    from (select r.tenant_id, ${columns} from resource r where ${conditionOf(ask)}
      order by r.id limit ${limit} offset ${offset}) r`.execute(db)
  return rows
}

function direction({ sort }: Ask): RawBuilder<unknown> {
  return sql.raw(sort?.descending === true ? 'desc' : 'asc')
}

async function select(db: Db, ask: Ask, part: Part): Promise<readonly Row[]> {
  const order = orderOf(ask)
  const where = [conditionOf(ask)]
  if (part.kind === 'after' && part.after !== null) where.push(behind(ask, order, part.after))
  const sorted = order === null ? sql`` : sql`${order.sql} ${direction(ask)},`
  const key = order === null || part.kind === 'offset' ? sql`` : sql`, (${order.sql})::text as sort_key`
  const offset = part.kind === 'offset' && part.offset > 0 ? sql` offset ${part.offset}` : sql``
  const { rows } = await sql<Row>`
    select ${columns}${key} from resource r ${managerFor(ask)}
    where ${sql.join(where, sql` and `)}
    order by ${sorted} r.id limit ${part.limit}${offset}
  `.execute(db)
  return rows
}

/** The manager's row, when the filter or the order may ask for something of it. */
function managerFor({ filter, sort }: Ask): RawBuilder<unknown> {
  return filter === null && sort === null ? sql`` : withManager
}

async function countMatches(db: Db, ask: Ask): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from resource r ${managerFor(ask)} where ${conditionOf(ask)}`.execute(db)
  return Number(rows[0]?.total ?? 0)
}

type Counted = { readonly tenantId: string; readonly types: readonly string[] }

/** How many live resources of some types there are. That is written down, so that nobody has to count. */
async function countAll(db: Db, asked: readonly Counted[]): Promise<readonly number[]> {
  const { rows } = await sql<{ tenant_id: string; type: string; live: number }>`
    /* prepared */ select tenant_id, type, sum(live)::bigint as live from tally
    where tenant_id = any(${[...new Set(asked.map(({ tenantId }) => tenantId))]}) group by tenant_id, type`.execute(db)
  return asked.map(({ tenantId, types }) =>
    rows
      .filter((row) => row.tenant_id === tenantId && types.includes(row.type))
      .reduce((total, { live }) => total + live, 0),
  )
}

function conditionOf(ask: Ask): RawBuilder<unknown> {
  const each = ask.types.map((type) => {
    // The name is ours, and the planner must see it to choose the index of a type.
    const isType = sql`r.type = ${sql.lit(type.name)}`
    if (ask.filter === null) return isType
    return sql`(${isType} and ${built(filterToSql(ask.filter, type, storageOf(type, ask.base)))})`
  })
  return sql`r.tenant_id = ${ask.tenant.id} and r.archived is null and (${sql.join(each, sql` or `)})`
}

/** What the list is sorted by; `null` for the order of creation. */
function orderOf({ sort, types, base }: Ask): { sql: RawBuilder<unknown>; type: string } | null {
  if (sort === null) return null
  const keys = types.flatMap((type) => {
    const by = sortable(type, sort.path)
    return by === undefined ? [] : [{ name: type.name, ...sortSql(by, storageOf(type, base)) }]
  })
  const [first, ...others] = keys
  if (first === undefined) return null
  if (types.length === 1) return { sql: built(first.sql), type: first.type }
  // Over several types, those that lack the attribute have no value.
  const whens = [first, ...others.filter(({ type }) => type === first.type)].map(
    ({ name, sql: key }) => sql`when r.type = ${sql.lit(name)} then ${built(key)}`,
  )
  const collation = first.type === 'text' ? sql` collate "C"` : sql``
  return { sql: sql`(case ${sql.join(whens, sql` `)} end)${collation}`, type: first.type }
}

/** What comes behind a place. Without a value: last when ascending, first when descending (RFC 7644 §3.4.2.3). */
function behind(
  { tenant, sort }: Ask,
  order: { sql: RawBuilder<unknown>; type: string } | null,
  { key, id }: Position,
): RawBuilder<unknown> {
  const descending = sort?.descending ?? false
  if (order === null) return sql`r.id > ${id}`
  const value = order.sql
  if (key === null) {
    const rest = sql`(${value} is null and r.id > ${id})`
    return descending ? sql`(${rest} or ${value} is not null)` : rest
  }
  const place =
    key === undefined
      ? sql`(select ${value} from resource r ${withManager} where r.tenant_id = ${tenant.id} and r.id = ${id})`
      : sql`cast(${key} as ${sql.raw(order.type)})`
  const further = descending ? sql`${value} < ${place}` : sql`(${value} > ${place} or ${value} is null)`
  return sql`(${further} or (${value} = ${place} and r.id > ${id}))`
}

/** A piece of SQL from the SCIM library, as the query builder has it. */
export function built({ texts, values }: Sql): RawBuilder<unknown> {
  return sql(Object.assign([...texts], { raw: texts }) as unknown as TemplateStringsArray, ...values)
}

/** A query that takes too long is the client's to narrow (RFC 7644 §3.12, tooMany). */
async function carefully<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if ((error as { code?: string }).code !== '57014') throw error
    throw new ScimError(400, 'tooMany', 'The query takes too long. Narrow it by userName, externalId, emails or id.')
  }
}
