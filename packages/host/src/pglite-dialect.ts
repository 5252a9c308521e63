import type { PGlite } from '@electric-sql/pglite'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'

/**
 * Kysely on PGlite, one caller at a time.
 *
 * PGlite has one session. Kysely's own dialect hands it to everybody at once, so that a statement of one caller can
 * run inside the transaction of another; here whoever begins a transaction holds the session until it ends.
 */
export function pgliteDialect(pglite: PGlite, failed: (error: unknown) => void): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => driver(pglite, failed),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
}

function driver(pglite: PGlite, failed: (error: unknown) => void): Driver {
  const connection: DatabaseConnection = {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      try {
        const result = await pglite.query<R>(query.sql, [...query.parameters])
        return { rows: result.rows, numAffectedRows: BigInt(result.affectedRows ?? 0) }
      } catch (error) {
        failed(error)
        throw error
      }
    },
    streamQuery() {
      throw new Error('PGlite has no cursors; read in pages')
    },
  }
  const statement = async (sql: string): Promise<void> => {
    try {
      await pglite.query(sql)
    } catch (error) {
      failed(error)
      throw error
    }
  }
  let last: Promise<void> = Promise.resolve()
  let free: () => void = () => undefined
  return {
    async init() {
      await pglite.waitReady
    },
    async acquireConnection() {
      const before = last
      const { promise, resolve } = Promise.withResolvers<void>()
      last = promise
      await before
      free = resolve
      return connection
    },
    releaseConnection() {
      free()
      return Promise.resolve()
    },
    beginTransaction: (_connection, settings) =>
      statement(settings.isolationLevel === undefined ? 'begin' : `begin isolation level ${settings.isolationLevel}`),
    commitTransaction: () => statement('commit'),
    rollbackTransaction: () => statement('rollback'),
    destroy: () => pglite.close(),
  }
}
