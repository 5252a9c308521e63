import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Attributes, ResourceType } from '@usher/scim'
import type { Tenant } from '../tenant/tenant.ts'
import { again } from './again.ts'
import { changedPaths } from './changed-paths.ts'
import { attributesOf, columnsOf, printResource } from './columns.ts'
import { gather } from './gather.ts'
import { inTurn } from './in-turn.ts'
import {
  type Asked,
  type ChangedRow,
  type Inserted,
  type NewRow,
  type Updated,
  insertAll,
  lookUp,
  updateAll,
} from './statements.ts'
import type { Db } from './tables.ts'
import type { By, Key, Stored } from './resource.ts'
import { type Keys, claim, furtherKeys } from './unique-values.ts'

// One statement of PostgreSQL, and of ours: as much as a text of JavaScript holds with ease.
const batches = {
  most: 200,
  mostBytes: 8 * 1024 * 1024,
  size: ({ resource }: NewRow) => resource.length * 2,
  apart: ({ tenant_id }: NewRow) => tenant_id,
}

export type Resources = ReturnType<typeof resourcesOf>

/** What kind of change an update is, for the outbox. */
export type Method = 'put' | 'patch' | 'deactivate' | 'activate'

/** The resources of all tenants. All of it is about live ones. */
export function resourcesOf(db: Db) {
  const insert = gather((rows: readonly NewRow[]) => insertAll(db, rows), batches)
  const update = gather((rows: readonly ChangedRow[]) => updateAll(db, rows), {
    ...batches,
    alone: ({ tenant_id, id }) => `${tenant_id} ${id}`,
  })
  const turn = inTurn()
  const inserted = statistics(db)
  const lookBy = (column: Key['column']) =>
    gather((asked: readonly (Asked & { type: string })[]) => lookUp(db, column, asked), {
      most: 100,
      apart: ({ tenantId }) => tenantId,
    })
  const look = {
    id: lookBy('id'),
    name_key: lookBy('name_key'),
    external_id: lookBy('external_id'),
    search_keys: lookBy('search_keys'),
  }

  return {
    /** Stores a new resource; `null` when its name, or another value that is unique, is taken. */
    async create(tenant: Tenant, type: ResourceType, attributes: Attributes, by: By): Promise<Stored | null> {
      const id = randomUUIDv7()
      const row = rowOf(tenant, type, { id, attributes }, by)
      const further = furtherKeys(tenant, type, attributes)
      const made = { ...row, paths: [] }
      const stored = await (further.length === 0
        ? insert(made)
        : again(() => insertClaiming(db, { tenant, type, made }, further)))
      if (stored === null) return null
      inserted()
      return { ...stored, id, type: type.name, resource: row.resource, version: 1, manager_id: row.manager_id }
    },

    /** Changes of one resource follow each other in this process, so that none is computed from an old state. */
    inTurn: <T>(tenant: Tenant, id: string, work: () => Promise<T>): Promise<T> => turn(`${tenant.id} ${id}`, work),

    /** One resource by its id. Concurrent calls become one statement. */
    async read(tenant: Tenant, type: ResourceType, id: string): Promise<Stored | undefined> {
      return (await look.id({ tenantId: tenant.id, type: type.name, equals: id }))[0]
    },

    /** What an index finds, in the order of creation. Concurrent calls become one statement. */
    async find(tenant: Tenant, type: ResourceType, { column, equals }: Key): Promise<readonly Stored[]> {
      const found = await look[column]({ tenantId: tenant.id, type: type.name, equals })
      return found.length < 2 ? found : found.toSorted((one, other) => (one.id < other.id ? -1 : 1))
    },

    /**
     * Stores what became of a resource that was read before.
     *
     * `'changed'` when somebody else changed or removed it meanwhile (read it again), `'taken'` when its new name belongs
     * to another one.
     */
    async update(
      tenant: Tenant,
      type: ResourceType,
      { before, attributes }: { readonly before: Stored; readonly attributes: Attributes },
      by: By & { readonly method: Method },
    ): Promise<Stored | 'changed' | 'taken'> {
      const was = attributesOf(before.resource)
      const row: ChangedRow = {
        ...rowOf(tenant, type, { id: before.id, attributes }, by),
        version: before.version,
        method: by.method,
        paths: changedPaths(was, attributes),
      }
      const keys = { before: furtherKeys(tenant, type, was), after: furtherKeys(tenant, type, attributes) }
      try {
        const stored = await (keys.before.length === 0 && keys.after.length === 0
          ? update(row)
          : again(() => updateClaiming(db, { tenant, type, row }, keys)))
        if (stored === null) return 'changed'
        return { ...before, ...stored, resource: row.resource, manager_id: row.manager_id }
      } catch (error) {
        if (error instanceof Taken || (error as { code?: string }).code === '23505') return 'taken'
        throw error
      }
    },
  }
}

/** Undoes the transaction in which a value turned out to be taken. */
export class Taken extends Error {}

async function insertClaiming(
  db: Db,
  { tenant, type, made }: { readonly tenant: Tenant; readonly type: ResourceType; readonly made: NewRow },
  keys: readonly string[],
): Promise<Inserted | null> {
  try {
    return await db.transaction().execute(async (trx) => {
      const [stored] = await insertAll(trx, [made])
      const isFree = stored !== null && (await claim(trx, { tenant, type, id: made.id }, { before: [], after: keys }))
      if (!isFree) throw new Taken()
      return stored ?? null
    })
  } catch (error) {
    if (error instanceof Taken) return null
    throw error
  }
}

async function updateClaiming(
  db: Db,
  { tenant, type, row }: { readonly tenant: Tenant; readonly type: ResourceType; readonly row: ChangedRow },
  keys: Keys,
): Promise<Updated | null> {
  return db.transaction().execute(async (trx) => {
    const [stored] = await updateAll(trx, [row])
    if (stored === null || stored === undefined) return null
    if (!(await claim(trx, { tenant, type, id: row.id }, keys))) throw new Taken()
    return stored
  })
}

/** The row of a resource as it is stored. */
export function rowOf(
  tenant: Tenant,
  type: ResourceType,
  { id, attributes }: { readonly id: string; readonly attributes: Attributes },
  { actor, txn }: By,
) {
  const columns = columnsOf(type, attributes, { groupNames: tenant.settings.uniqueGroupNames })
  return { tenant_id: tenant.id, id, ...columns, resource: printResource(type, id, attributes), actor, txn }
}

/**
 * Lets the planner look at the table again each time it has doubled. PostgreSQL does so by itself after a minute, in
 * which a first import is over; PGlite never does.
 */
function statistics(db: Db): () => void {
  let count = 0
  let next = 500
  return () => {
    if (++count < next) return
    next *= 2
    sql`analyze resource`.execute(db).catch((error: unknown) => process.stderr.write(`${String(error)}\n`))
  }
}
