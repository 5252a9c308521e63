import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { sql } from 'kysely'
import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { openDatabase, type Database } from './database.ts'

let folder = ''
const opened: Database<unknown>[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'usher-migrate-'))
})
afterEach(async () => {
  for (const database of opened.splice(0)) await database.close()
  await rm(folder, { recursive: true, force: true })
})

const files = (written: Readonly<Record<string, string>>) =>
  Promise.all(Object.entries(written).map(([name, text]) => writeFile(join(folder, name), text)))

async function emptyDatabase(): Promise<string> {
  const name = `migrate_${randomUUID().replaceAll('-', '')}`
  const client = new Client({ connectionString: inject('postgresUrl') })
  await client.connect()
  await client.query(`create database ${name}`)
  await client.end()
  return Object.assign(new URL(inject('postgresUrl')), { pathname: `/${name}` }).href
}

describe.each(['pglite', 'postgres'] as const)('the store’s tables on %s', (kind) => {
  let store: { url: string } | { folder: string }
  beforeEach(async () => {
    store = kind === 'postgres' ? { url: await emptyDatabase() } : { folder: join(folder, 'store') }
  })
  const open = async (known = false): Promise<Database<unknown>> => {
    const database = await openDatabase<unknown>({ ...store, known, migrations: pathToFileURL(`${folder}/`) })
    opened.push(database)
    return database
  }

  test('are not made where they are known to be', async () => {
    await files({ '0001_first.sql': 'create table thing (name text)' })
    await expect(open(true)).rejects.toThrow('There is no store in this database yet.')
    await open()
    await expect(open(true)).resolves.toBeDefined()
  })
  const reopen = async (): Promise<Database<unknown>> => {
    for (const database of opened.splice(0)) await database.close()
    return open()
  }
  const applied = async (database: Database<unknown>) =>
    (await sql<{ name: string }>`select name from migration order by name`.execute(database.db)).rows.map(
      ({ name }) => name,
    )

  test('files are applied in the order of their numbers, each once', async () => {
    await files({ '0002_b.sql': 'insert into a values (2)', '0001_a.sql': 'create table a (n int)' })
    expect(await applied(await open())).toEqual(['0001_a.sql', '0002_b.sql'])
    await files({ '0003_c.sql': 'insert into a values (3)' })
    const database = await reopen()
    expect(await applied(database)).toEqual(['0001_a.sql', '0002_b.sql', '0003_c.sql'])
    expect((await sql`select n from a order by n`.execute(database.db)).rows).toEqual([{ n: 2 }, { n: 3 }])
  })

  test('a store that a newer version wrote is refused, and not changed', async () => {
    await files({ '0001_a.sql': 'create table a (n int)', '0002_b.sql': 'create table b (n int)' })
    await open()
    await rm(join(folder, '0002_b.sql'))
    await expect(reopen()).rejects.toThrow(
      'The store was written by a newer version (it has 0002_b.sql). Start that version instead.',
    )
  })

  test('a file that was changed after it had been applied is refused', async () => {
    await files({ '0001_a.sql': 'create table a (n int)' })
    await open()
    await files({ '0001_a.sql': 'create table a (n bigint)' })
    await expect(reopen()).rejects.toThrow(
      'The migration 0001_a.sql was changed after it had been applied. Add a new file instead.',
    )
  })

  test('a store that is closed by a barrier says why, and opens for whoever lifts it', async () => {
    await files({ '0001_a.sql': 'create table a (n int)' })
    const { db } = await open()
    await sql`insert into migration (name, digest) values ('!moved', 'This store was moved.')`.execute(db)
    await expect(reopen()).rejects.toThrow('This store was moved.')
    const lifted = await openDatabase<unknown>({ ...store, migrations: pathToFileURL(`${folder}/`), barred: true })
    opened.push(lifted)
    await sql`delete from migration where name = '!moved'`.execute(lifted.db)
    await reopen()
  })

  test('a store is made as an earlier version had it', async () => {
    await files({ '0001_a.sql': 'create table a (n int)', '0002_b.sql': 'create table b (n int)' })
    const early = await openDatabase<unknown>({
      ...store,
      migrations: pathToFileURL(`${folder}/`),
      only: ['0001_a.sql'],
    })
    opened.push(early)
    expect(await applied(early)).toEqual(['0001_a.sql'])
    expect(await applied(await reopen())).toEqual(['0001_a.sql', '0002_b.sql'])
  })

  test('a migration that fails says why, leaves nothing of itself, and can be tried again', async () => {
    await files({
      '0001_a.sql': 'create table a (n int)',
      '0002_b.sql': 'create table b (n int); insert into nowhere values (1)',
    })
    await expect(open()).rejects.toThrow(/"nowhere" does not exist/)
    await files({ '0002_b.sql': 'create table b (n int)' })
    expect(await applied(await open())).toEqual(['0001_a.sql', '0002_b.sql'])
  })
})

test('two processes that start at once on one empty database both find all tables', async () => {
  await files({
    '0001_a.sql': 'create table a (n int); insert into a values (1)',
    '0002_b.sql': 'create table b (n int)',
  })
  const url = await emptyDatabase()
  const both = await Promise.all(
    [1, 2, 3].map(() => openDatabase<unknown>({ url, migrations: pathToFileURL(`${folder}/`) })),
  )
  opened.push(...both)
  for (const { db } of both) expect((await sql`select n from a`.execute(db)).rows).toEqual([{ n: 1 }])
})

test('a PostgreSQL server that is not there is one sentence', async () => {
  const nowhere = openDatabase({ url: 'postgres://x:y@127.0.0.1:1/x', migrations: pathToFileURL(`${folder}/`) })
  await expect(nowhere).rejects.toThrow(
    /^Cannot connect to PostgreSQL: .*ECONNREFUSED.*\. Check --database-url \(or DATABASE_URL\)\.$/,
  )
})
