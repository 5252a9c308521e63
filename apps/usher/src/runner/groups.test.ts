/** Groups of the directory and their members at an application: users first, then groups, then memberships. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { generic } from '../gallery/generic/template.ts'
import { assign, insertApplication, unassign, type Application } from '../store/applications.ts'
import type { Store } from '../store/directory.ts'
import { deleteGroup } from '../store/group-life.ts'
import { addMembers, removeMembers } from '../store/group-members.ts'
import { createGroup, setGroup } from '../store/groups.ts'
import { insertJob, readJob, saveCredentials, saveSettings, type Job } from '../store/jobs.ts'
import { openFailures } from '../store/health.ts'
import { countJob } from '../store/job-counts.ts'
import { readResetScope, restart } from '../store/restart.ts'
import { deleteUser, purgeUser } from '../store/user-life.ts'
import { houseOn, openGround, type Ground } from '../acceptance/test-ground.ts'
import { setUser } from '../testing/set-user.ts'
import { startProvider, type Provider } from '../testing/provider.ts'
import { kinds, newTenant } from '../testing/stores.ts'
import { leaversOf } from './forget-links.ts'
import type { House } from './open-job.ts'
import { createRunner, type Runner } from './runner.ts'

const upn = (name: string): string => `${name}@contoso.example`

describe.each(kinds)('groups on %s', (kind) => {
  let ground: Ground
  let store: Store
  let house: House
  let runner: Runner
  let provider: Provider
  let app: Application
  let job: Job
  const ids = new Map<string, string>()
  beforeAll(async () => void (ground = await openGround(kind, inject('postgresUrl'))))
  // Company holds Cem and the group Sales, which holds Ana and Bea. Company and Sales are assigned; Dan is in no group.
  beforeEach(async () => {
    store = await newTenant(ground.database)
    provider = await startProvider()
    app = await insertApplication(store, { ...generic, templateId: generic.id })
    job = await insertJob(store, app, generic)
    await saveCredentials(store, ground.keys, job.id, { tenantUrl: provider.tenantUrl, secretToken: 'x' })
    for (const name of ['ana', 'bea', 'cem', 'dan'])
      ids.set(name, (await setUser(store, upn(name), { displayName: name, mailNickname: name })).user.id)
    for (const name of ['Company', 'Sales']) ids.set(name, (await createGroup(store, name)).id)
    await add('Sales', 'ana', 'bea')
    await add('Company', 'cem', 'Sales')
    for (const name of ['Company', 'Sales']) await assign(store, app, name, null)
    house = houseOn(ground, store)
    runner = createRunner(house, () => undefined)
  })
  afterEach(async () => {
    await runner.close()
    await provider.close()
  })
  afterAll(() => ground.close())

  const id = (name: string): string => ids.get(name) ?? ''
  const add = (group: string, ...who: readonly string[]) => addMembers(store, group, who.map(id))
  const remove = (group: string, ...who: readonly string[]) => removeMembers(store, group, who.map(id))
  /** Runs a cycle; what it wrote. */
  const cycle = async (): Promise<readonly string[]> => {
    const before = provider.asked.length
    const end = await runner.run(job.id, false)
    expect(end).toMatchObject({ summary: { failed: 0, members: { failed: 0 } } })
    return provider.asked.slice(before).filter((one) => !one.startsWith('GET'))
  }
  const nested = async (on: boolean): Promise<void> => {
    const now = await readJob(store, job.id)
    await saveSettings(store, now, { ...now.settings, nestedGroups: on })
  }
  /** The groups there, with the names of their members. */
  const groups = (): Readonly<Record<string, readonly string[]>> => {
    const name = (value: string): string => {
      const user = provider.users.get(value)
      return String(user === undefined ? provider.groups.get(value)?.['displayName'] : user['displayName'])
    }
    return Object.fromEntries(
      [...provider.groups.values()].map(({ displayName, members = [] }) => [
        String(displayName),
        (members as readonly { value: string }[]).map(({ value }) => name(value)).toSorted(),
      ]),
    )
  }
  const asIs = { Company: ['Sales', 'cem'], Sales: ['ana', 'bea'] }

  test('CY-8: people are made first, then groups, then who is in them; a group in a group is a member', async () => {
    const wrote = await cycle()
    expect(groups()).toEqual(asIs)
    expect([...new Set(wrote)]).toEqual(['POST Users', 'POST Groups', 'PATCH Groups'])
    expect(await cycle()).toEqual([])
  })

  test('BT-14: a membership that fails is listed by both names with its next attempt, and no more when it is put right', async () => {
    provider.instead = ({ method, path }) =>
      method === 'PATCH' && path.startsWith('Groups') ? { status: 422, body: { detail: 'too many seats' } } : null
    expect(await runner.run(job.id, false)).toMatchObject({ summary: { failed: 0, members: { failed: 4 } } })
    const failures = await openFailures(store, job.id, 100)
    expect(failures.map(({ displayName }) => displayName).toSorted()).toEqual([
      'Sales in Company', 'ana in Sales', 'bea in Sales', 'cem in Company',
    ]) // prettier-ignore
    expect(failures.find(({ displayName }) => displayName === 'ana in Sales')).toMatchObject({
      type: 'Group.members', id: `${id('Sales')}/${id('ana')}`, attempts: 1, error: { code: 'UnprocessableEntity' },
    }) // prettier-ignore
    expect(await openFailures(store, job.id, 3)).toHaveLength(3)
    expect(await countJob(store, job.id)).toMatchObject({ failed: 4, expired: 0 })
    provider.instead = () => null
    await restart(store, job.id, readResetScope(''))
    await cycle()
    expect(await openFailures(store, job.id, 100)).toEqual([])
  })

  test('CY-44, CY-45: a membership is one PATCH, and so is another name', async () => {
    await cycle()
    await remove('Sales', 'bea')
    await add('Sales', 'cem')
    expect(await cycle()).toEqual(['PATCH Users', 'PATCH Groups'])
    expect(groups()).toMatchObject({ Sales: ['ana', 'cem'] })
    await setGroup(store, 'Sales', { displayName: 'Selling' })
    expect(await cycle()).toEqual(['PATCH Groups'])
    expect(Object.keys(groups()).toSorted()).toEqual(['Company', 'Selling'])
  })

  test('BT-18, CY-43: a member out of scope is added when they come into scope', async () => {
    await cycle()
    await unassign(store, app, 'Company')
    await setUser(store, upn('dan'), { accountEnabled: false })
    await add('Sales', 'dan')
    await cycle()
    expect(groups()['Sales']).toEqual(['ana', 'bea'])
    await setUser(store, upn('dan'), { accountEnabled: true })
    await cycle()
    expect(groups()['Sales']).toEqual(['ana', 'bea', 'dan'])
  })

  test('DP-37: a group that is not assigned any more, or deleted, is deleted there', async () => {
    await cycle()
    await unassign(store, app, 'Company')
    await cycle()
    expect(groups()).toEqual({ Sales: ['ana', 'bea'] })
    await deleteGroup(store, 'Sales')
    await cycle()
    expect(groups()).toEqual({})
  })

  test('CY-39, A-7: somebody deleted for good has no account and is in no group any more', async () => {
    await cycle()
    await deleteUser(store, upn('ana'))
    expect(await cycle()).toEqual(['PATCH Users'])
    expect(groups()['Sales']).toEqual(['ana', 'bea'])
    await purgeUser(store, upn('ana'))
    expect(await cycle()).toContain('DELETE Users')
    expect(new Set([...provider.users.values()].map(({ displayName }) => displayName))).toEqual(new Set(['bea', 'cem']))
  })

  describe('in groups', () => {
    test('BT-15: counted, their people are members and no group is; not counted any more, all is as before', async () => {
      await cycle()
      await nested(true)
      await cycle()
      expect(groups()).toEqual({ Company: ['ana', 'bea', 'cem'], Sales: ['ana', 'bea'] })
      expect(await cycle()).toEqual([])
      await nested(false)
      await cycle()
      expect(groups()).toEqual(asIs)
    })

    test('who comes to an inner group or leaves it does so in every group above, with one PATCH each', async () => {
      await nested(true)
      await cycle()
      await add('Sales', 'dan')
      expect(await cycle()).toEqual(['POST Users', 'PATCH Groups', 'PATCH Groups'])
      expect(groups()).toEqual({ Company: ['ana', 'bea', 'cem', 'dan'], Sales: ['ana', 'bea', 'dan'] })
      await remove('Sales', 'ana')
      await cycle()
      expect(groups()).toEqual({ Company: ['bea', 'cem', 'dan'], Sales: ['bea', 'dan'] })
      expect([...provider.users.values()].find(({ displayName }) => displayName === 'ana')).toMatchObject({
        active: false,
      })
    })

    test('in a circle are harmless', async () => {
      await add('Sales', 'Company')
      await nested(true)
      await cycle()
      expect(groups()).toEqual({ Company: ['ana', 'bea', 'cem'], Sales: ['ana', 'bea', 'cem'] })
      await remove('Company', 'Sales')
      await cycle()
      expect(groups()).toEqual({ Company: ['cem'], Sales: ['ana', 'bea', 'cem'] })
    })
  })

  test('A-39: a full reset finds groups and their members again, and takes away what is out of scope before', async () => {
    await cycle()
    await unassign(store, app, 'Company')
    const keep = await leaversOf(house, app, await readJob(store, job.id))
    expect(keep.toSorted()).toEqual([id('Company'), id('cem')].toSorted())
    await runner.hold(job.id, () => restart(store, job.id, readResetScope('Full'), keep))
    await expect
      .poll(() => readJob(store, job.id), { timeout: 15_000 })
      .toMatchObject({ watermark: expect.any(String), verify: false, lastError: null })
    expect(groups()).toEqual({ Sales: ['ana', 'bea'] })
    expect(provider.users.size).toBe(3)
    expect(await countJob(store, job.id)).toMatchObject({ linked: 3, active: 3 })
    expect(await cycle()).toEqual([])
  })
})
