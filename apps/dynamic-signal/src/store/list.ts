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
import type { Db } from './tables.ts'
import type { Stored } from './resource.ts'
import { type Pieces, joined, pieces } from './printed.ts'
import { seen, withManager } from './statements.ts'
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

/** The place of a resource in a list: what it is sorted by, as text, and its id. */
export type Position = { readonly key: string | null; readonly id: string }

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
  return {
    /**
     * A page of all resources of one type, in the order of creation, printed as it is answered. For when nothing has to
     * be looked up or left out: much faster than `page`.
     */
    async printed(ask: Ask, page: { readonly offset: number; readonly limit: number }): Promise<Printed> {
      return carefully(() => print(db, ask, page))
    },

    /** The total is that of the whole list, not of the part. */
    async page(ask: Ask, part: Part): Promise<{ readonly total: number; readonly resources: readonly Listed[] }> {
      return carefully(async () => {
        const resources = part.limit === 0 ? [] : await select(db, ask, part)
        // A first page that is not full tells the total by itself.
        const isAll = part.kind === 'offset' ? part.offset === 0 : part.after === null
        if (isAll && part.limit > 0 && resources.length < part.limit) return { total: resources.length, resources }
        return { total: await total(db, ask), resources }
      })
    },
  }
}

/** A page as text: the resources, joined by commas. `total` is that of the whole list. */
export type Printed = { readonly total: number; readonly count: number; readonly resources: string }

async function print(db: Db, ask: Ask, { offset, limit }: { offset: number; limit: number }): Promise<Printed> {
  const [type] = ask.types
  if (type === undefined || limit === 0) return { total: await total(db, ask), count: 0, resources: '' }
  // First which ones, then what they say: only those of the page are printed.
  const { rows } = await sql<Pieces & { total: number }>`
    select ${pieces(type, ask.base)}, (${countOf(ask)}) as total
    from (select r.id from resource r where ${conditionOf(ask)} order by r.id limit ${limit} offset ${offset}) p
    join resource r on r.tenant_id = ${ask.tenant.id} and r.id = p.id ${withManager}
    order by r.id`.execute(db)
  const [first] = rows
  return {
    total: first?.total ?? (await total(db, ask)),
    count: rows.length,
    resources: rows.map(joined).join(','),
  }
}

function direction({ sort }: Ask): RawBuilder<unknown> {
  return sql.raw(sort?.descending === true ? 'desc' : 'asc')
}

async function select(db: Db, ask: Ask, part: Part): Promise<readonly Listed[]> {
  const order = orderOf(ask)
  const where = [conditionOf(ask)]
  if (part.kind === 'after' && part.after !== null) where.push(behind(order, part.after, ask.sort?.descending ?? false))
  const sorted = order === null ? sql`` : sql`${order.sql} ${direction(ask)},`
  const key = order === null || part.kind === 'offset' ? sql`` : sql`, (${order.sql})::text as sort_key`
  const offset = part.kind === 'offset' && part.offset > 0 ? sql` offset ${part.offset}` : sql``
  const { rows } = await sql<Listed>`
    select ${seen}${key} from resource r ${withManager}
    where ${sql.join(where, sql` and `)}
    order by ${sorted} r.id limit ${part.limit}${offset}
  `.execute(db)
  return rows
}

async function total(db: Db, ask: Ask): Promise<number> {
  const { rows } = await sql<{ total: number }>`select (${countOf(ask)}) as total`.execute(db)
  return Number(rows[0]?.total ?? 0)
}

/** How many there are in all. Without a filter it is written down, so that nobody has to count. */
function countOf(ask: Ask): RawBuilder<unknown> {
  if (ask.filter !== null) return sql`select count(*) from resource r ${withManager} where ${conditionOf(ask)}`
  return sql`select coalesce(sum(live), 0)::bigint from tally
    where tenant_id = ${ask.tenant.id} and type = any(${ask.types.map(({ name }) => name)})`
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

/** What the list is sorted by; `null` for the order of creation. Over several types what the first of them has. */
function orderOf({ sort, types, base }: Ask): { sql: RawBuilder<unknown>; type: string } | null {
  if (sort === null) return null
  for (const type of types) {
    const by = sortable(type, sort.path)
    if (by === undefined) continue
    const { sql: key, type: cast } = sortSql(by, storageOf(type, base))
    return { sql: built(key), type: cast }
  }
  return null
}

/** What comes behind a place. Without a value: last when ascending, first when descending (RFC 7644 §3.4.2.3). */
function behind(
  order: { sql: RawBuilder<unknown>; type: string } | null,
  { key, id }: Position,
  descending: boolean,
): RawBuilder<unknown> {
  if (order === null) return sql`r.id > ${id}`
  const value = order.sql
  if (key === null) {
    const rest = sql`(${value} is null and r.id > ${id})`
    return descending ? sql`(${rest} or ${value} is not null)` : rest
  }
  const place = sql`cast(${key} as ${sql.raw(order.type)})`
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
