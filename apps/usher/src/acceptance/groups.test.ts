/** References, groups and who is in them: in which order they are written, and what repairs itself (engine.md ). */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { openGround, type Ground } from './test-ground.ts'
import { play, type Scenario } from './test-scenario.ts'
import { schemaWith } from './test-schemas.ts'
import { upn, World } from './test-world.ts'

const offers = 'GET ServiceProviderConfig'
const manager = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager'
const match = (name: string): string => `GET Users?filter=userName eq "${upn(name)}"`
const matchGroup = (name: string): string => `GET Groups?excludedAttributes=members&filter=displayName eq "${name}"`
const unresolved = 'other/warning/UnableToResolveReferenceAttributeValue'

/** The group Sales is assigned, with these people. */
const sales = async (world: World, ...members: readonly string[]): Promise<void> => {
  await world.people(...members)
  await world.group('Sales', ...members)
  await world.assign('Sales')
}

const rows: readonly Scenario[] = [
  {
    what: 'CY-8, CY-73, R-12: people first, then the group, then who is in it',
    given: (world) => sales(world, 'ana'),
    requests: [
      offers, match('ana'), 'POST Users ana', matchGroup('Sales'), 'POST Groups Sales',
      'PATCH Groups/<Sales> add members=[{"value":"<ana>"}]',
    ], // prettier-ignore
    log: ['ana: create/success', 'Sales: create/success', 'Sales: update/success'],
  },
  {
    what: 'CY-44, R-16: somebody comes to a group: one POST, and one PATCH with them alone',
    given: (world) => sales(world, 'ana', 'bea'),
    happens: [(world) => world.people('cem').then(() => world.join('Sales', 'cem'))],
    requests: [match('cem'), 'POST Users cem', 'PATCH Groups/<Sales> add members=[{"value":"<cem>"}]'],
    log: ['cem: create/success', 'Sales: update/success'],
  },
  {
    what: 'CY-44, R-17: somebody who stays in scope leaves a group: one PATCH, and no other request',
    given: async (world) => {
      await sales(world, 'ana', 'bea', 'cem')
      await world.assign('ana')
    },
    happens: [(world) => world.leave('Sales', 'ana')],
    requests: ['PATCH Groups/<Sales> remove members[value eq "<ana>"]'],
    log: ['Sales: update/success'],
    accounts: ['ana active', 'bea active', 'cem active'],
  },
  {
    what: 'CY-44, R-15, R-17: the same in the dialect of Entra',
    setting: { settings: { dialect: 'entra' } },
    given: async (world) => {
      await sales(world, 'ana', 'bea')
      await world.assign('ana')
    },
    happens: [(world) => world.leave('Sales', 'ana')],
    requests: ['PATCH Groups/<Sales> Remove members=[{"$ref":null,"value":"<ana>"}]'],
    log: ['Sales: update/success'],
  },
  {
    what: 'CY-45, R-14: a group is renamed: one PATCH of its name, and nobody in it is asked about',
    given: (world) => sales(world, 'ana', 'bea'),
    happens: [(world) => world.renameGroup('Sales', 'Sellers')],
    requests: [
      'GET Groups/<Sellers>?excludedAttributes=members',
      'PATCH Groups/<Sellers> replace displayName="Sellers"',
    ],
    log: ['Sellers: update/success'],
  },
  {
    what: 'A-10, SR-23: who goes to the recycle bin is disabled and stays in the groups of the application',
    given: (world) => sales(world, 'ana', 'bea'),
    happens: [(world) => world.softDelete('ana')],
    requests: ['GET Users/<ana>', 'PATCH Users/<ana> replace active=false'],
    log: ['ana: disable/success'],
  },
  {
    what: 'A-10, CY-38: who is restored gets the account back; the memberships are not touched',
    given: (world) => sales(world, 'ana', 'bea'),
    happens: [(world) => world.softDelete('ana'), (world) => world.restore('ana')],
    requests: ['GET Users/<ana>', 'PATCH Users/<ana> replace active=true'],
    log: ['ana: update/success'],
  },
  {
    what: 'A-11: who is disabled and enabled again is still in the groups, and nothing is sent about them',
    given: (world) => sales(world, 'ana', 'bea'),
    happens: [(world) => world.disable('ana'), (world) => world.enable('ana')],
    requests: ['GET Users/<ana>', 'PATCH Users/<ana> replace active=true'],
    log: ['ana: update/success'],
  },
  {
    what: 'A-17, SC-6: who is in a group in an assigned group is not in scope',
    given: async (world) => {
      await sales(world, 'ana')
      await world.people('bea')
      await world.group('Juniors', 'bea')
      await world.join('Sales', 'Juniors')
    },
    anyOrder: true,
    requests: [
      offers, match('ana'), 'POST Users ana', matchGroup('Sales'), 'POST Groups Sales',
      'PATCH Groups/<Sales> add members=[{"value":"<ana>"}]',
    ], // prettier-ignore
    log: ['Sales: create/success', `Sales: ${unresolved}`, 'Sales: update/success', 'ana: create/success'],
    link: ['bea', null],
    accounts: ['ana active'],
  },
  {
    what: 'A-17, BT-15: with nested groups who is in a group in an assigned group is in scope, also when groups are in a circle',
    setting: { settings: { nestedGroups: true } },
    given: async (world) => {
      await sales(world, 'ana')
      await world.people('bea')
      await world.group('Juniors', 'bea')
      await world.join('Sales', 'Juniors')
      await world.join('Juniors', 'Sales')
    },
    anyOrder: true,
    requests: [
      offers, match('ana'), match('bea'), 'POST Users ana', 'POST Users bea', matchGroup('Sales'), 'POST Groups Sales',
      'PATCH Groups/<Sales> add members=[{"value":"<ana>"},{"value":"<bea>"}]',
    ], // prettier-ignore
    log: ['Sales: create/success', 'Sales: update/success', 'ana: create/success', 'bea: create/success'],
    link: ['bea', 'managed active'],
  },
  {
    what: 'A-20: the manager is out of scope: the person gets an account without one, and the log says so',
    given: async (world) => {
      await world.people('boss')
      await world.assigned('ana')
      await world.person('ana', { manager: upn('boss') })
    },
    requests: [offers, match('ana'), 'POST Users ana'],
    log: ['ana: create/success', `ana: ${unresolved}`],
  },
  {
    what: 'A-20, BT-18: the manager comes into scope: the reference is repaired by itself, with one PATCH',
    given: async (world) => {
      await world.people('boss')
      await world.assigned('ana')
      await world.person('ana', { manager: upn('boss') })
    },
    happens: [(world) => world.assign('boss')],
    requests: [
      match('boss'),
      'POST Users boss',
      'GET Users/<ana>',
      `PATCH Users/<ana> add ${manager}={"value":"<boss>"}`,
    ],
    log: ['boss: create/success', 'ana: update/success'],
  },
  {
    what: 'A-21, CY-43: a member is out of scope: the group gets the others, and the log names the missing one',
    given: async (world) => {
      await sales(world, 'ana', 'bea')
      await world.disable('bea')
    },
    requests: [
      offers, match('ana'), 'POST Users ana', matchGroup('Sales'), 'POST Groups Sales',
      'PATCH Groups/<Sales> add members=[{"value":"<ana>"}]',
    ], // prettier-ignore
    anyOrder: true,
    log: [
      'Sales: create/success', `Sales: ${unresolved}`, 'Sales: update/success', 'ana: create/success',
      'bea: create/skipped/NotEffectivelyEntitled',
    ], // prettier-ignore
  },
  {
    what: 'A-21, BT-18: the member comes into scope: is put into the group by itself, with one PATCH',
    given: async (world) => {
      await sales(world, 'ana', 'bea')
      await world.disable('bea')
    },
    happens: [(world) => world.enable('bea')],
    requests: [match('bea'), 'POST Users bea', 'PATCH Groups/<Sales> add members=[{"value":"<bea>"}]'],
    log: ['bea: create/success', 'Sales: update/success'],
  },
]

describe('groups and references', () => {
  let ground: Ground
  beforeAll(async () => void (ground = await openGround('postgres', inject('postgresUrl'))))
  afterAll(() => ground.close())

  test.each(rows)('$what', (scenario) => play(ground, scenario))

  test('A-20, A-21, LG-24: the lines about references have the step of their resolution, and name who is missing and why', async () => {
    const world = await World.of(ground)
    await sales(world, 'ana', 'bea')
    await world.people('boss')
    await world.person('ana', { manager: upn('boss') })
    await world.disable('bea')
    await world.cycle()
    const lines = (await world.entries()).filter(({ provisioningStatusInfo: { status } }) => status === 'warning')
    const told = lines.map(({ usher, provisioningSteps }) => [
      usher.reason,
      provisioningSteps.map((step) => step.provisioningStepType),
    ])
    expect(told).toEqual([
      ['has no manager in the application: boss is not assigned to the application', ['import', 'referenceResolution']],
      ['has 1 member without an account: bea is disabled in the directory', ['import', 'referenceResolution']],
    ])
    await world.close()
  })

  test('CY-73: a group is created without its members', async () => {
    const world = await World.of(ground)
    await sales(world, 'ana')
    await world.cycle()
    const made = world.provider.arrived.find(({ method, path }) => method === 'POST' && path === 'Groups')
    expect(made?.body).not.toHaveProperty('members')
    expect(world.members('Sales')).toEqual(['ana'])
    await world.close()
  })

  test('a group with many members costs one pass: as few requests as its size allows, then one for each change', async () => {
    const world = await World.of(ground, { schema: schemaWith({ drop: ['title'] }) })
    const many = Array.from({ length: 250 }, (_, n) => `p${n}`)
    await world.crowd(many)
    await world.group('Sales', ...many)
    await world.assign('Sales')
    const first = await world.cycle()
    const memberships = ({ requests }: typeof first) => requests.filter((one) => one.startsWith('PATCH Groups'))
    expect(memberships(first)).toHaveLength(3)
    expect(first.summary).toMatchObject({ members: { added: 250, missing: 0, failed: 0 } })
    expect(world.members('Sales')).toEqual(many.toSorted())
    expect(first.requests.filter((one) => one.startsWith('GET Groups'))).toEqual([matchGroup('Sales')])
    await world.assign('p7')
    await world.cycle()
    await world.leave('Sales', 'p7')
    const second = await world.cycle()
    expect(second.requests).toEqual(['PATCH Groups/<Sales> remove members[value eq "<p7>"]'])
    await world.close()
  })
})
