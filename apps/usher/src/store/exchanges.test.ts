import type { Exchange, Instant } from '@usher/engine'
import type { Database } from '@usher/host'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { kinds, newTenant, openStore } from '../testing/stores.ts'
import { dropDays, makeDays } from './days.ts'
import { packed, readPages, savePage } from './exchanges.ts'
import type { Tables } from './tables.ts'

const exchange = (id: string, more: Partial<Exchange> = {}): Exchange => ({
  method: 'POST', url: `/Users?x=${id}`, status: 201, ms: 3, requestBody: { userName: id }, responseBody: { id, userName: id }, ...more,
}) // prettier-ignore
const now = '2026-01-08T00:00:00.000Z' as Instant

describe.each(kinds)('requests and answers on %s', (kind) => {
  let database: Database<Tables>
  beforeAll(async () => {
    ;({ database } = await openStore(kind, inject('postgresUrl')))
  })
  afterAll(() => database.close())

  const kept = async (lists: Parameters<typeof packed>[0], at = now) => {
    const store = await newTenant(database)
    const page = await packed(lists)
    await makeDays(store.db, at)
    const id = page === null ? null : await savePage({ trx: store.db, tenant: store.tenant, now: at, job: 'j' }, page)
    const read = async (at_: number | null) =>
      (await readPages(store, [{ at, exchange_page: id, exchange_at: at_ }]))({
        at,
        exchange_page: id,
        exchange_at: at_,
      })
    return { store, id, read }
  }

  test('BT-12: each line finds its own again, whole', async () => {
    const { read } = await kept([[exchange('a')], null, [exchange('b'), exchange('c')]])
    expect(await read(0)).toEqual([exchange('a')])
    expect(await read(2)).toEqual([exchange('b'), exchange('c')])
    expect(await read(null)).toBeUndefined()
  })

  test('where nothing was exchanged there is no page', async () => {
    expect((await kept([null, null])).id).toBeNull()
  })

  test('a hundred similar requests take little more room than one', async () => {
    const room = async (count: number): Promise<number> => {
      const page = await packed(Array.from({ length: count }, (_, n) => [exchange(`person ${n}`)]))
      return page?.length ?? 0
    }
    expect(await room(100)).toBeLessThan(100 * (await room(1)) * 0.2)
  })

  test('what PostgreSQL cannot hold as text is kept all the same, and an answer of megabytes is cut', async () => {
    const { read } = await kept([[exchange('a', { responseBody: { text: '\0x', long: 'y'.repeat(1_000_000) } })]])
    const [found] = (await read(0)) ?? []
    expect(String(found?.responseBody)).toHaveLength(64 * 1024 + 1)
  })

  test('pages of more than a week are forgotten a day at a time, others are not', async () => {
    const old = await kept([[exchange('a')]], '2026-01-01T23:59:59.000Z' as Instant)
    const young = await kept([[exchange('b')]], '2026-01-02T00:00:00.000Z' as Instant)
    const before = '2026-01-02T09:00:00.000Z' as Instant
    expect(await dropDays(database.db, 'exchange_page', { before, most: 9 })).toEqual(['2026-01-01'])
    expect(await old.read(0)).toBeUndefined()
    expect(await young.read(0)).toHaveLength(1)
  })

  test('one tenant does not see another’s', async () => {
    const { id } = await kept([[exchange('a')]])
    const other = await newTenant(database)
    expect(
      (await readPages(other, [{ at: now, exchange_page: id, exchange_at: 0 }]))({
        at: now,
        exchange_page: id,
        exchange_at: 0,
      }),
    ).toBeUndefined()
  })
})
