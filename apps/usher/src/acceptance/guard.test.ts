/** What is held for a person: removals and unusual changes, how they are told of, decided and freed (engine.md section 7). */
import { addDays } from '@usher/engine'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { why } from '../api/jobs/why.ts'
import { row } from '../gallery/template.ts'
import { decideHeld, doneBefore } from '../store/decisions.ts'
import { heldLooks } from '../store/held.ts'
import { saveSettings } from '../store/jobs.ts'
import { saveSchema } from '../store/mapping-versions.ts'
import { countJob } from '../store/job-counts.ts'
import { readResetScope, restart } from '../store/restart.ts'
import { assign, unassign } from '../store/applications.ts'
import type { MassChangeSettings } from '../store/safeguard-settings.ts'
import type { JobRowSettings } from '../store/job-row-settings.ts'
import { openGround, type Ground } from './test-ground.ts'
import { schemaWith } from './test-schemas.ts'
import { upn, World, type Setting } from './test-world.ts'

const limit = (threshold: number): Pick<JobRowSettings, 'preventAccidentalDeletions'> => ({
  preventAccidentalDeletions: { enabled: true, threshold, percent: 100 },
})
const few: MassChangeSettings = {
  enabled: true,
  emptyThreshold: 3,
  emptyPercent: 100,
  renameThreshold: 3,
  renamePercent: 100,
  newThreshold: 3,
  newPercent: 100,
}
const clears = { ...row('[jobTitle]', 'title'), usher: { nullPolicy: 'clear' as const } }
const changing: Setting = { schema: schemaWith({ rows: [clears] }), settings: { preventMassChanges: few } }
const names = ['ana', 'bea', 'cem', 'dan', 'eva'] as const
const four = names.slice(0, 4)

describe('what is held', () => {
  let ground: Ground
  let world: World
  beforeAll(async () => void (ground = await openGround('postgres', inject('postgresUrl'))))
  afterEach(() => world.close())
  afterAll(() => ground.close())

  const told = async (): Promise<readonly { kind: string; sentence: string; remedy: string }[]> => {
    const { rows } = await sql<{ kind: string; sentence: string; remedy: string }>`
      select kind, facts ->> 'sentence' as sentence, facts ->> 'remedy' as remedy from announcement
      where tenant_id = ${world.store.tenant} order by id`.execute(world.store.db)
    return rows
  }
  const decide = (
    decision: 'allowed' | 'rejected',
    why: 'removalHeld' | 'changeHeld' | 'adoptionHeld' = 'removalHeld',
  ) => decideHeld(world.store, world.job, why, { decision, ids: 'all', now: world.now() })
  const removals = () => heldLooks(world.store, world.job, 'removalHeld')
  const changes = () => heldLooks(world.store, world.job, 'changeHeld')
  const settings = async (change: Partial<JobRowSettings>): Promise<void> => {
    const job = await world.readJob()
    await saveSettings(world.store, job, { ...job.settings, ...change })
  }

  test('an account that waits to be taken over is told once, and again when another one waits later', async () => {
    world = await World.of(ground, { settings: { adoptAfterReview: true } })
    const there = (id: string, name: string) =>
      world.account(id, { userName: `${name}@contoso.example`, active: true, schemas: [] })
    there('t1', 'ana')
    await world.assigned('ana')
    await world.cycle()
    await world.cycle()
    expect(await told()).toEqual([
      {
        kind: 'adoptionsHeld',
        sentence: 'App: 1 account that was there already waits to be taken over. Everything else goes on.',
        remedy: 'Look at what would be written to them, then allow or reject all or some: usher adoptions "App".',
      },
    ])
    await decide('allowed', 'adoptionHeld')
    await world.cycle()
    world.pass({ minutes: 1 })
    there('t2', 'bea')
    await world.assigned('bea')
    await world.cycle()
    expect(await told()).toHaveLength(2)
  })

  test('A-34, QU-17: reaching the limit is told once, with how many and what to do, and is a line of the audit log', async () => {
    world = await World.of(ground, { settings: limit(3) })
    await world.assigned(...names)
    await world.cycle()
    await Promise.all(four.map(world.unassign))
    await world.cycle()
    await world.unassign('eva')
    expect((await world.cycle()).summary).toMatchObject({ held: 1 })
    expect(await told()).toEqual([
      {
        kind: 'removalsHeld',
        sentence:
          'App: 4 accounts that would be disabled or deleted are held. With 4 in the window the limit of 3 is reached. Creates and updates go on.',
        remedy: 'Look at them, then allow or reject all or some: usher removals "App".',
      },
    ])
    const { rows } = await sql`select details ->> 'reason' as reason from audit_log where tenant_id = ${world.store.tenant}
      and activity = 'Quarantine'`.execute(world.store.db) // prettier-ignore
    expect(rows).toEqual([{ reason: 'TooManyDeletes' }])
    expect(await countJob(world.store, world.job)).toMatchObject({ held: 5, undecided: 5 })

    await decide('allowed')
    expect((await world.cycle()).summary).toMatchObject({ disabled: 5 })
    world.pass({ minutes: 1 })
    await world.assigned(...names)
    await world.cycle()
    await Promise.all(four.map(world.unassign))
    await world.cycle()
    expect(
      (await told()).map(({ kind }) => kind),
      'another series',
    ).toEqual(['removalsHeld', 'removalsHeld'])
  })

  test('A-35: two and two, in two windows, hold nobody', async () => {
    world = await World.of(ground, { settings: limit(3) })
    await world.assigned(...names)
    await world.cycle()
    for (const pair of [['ana', 'bea'], ['cem', 'dan']]) {
      await Promise.all(pair.map(world.unassign))
      expect((await world.cycle()).summary).toMatchObject({ disabled: 2, held: 0 })
      world.pass({ minutes: 41 })
    }
    expect(await told()).toEqual([])
  }) // prettier-ignore

  test('A-36: whoever is assigned again after the guard has held them is not disabled, whatever is restarted', async () => {
    world = await World.of(ground, { settings: limit(3) })
    await world.assigned(...names)
    await world.cycle()
    await Promise.all(four.map(world.unassign))
    await world.cycle()
    for (const name of four) await world.assign(name)
    await world.held(() => restart(world.store, world.job, readResetScope('Watermark,ForceDeletes')))
    await world.cycle()
    expect(await removals()).toEqual([])
    expect(world.accounts().filter((one) => one.endsWith('inactive'))).toEqual([])
  })

  test('BT-21: a rejection says until when it holds, stays over everything else, and is asked anew then', async () => {
    world = await World.of(ground, { settings: limit(3) })
    await world.assigned(...names)
    await world.cycle()
    await Promise.all(four.map(world.unassign))
    await world.cycle()
    await decide('rejected')
    const until = addDays(world.now(), 30)
    expect((await removals()).map(({ decision, until: at }) => [decision, at])).toEqual(
      four.map(() => ['rejected', until]),
    )
    await world.held(() => restart(world.store, world.job, readResetScope('ForceDeletes')))
    await world.cycle()
    expect(await removals()).toHaveLength(4)
    await world.held(() => restart(world.store, world.job, readResetScope('')))
    expect((await world.cycle()).summary, 'nobody waits for it').toMatchObject({ held: 0, skipped: { rejected: 4 } })
    expect(await countJob(world.store, world.job)).toMatchObject({ held: 4, undecided: 0, rejected: 4 })
    expect((await why(world.house, { who: upn('ana') })).applications[0]?.plan).toMatchObject({
      reason: 'is not assigned to the application; the removal was rejected',
      advice: 'It was rejected. To allow it all the same: usher removals APP allow WHO.',
    })
    expect((await world.entries())[0]?.usher.advice).toContain('It was rejected')
    world.pass({ days: 30, minutes: 1 })
    expect((await world.cycle()).requests.filter((one) => one.startsWith('PATCH'))).toEqual([])
    expect((await removals()).map(({ decision, until: at }) => [decision, at])).toEqual(four.map(() => [null, null]))
  })

  test('AD-1: switching prevention off frees what it holds, but not what was rejected', async () => {
    world = await World.of(ground, { settings: limit(3) })
    await world.assigned(...names)
    await world.cycle()
    await Promise.all(four.map(world.unassign))
    await world.cycle()
    await decideHeld(world.store, world.job, 'removalHeld', { decision: 'rejected', ids: [world.id('ana')], now: world.now() }) // prettier-ignore
    await settings({ preventAccidentalDeletions: { enabled: false, threshold: 3, percent: 100 } })
    expect((await world.cycle()).summary).toMatchObject({ disabled: 3 })
    expect(world.accounts()).toContain('ana active')
  })

  test('A-55: 600 are unassigned within a minute, limit 500: all are held but the first twenty, who are listed', async () => {
    world = await World.of(ground, { settings: limit(500) })
    const crowd = Array.from({ length: 1000 }, (_, n) => `p${n}`)
    await world.crowd(crowd)
    await world.settings({ syncAll: true })
    await world.cycle()
    await world.settings({ syncAll: false })
    for (const name of crowd) await assign(world.store, world.app, world.id(name), null)
    await world.cycle()
    // One by one at first, each with a cycle of its own; the rest as fast as somebody can.
    const steps = [...crowd.slice(0, 25).map((name) => [name]), crowd.slice(25, 300), crowd.slice(300, 600)]
    for (const step of steps) {
      for (const name of step) await unassign(world.store, world.app, world.id(name))
      await world.cycle()
      world.pass({ minutes: 1 / 60 })
    }
    expect(world.accounts().filter((one) => one.endsWith('inactive'))).toHaveLength(20)
    expect(await removals()).toHaveLength(580)
    expect(await doneBefore(world.store, await world.readJob())).toHaveLength(20)
    expect((await told()).map(({ sentence }) => sentence)).toEqual([expect.stringMatching(/^App: 580 accounts .* With 600 in the window the limit of 500/)]) // prettier-ignore
  }, 120_000)

  test('a burst below the limit is written after a minute, by itself', async () => {
    world = await World.of(ground, { settings: limit(500) })
    const crowd = Array.from({ length: 40 }, (_, n) => `p${n}`)
    await world.crowd(crowd)
    for (const name of crowd) await world.assign(name)
    await world.cycle()
    for (const name of crowd.slice(0, 30)) await world.unassign(name)
    expect((await world.cycle()).summary).toMatchObject({ disabled: 0, gathered: 30 })
    const { nextRun } = await world.readJob()
    expect(Date.parse(nextRun ?? '') - Date.parse(world.now())).toBe(60_000)
    world.pass({ minutes: 1 })
    expect((await world.cycle()).summary).toMatchObject({ disabled: 30, gathered: 0 })
  })

  test('a title that would become empty for many is held before anything is asked; the others go on', async () => {
    world = await World.of(ground, changing)
    for (const name of names) await world.person(name, { jobTitle: 'Seller' })
    await world.assigned(...names)
    await world.cycle()
    // Three are few for a percentage, so only the number counts.
    for (const name of four) await world.person(name, { jobTitle: null })
    await world.person('eva', { jobTitle: 'Chief' })
    const { requests, summary, log } = await world.cycle()
    expect(requests.filter((one) => one.startsWith('PATCH'))).toEqual(['PATCH Users/<eva> replace title="Chief"'])
    expect(summary).toMatchObject({ changesHeld: 4, updated: 1, held: 0 })
    expect(log.filter((one) => one.includes('TooManyChanges'))).toHaveLength(4)
    expect((await changes()).map(({ what }) => what)).toEqual(four.map(() => ['wipe:title']))
    expect(await told()).toEqual([
      {
        kind: 'changesHeld',
        sentence:
          'App: 4 unusual changes are held: title would become empty for 4, and the limit is 3. Everything else goes on.',
        remedy: 'Look at them, then allow or reject all or some: usher changes "App".',
      },
    ])
    expect(await world.readJob(), 'it is no quarantine').toMatchObject({ quarantine: null })

    await decideHeld(world.store, world.job, 'changeHeld', { decision: 'allowed', ids: [world.id('ana')], now: world.now() }) // prettier-ignore
    await world.person('bea', { jobTitle: 'Seller' })
    expect((await world.cycle()).summary).toMatchObject({ updated: 1 })
    expect(world.user('ana')).not.toHaveProperty('title')
    expect((await changes()).map(({ displayName }) => displayName).toSorted()).toEqual(['cem', 'dan'])
    await settings({ preventMassChanges: { ...few, enabled: false } })
    expect((await world.cycle()).summary).toMatchObject({ updated: 2 })
  })

  test('BT-4: a mapping that would rename everybody is held, and so are many who come at once; the first cycle is not', async () => {
    world = await World.of(ground, changing)
    await world.assigned(...names)
    expect((await world.cycle()).summary).toMatchObject({ created: 5, changesHeld: 0 })
    const renamed = schemaWith({ rows: [clears, row('Append([displayName], "!")', 'displayName')] })
    await saveSchema(world.store, world.job, renamed, { verify: false })
    const { requests, summary } = await world.cycle()
    expect(requests.filter((one) => one.startsWith('PATCH'))).toEqual([])
    expect(summary).toMatchObject({ cycle: 'initial', changesHeld: 5 })
    await decide('rejected', 'changeHeld')
    await world.assigned(...Array.from({ length: 200 }, (_, n) => `p${n}`))
    expect((await world.cycle()).summary).toMatchObject({ created: 0, changesHeld: 200 })
    await decide('allowed', 'changeHeld')
    expect((await world.cycle()).summary).toMatchObject({ created: 200 })
  }, 60_000)
})
