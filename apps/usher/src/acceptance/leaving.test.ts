/** What leaving means for an account: the decision table of engine.md section 3.2, DP-20 to DP-37, row by row. */
import { afterAll, beforeAll, describe, inject, test } from 'vitest'
import { openGround, type Ground } from './test-ground.ts'
import { play, type Scenario } from './test-scenario.ts'
import { schemaWith } from './test-schemas.ts'
import type { Setting, World } from './test-world.ts'

const read = 'GET Users/<ana>'
const off = 'PATCH Users/<ana> replace active=false'
const on = 'PATCH Users/<ana> replace active=true'
const gone = 'DELETE Users/<ana>'

/** Applications that differ in what they can do: delete and disable, delete only, disable only. */
const hardOnly: Setting = { application: 'sentry' }
const softOnly: Setting = { application: 'slack' }
const skipping: Setting = { settings: { skipOutOfScopeDeletions: true } }
const unmapped: Setting = { schema: schemaWith({ drop: ['active'] }) }
const withoutUpdate: Setting = { schema: schemaWith({ actions: 'Add, Delete' }) }
const withoutDelete: Setting = { schema: schemaWith({ actions: 'Add, Update' }) }
const filter = ['department', 'NOT EQUALS', 'Legal'] as const
const filtered: Setting = { schema: schemaWith({ filter }) }

type Row = Omit<Scenario, 'given'> & Partial<Pick<Scenario, 'given'>>
const given = async (world: World): Promise<void> => {
  await world.assigned('ana')
  await world.person('ana', { department: 'Sales' })
}
const unassigned = (world: World) => world.unassign('ana')
const toLegal = (world: World) => world.person('ana', { department: 'Legal' })
const disabled = (world: World) => world.disable('ana')
const binned = (world: World) => world.softDelete('ana')
const purged = (world: World) => world.hardDelete('ana')
const nothing = { requests: [], log: [] } as const

const rows: readonly Row[] = [
  {
    what: 'DP-20, A-5, DP-5: unassigned: is disabled and released',
    happens: [unassigned],
    requests: [read, off],
    log: ['ana: disable/success'],
    link: ['ana', 'released inactive'],
  },
  {
    what: 'DP-20, A-18, CY-34: not in the assigned group any more: is disabled and released',
    given: async (world) => {
      await world.people('ana')
      await world.group('Sales', 'ana')
      await world.assign('Sales')
    },
    setting: { schema: schemaWith({ of: 'Group', actions: 'Update', drop: ['members'] }) },
    happens: [(world) => world.leave('Sales', 'ana')],
    requests: [read, off],
    log: ['ana: disable/success'],
    link: ['ana', 'released inactive'],
  },
  {
    what: 'DP-21: unassigned under SkipOutOfScopeDeletions: keeps the account, and the log says why',
    setting: skipping,
    happens: [unassigned],
    requests: [],
    log: ['ana: other/skipped'],
    link: ['ana', 'managed active'],
    accounts: ['ana active'],
  },
  {
    what: 'DP-22, A-15: unassigned where nothing is mapped to active: nothing is sent',
    setting: unmapped,
    happens: [unassigned],
    requests: [],
    log: ['ana: other/skipped'],
    link: ['ana', 'managed active'],
  },
  {
    what: 'DP-23, A-14, DP-7: unassigned where nobody can be disabled: is deleted',
    setting: hardOnly,
    happens: [unassigned],
    requests: [read, gone],
    log: ['ana: delete/success'],
    link: ['ana', null],
    accounts: [],
  },
  {
    what: 'DP-24 as DP-20: passes the filter no more: is disabled and released',
    setting: filtered,
    happens: [toLegal],
    requests: [read, off],
    log: ['ana: disable/success'],
    link: ['ana', 'released inactive'],
  },
  {
    what: 'DP-24 as DP-21: passes the filter no more under SkipOutOfScopeDeletions: keeps the account',
    setting: { ...filtered, ...skipping },
    happens: [toLegal],
    requests: [],
    log: ['ana: other/skipped'],
    link: ['ana', 'managed active'],
  },
  {
    what: 'DP-24 as DP-22: passes the filter no more where nothing is mapped to active: nothing is sent',
    setting: { schema: schemaWith({ filter, drop: ['active'] }) },
    happens: [toLegal],
    requests: [],
    log: ['ana: other/skipped'],
  },
  {
    what: 'DP-24 as DP-23: passes the filter no more where nobody can be disabled: is deleted',
    setting: { ...filtered, ...hardOnly },
    happens: [toLegal],
    requests: [read, gone],
    log: ['ana: delete/success'],
    link: ['ana', null],
  },
  {
    what: 'DP-25, A-11, CY-36: disabled: is disabled and stays managed',
    happens: [disabled],
    requests: [read, off],
    log: ['ana: disable/success'],
    link: ['ana', 'managed inactive'],
  },
  {
    what: 'DP-26, A-7, CY-37: in the recycle bin: is disabled and stays managed',
    happens: [binned],
    requests: [read, off],
    log: ['ana: disable/success'],
    link: ['ana', 'managed inactive'],
  },
  {
    what: 'DP-27: disabled under SkipOutOfScopeDeletions: is disabled all the same',
    setting: skipping,
    happens: [disabled],
    requests: [read, off],
    log: ['ana: disable/success'],
  },
  {
    what: 'DP-27: in the recycle bin under SkipOutOfScopeDeletions: is disabled all the same',
    setting: skipping,
    happens: [binned],
    requests: [read, off],
    log: ['ana: disable/success'],
  },
  {
    what: 'DP-28: disabled where nobody can be disabled: is deleted',
    setting: hardOnly,
    happens: [disabled],
    requests: [read, gone],
    log: ['ana: delete/success'],
  },
  {
    what: 'DP-28: in the recycle bin where nobody can be disabled: is deleted',
    setting: hardOnly,
    happens: [binned],
    requests: [read, gone],
    log: ['ana: delete/success'],
  },
  {
    what: 'DP-29: disabled where nothing is mapped to active: nothing is sent',
    setting: unmapped,
    happens: [disabled],
    requests: [],
    log: ['ana: other/skipped'],
    accounts: ['ana active'],
  },
  {
    what: 'DP-30, A-7, DP-6: deleted for good 30 days after the recycle bin: is deleted',
    happens: [binned, (world) => (world.pass({ days: 30 }), purged(world))],
    requests: [read, gone],
    log: ['ana: delete/success'],
    link: ['ana', null],
    accounts: [],
  },
  {
    what: 'DP-31, A-8: deleted for good with Delete unticked: stays disabled, and the log says why',
    setting: withoutDelete,
    happens: [binned, purged],
    requests: [],
    log: ['ana: delete/skipped/NotEffectivelyEntitled'],
    accounts: ['ana inactive'],
  },
  {
    what: 'DP-32, A-9: deleted for good where nobody can be deleted: stays disabled, and the log says why',
    setting: softOnly,
    happens: [binned, purged],
    requests: [],
    log: ['ana: delete/skipped/NotEffectivelyEntitled'],
    accounts: ['ana inactive'],
  },
  {
    what: 'DP-33, A-6: unassigned, then in the recycle bin: nothing is asked and nothing is sent',
    happens: [unassigned, binned],
    ...nothing,
    accounts: ['ana inactive'],
  },
  {
    what: 'DP-33, A-6: unassigned, then deleted for good: nothing is asked and nothing is sent',
    happens: [unassigned, binned, purged],
    ...nothing,
    accounts: ['ana inactive'],
  },
  {
    what: 'DP-34, A-16: unassigned with Update unticked: nothing is sent, and the log says what to change',
    setting: withoutUpdate,
    happens: [unassigned],
    requests: [],
    log: ['ana: disable/skipped'],
    link: ['ana', 'managed active'],
  },
  {
    what: 'DP-35: assigned again: gets the account back, with all that changed meanwhile',
    happens: [unassigned, (world) => world.person('ana', { jobTitle: 'Chief' }).then(() => world.assign('ana'))],
    requests: [read, 'PATCH Users/<ana> replace active=true, add title="Chief"'],
    log: ['ana: update/success'],
    link: ['ana', 'managed active'],
  },
  {
    what: 'DP-35: passes the filter again: gets the account back',
    setting: filtered,
    happens: [toLegal, (world) => world.person('ana', { department: 'Sales' })],
    requests: [read, on],
    log: ['ana: update/success'],
    link: ['ana', 'managed active'],
  },
  {
    what: 'DP-35, A-11: enabled again: gets the account back',
    happens: [disabled, (world) => world.enable('ana')],
    requests: [read, on],
    log: ['ana: update/success'],
    link: ['ana', 'managed active'],
  },
  {
    what: 'DP-35, A-10, CY-38: restored before day 30: gets the account back',
    happens: [binned, (world) => world.restore('ana')],
    requests: [read, on],
    log: ['ana: update/success'],
    link: ['ana', 'managed active'],
  },
  {
    what: 'DP-35: assigned again where nobody can be disabled: is searched for, and made anew',
    setting: hardOnly,
    happens: [unassigned, (world) => world.assign('ana')],
    requests: ['GET Users?filter=userName eq "ana@contoso.example"', 'POST Users ana'],
    log: ['ana: create/success'],
    link: ['ana', 'managed active'],
  },
  {
    what: 'BT-20: unassigned while released accounts are looked after: is disabled and stays managed',
    setting: { settings: { keepReleased: true } },
    happens: [unassigned],
    requests: [read, off],
    log: ['ana: disable/success'],
    link: ['ana', 'managed inactive'],
  },
  {
    what: 'BT-20: unassigned while released accounts are looked after, then deleted for good: is deleted',
    setting: { settings: { keepReleased: true } },
    happens: [unassigned, binned, purged],
    requests: [read, gone],
    log: ['ana: delete/success'],
    accounts: [],
  },
  {
    what: 'deleteAfterDays: the day before its time nothing happens to a disabled account',
    setting: { settings: { deleteAfterDays: 30 } },
    happens: [unassigned, (world) => world.pass({ days: 29 })],
    ...nothing,
    accounts: ['ana inactive'],
  },
  {
    what: 'deleteAfterDays: when its time has come a disabled account is deleted, without any change in the directory',
    setting: { settings: { deleteAfterDays: 30 } },
    happens: [unassigned, (world) => world.pass({ days: 29 }), (world) => world.pass({ days: 1 })],
    requests: [read, gone],
    log: ['ana: delete/success'],
    accounts: [],
  },
  {
    what: 'deleteAfterDays: who comes back in time keeps the account',
    setting: { settings: { deleteAfterDays: 30 } },
    happens: [unassigned, (world) => world.assign('ana'), (world) => world.pass({ days: 31 })],
    ...nothing,
    accounts: ['ana active'],
  },
  {
    what: 'A-12, CY-40: somebody disabled who is assigned gets no account, and the log says so',
    given: (world) => world.people('ana'),
    happens: [(world) => world.disable('ana').then(() => world.assign('ana'))],
    requests: [],
    log: ['ana: create/skipped/NotEffectivelyEntitled'],
    link: ['ana', null],
  },
]

describe('what leaving means for an account', () => {
  let ground: Ground
  beforeAll(async () => void (ground = await openGround('postgres', inject('postgresUrl'))))
  afterAll(() => ground.close())

  test.each(rows)('$what', (row) => play(ground, { given, ...row }))
})
