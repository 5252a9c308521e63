/** Cycles whose requests are counted, as Entra sends them (engine.md appendix A; decisions, "Wire-faithful or fast"). */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { onceRow, row } from '../gallery/template.ts'
import { openGround, type Ground, type Kind } from './test-ground.ts'
import { play, type Scenario } from './test-scenario.ts'
import { schemaWith } from './test-schemas.ts'
import { upn, World } from './test-world.ts'

const settings = { dialect: 'entra' } as const
const there = '11111111-1111-1111-1111-111111111111'
const manager = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager'
/** Before the first request of a connection. */
const probe = [
  'GET Users?filter=userName eq "<nobody>"',
  'GET Groups?excludedAttributes=members&filter=displayName eq "<nobody>"',
]
const match = (name: string): string => `GET Users?filter=userName eq "${upn(name)}"`
const unknownTitle = { ...row('[jobTitle]', 'title'), defaultValue: 'Not known' }

const scenarios: readonly Scenario[] = [
  {
    what: 'A-1: of three who are assigned one has an account already: 3 questions, 2 POST, 1 PATCH',
    given: async (world) => {
      await world.assigned('ana', 'bea', 'cem')
      world.account(there, { userName: upn('ana'), displayName: 'Somebody', active: true })
    },
    anyOrder: true,
    requests: [
      ...probe, match('ana'), match('bea'), match('cem'), 'POST Users bea', 'POST Users cem',
      'PATCH Users/<ana> Replace displayName="ana", Add externalId="ana"',
    ], // prettier-ignore
    log: ['ana: update/success', 'bea: create/success', 'cem: create/success'],
    link: ['ana', 'managed active'],
    accounts: ['ana active', 'bea active', 'cem active'],
  },
  {
    what: 'A-1: an account that is right already costs the question and no write',
    given: async (world) => {
      await world.assigned('ana')
      world.account(there, { userName: upn('ana'), displayName: 'ana', active: true, externalId: 'ana' })
    },
    requests: [...probe, match('ana')],
    log: ['ana: other/skipped'],
    link: ['ana', 'managed active'],
  },
  {
    what: 'A-2: without a change in the directory nothing is asked and nothing is sent',
    given: (world) => world.assigned('ana', 'bea', 'cem'),
    happens: [() => undefined],
    requests: [],
    log: [],
  },
  {
    what: 'A-3, CY-31: another displayName is one PATCH with that attribute alone',
    given: (world) => world.assigned('ana', 'bea'),
    happens: [(world) => world.person('ana', { displayName: 'Ana Silva' })],
    requests: ['GET Users/<ana>', 'PATCH Users/<ana> Replace displayName="Ana Silva"'],
    log: ['Ana Silva: update/success'],
  },
  {
    what: 'A-4: what nothing maps is not sent, nor asked about',
    given: (world) => world.assigned('ana'),
    happens: [(world) => world.person('ana', { companyName: 'Contoso' })],
    requests: [],
    log: [],
  },
  {
    what: 'A-19, CY-41: a person and their manager, both new: 2 POST, the manager first, then 1 PATCH with the manager',
    given: async (world) => {
      await world.assigned('boss', 'ana')
      await world.person('ana', { manager: upn('boss') })
    },
    anyOrder: true,
    requests: [
      ...probe, match('boss'), match('ana'), 'POST Users boss', 'POST Users ana',
      'GET Users?attributes=id&filter=id eq "<ana>" and manager eq "<boss>"',
      `PATCH Users/<ana> Add ${manager}="<boss>"`,
    ], // prettier-ignore
    log: ['ana: create/success', 'boss: create/success'],
  },
  {
    what: 'A-42, SC-32: a default for an empty attribute goes with the POST, and with no PATCH',
    setting: { schema: schemaWith({ rows: [unknownTitle] }) },
    given: (world) => world.assigned('ana'),
    happens: [
      (world) => expect(world.user('ana')).toMatchObject({ title: 'Not known' }),
      (world) => world.person('ana', { jobTitle: 'Chief' }),
      (world) => world.person('ana', { jobTitle: null, displayName: 'Ana Silva' }),
    ],
    requests: ['GET Users/<ana>', 'PATCH Users/<ana> Replace displayName="Ana Silva"'],
    log: ['Ana Silva: update/success'],
  },
  {
    what: 'A-43: what is mapped only during creation goes with the POST, and with no PATCH',
    setting: { schema: schemaWith({ rows: [onceRow('[jobTitle]', 'title')] }) },
    given: (world) => world.assigned('ana').then(() => world.person('ana', { jobTitle: 'Chief' })),
    happens: [
      (world) => expect(world.user('ana')).toMatchObject({ title: 'Chief' }),
      (world) => world.person('ana', { jobTitle: 'Boss', displayName: 'Ana Silva' }),
    ],
    requests: ['GET Users/<ana>', 'PATCH Users/<ana> Replace displayName="Ana Silva"'],
    log: ['Ana Silva: update/success'],
  },
]

const few = new Set(['A-1', 'A-3'])
const both: readonly (readonly [Kind, readonly Scenario[]])[] = [
  ['postgres', scenarios],
  ['pglite', scenarios.filter(({ what }) => few.has(what.split(/[,:]/)[0] ?? ''))],
]

describe.each(both)('a cycle on %s', (kind, some) => {
  let ground: Ground
  let world: World
  beforeAll(async () => void (ground = await openGround(kind, inject('postgresUrl'))))
  beforeEach(async () => void (world = await World.of(ground, { settings })))
  afterEach(() => world.close())
  afterAll(() => ground.close())

  test.each(some)('$what', (scenario) => play(ground, { ...scenario, setting: { ...scenario.setting, settings } }))

  test('A-1, CY-7: after the initial cycle the job knows how far it has read, and the next one is incremental', async () => {
    await world.assigned('ana')
    expect(await world.readJob()).toMatchObject({ watermark: null })
    expect((await world.cycle()).summary).toMatchObject({ cycle: 'initial', created: 1 })
    expect(await world.readJob()).toMatchObject({ watermark: expect.any(String) })
    expect((await world.cycle()).summary).toMatchObject({ cycle: 'incremental', created: 0 })
  })

  test('A-2, C-17: a cycle that finds nothing to do is remembered with its time', async () => {
    await world.assigned('ana')
    const first = world.now()
    await world.cycle()
    world.pass({ minutes: 40 })
    await world.cycle()
    const { lastCycle, history } = await world.readJob()
    expect(lastCycle).toMatchObject({ cycle: 'incremental', began: world.now(), ended: world.now(), requests: 0 })
    expect(history).toMatchObject({
      steadyStateFirstAchievedTime: first,
      steadyStateLastAchievedTime: world.now(),
      synchronizedEntryCountByType: { User: 1 },
    })
  })

  test('A-3: the log has the old value and the new one', async () => {
    await world.assigned('ana')
    await world.cycle()
    await world.person('ana', { displayName: 'Ana Silva' })
    await world.cycle()
    const [entry] = await world.entries()
    expect(entry?.modifiedProperties).toEqual([{ displayName: 'displayName', oldValue: 'ana', newValue: 'Ana Silva' }])
  })

  test('A-19: the manager has an account before the report is made', async () => {
    await world.assigned('ana', 'boss')
    await world.person('ana', { manager: upn('boss') })
    const { requests } = await world.cycle()
    const writes = requests.filter((one) => !one.startsWith('GET'))
    expect(writes).toEqual(['POST Users boss', 'POST Users ana', `PATCH Users/<ana> Add ${manager}="<boss>"`])
  })
})
