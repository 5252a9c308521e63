/** Failures and what comes of them: retries, outages, quarantine, and how each ends (engine.md sections 5 and 6). */
import { add, type Instant } from '@usher/engine'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { createRunner } from '../runner/runner.ts'
import { saveCredentials, setState } from '../store/jobs.ts'
import { saveSchema } from '../store/mapping-versions.ts'
import { activeJobs } from '../store/leases.ts'
import { openFailures } from '../store/health.ts'
import { readLog } from '../store/log-read.ts'
import { readResetScope, restart } from '../store/restart.ts'
import type { Provider } from '../testing/provider.ts'
import { openGround, type Ground } from './test-ground.ts'
import { World } from './test-world.ts'

const refusing =
  (status: number, detail: string): Provider['instead'] =>
  () => ({
    status,
    body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: String(status), detail },
  })
const healthy: Provider['instead'] = () => null
const minute = 60_000

describe('an application that fails', () => {
  let ground: Ground
  let world: World
  beforeAll(async () => void (ground = await openGround('postgres', inject('postgresUrl'))))
  afterEach(() => world.close())
  afterAll(() => ground.close())

  /** A job that runs only when it is told to, with some people who are assigned. */
  const working = async (people: number): Promise<void> => {
    world = await World.of(ground, { settings: { syncAll: true } })
    await world.runner.close()
    world.runner = createRunner(world.house, () => undefined, { pace: 'asked' })
    await world.crowd(Array.from({ length: people }, (_, n) => `p${n}`))
    await setState(world.store, world.job, 'Active')
  }
  const cycle = () => world.runner.run(world.job, false)
  /** One attempt at each time that the job itself says, until it says no more or the time is over. */
  const until = async (end: Instant): Promise<void> => {
    for (;;) {
      const { nextRun, state } = await world.readJob()
      if (state !== 'Active' || nextRun === null || nextRun > end) return
      world.pass({ minutes: Math.max(0, Date.parse(nextRun) - Date.parse(world.now())) / minute })
      await cycle()
    }
  }
  const told = async (): Promise<readonly string[]> => {
    const { rows } = await sql<{ kind: string }>`select kind from announcement where tenant_id = ${world.store.tenant} order by id`.execute(world.store.db) // prettier-ignore
    return rows.map(({ kind }) => kind)
  }
  const audited = async (): Promise<readonly string[]> => {
    const { rows } = await sql<{ what: string }>`select details ->> 'what' as what from audit_log
      where tenant_id = ${world.store.tenant} and activity = 'Quarantine' order by id`.execute(world.store.db)
    return rows.map(({ what }) => what)
  }
  const jobLines = async () =>
    (await readLog(world.store, { jobs: [world.job], reason: 'cycleFailed', limit: 100 })).map(({ entry }) => entry)

  test('A-28, BT-5: a refused token is a quarantine at once, with the request, the answer, when, how many, and what lifts it', async () => {
    await working(3)
    world.provider.instead = refusing(401, 'who are you?')
    await cycle()
    const { quarantine, nextRun } = await world.readJob()
    expect(quarantine).toMatchObject({
      reason: 'EncounteredQuarantineException',
      currentBegan: world.now(),
      seriesCount: 1,
      nextAttempt: add(world.now(), 6 * 60 * minute),
      error: { code: 'Unauthorized' },
      evidence: {
        at: world.now(),
        request: expect.stringMatching(/^GET \/scim\/v2\//) as string,
        status: 401,
        said: expect.stringContaining('who are you?') as string,
        failures: 0,
        successes: 0,
        remedy: expect.stringContaining('usher settings "App" --secret-token -') as string,
      },
    })
    expect(nextRun).toBe(quarantine?.nextAttempt)
    expect(await activeJobs(world.store), 'a change of the directory wakes it').not.toContain(world.job)
    for (let attempt = 0; attempt < 3; attempt += 1) await cycle()
    expect([await told(), await audited()]).toEqual([['quarantineBegan'], ['quarantineBegan']])

    world.provider.instead = healthy
    await cycle()
    expect(await world.readJob()).toMatchObject({ quarantine: null, lastError: null, lastCycle: { created: 3 } })
    expect(await told()).toEqual(['quarantineBegan', 'quarantineEnded'])
    expect(await activeJobs(world.store)).toContain(world.job)
  })

  test('a token that is stored and wrong is noticed at once, though nothing is to be written', async () => {
    await working(2)
    await cycle()
    world.provider.instead = refusing(401, 'who are you?')
    await saveCredentials(world.store, ground.keys, world.job, {
      tenantUrl: world.provider.tenantUrl,
      secretToken: 'y',
    })
    await cycle()
    expect(await world.readJob()).toMatchObject({ quarantine: { error: { code: 'Unauthorized' } }, proved: false })
    world.provider.instead = healthy
    await cycle()
    expect(await world.readJob()).toMatchObject({ quarantine: null, proved: true })
    const asked = world.provider.arrived.length
    await cycle()
    expect(world.provider.arrived.length - asked, 'it is asked once').toBe(0)
  })

  test.each([
    ['A-29: an endpoint that is not there', 404, 'SystemForCrossDomainIdentityManagementServiceIncompatible'],
    ['ER-20: a right that is missing', 403, 'InsufficientRights'],
  ])('%s is a quarantine at once', async (_, status, code) => {
    await working(1)
    world.provider.instead = refusing(status, 'no')
    await cycle()
    expect(await world.readJob()).toMatchObject({ quarantine: { error: { code }, evidence: { status } } })
  })

  test('BT-6: when everything answers with 500 a few are asked, and then one at a time, from ten seconds to five minutes', async () => {
    await working(300)
    world.provider.instead = refusing(500, 'out of memory')
    await cycle()
    expect(world.provider.arrived.length).toBeLessThan(60)
    expect(await world.readJob()).toMatchObject({ quarantine: null, nextRun: add(world.now(), 10_000) })
    const waits: number[] = []
    for (let probe = 0; probe < 7; probe += 1) {
      const { nextRun } = await world.readJob()
      waits.push((Date.parse(nextRun ?? '') - Date.parse(world.now())) / 1000)
      world.pass({ minutes: (waits.at(-1) ?? 0) / 60 })
      const before = world.provider.arrived.length
      await cycle()
      expect(world.provider.arrived.length - before).toBe(1)
    }
    expect(waits).toEqual([10, 20, 40, 80, 160, 300, 300])
    expect(await told()).toEqual([])

    world.provider.instead = healthy
    await until(add(world.now(), 5 * minute))
    expect(await world.readJob()).toMatchObject({ lastError: null, quarantine: null })
    expect(world.provider.users.size, 'it has gone on by itself').toBe(300)
  })

  test('BT-6: an outage of an hour is a quarantine', async () => {
    await working(1)
    await world.provider.close()
    await cycle()
    const began = world.now()
    await until(add(began, 61 * minute))
    const { quarantine } = await world.readJob()
    expect(quarantine).toMatchObject({ reason: 'EncounteredQuarantineException', evidence: { status: null } })
    expect(Date.parse(quarantine?.seriesBegan ?? '') - Date.parse(began)).toBeGreaterThanOrEqual(60 * minute)
    expect(await told()).toEqual(['quarantineBegan'])
  })

  test('A-33, QU-9: after 28 days in quarantine the job is switched off; nobody hears of it twice meanwhile', async () => {
    await working(1)
    world.provider.instead = refusing(401, 'who are you?')
    await cycle()
    const began = world.now()
    await until(add(began, 40 * 24 * 60 * minute))
    expect(await world.readJob()).toMatchObject({ state: 'Disabled', quarantine: { seriesBegan: began } })
    expect(Date.parse(world.now()) - Date.parse(began)).toBe(28 * 24 * 60 * minute)
    expect(await told()).toEqual(['quarantineBegan', 'jobDisabled'])
  })

  test('QU-14: another reason is told', async () => {
    await working(12)
    world.provider.instead = refusing(401, 'who are you?')
    await cycle()
    world.provider.instead = ({ method }) => (method === 'POST' ? refusing(400, 'no licence left')({} as never) : null)
    await cycle()
    expect(await world.readJob()).toMatchObject({ quarantine: { reason: 'EncounteredEscrowProportionThreshold', seriesCount: 2 } }) // prettier-ignore
    expect(await told()).toEqual(['quarantineBegan', 'quarantineChanged'])
  })

  test('BT-7, BT-5: in a small directory ten failures of twelve are a quarantine that names one of them; a restart lifts it', async () => {
    await working(12)
    world.provider.instead = ({ method }) => (method === 'POST' ? refusing(400, 'no licence left')({} as never) : null)
    await cycle()
    const { quarantine } = await world.readJob()
    expect(quarantine).toMatchObject({
      reason: 'EncounteredEscrowProportionThreshold',
      error: { message: expect.stringMatching(/^12 of 12 fail, 12 of them like this: .*no licence left/) as string },
      evidence: {
        request: 'POST /scim/v2/Users',
        status: 400,
        said: expect.stringContaining('no licence left') as string,
        object: { type: 'User', displayName: expect.stringMatching(/^p\d+$/) as string },
        failures: 12,
        successes: 0,
        remedy: expect.stringContaining('usher restart "App"') as string,
      },
    })
    expect(await openFailures(world.store, world.job, 100)).toHaveLength(12)
    expect(await activeJobs(world.store), 'a change of the directory wakes it').not.toContain(world.job)

    world.provider.instead = healthy
    await restart(world.store, world.job, readResetScope(''))
    expect(await world.readJob()).toMatchObject({ quarantine: null })
    await cycle()
    expect(await world.readJob()).toMatchObject({ quarantine: null, lastCycle: { created: 12 } })
    expect(await openFailures(world.store, world.job, 100), 'BT-14').toEqual([])
    expect(await told()).toEqual(['quarantineBegan', 'quarantineEnded'])
  })

  test('QU-2: nine failures of nine are no quarantine', async () => {
    await working(9)
    world.provider.instead = ({ method }) => (method === 'POST' ? refusing(400, 'no')({} as never) : null)
    await cycle()
    expect(await world.readJob()).toMatchObject({ quarantine: null, lastCycle: { failed: 9 } })
  })

  test.each<[string, () => Promise<unknown>]>([
    ['QU-12: the scope QuarantineState', () => restart(world.store, world.job, readResetScope('QuarantineState'))],
    ['new credentials', () => saveCredentials(world.store, ground.keys, world.job, { tenantUrl: world.provider.tenantUrl, secretToken: 'new' })],
    ['QU-13: new mappings', async () => saveSchema(world.store, world.job, (await world.readJob()).schema, { verify: false })],
  ])('%s lift a quarantine, and the next cycle is at once', async (_, lift) => {
    await working(1)
    world.provider.instead = refusing(401, 'who are you?')
    await cycle()
    await lift()
    const { quarantine, nextRun } = await world.readJob()
    expect(quarantine).toBeNull()
    expect(Date.parse(nextRun ?? '')).toBeLessThanOrEqual(Date.now())
    expect(await told()).toEqual(['quarantineBegan', 'quarantineEnded'])
  }) // prettier-ignore

  test('a token that is stored while a cycle fails with the old one is tried at once', async () => {
    await working(1)
    let stored: Promise<void> | undefined
    const answer = refusing(401, 'who are you?')
    world.provider.instead = (asked) => {
      stored ??= saveCredentials(world.store, ground.keys, world.job, { tenantUrl: world.provider.tenantUrl, secretToken: 'new' })
      return answer(asked)
    } // prettier-ignore
    await cycle()
    await stored
    const { quarantine, nextRun } = await world.readJob()
    expect(quarantine).toBeNull()
    expect(Date.parse(nextRun ?? '')).toBeLessThanOrEqual(Date.now())
  })

  test('ER-22, BT-8: the log has one line for each cause of a series, and not one for each attempt', async () => {
    await working(1)
    world.provider.instead = refusing(401, 'who are you?')
    for (let attempt = 0; attempt < 3; attempt += 1) await cycle()
    world.provider.instead = refusing(404, 'nobody')
    for (let attempt = 0; attempt < 3; attempt += 1) await cycle()
    world.provider.instead = refusing(401, 'who are you?')
    await cycle()
    const lines = await jobLines()
    expect(lines.map(({ provisioningStatusInfo }) => provisioningStatusInfo.errorInformation?.errorCode)).toEqual([
      'SystemForCrossDomainIdentityManagementServiceIncompatible',
      'Unauthorized',
    ])
    expect(lines[1]).toMatchObject({
      sourceIdentity: { identityType: 'Job', displayName: 'App' },
      usher: {
        reason: expect.stringContaining('401') as string,
        advice: expect.stringContaining('usher settings') as string,
      },
    })
  })

  test('A-26, ER-5: a conflict is tried again at once, after 40 minutes, 6, 12 and 24 hours, daily, and expires after 28 days', async () => {
    await working(1)
    world.provider.instead = ({ method }) =>
      method === 'POST' ? refusing(409, 'userName is taken')({} as never) : null
    const began = world.now()
    const attempts: number[] = []
    for (;;) {
      const { summary } = await world.cycle()
      expect(summary).toMatchObject({ failed: 1 })
      attempts.push(Math.round((Date.parse(world.now()) - Date.parse(began)) / minute))
      const [failure] = await openFailures(world.store, world.job, 1)
      if (failure === undefined || failure.next > '9000') break
      world.pass({ minutes: (Date.parse(failure.next) - Date.parse(world.now())) / minute })
    }
    const hours = (n: number): number => n * 60
    const daily = Array.from({ length: 27 }, (_, n) => hours(24 * (n + 2)))
    expect(attempts).toEqual([0, 40, hours(6), hours(12), hours(24), ...daily])
    expect(await world.readJob()).toMatchObject({ state: 'Active', quarantine: null })
    const entries = await world.entries()
    expect(entries.at(-1)?.provisioningStatusInfo.errorInformation?.reason).toBe(
      `the application answered 409: userName is taken; failed once, tried again at ${began}`,
    )
    expect(entries.at(-2)?.provisioningStatusInfo.errorInformation?.reason).toMatch(
      /failed twice, tried again at 2026-03-02T09:40/,
    )
    expect(entries[0]?.provisioningStatusInfo.errorInformation?.reason).toMatch(
      /failed 33 times, not tried again by itself$/,
    )

    world.provider.instead = healthy
    await world.person('p0', { jobTitle: 'Chief' })
    expect((await world.cycle()).summary).toMatchObject({ created: 1 })
    expect(await openFailures(world.store, world.job, 1)).toEqual([])
  })
})
