import type { Change } from '@usher/engine'
import fastify from 'fastify'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { openGround, type Ground } from '../acceptance/test-ground.ts'
import { undone } from '../acceptance/test-review.ts'
import { upn, World } from '../acceptance/test-world.ts'
import { accountRoutes } from '../api/accounts/routes.ts'
import type { House } from '../runner/open-job.ts'
import { openPlan } from '../runner/open-plan.ts'
import { createRunner, type Runner } from '../runner/runner.ts'
import { assign, findApplication, unassign } from '../store/applications.ts'
import { lastCycleOf } from '../store/deeds.ts'
import { dueJobs } from '../store/leases.ts'
import { readJob, setState, type Job } from '../store/jobs.ts'
import { decideHeld } from '../store/decisions.ts'
import { heldLooks } from '../store/held.ts'
import { openKeys } from '../store/secrets.ts'
import { keyMark } from '../store/tenant.ts'
import { setUser } from '../testing/set-user.ts'
import { newDatabase, type kinds } from '../testing/stores.ts'
import { backup } from './backup.ts'
import { openPlace, type Place } from './place.ts'
import { restore } from './restore.ts'

/** The service on what was restored, with the application as it is today. */
type Yesterday = { readonly house: House; readonly runner: Runner; job(): Promise<Job>; close(): Promise<void> }

/** What must hold after a restore into such a store; within a `describe`. */
export function afterRestore(kind: (typeof kinds)[number]): void {
  let folder = ''
  let ground: Ground
  let world: World
  let restored: Yesterday

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'usher-yesterday-'))
    const keyFile = join(folder, 'usher.key')
    const keys = await openKeys(keyFile)
    ground = { ...(await openGround(kind, inject('postgresUrl'))), keys }
    world = await World.of(ground)
    await world.assigned('ana', 'bea', 'cem', 'dan', 'fay', 'gil')
    await world.cycle()
    await world.disable('fay')
    await world.cycle()
    await world.person('gil', { displayName: 'Wrong' })
    await world.cycle()
    await undone(world, { cycle: (await lastCycleOf(world.store, world.job)) ?? '' }, true)
    await setState(world.store, world.job, 'Active')
    const about = { madeAt: world.now(), store: kind, keyMark: keyMark(keys), key: null }
    const file = join(folder, 'yesterday.backup')
    await writeFile(file, Readable.from(backup(ground.database.db, about), { objectMode: false }))

    // A day goes by: somebody joins, leaves, comes back, is renamed, and the account of somebody is made anew.
    await world.assigned('eva')
    await world.enable('fay')
    await world.unassign('ana')
    await world.person('bea', { displayName: 'Beatrice' })
    const [cem] = [...world.provider.users].find(([, { userName }]) => userName === upn('cem')) ?? ['']
    const account = world.provider.users.get(cem)
    await world.cycle()
    world.provider.users.delete(cem)
    if (account !== undefined) world.provider.users.set('made-by-hand', account)

    const into: Place = kind === 'pglite' ? { kind, folder: join(folder, 'store') } : { kind, url: await newDatabase(inject('postgresUrl')) } // prettier-ignore
    await restore({ file, into, keyFile, actor: 'cli:mia', told: () => undefined })
    const database = await openPlace(into)
    const store = { ...world.store, db: database.db }
    const house: House = { ...world.house, store }
    const runner = createRunner(house, () => undefined)
    restored = {
      house,
      runner,
      job: () => readJob(store, world.job),
      async close() {
        await runner.close()
        await database.close()
      },
    }
  })
  afterEach(async () => {
    await restored.close()
    await world.close()
    await ground.close()
    await rm(folder, { recursive: true, force: true })
  })

  const run = async () => {
    const end = await restored.runner.run(world.job, false)
    if (!('summary' in end)) throw new Error(JSON.stringify(end))
    return end.summary
  }

  test('nothing runs by itself: the job is paused and says of when it is', async () => {
    expect(await dueJobs(restored.house.store)).toEqual([])
    expect(await restored.job()).toMatchObject({
      state: 'Paused',
      restored: world.now(),
      verify: true,
      watermark: null,
    })
  })

  test('the first cycle removes nobody, doubles nobody, and finds the account that was made anew', async () => {
    const before = world.provider.users.size
    const first = await run()
    expect(first).toMatchObject({ disabled: 0, created: 0, failed: 0, joined: 1, held: 1 })
    expect(world.provider.users.size).toBe(before)
    expect(world.provider.arrived.filter(({ method }) => method === 'DELETE')).toEqual([])
    expect(world.accounts()).toEqual([
      'ana active',
      'bea active',
      'cem active',
      'dan active',
      'eva active',
      'fay active',
      'gil active',
    ])
    // What was put back before the backup is left as it is.
    expect(world.user('gil')['displayName']).toBe('gil')
    expect((await restored.job()).restored).toBeNull()
    const second = await run()
    expect(second).toMatchObject({ created: 0, updated: 0, disabled: 0, joined: 0, failed: 0 })
  })

  test('who joined since is matched with the account that is there when the directory knows them again', async () => {
    const { store } = restored.house
    const { user } = await setUser(store, upn('eva'), { displayName: 'eva', mailNickname: 'eva' })
    await assign(store, await findApplication(store, 'App'), user.id, null)
    expect(await run()).toMatchObject({ created: 0, joined: 2 })
    expect(world.provider.users.size).toBe(7)
  })

  test('whoever was disabled then, and enabled since, is held as a removal until a person says so', async () => {
    const { store } = restored.house
    const { pages } = await openPlan(restored.house, { app: world.app, job: await restored.job() })
    const changes: Change[] = []
    for await (const { plan } of pages) changes.push(...plan.changes)
    expect(changes.filter(({ held }) => held?.kind === 'removal').map(({ ref }) => ref.id)).toEqual([world.id('fay')])
    expect(await run()).toMatchObject({ held: 1, disabled: 0 })
    expect(await heldLooks(store, world.job, 'removalHeld')).toMatchObject([{ displayName: 'fay' }])
    await decideHeld(store, world.job, 'removalHeld', { decision: 'allowed', ids: 'all', now: world.now() })
    expect(await run()).toMatchObject({ disabled: 1, held: 0 })
    expect(world.accounts()).toContain('fay inactive')
  })

  test('what differs in the application is not put right before that, since nothing of it would be held', async () => {
    const api = fastify()
    const { house, runner } = restored
    accountRoutes(api, { house, runner, teller: null as never, running: () => true })
    const answer = await api.inject({ method: 'POST', url: '/usher/apps/App/drift' })
    expect(answer.body).toContain('Removals are held until you have seen them.')
    expect(world.accounts()).toContain('fay active')
  })

  test('who leaves before a person saw the plan is held, whatever the limit; afterwards leavers leave as ever', async () => {
    const { store } = restored.house
    const app = await findApplication(store, 'App')
    await unassign(store, app, world.id('dan'))
    expect(await run()).toMatchObject({ held: 2, disabled: 0 })
    expect(world.accounts()).toContain('dan active')
    await unassign(store, app, world.id('bea'))
    expect(await run()).toMatchObject({ disabled: 1 })
    expect(world.accounts()).toEqual(expect.arrayContaining(['bea inactive', 'dan active']))
  })
}
