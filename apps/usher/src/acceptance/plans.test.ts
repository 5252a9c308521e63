/** Plan, review, apply (BT-3, BT-4): what was approved is carried out as it was shown, and nothing else. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { Wrong } from '../store/directory.ts'
import { setState } from '../store/jobs.ts'
import { saveSchema } from '../store/mapping-versions.ts'
import { refuseStale } from '../review/apply-plan.ts'
import { row } from '../gallery/template.ts'
import { decideHeld } from '../store/decisions.ts'
import { approve, changesOf, type Which } from '../store/plan-changes.ts'
import { readLog } from '../store/log-read.ts'
import { openGround, type Ground } from './test-ground.ts'
import { applied, approved, changes, demanded, planned, undone } from './test-review.ts'
import { schemaWith } from './test-schemas.ts'
import { World } from './test-world.ts'

const guard = (threshold: number) => ({
  settings: { preventAccidentalDeletions: { enabled: true, threshold, percent: 100 } },
})

describe.each(['pglite', 'postgres'] as const)('a plan on %s', (kind) => {
  let ground: Ground
  beforeAll(async () => void (ground = await openGround(kind, inject('postgresUrl'))))
  afterAll(() => ground.close())
  const inWorld = async (live: (world: World) => Promise<void>, setting = {}): Promise<void> => {
    const world = await World.of(ground, setting)
    try {
      await live(world)
    } finally {
      await world.close()
    }
  }

  test('BT-3: a part of it is applied before the job is ever started, and the rest is left', () =>
    inWorld(async (world) => {
      await world.assigned('ana', 'bea', 'cem')
      const id = await approved(world, { ids: [world.id('ana')] }, { name: 'CEM' })
      expect(await changes(world, id)).toEqual(expect.arrayContaining(['bea: create not approved']))
      await applied(world, id)
      expect(world.accounts()).toEqual(['ana active', 'cem active'])
      expect((await world.readJob()).state).toBe('Disabled')
      const { counts, outcomes } = await planned(world, id)
      expect(counts).toMatchObject({ read: 3, actions: { create: 3 }, adoptions: 0 })
      expect(outcomes).toEqual({ success: 2 })
      expect((await readLog(world.store, { jobs: [world.job], limit: 9 })).map(({ entry }) => entry.usher.by)).toEqual(['plan', 'plan']) // prettier-ignore
      expect((await world.cycle()).summary).toMatchObject({ created: 1 })
      expect(world.accounts()).toHaveLength(3)
    }))

  test('who has changed since the approval is left out and listed, and the others are carried out', () =>
    inWorld(async (world) => {
      await world.assigned('ana', 'bea', 'cem')
      const id = await approved(world)
      await world.person('bea', { displayName: 'Bea Lima' })
      await world.unassign('cem')
      await applied(world, id)
      expect(world.accounts()).toEqual(['ana active'])
      expect((await changes(world, id)).toSorted()).toEqual(['ana: create success', 'bea: create changed', 'cem: create changed']) // prettier-ignore
    }))

  test('an account that was changed in the application since the approval is left out', () =>
    inWorld(async (world) => {
      await world.assigned('ana', 'bea')
      await world.cycle()
      await world.person('ana', { displayName: 'Ana Silva' })
      await world.person('bea', { displayName: 'Bea Lima' })
      const id = await approved(world)
      const [account] = [...world.provider.users].find(([, { userName }]) => String(userName).startsWith('bea')) ?? []
      world.provider.users.set(account ?? '', { ...world.user('bea'), displayName: 'Beatriz' })
      await applied(world, id)
      expect((await changes(world, id)).toSorted()).toEqual(['Ana Silva: update success', 'Bea Lima: update changed'])
      expect([world.user('ana')['displayName'], world.user('bea')['displayName']]).toEqual(['Ana Silva', 'Beatriz'])
    }))

  test('a manager whose account is made by the same plan is set as it was shown', () =>
    inWorld(
      async (world) => {
        await world.assigned('ana', 'bea')
        await world.person('ana', { manager: 'bea@contoso.example' })
        const id = await approved(world)
        await applied(world, id)
        expect(await planned(world, id)).toMatchObject({ outcomes: { success: 2 } })
        expect(world.accounts()).toEqual(['ana active', 'bea active'])
        await world.log()
        expect((await world.cycle()).requests.filter((one) => !one.startsWith('GET'))).toEqual([])
      },
      { schema: schemaWith({}) },
    ))

  test('BT-4: it is refused when mappings were saved since, and when a day has passed; who is told of it matters not', () =>
    inWorld(async (world) => {
      await world.assigned('ana')
      const id = await approved(world)
      await world.settings({ notificationEmail: 'ops@contoso.example' })
      await expect(refuse(world, id)).resolves.toBeUndefined()
      world.pass({ days: 1 })
      await expect(refuse(world, id)).rejects.toThrow('has expired')
      const other = await approved(world)
      await saveSchema(world.store, world.job, schemaWith({ filter: ['department', 'NOT EQUALS', 'Legal'] }), {
        verify: false,
      })
      await expect(refuse(world, other)).rejects.toThrow('other mappings')
      await expect(applied(world, other)).rejects.toThrow(Wrong)
      expect(world.accounts()).toEqual([])
    }))

  test('approving a removal that is held is consent for exactly this one', () =>
    inWorld(async (world) => {
      await world.assigned('ana', 'bea', 'cem', 'dan')
      await world.cycle()
      await Promise.all(['ana', 'bea', 'cem'].map(world.unassign))
      const id = await approved(world, { action: 'held', name: 'ana' })
      await applied(world, id)
      expect(world.accounts()).toEqual(['ana inactive', 'bea active', 'cem active', 'dan active'])
      const { log } = await world.cycle()
      expect(log.filter((line) => line.includes('TooManyDeletes'))).toHaveLength(2)
    }, guard(3)))

  test('what is held is not approved with all the rest, and what was rejected only by its name', () =>
    inWorld(async (world) => {
      await world.assigned('ana', 'bea', 'cem', 'dan')
      await world.cycle()
      await Promise.all(['ana', 'bea', 'cem'].map(world.unassign))
      await world.cycle()
      const rejected = { decision: 'rejected', ids: [world.id('ana')], now: world.now() } as const
      await decideHeld(world.store, world.job, 'removalHeld', rejected)
      for (const name of ['ana', 'bea', 'cem']) await world.person(name, { jobTitle: 'Left' })
      await world.assigned('eva')
      const id = await approved(world, { ids: [] })
      const approving = (which: Which) => approve(world.store, id, which, true)
      const held = await changesOf(world.store, id, { after: -1, limit: 9, action: 'held' })
      expect(held.map(({ displayName, decision }) => `${displayName} ${decision}`).toSorted()).toEqual(['ana rejected', 'bea null', 'cem null']) // prettier-ignore
      expect(await approving({})).toEqual({ changed: 1, left: { held: 2, rejected: 1 } })
      expect(await approving({ name: 'a' })).toEqual({ changed: 0, left: { held: 1, rejected: 1 } })
      expect(await approving({ action: 'held' })).toEqual({ changed: 2, left: { held: 0, rejected: 1 } })
      expect(await approving({ ids: [world.id('ana')] })).toEqual({ changed: 1, left: { held: 0, rejected: 0 } })
      expect(await approve(world.store, id, {}, false)).toMatchObject({ changed: 4 })
    }, guard(3)))

  test('members of a group come and go as they were shown, and who has left since is left out', () =>
    inWorld(async (world) => {
      await world.people('ana', 'bea', 'cem')
      await world.group('Team Blue', 'ana', 'bea', 'cem')
      await world.assign('Team Blue')
      const id = await approved(world)
      expect((await planned(world, id)).counts).toMatchObject({
        actions: { create: 4 },
        members: { added: 3, removed: 0 },
      })
      await world.leave('Team Blue', 'cem')
      await world.assign('cem')
      await applied(world, id)
      expect(world.members('Team Blue')).toEqual(['ana', 'bea'])
      expect((await changes(world, id)).filter((one) => one.includes('members'))).toEqual([
        'Team Blue: members partial',
      ])
      await world.cycle()
      expect(world.members('Team Blue')).toEqual(['ana', 'bea'])
      await world.leave('Team Blue', 'bea')
      const other = await approved(world, { action: 'members' })
      await applied(world, other)
      expect(world.members('Team Blue')).toEqual(['ana'])
    }))

  test('an account that would be taken over is told apart, with whose it says it is', () =>
    inWorld(async (world) => {
      world.account('t1', { userName: 'ana@contoso.example', displayName: 'Somebody Else', active: true, schemas: [] })
      await world.assigned('ana')
      const id = await approved(world)
      expect((await planned(world, id)).counts).toMatchObject({ adoptions: 1 })
    }))

  test('a secret is in no kept plan and in no step on demand, neither as it is in the directory nor as it is in the application', () =>
    inWorld(
      async (world) => {
        await world.assigned('ana')
        await world.person('ana', { extensionAttribute1: 'first-secret' })
        const dry = await demanded(world, { who: ['ana'] })
        expect(JSON.stringify(dry)).toContain('[Redact]')
        expect(JSON.stringify(dry)).not.toContain('first-secret')
        await applied(world, await approved(world))
        expect(world.user('ana')['nickName']).toBe('first-secret')
        await world.person('ana', { extensionAttribute1: 'second-secret' })
        const id = await approved(world)
        const shown = JSON.stringify([
          await changesOf(world.store, id, { after: -1, limit: 9 }),
          await demanded(world, { who: ['ana'] }),
        ])
        expect(shown).toContain('[Redact]')
        expect(shown).not.toMatch(/(first|second)-secret/)
        await applied(world, id)
        expect(world.user('ana')['nickName']).toBe('second-secret')
        expect(await undone(world, { cycle: (await planned(world, id)).cycle }, false)).toEqual([
          'ana: none; keeps nickName: secret and generated values are not stored',
        ])
      },
      { schema: schemaWith({ rows: [row('Redact([extensionAttribute1])', 'nickName')] }) },
    ))

  test('applied twice, and applied after a stop, it does each thing once', () =>
    inWorld(async (world) => {
      await world.assigned('ana', 'bea', 'cem')
      const id = await approved(world)
      let asked = 0
      await applied(world, id, () => (asked += 1) > 2)
      await applied(world, id)
      await applied(world, id)
      expect(await planned(world, id)).toMatchObject({ outcomes: { success: 3 } })
      expect(world.provider.asked.filter((one) => one === 'POST Users')).toHaveLength(3)
    }))

  test('what could not be recorded after it was written is not lost, and not made twice', () =>
    inWorld(async (world) => {
      await world.assigned('ana')
      await world.cycle()
      await world.assigned('bea')
      const id = await approved(world)
      // Somebody else takes the job while the account is being made: the record is refused.
      const { reached, open } = world.gate(0)
      const applying = applied(world, id)
      await reached
      await world.store.db.updateTable('job').set({ lease: 'somebody else' }).where('id', '=', world.job).execute()
      open()
      await expect(applying).rejects.toThrow('taken this job over')
      expect(await changes(world, id)).toEqual(['bea: create waits'])
      await world.store.db.updateTable('job').set({ lease: null, lease_until: null }).where('id', '=', world.job).execute() // prettier-ignore
      world.provider.beforeWrite = () => Promise.resolve()
      await setState(world.store, world.job, 'Active')
      await world.cycle()
      expect(world.accounts()).toEqual(['ana active', 'bea active'])
      expect(await world.link('bea')).toBe('managed active')
      expect(await applied(world, id)).toEqual(['bea: create changed'])
    }))
})

async function refuse(world: World, id: string): Promise<void> {
  refuseStale(await planned(world, id), { app: world.app, job: await world.readJob(), now: world.now() })
}
