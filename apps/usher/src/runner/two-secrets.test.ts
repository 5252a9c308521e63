import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { statusOf } from '../api/jobs/status.ts'
import { testJob } from '../api/jobs/test-connection.ts'
import { openGround, type Ground } from '../acceptance/test-ground.ts'
import { World } from '../acceptance/test-world.ts'
import { credentials, saveCredentials } from '../store/jobs.ts'
import { readLog } from '../store/log-read.ts'
import { dropOther, otherCredentials, saveOther, switchSecrets } from '../store/next-secret.ts'
import { kinds } from '../testing/stores.ts'

describe.each(kinds)('two live secrets on %s', (kind) => {
  let ground: Ground
  let world: World
  /** What the application takes. */
  let taken: ReadonlySet<string>

  beforeAll(async () => {
    ground = await openGround(kind, inject('postgresUrl'))
  })
  afterAll(() => ground.close())
  beforeEach(async () => {
    world = await World.of(ground)
    taken = new Set(['x'])
    world.provider.instead = () => {
      const token = world.provider.headers.at(-1)?.['authorization']?.replace('Bearer ', '') ?? ''
      return taken.has(token) ? null : { status: 401, body: { detail: 'no' } }
    }
    await world.assigned('ana', 'bea')
    await world.cycle()
  })
  afterEach(() => world.close())

  const store = (secretToken: string) =>
    saveOther(world.store, ground.keys, world.job, { tenantUrl: world.provider.tenantUrl, secretToken })
  const sent = () => new Set(world.provider.headers.map(({ authorization }) => authorization))
  const announced = async () =>
    (await world.store.db.selectFrom('announcement').select('kind').where('tenant_id', '=', world.store.tenant).execute()).map(({ kind: one }) => one) // prettier-ignore

  test('the new one is not used before the switch, but can be tested', async () => {
    await store('new')
    expect(await testJob(world.house, world.app, await world.readJob(), 'other')).toMatchObject({ ok: false })
    taken = new Set(['x', 'new'])
    expect(await testJob(world.house, world.app, await world.readJob(), 'other')).toMatchObject({ ok: true })
    world.provider.headers.length = 0
    await world.person('ana', { displayName: 'Anna' })
    await world.cycle()
    expect(sent()).toEqual(new Set(['Bearer x']))
    await switchSecrets(world.store, world.job)
    await world.person('ana', { displayName: 'Ana' })
    world.provider.headers.length = 0
    await world.cycle()
    expect(sent()).toEqual(new Set(['Bearer new']))
    expect((await otherCredentials(world.store, ground.keys, world.job))?.credentials.secretToken).toBe('x')
    await dropOther(world.store, world.job)
    expect(await otherCredentials(world.store, ground.keys, world.job)).toBeNull()
    expect((await credentials(world.store, ground.keys, world.job))?.secretToken).toBe('new')
  })

  test('a rotation in the application, before the switch here, loses no request and is told of once', async () => {
    await store('new')
    taken = new Set(['new'])
    await world.person('ana', { displayName: 'Anna' })
    await world.person('bea', { displayName: 'Beatrice' })
    const { summary } = await world.cycle()
    expect(summary).toMatchObject({ updated: 2, failed: 0 })
    await world.person('ana', { displayName: 'Ana' })
    await world.cycle()
    expect(await announced()).toEqual(['secretRefused'])
    const lines = await readLog(world.store, { jobs: [world.job], reason: 'secretRefused', limit: 10 })
    expect(lines.map(({ entry }) => [entry.provisioningStatusInfo.status, entry.usher])).toEqual([
      ['warning', {
        reason: 'refuses the secret in use (401) and takes the other one that is stored: requests go on with that one',
        code: 'secretRefused', advice: 'Make it the one in use: usher secret "App" switch.',
      }],
    ]) // prettier-ignore
    expect((await otherCredentials(world.store, ground.keys, world.job))?.notes.helpedAt).toBeDefined()
    const { job } = await statusOf({ house: world.house, runner: world.runner }, world.app, await world.readJob())
    expect(job.quarantine).toBeNull()
    expect(job.secretRefused?.sentence).toMatch(/^App refused the secret in use .*usher secret "App" switch\.$/)
    await saveCredentials(world.store, ground.keys, world.job, { tenantUrl: world.provider.tenantUrl, secretToken: 'new' }) // prettier-ignore
    expect((await world.readJob()).secretRefused).toBeNull()
  })

  test('the one of before helps out after the switch, too', async () => {
    await store('new')
    await switchSecrets(world.store, world.job)
    await world.person('ana', { displayName: 'Anna' })
    expect((await world.cycle()).summary).toMatchObject({ updated: 1, failed: 0 })
  })

  test('the other one helps out where it was given for, and goes to no other host', async () => {
    const elsewhere = { tenantUrl: 'https://hr.example/scim', secretToken: 'new' }
    await saveOther(world.store, ground.keys, world.job, elsewhere)
    taken = new Set(['new'])
    await world.person('ana', { displayName: 'Anna' })
    world.provider.headers.length = 0
    await expect(world.cycle()).rejects.toThrow('401')
    expect(sent()).toEqual(new Set(['Bearer x']))
  })

  test('when both are refused it is as with one: quarantine, and nothing is told twice', async () => {
    await store('new')
    taken = new Set()
    await world.person('ana', { displayName: 'Anna' })
    await expect(world.cycle()).rejects.toThrow('401')
    expect(await announced()).not.toContain('secretRefused')
  })
})
