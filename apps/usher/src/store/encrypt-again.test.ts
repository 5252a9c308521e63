import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGraph, type Graph } from '../graph/test-graph.ts'
import { openStore } from '../testing/stores.ts'
import { encryptAgain, sealedColumns } from './encrypt-again.ts'
import { openKeys } from './secrets.ts'

let graph: Graph
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph.close())

test('every column that holds something encrypted is known', async () => {
  const { database } = await openStore('pglite', '')
  // By what such columns are called, since a store that is new holds none.
  const { rows } = await sql<{ name: string }>`
    select table_name || '.' || column_name as name from information_schema.columns
    where table_schema = 'public' and data_type = 'text' and column_name ~ 'secret|sealed|encrypted|private' order by 1`.execute(
    database.db,
  )
  await database.close()
  const known = sealedColumns.map(({ table, column }) => `${table}.${column}`)
  expect(known).toEqual(expect.arrayContaining(rows.map(({ name }) => name)))
})

test('after a rotation everything is encrypted with the new key, and read as before', async () => {
  const { database } = await openStore('pglite', '')
  const folder = await mkdtemp(join(tmpdir(), 'usher-keys-'))
  const keys = await openKeys(join(folder, 'usher.key'))
  const { tenant_id } = await database.db
    .insertInto('tenant')
    .values({ display_name: 'T', default_domain: 't.example' })
    .returning('tenant_id')
    .executeTakeFirstOrThrow()
  const secret = keys.encrypt('s3cret')
  await database.db.insertInto('mail_setting').values({ tenant_id, settings: '{}', secret }).execute()
  expect(await encryptAgain(database.db, keys)).toBe(0)
  await keys.renew()
  expect(await encryptAgain(database.db, keys)).toBe(1)
  const after = await database.db.selectFrom('mail_setting').select('secret').executeTakeFirstOrThrow()
  expect(keys.isNewest(after.secret ?? '')).toBe(true)
  expect(keys.decrypt(after.secret ?? '')).toBe('s3cret')
  await database.close()
  await rm(folder, { recursive: true, force: true })
})

test('over the API: a new key, and what is stored is encrypted with it', async () => {
  await graph.ask('POST', '/usher/apps', { template: 'dynamic-signal', name: 'DS' })
  await graph.ask('PATCH', '/usher/apps/DS/settings', { tenantUrl: 'http://127.0.0.1:9/scim/v2', secretToken: 'abc' })
  const { status, body } = await graph.ask('POST', '/usher/keys/encryption/rotate', {})
  expect({ status, body }).toEqual({ status: 200, body: { newKey: true, secrets: 1 } })
  expect((await graph.ask('GET', '/usher/apps/DS/settings')).body).toMatchObject({ secretToken: '(stored)' })
})
