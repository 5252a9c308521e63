/** Stores for tests: PGlite in memory, and a database of its own on the real PostgreSQL. */
import { openDatabase, type Database } from '@usher/host'
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import type { Store } from '../store/directory.ts'
import type { Tables } from '../store/tables.ts'

export const kinds = ['pglite', 'postgres'] as const
const migrations = new URL('../store/migrations/', import.meta.url)

/** Opens an empty store. `postgresUrl`: a superuser's URL of the server to make a database on. */
export async function openStore(
  kind: (typeof kinds)[number],
  postgresUrl: string,
): Promise<{ database: Database<Tables>; url: string | undefined }> {
  if (kind === 'pglite') return { database: await openDatabase<Tables>({ migrations }), url: undefined }
  const url = await newDatabase(postgresUrl)
  return { database: await openDatabase<Tables>({ url, migrations }), url }
}

/** The URL of a database of its own on that server, still empty. */
export async function newDatabase(postgresUrl: string): Promise<string> {
  const name = `usher_${randomUUID().replaceAll('-', '')}`
  const client = new Client({ connectionString: postgresUrl })
  await client.connect()
  await client.query(`create database ${name}`)
  await client.end()
  const url = new URL(postgresUrl)
  url.pathname = `/${name}`
  return url.href
}

/**
 * Waits until no transaction of before is open on the server any more, so that a watermark taken now repeats nothing.
 *
 * Tests run beside each other on one server, and the feed waits for nobody: it rather says a thing twice.
 */
export async function quiet({ db }: Store): Promise<void> {
  const { rows } = await sql<{ now: string }>`select pg_snapshot_xmax(pg_current_snapshot())::text as now`.execute(db)
  for (;;) {
    const { rows: found } = await sql<{ over: boolean }>`
      select pg_snapshot_xmin(pg_current_snapshot()) >= ${rows[0]?.now ?? '0'}::text::xid8 as over`.execute(db)
    if (found[0]?.over === true) return
    await sleep(10)
  }
}

/** A tenant of its own in a store, so that tests do not see each other. */
export async function newTenant(database: Database<Tables>): Promise<Store> {
  const row = await database.db
    .insertInto('tenant')
    .values({ display_name: 'Test', default_domain: 'contoso.example' })
    .returning('tenant_id')
    .executeTakeFirstOrThrow()
  return { db: database.db, tenant: row.tenant_id, changed: () => undefined }
}
