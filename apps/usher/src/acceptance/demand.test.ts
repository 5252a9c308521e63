/** Provision on demand (engine.md 8, BT-25, BT-26). */
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { readLog } from '../store/log-read.ts'
import { worldEach } from './test-each.ts'
import { demanded, stepsOf } from './test-review.ts'
import type { World } from './test-world.ts'

describe.each(['pglite', 'postgres'] as const)('on demand on %s', (kind) => {
  let world: World
  worldEach(kind, (one) => void (world = one))

  test('A-44: four steps for a person in scope, nothing is written until it is asked for, and the log says why it was', async () => {
    await world.assigned('ana')
    const [dry] = await demanded(world, { who: ['ana'] })
    expect(dry).toMatchObject({ result: 'planned', action: 'create', displayName: 'ana' })
    expect(dry === undefined ? '' : stepsOf(dry)).toBe(
      'import success, scoping success, matching success, action success',
    )
    expect(dry?.steps[0]?.properties).toMatchObject({ userPrincipalName: 'ana@contoso.example', displayName: 'ana' })
    expect(dry?.steps[1]?.checks?.length).toBeGreaterThan(0)
    expect(dry?.steps[2]?.matches).toEqual([{ by: [{ path: 'userName', value: 'ana@contoso.example' }], found: [] }])
    expect(dry?.steps[3]?.rows).toContainEqual({
        target: 'displayName', sourceValue: 'ana', expression: '[displayName]', original: null, modified: 'ana',
      }) // prettier-ignore
    expect(world.accounts()).toEqual([])
    expect((await demanded(world, { who: ['ana'], write: true }))[0]).toMatchObject({ result: 'success' })
    expect(world.accounts()).toEqual(['ana active'])
    const [line] = await readLog(world.store, { jobs: [world.job], limit: 1 })
    expect(line?.entry.usher.by).toBe('onDemand')
    expect((await world.cycle()).summary).toMatchObject({ created: 0, unchanged: 1 })
  })

  test('A-45: who was unassigned is disabled; BT-26: so is who is disabled or deleted in the directory, which Entra does not find', async () => {
    await world.assigned('ana', 'bea', 'cem', 'dan')
    await world.cycle()
    await world.unassign('ana')
    await world.disable('bea')
    await world.softDelete('cem')
    const done = await demanded(world, { who: ['ana', 'bea', 'cem', 'dan'], write: true })
    expect(done.map(({ action, result }) => `${action} ${result}`)).toEqual(['disable success', 'disable success', 'disable success', 'none skipped']) // prettier-ignore
    expect(world.accounts()).toEqual(['ana inactive', 'bea inactive', 'cem inactive', 'dan active'])
  })

  test('a group, with members who get their accounts first', async () => {
    await world.people('ana', 'bea')
    await world.group('Team Blue', 'ana', 'bea')
    await world.assign('Team Blue')
    await world.assign('ana')
    const asked = { who: ['Team Blue'], members: ['ana'] }
    expect((await demanded(world, asked)).map(({ displayName, result }) => `${displayName} ${result}`)).toEqual(['ana planned', 'Team Blue planned']) // prettier-ignore
    const done = await demanded(world, { ...asked, write: true })
    expect(done.map(({ result }) => result)).toEqual(['success', 'success'])
    expect(done[1]?.steps.at(-1)).toMatchObject({ step: 'members', status: 'success' })
    expect(world.members('Team Blue')).toEqual(['ana'])
    expect(world.accounts()).toEqual(['ana active'])
    await world.cycle()
    expect(world.members('Team Blue')).toEqual(['ana', 'bea'])
  })

  test('a group that was made without a member whom the application refuses is done in part; the cycle sees to the rest', async () => {
    await world.people('ana')
    await world.group('Team Blue', 'ana')
    await world.assign('Team Blue')
    world.provider.instead = ({ method, path }) =>
      method === 'PATCH' && path.startsWith('Groups/') ? { status: 400, body: { detail: 'Not now.' } } : null
    const done = await demanded(world, { who: ['Team Blue'], members: ['ana'], write: true })
    expect(done.map(({ displayName, result }) => `${displayName} ${result}`)).toEqual(['ana success', 'Team Blue partial']) // prettier-ignore
    expect(done[1]?.steps.at(-1)).toMatchObject({ step: 'members', status: 'failure' })
    expect(world.members('Team Blue')).toEqual([])
    world.provider.instead = () => null
    world.pass({ days: 1 })
    await world.cycle()
    expect(world.members('Team Blue')).toEqual(['ana'])
  })

  test('BT-25: an account that was made is no failure although its manager could not be set', async () => {
    await world.assigned('ana')
    await world.person('bea')
    await world.person('ana', { manager: 'bea@contoso.example' })
    const [done] = await demanded(world, { who: ['ana'], write: true })
    expect(done?.result).toBe('success')
    expect(world.accounts()).toEqual(['ana active'])
  })

  test('a problem of the connection comes first, for each', async () => {
    await world.assigned('ana', 'bea')
    await world.provider.close()
    const done = await demanded(world, { who: ['ana', 'bea'], write: true })
    expect(done.map((one) => `${one.result}: ${stepsOf(one)}`)).toEqual(['failure: testConnection failure', 'failure: testConnection failure']) // prettier-ignore
  })

  test('beside a cycle that runs nothing is done twice, whether the cycle has come to the person or not', async () => {
    await world.assigned('ana', 'bea', 'cem', 'dan')
    // The cycle waits with its first page claimed and none of it written.
    const { reached, open } = world.gate(0)
    const cycle = world.cycle()
    await reached
    await world.assigned('eva')
    const held = demanded(world, { who: ['ana', 'bea'], write: true })
    expect((await held).map(({ result }) => result)).toEqual(['busy', 'busy'])
    world.provider.beforeWrite = () => Promise.resolve()
    const [eva] = await demanded(world, { who: ['eva'], write: true })
    // She came while the cycle ran: the lane of changes may have been quicker.
    expect(['success', 'skipped', 'busy']).toContain(eva?.result)
    const twice = await Promise.all([1, 2, 3].map(() => demanded(world, { who: ['eva'], write: true })))
    expect(twice.flat().map(({ result }) => result)).not.toContain('failure')
    open()
    await cycle
    await world.cycle()
    expect(world.accounts()).toEqual(['ana active', 'bea active', 'cem active', 'dan active', 'eva active'])
    expect(world.provider.asked.filter((one) => one === 'POST Users')).toHaveLength(5)
  })

  test('two who ask for the same person while a worker has the job: the second finds that the first is writing', async () => {
    await world.assigned('ana')
    const posts = () => world.provider.asked.filter((one) => one === 'POST Users').length
    await world.held(async () => {
      const { reached, open } = world.gate(0)
      const first = demanded(world, { who: ['ana'], write: true })
      await reached
      let over = false
      const second = demanded(world, { who: ['ana'], write: true }).finally(() => (over = true))
      while (!over && posts() < 2) await sleep(5)
      open()
      expect((await second).map(({ result }) => result)).toEqual(['busy'])
      expect((await first).map(({ result }) => result)).toEqual(['success'])
      // What is done is free again, also for whoever carries out changes beside the cycle.
      await world.unassign('ana')
      expect((await demanded(world, { who: ['ana'], write: true })).map(({ action, result }) => `${action} ${result}`)).toEqual(['disable success']) // prettier-ignore
    })
    expect(posts()).toBe(1)
    expect(world.accounts()).toEqual(['ana inactive'])
  })

  test('several people ask for the same person at once, and one account is made', async () => {
    await world.assigned('ana')
    const done = await Promise.all([1, 2, 3, 4].map(() => demanded(world, { who: ['ana'], write: true })))
    expect(done.flat().map(({ result }) => result)).not.toContain('failure')
    await world.cycle()
    expect(world.accounts()).toEqual(['ana active'])
    expect(world.provider.asked.filter((one) => one === 'POST Users')).toHaveLength(1)
  })
})
