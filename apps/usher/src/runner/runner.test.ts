import { countJob } from '../store/job-counts.ts'
import type { SynchronizationSchema } from '@usher/engine'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { testJob } from '../api/jobs/test-connection.ts'
import { recordingServer } from '../connectors/scim/test-server.ts'
import { dynamicSignal } from '../gallery/dynamic-signal/template.ts'
import { assign, insertApplication, unassign, type Application } from '../store/applications.ts'
import { uuids } from '../store/bulk.ts'
import { decideHeld } from '../store/decisions.ts'
import { change, touch, type Store } from '../store/directory.ts'
import { addMembers } from '../store/group-members.ts'
import { createGroup } from '../store/groups.ts'
import { insertJob, jobOf, readJob, saveCredentials, saveSettings, setState, type Job, type LastCycle } from '../store/jobs.ts' // prettier-ignore
import { saveSchema } from '../store/mapping-versions.ts'
import { readLog } from '../store/log-read.ts'
import { readResetScope, restart } from '../store/restart.ts'
import type { JobRowSettings } from '../store/job-row-settings.ts'
import { houseOn, openGround, type Ground } from '../acceptance/test-ground.ts'
import { setUser } from '../testing/set-user.ts'
import { startProvider, type Provider } from '../testing/provider.ts'
import { kinds, newTenant } from '../testing/stores.ts'
import { leaversOf } from './forget-links.ts'
import type { House } from './open-job.ts'
import type { CycleEnd } from './one-cycle.ts'
import { createRunner, type Runner } from './runner.ts'

const upn = (n: number): string => `p${n}@contoso.example`
const settings: JobRowSettings = { ...dynamicSignal.settings, syncAll: true, onVanished: 'recreate' }

describe.each(kinds)('jobs that run on %s', (kind) => {
  let ground: Ground
  let store: Store
  let house: House
  let runner: Runner
  let provider: Provider
  let app: Application
  let job: Job
  const others: Provider[] = []
  beforeAll(async () => void (ground = await openGround(kind, inject('postgresUrl'))))
  beforeEach(async () => {
    store = await newTenant(ground.database)
    provider = await startProvider()
    app = await insertApplication(store, { ...dynamicSignal, templateId: dynamicSignal.id, requiresRole: false })
    job = await newJob(provider)
    house = houseOn(ground, store)
    runner = createRunner(house, () => undefined)
  })
  afterEach(async () => {
    await runner.close()
    for (const one of [provider, ...others.splice(0)]) await one.close()
  })
  afterAll(() => ground.close())

  const newJob = async (at: Pick<Provider, 'tenantUrl'>, name?: string): Promise<Job> => {
    const { id } = await insertJob(store, app, { ...dynamicSignal, settings }, name)
    await saveCredentials(store, ground.keys, id, { tenantUrl: at.tenantUrl, secretToken: 'x' })
    return readJob(store, id)
  }
  const people = async (count: number, from = 0): Promise<void> => {
    for (let n = from; n < from + count; n += 1)
      await setUser(store, upn(n), { displayName: `P ${n}`, mailNickname: `p${n}` })
  }
  const many = (count: number): Promise<void> =>
    change(store, async (trx) => {
      const { rows } = await sql<{ id: string }>`insert into directory_user (tenant_id, user_principal_name, attributes)
        select ${store.tenant}::uuid, 'p' || n || '@contoso.example', jsonb_build_object('displayName', 'P ' || n, 'mailNickname', 'p' || n)
        from generate_series(1, ${count}::int) n returning id`.execute(trx)
      await touch(trx, store.tenant, uuids(rows.map(({ id }) => id)))
    })
  const summary = (end: CycleEnd): LastCycle => {
    if ('summary' in end) return end.summary
    throw new Error(JSON.stringify(end))
  }
  const cycle = async (which: Job = job): Promise<LastCycle> => summary(await runner.run(which.id, false))
  /** A job that runs by itself has done what a restart asked for. */
  const settled = async () => {
    await expect
      .poll(() => readJob(store, job.id), { timeout: 15_000 })
      .toMatchObject({ watermark: expect.any(String), verify: false, lastError: null })
  }
  const reasons = async () => (await readLog(store, { jobs: [job.id], limit: 100 })).map(({ reason }) => reason)
  const writes = (on: Provider = provider): readonly string[] => on.asked.filter((one) => !one.startsWith('GET'))
  const activeAt = (on: Provider): number => [...on.users.values()].filter(({ active }) => active === true).length
  /** Lets `count` writes through; the next one waits until `open`. `reached`: one waits. */
  const gate = (on: Provider, count: number) => {
    const reached = Promise.withResolvers<void>()
    const opened = Promise.withResolvers<void>()
    let through = 0
    on.beforeWrite = async () => {
      through += 1
      if (through <= count) return
      reached.resolve()
      await opened.promise
    }
    return { reached: reached.promise, open: () => opened.resolve() }
  }

  test('A-37: a stopped cycle ends after the objects in flight; the next one goes on with the rest, and nothing is made twice', async () => {
    await many(1100)
    const at = gate(provider, 20)
    const running = runner.run(job.id, false)
    await at.reached
    await setState(store, job.id, 'Paused')
    const stopped = runner.stop(job.id)
    at.open()
    await stopped
    const first = summary(await running)
    expect(first.stopped).toBe(true)
    const made = provider.users.size
    expect(made).toBeLessThan(1100)
    expect(first.created).toBe(made)
    expect(await readJob(store, job.id)).toMatchObject({ watermark: null, state: 'Paused' })
    await setState(store, job.id, 'Active')
    expect(await cycle()).toMatchObject({ cycle: 'initial', created: 1100 - made, stopped: false })
    expect(provider.users.size).toBe(1100)
    expect(writes().filter((one) => one === 'POST Users')).toHaveLength(1100)
  }, 60_000)

  test('A-40: mappings saved during a cycle hold from the next one on, which is an initial one and begins at once', async () => {
    await people(30)
    await setState(store, job.id, 'Active')
    const at = gate(provider, 5)
    const running = runner.run(job.id, false)
    await at.reached
    await saveSchema(store, job.id, titled(job.schema), { verify: false })
    at.open()
    expect(summary(await running)).toMatchObject({ cycle: 'initial', created: 30 })
    const titles = () => [...provider.users.values()].map(({ title }) => title ?? null)
    expect(new Set(titles())).toEqual(new Set([null]))
    expect(await readJob(store, job.id)).toMatchObject({ watermark: null })
    // The schedule begins it by itself.
    await expect.poll(async () => (await readJob(store, job.id)).watermark, { timeout: 15_000 }).not.toBeNull()
    expect(new Set(titles())).toEqual(new Set(['New']))
    expect(provider.users.size).toBe(30)
  })

  test('A-41, UI-39: fewer people in scope, saved during a cycle: the next one takes away those who are not assigned', async () => {
    await people(3)
    await cycle()
    expect(activeAt(provider)).toBe(3)
    await assign(store, app, upn(0), null)
    await saveSettings(store, await readJob(store, job.id), { ...settings, syncAll: false })
    expect(await cycle()).toMatchObject({ cycle: 'initial', disabled: 2 })
    expect(activeAt(provider)).toBe(1)
  })

  test('BT-15: people in a group in an assigned group come and go with it, when nested groups count', async () => {
    await people(4)
    const nested = { ...settings, syncAll: false, nestedGroups: true }
    await saveSettings(store, await readJob(store, job.id), nested)
    await createGroup(store, 'Outer')
    const { id: inner } = await createGroup(store, 'Inner')
    await assign(store, app, 'Outer', null)
    expect(await cycle()).toMatchObject({ created: 0 })
    const ids = await Promise.all([0, 1].map(async (n) => (await setUser(store, upn(n), {})).user.id))
    await addMembers(store, 'Inner', ids)
    await addMembers(store, 'Outer', [inner])
    expect(await cycle()).toMatchObject({ cycle: 'incremental', created: 2 })
    await saveSettings(store, await readJob(store, job.id), { ...nested, nestedGroups: false })
    expect(await cycle()).toMatchObject({ cycle: 'initial', disabled: 2 })
  })

  test('A-38: a restart looks at everybody again and keeps the links', async () => {
    await people(5)
    await cycle()
    const [id = ''] = provider.users.keys()
    provider.users.set(id, { ...provider.users.get(id), displayName: 'Changed by hand' })
    expect(await cycle()).toMatchObject({ cycle: 'incremental', updated: 0 })
    await restart(store, job.id, readResetScope(''))
    await settled()
    expect(provider.users.get(id)?.['displayName']).toMatch(/^P \d$/)
    expect(await reasons()).not.toContain('joined')
    expect(writes().filter((one) => one === 'POST Users')).toHaveLength(5)
  })

  test('A-39: a full reset drops the links; everybody is matched again, and nobody has two accounts', async () => {
    await people(5)
    await cycle()
    await runner.hold(job.id, async () =>
      restart(store, job.id, readResetScope('Full'), await leaversOf(house, app, await readJob(store, job.id))),
    )
    expect(await countJob(store, job.id)).toMatchObject({ linked: 0 })
    await settled()
    expect((await reasons()).filter((one) => one === 'joined')).toHaveLength(5)
    expect(provider.users.size).toBe(5)
    expect(await countJob(store, job.id)).toMatchObject({ linked: 5 })
  })

  test('a full reset takes away the accounts of those out of scope before it forgets them, through the guard', async () => {
    await people(20)
    await saveSettings(store, await readJob(store, job.id), { ...settings, syncAll: false })
    for (let n = 0; n < 20; n += 1) await assign(store, app, upn(n), null)
    await cycle()
    for (let n = 0; n < 12; n += 1) await unassign(store, app, upn(n))
    const full = readResetScope('Full')
    const keep = await leaversOf(house, app, await readJob(store, job.id))
    expect(keep).toHaveLength(12)
    await runner.hold(job.id, () => restart(store, job.id, full, keep))
    // The guard holds twelve of twenty: their links stay until somebody decides.
    await settled()
    expect((await reasons()).filter((one) => one === 'joined')).toHaveLength(8)
    expect(activeAt(provider)).toBe(20)
    expect(await countJob(store, job.id)).toMatchObject({ linked: 20, held: 12 })
    await decideHeld(store, job.id, 'removalHeld', { decision: 'allowed', ids: 'all', now: house.now() })
    await cycle()
    expect(activeAt(provider)).toBe(8)
    expect(await countJob(store, job.id)).toMatchObject({ linked: 8 })
  })

  test('a restart while a cycle runs loses nothing: that cycle cannot say how far it came', async () => {
    await people(10)
    const at = gate(provider, 2)
    const running = runner.run(job.id, false)
    await at.reached
    await restart(store, job.id, readResetScope('Watermark'))
    at.open()
    await running
    expect(await readJob(store, job.id)).toMatchObject({ watermark: null, verify: true })
    const before = provider.asked.length
    await settled()
    expect(provider.asked.slice(before).filter((one) => one === 'GET Users').length).toBeGreaterThanOrEqual(10)
    expect(provider.users.size).toBe(10)
  })

  test('several jobs run at the same time, each at its own pace: a slow application holds up nobody else', async () => {
    await people(10)
    const other = await startProvider()
    others.push(other)
    const second = await newJob(other, 'Second')
    const at = gate(provider, 0)
    const slow = runner.run(job.id, false)
    await at.reached
    expect(await cycle(second)).toMatchObject({ created: 10 })
    expect(provider.users.size).toBe(0)
    expect(runner.progress(job.id)).not.toBeNull()
    at.open()
    expect(summary(await slow)).toMatchObject({ created: 10 })
    expect((await countJob(store, job.id)).linked + (await countJob(store, second.id)).linked).toBe(20)
    expect((await jobOf(store, app, 'Second')).lastCycle).toMatchObject({ created: 10 })
  })

  describe('an application that asks for time', () => {
    const busy = async (seconds: string, times = Number.POSITIVE_INFINITY) => {
      const server = await recordingServer((_, count) =>
        count <= times ? { status: 429, headers: { 'retry-after': seconds } } : { list: [] },
      )
      const which = await newJob({ tenantUrl: `${server.url}/scim` }, 'Busy')
      return { which, asked: server.asked, close: server.close }
    }

    test('for an hour has the rest of the cycle in an hour; nobody has failed, and nothing is asked before', async () => {
      await people(3)
      const { which, asked, close } = await busy('3600')
      const end = await runner.run(which.id, false)
      const told = /asked to wait until (\S+) \(429\)/
      expect(end).toMatchObject({ error: { code: 'TooManyRequests', message: expect.stringMatching(told) as string } })
      const until = told.exec('error' in end ? end.error.message : '')?.[1] ?? ''
      expect(Date.parse(until) - Date.now()).toBeGreaterThan(3_500_000)
      const after = await readJob(store, which.id)
      expect(Date.parse(after.nextRun ?? '')).toBe(Date.parse(until))
      expect(await countJob(store, which.id)).toMatchObject({ linked: 0, failed: 0 })
      expect(asked).toHaveLength(1)
      expect(await runner.run(which.id, false)).toMatchObject({ error: { code: 'TooManyRequests' } })
      expect(await testJob(house, app, after)).toMatchObject({
        ok: false,
        message: expect.stringMatching(told) as string,
      })
      expect(asked).toHaveLength(1)
      await close()
    })

    test('for seconds is waited for, and the progress says so', async () => {
      await people(1)
      const { which, close } = await busy('2', 1)
      const told: (string | undefined)[] = []
      const running = runner.run(which.id, false, ({ waiting }) => void told.push(waiting?.until))
      await expect.poll(() => runner.progress(which.id)?.waiting?.status, { timeout: 5000 }).toBe(429)
      await running
      expect(told.filter((one) => one !== undefined)).toHaveLength(1)
      await close()
    })
  })

  test('a change of the directory wakes every job that runs, and a paused one when it goes on', async () => {
    const other = await startProvider()
    others.push(other)
    const second = await newJob(other, 'Second')
    for (const one of [job, second]) {
      await setState(store, one.id, 'Active')
      await cycle(one)
    }
    await setState(store, second.id, 'Paused')
    await people(1)
    runner.wake()
    await expect.poll(() => provider.users.size, { timeout: 15_000 }).toBe(1)
    expect(other.users.size).toBe(0)
    await setState(store, second.id, 'Active')
    await expect.poll(() => other.users.size, { timeout: 15_000 }).toBe(1)
  })

  test('nothing runs while a job is held, and what came meanwhile runs afterwards', async () => {
    await people(1)
    await setState(store, job.id, 'Active')
    let during = -1
    await runner.hold(job.id, async () => {
      runner.wake()
      await new Promise((resolve) => setTimeout(resolve, 300))
      during = provider.users.size
    })
    expect(during).toBe(0)
    await expect.poll(() => provider.users.size, { timeout: 15_000 }).toBe(1)
  })
})

/** Everybody gets a title. */
function titled(schema: SynchronizationSchema): SynchronizationSchema {
  const changed = JSON.parse(
    JSON.stringify(schema, (_name, value: { targetAttributeName?: string } | null) =>
      value?.targetAttributeName === 'title'
        ? { ...value, source: { expression: '"New"', name: 'New', type: 'Constant', parameters: [] } }
        : value,
    ),
  ) as SynchronizationSchema
  return changed
}
