import type { Database } from '@usher/host'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { Store } from '../../store/directory.ts'
import type { Tables } from '../../store/tables.ts'
import { kinds, newTenant, openStore } from '../../testing/stores.ts'
import type { Context } from '../context.ts'
import { readiness } from './readiness.ts'

describe.each(kinds)('a process with its store on %s', (kind) => {
  let database: Database<Tables>
  let store: Store
  let closed = false
  beforeAll(async () => {
    ;({ database } = await openStore(kind, inject('postgresUrl')))
    store = await newTenant(database)
  })
  afterAll(() => (closed ? undefined : database.close()))
  const ready = (running = true) =>
    readiness({ house: { store, ending: new AbortController().signal }, running: () => running } as unknown as Context)

  test('is ready', async () => {
    expect(await ready()).toBeNull()
  })

  test('is not ready while it ends', async () => {
    expect(await ready(false)).toBe('Usher is ending.')
  })

  test('is not ready when a newer version has changed the store', async () => {
    await sql`insert into migration (name, digest) values ('9999_later.sql', '')`.execute(store.db)
    expect(await ready()).toBe('A newer version has changed the store (9999_later.sql). Start that version instead.')
    await sql`delete from migration where name = '9999_later.sql'`.execute(store.db)
  })

  test('is not ready when the store is gone', async () => {
    closed = true
    await database.close()
    expect(await ready()).toMatch(/^The store cannot be reached/)
  })
})
