/** Somebody leaves while an initial cycle of hours runs (decisions, acceptance scenarios added). */
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { Client } from 'pg'
import { setState } from '../store/jobs.ts'
import { openGround, type Ground, type Kind } from './test-ground.ts'
import { short } from './test-requests.ts'
import { World } from './test-world.ts'

/** Requests a second: the pace that Entra keeps (ER-18). */
const dialect = 'entra'
/** Milliseconds from the change in the directory to the request that takes the account away: the feature is this bound. */
const bound = 1000
const sizes = { postgres: 20_000, pglite: 2000 } as const

// Both mostly wait for the pace, so they wait at the same time.
describe.concurrent.each<Kind>(['pglite', 'postgres'])('while an initial cycle runs on %s', (kind) => {
  let ground: Ground
  let world: World
  let foreign: Client | null = null
  beforeAll(async () => {
    ground = await openGround(kind, inject('postgresUrl'))
  })
  afterAll(() => ground.close())
  beforeEach(async () => {
    world = await World.of(ground, { settings: { dialect, syncAll: true } })
    await world.crowd(Array.from({ length: sizes[kind] }, (_, index) => `p${index}`))
  }, 120_000)
  afterEach(async () => {
    await world.runner.stop(world.job)
    await world.close()
  })

  /** Somebody whose account was made and recorded. */
  const somebody = async (): Promise<string> => {
    for (;;) {
      const { rows } = await sql<{ name: string }>`
        select u.attributes ->> 'displayName' as name from link l
        join directory_user u on u.tenant_id = l.tenant_id and u.id = l.object_id::uuid
        where l.tenant_id = ${world.store.tenant} and l.job_id = ${world.job} and l.sent is not null limit 1`.execute(
        world.store.db,
      )
      if (rows[0] !== undefined) return rows[0].name
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  /** On PostgreSQL the directory may be changed by another process, of which nobody hears; else there is one process. */
  const woken = async (): Promise<void> => {
    await setState(world.store, world.job, 'Active')
    if (kind === 'pglite') world.runner.wake()
  }
  const isActive = (name: string): boolean => world.user(name)['active'] === true

  test('A-56, A-57: who leaves is disabled within a second, and the cycle goes on', async () => {
    foreign = await somebodyElses(kind)
    const cycle = world.runner.run(world.job, false)
    const name = await somebody()
    const began = performance.now()
    await world.disable(name)
    await woken()
    await until(() => !isActive(name))
    expect(performance.now() - began).toBeLessThan(bound)
    expect(world.runner.progress(world.job)).not.toBeNull()
    expect(world.provider.arrived.filter(({ method }) => method === 'PATCH')).toHaveLength(1)
    await world.person('newcomer')
    await woken()
    await until(() => [...world.provider.users.values()].some((one) => short(one['userName']) === 'newcomer'))
    await foreign?.end() // tests of other files wait for it, too
    await world.runner.stop(world.job)
    expect(await cycle).toMatchObject({ summary: { disabled: 1, stopped: true } })
    expect(isActive(name)).toBe(false)
    expect(await world.link(name)).toMatch(/inactive$/)
  }, 180_000)
})

/** A transaction that somebody else keeps open on the same server; nobody else is there in an embedded store. */
async function somebodyElses(kind: Kind): Promise<Client | null> {
  if (kind === 'pglite') return null
  const client = new Client({ connectionString: inject('postgresUrl') })
  await client.connect()
  await client.query('begin')
  await client.query('select pg_current_xact_id()')
  return client
}

async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await new Promise((resolve) => setTimeout(resolve, 5))
}
