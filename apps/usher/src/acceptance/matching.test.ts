/** Which account is whose: several matching attributes, none, too many, and accounts that are gone (engine.md ). */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { row } from '../gallery/template.ts'
import { allowRecreate } from '../store/decisions.ts'
import { openGround, type Ground } from './test-ground.ts'
import { play, type Scenario } from './test-scenario.ts'
import { schemaWith } from './test-schemas.ts'
import { upn, World, type Setting } from './test-world.ts'

const probe = [
  'GET Users?filter=userName eq "<nobody>"',
  'GET Groups?excludedAttributes=members&filter=displayName eq "<nobody>"',
]
const entra = { dialect: 'entra' } as const
const one = '11111111-1111-1111-1111-111111111111'
const two = '22222222-2222-2222-2222-222222222222'
const twoMatching: Setting = {
  settings: entra,
  schema: schemaWith({ rows: [row('[mailNickname]', 'externalId', 2)] }),
}
const byMail: Setting = { settings: entra, schema: schemaWith({ rows: [row('[mail]', 'userName', 1)] }) }
const match = (name: string): string => `GET Users?filter=userName eq "${upn(name)}"`
/** A wrong address answers 404 to everything, so the endpoint has to show that it is there. */
const isThere = 'GET Users?startIndex=1&count=1'
const removed = (world: World): void => world.provider.users.clear()
const renamed = (world: World) => world.person('ana', { displayName: 'Ana Silva' })

const rows: readonly Scenario[] = [
  {
    what: 'A-22: the second matching attribute hits: exactly 2 questions, then 1 PATCH',
    setting: twoMatching,
    given: async (world) => {
      await world.assigned('ana')
      world.account(one, { userName: 'ana@old.example', displayName: 'ana', active: true, externalId: 'ana' })
    },
    requests: [
      ...probe,
      match('ana'),
      'GET Users?filter=externalId eq "ana"',
      `PATCH Users/<ana> Replace userName="${upn('ana')}"`,
    ],
    log: ['ana: update/success'],
    link: ['ana', 'managed active'],
  },
  {
    what: 'A-22: the first matching attribute hits: the second is not asked for',
    setting: twoMatching,
    given: async (world) => {
      await world.assigned('ana')
      world.account(one, { userName: upn('ana'), displayName: 'ana', active: true, externalId: 'ana' })
    },
    requests: [...probe, match('ana')],
    log: ['ana: other/skipped'],
  },
  {
    what: 'A-22: none hits: 2 questions, then 1 POST',
    setting: twoMatching,
    given: (world) => world.assigned('ana'),
    requests: [...probe, match('ana'), 'GET Users?filter=externalId eq "ana"', 'POST Users ana'],
    log: ['ana: create/success'],
  },
  {
    what: 'A-23, CY-51: two accounts match: DuplicateTargetEntries, and nothing is written',
    setting: { settings: entra },
    given: async (world) => {
      await world.assigned('ana')
      world.account(one, { userName: upn('ana') })
      world.account(two, { userName: upn('ana') })
    },
    requests: [...probe, match('ana')],
    log: ['ana: other/failure/DuplicateTargetEntries'],
    link: ['ana', null],
  },
  {
    what: 'A-24, CY-52: no matching value: ImportSkipped, and nothing is asked',
    setting: byMail,
    given: (world) => world.assigned('ana'),
    requests: [],
    log: ['ana: other/skipped/ImportSkipped'],
    link: ['ana', null],
  },
  {
    what: 'A-24: the matching value comes: an account is made',
    setting: byMail,
    given: (world) => world.assigned('ana'),
    happens: [(world) => world.person('ana', { mail: upn('ana') })],
    requests: [...probe, match('ana'), 'POST Users ana'],
    log: ['ana: create/success'],
  },
  {
    what: 'A-25, CY-46: an account that was removed outside, where such are reported: InvalidAnchor, and nothing is written',
    setting: { settings: { onVanished: 'report' } },
    given: (world) => world.assigned('ana'),
    happens: [removed, renamed],
    requests: ['GET Users/<ana>', isThere],
    log: ['Ana Silva: other/failure/InvalidAnchor'],
    link: ['ana', 'managed active'],
    accounts: [],
  },
  {
    what: 'A-25: one that is reported is made again when a person asks for it',
    setting: { settings: { onVanished: 'report' } },
    given: (world) => world.assigned('ana'),
    happens: [removed, renamed, (world) => allowRecreate(world.store, world.job, world.id('ana'))],
    requests: ['GET Users/<ana>', isThere, match('ana'), 'POST Users ana'],
    log: ['Ana Silva: create/warning/InvalidAnchor'],
    accounts: ['ana active'],
  },
  {
    what: 'A-25: an account that was removed outside is made again in the same cycle, and the log warns of it',
    given: (world) => world.assigned('ana'),
    happens: [removed, renamed],
    requests: ['GET Users/<ana>', isThere, match('ana'), 'POST Users ana'],
    log: ['Ana Silva: create/warning/InvalidAnchor'],
    link: ['ana', 'managed active'],
    accounts: ['ana active'],
  },
  {
    what: 'A-25: in the dialect of Entra it is reported, unless the administrator chose otherwise',
    setting: { settings: entra },
    given: (world) => world.assigned('ana'),
    happens: [removed, renamed],
    requests: ['GET Users/<ana>', isThere],
    log: ['Ana Silva: other/failure/InvalidAnchor'],
    accounts: [],
  },
  {
    what: 'CY-50: two people with one matching value: one gets the account, the other DuplicateSourceEntries',
    setting: { schema: schemaWith({ rows: [row('[mail]', 'userName', 1)] }) },
    given: async (world) => {
      await world.assigned('ana')
      await world.person('ana', { mail: 'one@contoso.example' })
    },
    happens: [
      async (world) => {
        await world.person('bea', { mail: 'one@contoso.example' })
        await world.assign('bea')
      },
    ],
    anyOrder: true,
    requests: [
      'GET Users?filter=userName eq "one@contoso.example"',
      'GET Users?filter=userName eq "one@contoso.example"',
    ],
    log: ['bea: update/failure/DuplicateSourceEntries', 'bea: update/failure/DuplicateSourceEntries'],
    accounts: ['one active'],
  },
]

describe('matching', () => {
  let ground: Ground
  beforeAll(async () => void (ground = await openGround('postgres', inject('postgresUrl'))))
  afterAll(() => ground.close())

  test.each(rows)('$what', (scenario) => play(ground, scenario))

  test('A-24: the scope is not even evaluated: the line has no step of it', async () => {
    const world = await World.of(ground, byMail)
    await world.assigned('ana')
    await world.cycle()
    const [entry] = await world.entries()
    expect(entry?.provisioningSteps.map((step) => step.provisioningStepType)).toEqual(['import'])
    expect(entry?.usher.reason).toBe('has no value for the matching attribute userName')
    await world.close()
  })

  test('A-23: the line says how many accounts match, and what to do', async () => {
    const world = await World.of(ground)
    await world.assigned('ana')
    for (const id of [one, two]) world.account(id, { userName: upn('ana') })
    await world.cycle()
    const [entry] = await world.entries()
    expect(entry?.usher).toMatchObject({ reason: 'matches 2 accounts', advice: expect.stringContaining('duplicate') })
    await world.close()
  })
})
