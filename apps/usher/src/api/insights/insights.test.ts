import type { Instant } from '@usher/engine'
import fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openGround, type Ground } from '../../acceptance/test-ground.ts'
import { World } from '../../acceptance/test-world.ts'
import { forget } from '../../runner/upkeep.ts'
import { saveTenant } from '../../store/tenant.ts'
import { nouns } from '../server.ts'
import { insightsOf } from './insights.ts'
import { insightShapes } from './shapes.ts'

let ground: Ground
let world: World
let app: FastifyInstance
const { gives } = insightShapes['GET /usher/insights']

beforeAll(async () => {
  ground = await openGround('pglite', inject('postgresUrl'))
  world = await World.of(ground)
  app = fastify()
  for (const noun of nouns)
    noun(app, { house: world.house, runner: world.runner, teller: null as never, running: () => true })
  await world.assigned('ana', 'bea', 'cyd')
  await world.cycle()
  world.pass({ days: 2 })
  await world.person('ana', { displayName: 'Ana Silva' })
  await world.unassign('bea')
  await world.cycle()
})
afterAll(async () => {
  await app.close()
  await world.close()
  await ground.close()
})

const get = async (query = '') => gives.parse(JSON.parse((await app.inject({ url: `/usher/insights${query}` })).body))

test('counts by day say what the lines of the log say, and how long a change took', async () => {
  const { days, results, change, targets } = await get('?days=3')
  expect(days.map(({ create, update, disable }) => [create, update, disable])).toEqual([
    [3, 0, 0],
    [0, 0, 0],
    [0, 1, 1],
  ])
  expect(results).toMatchObject({ success: 5, failure: 0 })
  // Those of the first cycle were not changed: they were there.
  expect(change.count).toBe(2)
  expect(change.p95).toBeLessThan(60)
  expect(targets).toMatchObject([{ displayName: 'App', count: expect.any(Number), p95: expect.any(Number) }])
})

test('of one application, of fewer days, and no longer than the log is kept', async () => {
  expect((await get('?days=1&app=App')).results.success).toBe(2)
  expect((await app.inject({ url: '/usher/insights?days=0' })).body).toMatch(/days/)
  await saveTenant(world.house.store, { logDays: 1 })
  await forget(world.house, world.house.now())
  expect((await get('?days=3')).results.success).toBe(2)
})

test('the errors that most lines have come first, with where they were', () => {
  const failed = [
    { job: 'a', code: 'Timeout', lines: 2 },
    { job: 'a', code: 'EntryConflict', lines: 2 },
    { job: 'b', code: 'EntryConflict', lines: 1 },
  ]
  const jobs = ['b', 'a'].map((id) => ({ id, application: id, displayName: id.toUpperCase() }))
  const range = { now: '2026-03-02T10:00:00.000Z' as Instant, days: 1, jobs }
  expect(insightsOf({ tallies: [], failed, waits: [] }, range).errors).toEqual([
    { code: 'EntryConflict', lines: 3, applications: ['A', 'B'] },
    { code: 'Timeout', lines: 2, applications: ['A'] },
  ])
})
