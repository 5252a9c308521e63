/** Stores for tests: PGlite in memory, and a database of its own on the real PostgreSQL. */
import { openDatabase, type Database } from '@usher/host'
import { randomUUID } from 'node:crypto'
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

/** A tenant of its own in a store, so that tests do not see each other. */
export async function newTenant(database: Database<Tables>): Promise<Store> {
  const row = await database.db
    .insertInto('tenant')
    .values({ display_name: 'Test', default_domain: 'contoso.example' })
    .returning('tenant_id')
    .executeTakeFirstOrThrow()
  return { db: database.db, tenant: row.tenant_id, changed: () => undefined }
}
