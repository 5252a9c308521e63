import { addDays, type Instant } from '@usher/engine'
import type { Database } from '@usher/host'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { kinds, newTenant, openStore } from '../testing/stores.ts'
import { daysOf, dropDays, makeDays } from './days.ts'
import type { Store } from './directory.ts'
import { readLog } from './log-read.ts'
import { insertLines } from './log.ts'
import type { Tables } from './tables.ts'

const now = '2026-05-01T23:30:00.000Z' as Instant

describe.each(kinds)('the tables of days on %s', (kind) => {
  /** The embedded store has one session: nobody else can be in the middle of something. */
  const onPostgres = { postgres: test, pglite: () => undefined }[kind]
  let database: Database<Tables>
  let store: Store
  beforeEach(async () => {
    ;({ database } = await openStore(kind, inject('postgresUrl')))
    store = await newTenant(database)
  })
  afterEach(() => database.close())

  const write = async (at: Instant): Promise<void> => {
    await makeDays(store.db, at)
    const record = {
      action: 'other', result: 'success', ref: { type: 'User', id: 'u' }, displayName: at, targetId: '',
      facts: { reason: { code: 'differs', details: {} }, written: [], match: 'linked' },
    } as const // prettier-ignore
    const of = { trx: store.db, tenant: store.tenant, now: at, job: 'j', application: null, cycle: '00000000-0000-4000-8000-000000000000' } // prettier-ignore
    await insertLines(of, { list: [{ record, exchanges: null, terms: ['x'] }], page: null })
  }
  const written = async (): Promise<readonly string[]> => (await readLog(store, { limit: 100 })).map(({ at }) => at)

  test('there is always one for the day to come', async () => {
    await makeDays(store.db, now)
    expect(await daysOf(store.db, 'provisioning_log')).toEqual(['2026-05-01', '2026-05-02'])
    expect(await daysOf(store.db, 'exchange_page')).toEqual(['2026-05-01', '2026-05-02'])
  })

  test('many who make the same day at the same moment make it once', async () => {
    await Promise.all(Array.from({ length: 8 }, (_, n) => makeDays(store.db, addDays(now, n % 3))))
    expect(await daysOf(store.db, 'provisioning_log')).toHaveLength(4)
  })

  test('a clock that jumps, forward and back, finds its day', async () => {
    const jumps = [now, addDays(now, 400), addDays(now, -90), addDays(now, 1), addDays(now, 399)]
    for (const at of jumps) await write(at)
    expect(await written()).toEqual(jumps.toSorted().toReversed())
  })

  test('old days are dropped whole, the youngest of them last, and the days around them stay', async () => {
    for (let day = 0; day < 5; day += 1) await write(addDays(now, day))
    const before = addDays(now, 3)
    expect(await dropDays(store.db, 'provisioning_log', { before, most: 2 })).toEqual(['2026-05-01', '2026-05-02'])
    expect(await dropDays(store.db, 'provisioning_log', { before, most: 2 })).toEqual(['2026-05-03'])
    expect(await dropDays(store.db, 'provisioning_log', { before, most: 2 })).toEqual([])
    expect(await written()).toEqual([addDays(now, 4), addDays(now, 3)])
  })

  test('a clock that is a year ahead for a moment costs so many days and no more', async () => {
    for (let day = 0; day < 12; day += 1) await write(addDays(now, day))
    expect(await dropDays(store.db, 'provisioning_log', { before: addDays(now, 365), most: 7 })).toHaveLength(7)
    expect(await written()).toHaveLength(5)
  })

  test('a day that was dropped is made again when somebody writes in it', async () => {
    await write(now)
    await dropDays(store.db, 'provisioning_log', { before: addDays(now, 9), most: 9 })
    await write(now)
    expect(await written()).toEqual([now])
  })

  onPostgres('a day is made while somebody else has read and written the log and not ended', async () => {
    await write(now)
    await store.db.transaction().execute(async (trx) => {
      await sql`select count(*) from provisioning_log`.execute(trx)
      await sql`delete from provisioning_log where tenant_id = ${store.tenant}`.execute(trx)
      await makeDays(store.db, addDays(now, 30))
    })
    expect(await daysOf(store.db, 'provisioning_log')).toContain('2026-05-31')
  })

  onPostgres('a day that somebody reads is not waited for: it is dropped another time', async () => {
    await write(now)
    await store.db.transaction().execute(async (trx) => {
      await sql`select count(*) from provisioning_log`.execute(trx)
      await expect(dropDays(store.db, 'provisioning_log', { before: addDays(now, 9), most: 9 })).rejects.toThrow(
        'lock timeout',
      )
    })
    expect(await written()).toEqual([now])
  })
})
