/** Removals that are held, groups that leave, who is kept out, and what the log tells the administrator to do. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { row } from '../gallery/template.ts'
import { decideHeld } from '../store/decisions.ts'
import { saveSchema } from '../store/mapping-versions.ts'
import { openGround, type Ground } from './test-ground.ts'
import { play, type Scenario } from './test-scenario.ts'
import { schemaWith } from './test-schemas.ts'
import { World, type Setting } from './test-world.ts'

const guard = (threshold: number) => ({
  settings: { preventAccidentalDeletions: { enabled: true, threshold, percent: 100 } },
})
const filter = ['department', 'NOT EQUALS', 'Legal'] as const
const names = ['ana', 'bea', 'cem', 'dan', 'eva'] as const
const four = names.slice(0, 4)
const each = (made: (name: string) => string): readonly string[] => four.map(made)
const role = { id: '5a1c5f0e-6d8f-4b5d-9e0a-0d6f3c1b7a01', value: 'User', displayName: 'User', description: '' }

/** A group that is assigned, with one person who is in scope through it. */
const staffed = async (world: World): Promise<void> => {
  await world.people('ana')
  await world.group('Sales', 'ana')
  await world.assign('Sales')
  await world.assign('ana')
}

const rows: readonly Scenario[] = [
  {
    what: 'DP-36, A-34: at the threshold removals are held: nothing is sent, and the log says StagedDelete for each',
    setting: guard(3),
    given: (world) => world.assigned(...names),
    happens: [(world) => Promise.all(four.map(world.unassign))],
    anyOrder: true,
    requests: each((name) => `GET Users/<${name}>`),
    log: each((name) => `${name}: stagedDelete/skipped/TooManyDeletes`),
    link: ['ana', 'managed active'],
  },
  {
    what: 'DP-36, A-34: what was allowed is carried out by the next cycle',
    setting: guard(3),
    given: (world) => world.assigned(...names),
    happens: [
      (world) => Promise.all(four.map(world.unassign)),
      (world) =>
        decideHeld(world.store, world.job, 'removalHeld', { decision: 'allowed', ids: 'all', now: world.now() }),
    ],
    anyOrder: true,
    requests: [
      ...each((name) => `GET Users/<${name}>`),
      ...each((name) => `PATCH Users/<${name}> replace active=false`),
    ],
    log: each((name) => `${name}: disable/success`),
    accounts: ['ana inactive', 'bea inactive', 'cem inactive', 'dan inactive', 'eva active'],
  },
  {
    what: 'DP-36: below the threshold leavers are disabled at once',
    setting: guard(3),
    given: (world) => world.assigned(...names),
    happens: [(world) => Promise.all(['ana', 'bea'].map(world.unassign))],
    anyOrder: true,
    requests: [
      'GET Users/<ana>',
      'GET Users/<bea>',
      'PATCH Users/<ana> replace active=false',
      'PATCH Users/<bea> replace active=false',
    ],
    log: ['ana: disable/success', 'bea: disable/success'],
  },
  {
    what: 'DP-37, R-18: a group that is unassigned is deleted; its people who are assigned themselves stay',
    given: staffed,
    happens: [(world) => world.unassign('Sales')],
    requests: ['GET Groups/<Sales>?excludedAttributes=members', 'DELETE Groups/<Sales>'],
    log: ['Sales: delete/success'],
    accounts: ['ana active'],
  },
  {
    what: 'DP-37: a group that passes the filter no more is deleted',
    setting: { schema: schemaWith({ of: 'Group', filter: ['displayName', 'NOT EQUALS', 'Legal'] }) },
    given: staffed,
    happens: [(world) => world.renameGroup('Sales', 'Legal')],
    requests: ['GET Groups/<Sales>?excludedAttributes=members', 'DELETE Groups/<Sales>'],
    log: ['Legal: delete/success'],
  },
  {
    what: 'DP-37: with Delete unticked for groups an unassigned group stays, and the log says why',
    setting: { schema: schemaWith({ of: 'Group', actions: 'Add, Update' }) },
    given: staffed,
    happens: [(world) => world.unassign('Sales')],
    requests: [],
    log: ['Sales: delete/skipped/NotEffectivelyEntitled'],
  },
  {
    what: 'DP-37: where groups cannot be deleted an unassigned group stays, and the log says why',
    setting: { application: 'miro' },
    given: staffed,
    happens: [(world) => world.unassign('Sales')],
    requests: [],
    log: ['Sales: delete/skipped/NotEffectivelyEntitled'],
  },
  {
    what: 'DP-37, DP-36: the end of a group counts as a removal, and is held like one',
    setting: guard(1),
    given: staffed,
    happens: [(world) => world.unassign('Sales')],
    requests: ['GET Groups/<Sales>?excludedAttributes=members'],
    log: ['Sales: stagedDelete/skipped/TooManyDeletes'],
  },
  {
    what: 'A-13, SC-25: a filter is added that somebody with an account does not pass: the initial cycle disables them',
    given: (world) => world.assigned('ana').then(() => world.person('ana', { department: 'Legal' })),
    happens: [(world) => saveSchema(world.store, world.job, schemaWith({ filter }), { verify: false })],
    requests: ['GET Users/<ana>', 'PATCH Users/<ana> replace active=false'],
    log: ['ana: disable/success'],
    link: ['ana', 'released inactive'],
  },
  {
    what: 'A-13: the same under SkipOutOfScopeDeletions: nothing is sent',
    setting: { settings: { skipOutOfScopeDeletions: true } },
    given: (world) => world.assigned('ana').then(() => world.person('ana', { department: 'Legal' })),
    happens: [(world) => saveSchema(world.store, world.job, schemaWith({ filter }), { verify: false })],
    requests: [],
    log: ['ana: other/skipped'],
    link: ['ana', 'managed active'],
  },
  {
    what: 'A-53: neither an expression that fails nor an empty matching value keeps a leaver',
    setting: {
      schema: schemaWith({
        rows: [row('[mail]', 'userName', 1), row('FormatDateTime([jobTitle], , "yyyy-MM-dd", "yyyy")', 'title')],
      }),
    },
    given: async (world) => {
      await world.assigned('ana')
      await world.person('ana', { mail: 'ana@contoso.example' })
    },
    happens: [
      async (world) => {
        await world.person('ana', { mail: null, jobTitle: 'no date' })
        await world.unassign('ana')
      },
    ],
    requests: ['GET Users/<ana>', 'PATCH Users/<ana> replace active=false'],
    log: ['ana: disable/success'],
    link: ['ana', 'released inactive'],
  },
  {
    what: 'A-54: somebody with Default Access only gets no account where a role is required',
    setting: { appRoles: [role], requiresRole: true },
    given: (world) => world.assigned('ana'),
    requests: [],
    log: ['ana: create/skipped/NotEffectivelyEntitled'],
    link: ['ana', null],
  },
]

type Advice = {
  readonly what: string
  readonly setting: Setting
  readonly happens: readonly ((world: World) => unknown)[]
  readonly reason: RegExp
  readonly advice: RegExp
}

describe('removals', () => {
  let ground: Ground
  beforeAll(async () => void (ground = await openGround('postgres', inject('postgresUrl'))))
  afterAll(() => ground.close())

  test.each(rows)('$what', (scenario) => play(ground, scenario))

  test.each<Advice>([
    {
      what: 'A-16, DP-34: with Update unticked',
      setting: { schema: schemaWith({ actions: 'Add, Delete' }) },
      happens: [(world) => world.unassign('ana')],
      reason: /Update action is off/,
      advice: /Tick Update/,
    },
    {
      what: 'A-9, DP-32: where nobody can be deleted',
      setting: { application: 'slack' },
      happens: [(world) => world.softDelete('ana'), (world) => world.hardDelete('ana')],
      reason: /does not support delete/,
      advice: /own console/,
    },
    {
      what: 'A-54: without a role',
      setting: { appRoles: [role], requiresRole: true },
      happens: [(world) => world.person('ana', { jobTitle: 'Chief' })],
      reason: /Default Access only/,
      advice: /Choose a role.*--role/,
    },
    {
      what: 'A-12: while disabled',
      setting: {},
      happens: [(world) => world.people('bea'), (world) => world.disable('bea').then(() => world.assign('bea'))],
      reason: /disabled in the directory/,
      advice: /Enable the person/,
    },
  ])('$what: the log says what to do', async ({ setting, happens, reason, advice }) => {
    const world = await World.of(ground, setting)
    await world.assigned('ana')
    await world.cycle()
    for (const happening of happens) {
      await happening(world)
      await world.cycle()
    }
    const [entry] = await world.entries()
    expect(entry?.provisioningStatusInfo.status).toBe('skipped')
    expect(entry?.usher.reason).toMatch(reason)
    expect(entry?.usher.advice).toMatch(advice)
    expect(entry?.provisioningSteps.map((step) => step.provisioningStepType)).not.toContain('export')
    await world.close()
  })
})
