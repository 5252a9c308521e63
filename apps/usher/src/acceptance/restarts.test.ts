/** Stopping, starting again, restarts by scope, and what is saved while a cycle runs (engine.md ). */
import type { Progress } from '@usher/engine'
import { describe, expect, test } from 'vitest'
import { row } from '../gallery/template.ts'
import { leaversOf } from '../runner/forget-links.ts'
import { setState } from '../store/jobs.ts'
import { saveSchema } from '../store/mapping-versions.ts'
import { readResetScope, restart } from '../store/restart.ts'
import { kinds, quiet } from '../testing/stores.ts'
import { worldEach } from './test-each.ts'
import { schemaWith } from './test-schemas.ts'
import { upn, type World } from './test-world.ts'

const offers = 'GET ServiceProviderConfig'
const match = (name: string): string => `GET Users?filter=userName eq "${upn(name)}"`
const names = ['ana', 'bea', 'cem'] as const
const each = (made: (name: string) => string): readonly string[] => names.map(made)
const titled = schemaWith({ rows: [row('"New"', 'title')] })
const crowd = (count: number): readonly string[] => Array.from({ length: count }, (_, n) => `p${n}`)

describe.each(kinds)('a job on %s', (kind) => {
  let world: World
  worldEach(kind, (one) => void (world = one))
  const writes = (requests: readonly string[]): readonly string[] => requests.filter((one) => !one.startsWith('GET'))

  test('A-37: Stop ends a cycle between two objects; Start goes on with the rest, and nobody is made twice', async () => {
    const people = crowd(300)
    await world.settings({ syncAll: true })
    await world.crowd(people)
    const at = world.gate(40)
    const running = world.runner.run(world.job, false)
    await at.reached
    await setState(world.store, world.job, 'Paused')
    const stopping = world.runner.stop(world.job)
    at.open()
    await stopping
    const first = await world.told(await running)
    const made = writes(first.requests)
    expect(first.summary).toMatchObject({ stopped: true, created: made.length })
    expect(made.length).toBeLessThan(people.length)
    // Whatever was sent is remembered, and whatever was not is neither logged nor linked.
    expect(first.log).toHaveLength(made.length)
    expect(world.provider.users.size).toBe(made.length)
    expect(await world.readJob()).toMatchObject({ watermark: null, state: 'Paused' })

    await setState(world.store, world.job, 'Active')
    const second = await world.cycle()
    expect(second.summary).toMatchObject({ cycle: 'initial', stopped: false, created: people.length - made.length })
    expect([...made, ...writes(second.requests)].toSorted()).toEqual(
      people.map((name) => `POST Users ${name}`).toSorted(),
    )
  })

  test('A-37: in the pace of Entra, Stop waits for what is in flight, and not for what waits for its turn', async () => {
    const people = crowd(120)
    await world.settings({ syncAll: true, dialect: 'entra' })
    await world.crowd(people)
    const { arrived } = world.provider
    const reached = Promise.withResolvers<void>()
    world.provider.instead = () => {
      if (arrived.length === 20) reached.resolve()
      return null
    }
    const running = world.runner.run(world.job, false)
    await reached.promise
    await setState(world.store, world.job, 'Paused')
    const before = arrived.length
    await world.runner.stop(world.job)
    const first = await world.told(await running)
    expect(arrived.length - before).toBeLessThanOrEqual(8)
    expect(first).toMatchObject({ summary: { stopped: true, failed: 0 }, log: [] })
    expect(await world.readJob()).toMatchObject({ watermark: null, state: 'Paused', lastError: null, quarantine: null })

    await world.settings({ dialect: 'rfc' })
    await setState(world.store, world.job, 'Active')
    const second = await world.cycle()
    expect(second.summary).toMatchObject({ stopped: false, created: people.length })
    expect(world.provider.users.size).toBe(people.length)
  })

  test('A-38, CY-21: a restart reads and compares everybody again, and keeps the links', async () => {
    await world.assigned(...names)
    await world.cycle()
    const [id = ''] = [...world.provider.users].flatMap(([key, { userName }]) => (userName === upn('ana') ? [key] : []))
    world.provider.users.set(id, { ...world.provider.users.get(id), displayName: 'Changed by hand' })
    expect(await world.cycle()).toMatchObject({ requests: [], summary: { cycle: 'incremental' } })
    await world.held(() => restart(world.store, world.job, readResetScope('')))
    expect(await world.readJob()).toMatchObject({ watermark: null })
    const { requests, log, summary } = await world.cycle()
    expect(summary).toMatchObject({ cycle: 'initial', read: 3, created: 0 })
    expect(requests.toSorted()).toEqual([
      ...each((name) => `GET Users/<${name}>`),
      'PATCH Users/<ana> replace displayName="ana"',
    ])
    expect(log).toEqual(['ana: update/success'])
    expect(await world.link('ana')).toBe('managed active')
  })

  test('A-39: a full reset drops the links; everybody is searched for and taken over again, and nobody is made twice', async () => {
    await world.assigned(...names)
    await world.cycle()
    await world.held(async () =>
      restart(
        world.store,
        world.job,
        readResetScope('Full'),
        await leaversOf(world.house, world.app, await world.readJob()),
      ),
    )
    expect(await world.link('ana')).toBe(null)
    const { requests, log } = await world.cycle()
    expect(requests.toSorted()).toEqual(each(match))
    expect(log.toSorted()).toEqual(each((name) => `${name}: other/skipped`))
    expect(await world.link('ana')).toBe('managed active')
    expect(world.provider.users.size).toBe(3)
  })

  test('A-39: who left before a full reset still loses the account, also when a reconciliation comes before the cycle', async () => {
    await world.assigned(...names)
    await world.cycle()
    await world.unassign('ana')
    await world.held(async () =>
      restart(
        world.store,
        world.job,
        readResetScope('Full'),
        await leaversOf(world.house, world.app, await world.readJob()),
      ),
    )
    const reconciled = await world.told(await world.runner.reconcile(world.job, () => undefined))
    expect(writes(reconciled.requests)).toEqual([])
    const { requests } = await world.cycle()
    expect(writes(requests)).toEqual(['PATCH Users/<ana> replace active=false'])
    expect(world.accounts()).toEqual(['ana inactive', 'bea active', 'cem active'])
    expect(await world.link('ana')).toBe(null)
  })

  test('A-40, CY-22: a mapping saved during a cycle: that cycle ends with the old one, the next is initial with the new', async () => {
    await world.assigned(...names)
    const at = world.gate(1)
    const running = world.runner.run(world.job, false)
    await at.reached
    await saveSchema(world.store, world.job, titled, { verify: false })
    at.open()
    const first = await world.told(await running)
    expect(first.summary).toMatchObject({ cycle: 'initial', created: 3, stopped: false })
    expect(new Set([...world.provider.users.values()].map(({ title }) => title))).toEqual(new Set([undefined]))
    expect(await world.readJob()).toMatchObject({ watermark: null })
    const second = await world.cycle()
    expect(second.summary).toMatchObject({ cycle: 'initial', updated: 3, created: 0 })
    expect(second.requests.toSorted()).toEqual([
      ...each((name) => `GET Users/<${name}>`),
      ...each((name) => `PATCH Users/<${name}> add title="New"`),
    ])
    expect(await world.cycle()).toMatchObject({ requests: [], summary: { cycle: 'incremental' } })
  })

  test('A-41, UI-39: from all to assigned, saved during a cycle: that one ends as it began, the next is initial and disables the others', async () => {
    await world.settings({ syncAll: true })
    await world.people(...names)
    await world.assign('ana')
    const at = world.gate(1)
    const running = world.runner.run(world.job, false)
    await at.reached
    await world.settings({ syncAll: false })
    at.open()
    const first = await world.told(await running)
    expect(first.requests.toSorted()).toEqual(
      [offers, ...each(match), ...each((name) => `POST Users ${name}`)].toSorted(),
    )
    expect(world.accounts()).toEqual(['ana active', 'bea active', 'cem active'])
    const second = await world.cycle()
    expect(second.summary).toMatchObject({ cycle: 'initial', disabled: 2 })
    expect(second.requests.toSorted()).toEqual([
      'GET Users/<bea>', 'GET Users/<cem>', 'PATCH Users/<bea> replace active=false', 'PATCH Users/<cem> replace active=false',
    ]) // prettier-ignore
    expect(second.log.toSorted()).toEqual(['bea: disable/success', 'cem: disable/success'])
    expect(await world.link('bea')).toBe('released inactive')
  })

  test('A-51: 1,500 of 5,000 objects are 30 %, and the shown value never goes back', async () => {
    await world.settings({ syncAll: true, bulk: false })
    await world.crowd(crowd(5000))
    // Out of scope or in it: whoever was looked at counts.
    await saveSchema(world.store, world.job, schemaWith({ filter: ['mailNickname', 'ENDS_WITH', '00'] }), {
      verify: false,
    })
    const shown: (Progress & { requests: number })[] = []
    await world.runner.run(world.job, false, (at) => shown.push(at))
    const percents = shown.map(({ percent }) => percent)
    expect(shown.find(({ phase, done }) => phase === 'people' && done === 1500)).toMatchObject({
      total: 5000,
      percent: 30,
    })
    expect(percents).toEqual(percents.toSorted((one, other) => one - other))
    expect([percents[0], percents.at(-1)]).toEqual([0, 100])
    expect(world.provider.users.size).toBe(49)
  })

  test('A-51: leavers, people and groups are parts of one whole', async () => {
    await world.assigned(...names, 'dan')
    await world.group('Sales', 'ana')
    await world.assign('Sales')
    // Where others use the same server, the feed may repeat an object.
    await quiet(world.store)
    await world.cycle()
    await world.unassign('dan')
    await world.person('ana', { displayName: 'Ana Silva' })
    await world.person('bea', { displayName: 'Bea Silva' })
    await world.renameGroup('Sales', 'Sellers')
    const shown: (Progress & { requests: number })[] = []
    await world.runner.run(world.job, false, (at) => shown.push(at))
    const told = shown.filter(({ done }) => done > 0).map(({ phase, percent }) => `${phase} ${percent} %`)
    expect(told).toEqual(['leavers 25 %', 'people 75 %', 'groups 100 %'])
  })
})
