import type { Brief, Instant, Rest, Watermark } from '@usher/engine'
import type { Database } from '@usher/host'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { dynamicSignal } from '../gallery/dynamic-signal/template.ts'
import { newTenant, openStore } from '../testing/stores.ts'
import { insertApplication } from './applications.ts'
import { gather, share, sizeOf } from './cut-shards.ts'
import type { Store } from './directory.ts'
import { LeaseLost } from './fence.ts'
import { insertJob, readJob } from './jobs.ts'
import { journal } from './journal.ts'
import { takeLease } from './leases.ts'
import { leaveShard, renewShard, sharedCycles, shardState, takeShard, unshare, type TakenShard } from './shards.ts'
import type { Tables } from './tables.ts'

const now = '2026-01-01T00:00:00.000Z' as Instant
const people = 450
const firstId = '00000000-0000-0000-0000-000000000000'
const brief: Brief = {
  type: 'User', total: people, mark: null, hold: { removals: null, changes: [] }, context: { now }, verify: false,
} // prettier-ignore
const shared = { cycle: '00000000-0000-0000-0000-000000000001', schemaVersion: 1, brief }

let database: Database<Tables>
let store: Store
let job = ''
let lease = ''
let ids: readonly string[] = []

beforeAll(async () => {
  ;({ database } = await openStore('postgres', inject('postgresUrl')))
})
afterAll(() => database.close())
beforeEach(async () => {
  store = await newTenant(database)
  const app = await insertApplication(store, { ...dynamicSignal, templateId: dynamicSignal.id })
  job = (await insertJob(store, app, dynamicSignal)).id
  lease = (await takeLease(store, job, false)) ?? ''
  const { rows } = await sql<{ id: string }>`
    insert into directory_change select ${store.tenant}::uuid, 'User', gen_random_uuid(), pg_current_xact_id()
    from generate_series(1, ${people}) returning object_id as id`.execute(store.db)
  ids = rows.map(({ id }) => id).toSorted()
})

const rest = (of: Partial<Rest> = {}): Rest => ({
  brief, from: firstId, before: 0, left: people, watermark: 'mark' as Watermark, without: [], cut: false, ...of,
}) // prettier-ignore
const own = () => ({ job, lease, schemaVersion: 1 })
const begin = (of: Partial<Rest> = {}): Promise<void> => share(store, own(), shared, rest(of))
const take = async (): Promise<TakenShard> => (await takeShard(store, { job, lease })) as TakenShard
const runOut = (table: 'job' | 'shard') =>
  sql`update ${sql.table(table)} set lease_until = now() - interval '1 second' where tenant_id = ${store.tenant}`.execute(
    store.db,
  )
const journalOf = ({ token, number }: TakenShard) =>
  journal(store, {
    job,
    application: '00000000-0000-0000-0000-000000000002',
    cycle: shared.cycle,
    lease,
    lane: `shard-${number}`,
    shard: token,
    schemaVersion: 1,
    now: () => now,
  })

test('shards are ranges of ids that cover everybody once, and know whom not to look at', async () => {
  const [from = '', some = '', last = ''] = [ids[9], ids[20], ids.at(-1)]
  await begin({ from, left: people - 10, without: [some] })
  const taken = [await take(), await take(), await take()]
  expect(await takeShard(store, { job, lease })).toBeNull()
  expect(taken.map(({ size }) => size)).toEqual([200, 200, 40])
  expect(taken.map((one) => one.from)).toEqual([from, taken[0]?.to, taken[1]?.to])
  expect(taken.at(-1)?.to).toBe(last)
  expect(taken.map(({ without }) => without)).toEqual([[some], [], []])
  expect(await readJob(store, job)).toMatchObject({ checkpoint: { type: 'User', cursor: from, shared: true } })
})

test('there are some thirty of them, unless they would be very small or very large', () => {
  expect([450, 32_000, 1_000_000].map(sizeOf)).toEqual([200, 1000, 5000])
})

test('a shard is one worker’s; when that is gone another one goes on where it was recorded', async () => {
  await begin()
  const shard = await take()
  const cursor = ids[49] ?? ''
  const { record } = journalOf(shard)
  const so = { done: 50, summary: { ...(await gathered()), created: 50 }, failed: [] }
  await record([], { shard: { cursor, ...so } })
  expect((await take()).number).not.toBe(shard.number)
  await runOut('shard')
  const again = await take()
  expect(again).toMatchObject({ number: shard.number, begun: { cursor, done: 50 } })
  await expect(record([], { shard: { cursor, ...so } })).rejects.toThrow(LeaseLost)
  expect(await renewShard(store, shard, lease)).toBe(false)
  expect(await renewShard(store, again, lease)).toBe(true)
  expect(await shardState(store, job)).toMatchObject({ done: 50, open: 3 })
})

test('nobody takes a job while somebody has a shard of it; who has one hears that its cycle is gone', async () => {
  await begin()
  const shard = await take()
  await runOut('job')
  expect(await takeLease(store, job, false)).toBeNull()
  expect(await renewShard(store, shard, lease)).toBe(false)
  expect(await takeShard(store, { job, lease })).toBeNull()
  // It records what was in flight, and lets go.
  await journalOf(shard).record([], null)
  await leaveShard(store, shard, { over: false, requests: 7 })
  expect(await takeLease(store, job, false)).not.toBeNull()
})

test('who was away for too long with a shard writes nothing after the job was taken', async () => {
  await begin()
  const shard = await take()
  await runOut('job')
  await runOut('shard')
  expect(await takeLease(store, job, false)).not.toBeNull()
  await expect(journalOf(shard).record([], null)).rejects.toThrow(LeaseLost)
})

test('whoever goes on with a cycle finds the shards that were cut, and what is over stays so', async () => {
  await begin()
  await leaveShard(store, await take(), { over: true, requests: 3 })
  await unshare(store, own())
  expect(await sharedCycles(store)).toEqual([])
  await begin({ cut: true })
  expect(await shardState(store, job)).toEqual({ done: 200, open: 2, busy: 0 })
  expect(await sharedCycles(store)).toMatchObject([{ job, lease, shared: { cycle: shared.cycle } }])
})

test('when all are over the cycle goes on behind them, and nothing is left', async () => {
  await begin()
  for (let shard = await take(); shard !== null; shard = await take())
    await leaveShard(store, shard, { over: true, requests: 2 })
  expect(await gather(store, own(), rest())).toMatchObject({ done: people, requests: 6 })
  expect(await shardState(store, job)).toEqual({ done: 0, open: 0, busy: 0 })
  const { checkpoint } = await readJob(store, job)
  expect(checkpoint).toMatchObject({ cursor: ids.at(-1), done: people })
  expect(checkpoint).not.toHaveProperty('shared')
})

test('what a cycle that is stopped has told is not told again by the one that goes on', async () => {
  await begin()
  const shard = await take()
  const summary = { ...(await gathered()), created: 50, read: 50 }
  await journalOf(shard).record([], { shard: { cursor: ids[49] ?? '', done: 50, summary, failed: ['User/x'] } })
  expect(await gather(store, own(), rest())).toMatchObject({ summary: { created: 50 }, failed: ['User/x'] })
  expect(await gather(store, own(), rest())).toMatchObject({ done: 50, summary: { created: 0 }, failed: [] })
})

/** A summary of nothing. */
async function gathered() {
  return (await gather(store, own(), rest())).summary
}
