import { describe, expect, test } from 'vitest'
import { lawRule } from '../../../test/law/plain/rule.ts'
import { active, Life, mapping, row } from '../../../test/law/life.ts'
import { scopeOf } from '../../../test/law/mapped.ts'
import { type Happening } from '../../../test/law/world.ts'
import { add } from './job/ladder.ts'
import type { Rule } from './job/rule.ts'
import { TargetError, TargetUnusable } from './ports.ts'
import { logEntry } from './record/log-entry.ts'
import { logRecord } from './record/log-record.ts'
import { defaultAccess } from './scope/verdict.ts'

/** Everybody but those whose name is the filter's. */
function scopeWithout(displayName: string): Rule['scope'] {
  const clause = {
    sourceOperandName: 'displayName',
    operatorName: 'NOT EQUALS',
    targetOperand: { values: [displayName] },
  }
  return scopeOf({ scope: { groups: [{ name: 'Filter', clauses: [clause] }] } })
}

const unmapped = mapping(row('[userPrincipalName]', 'userName', 1), row('[displayName]', 'displayName'))
const actions = (...on: ('create' | 'update' | 'delete')[]): Rule['actions'] => ({
  create: on.includes('create'),
  update: on.includes('update'),
  delete: on.includes('delete'),
})

const create = (slot: number): Happening => ({ what: 'create', slot })
const on = (
  what: 'disable' | 'enable' | 'assign' | 'unassign' | 'delete' | 'restore' | 'purge',
  slot = 0,
): Happening => ({ what, slot })
const rename = (slot: number, to: number): Happening => ({ what: 'name', slot, to })
const manage = (slot: number, by: number): Happening => ({ what: 'manage', slot, by })

const disabled = ['update u0@x active=false']

describe('the account of somebody who leaves', () => {
  type Row = {
    readonly what: string
    readonly rule?: Partial<Rule>
    readonly canDelete?: true
    readonly hardOnly?: true
    readonly happens: readonly (readonly Happening[])[]
    readonly writes: readonly string[]
    /** null: forgotten. */
    readonly link: 'managed' | 'released' | null
  }
  const all = actions('create', 'update', 'delete')
  const kept = { skipOutOfScopeDeletions: true }
  const filter = { scope: scopeWithout('name 1') }
  const rows: readonly Row[] = [
    { what: 'DP-20, A-5: unassigned: is disabled and released', happens: [[on('unassign')]], writes: disabled, link: 'released' },
    { what: 'DP-21: unassigned under SkipOutOfScopeDeletions: is left alone', rule: kept, happens: [[on('unassign')]], writes: [], link: 'managed' },
    { what: 'DP-22, A-15: unassigned without a mapping of IsSoftDeleted: is left alone', rule: { mapping: unmapped }, happens: [[on('unassign')]], writes: [], link: 'managed' },
    { what: 'DP-24, A-13: fails the filter: is disabled and released', rule: filter, happens: [[rename(0, 1)]], writes: disabled, link: 'released' },
    { what: 'DP-24, A-13: fails the filter under SkipOutOfScopeDeletions: is left alone', rule: { ...filter, ...kept }, happens: [[rename(0, 1)]], writes: [], link: 'managed' },
    { what: 'DP-25, A-11: disabled: is disabled and stays managed', happens: [[on('disable')]], writes: disabled, link: 'managed' },
    { what: 'DP-26, A-7: deleted softly: is disabled and stays managed', happens: [[on('delete')]], writes: disabled, link: 'managed' },
    { what: 'DP-27: disabled under SkipOutOfScopeDeletions: is disabled', rule: kept, happens: [[on('disable')]], writes: disabled, link: 'managed' },
    { what: 'DP-27: deleted under SkipOutOfScopeDeletions: is disabled', rule: kept, happens: [[on('delete')]], writes: disabled, link: 'managed' },
    { what: 'DP-27: kept when unassigned, then disabled in the directory: is disabled', rule: kept, happens: [[on('unassign')], [on('disable')]], writes: disabled, link: 'managed' },
    { what: 'DP-29: disabled without a mapping of IsSoftDeleted: is left alone', rule: { mapping: unmapped }, happens: [[on('disable')]], writes: [], link: 'managed' },
    { what: 'DP-30: deleted for good: is deleted', rule: { actions: actions('create', 'update', 'delete') }, canDelete: true, happens: [[on('purge')]], writes: ['delete u0@x'], link: null },
    { what: 'DP-30, A-7: deleted softly, then for good: is disabled, then deleted', rule: { actions: actions('create', 'update', 'delete') }, canDelete: true, happens: [[on('delete')], [on('purge')]], writes: [...disabled, 'delete u0@x'], link: null },
    { what: 'DP-31, A-8: deleted for good with Delete unticked: stays disabled', canDelete: true, happens: [[on('delete')], [on('purge')]], writes: disabled, link: null },
    { what: 'DP-32, A-9: deleted for good where nothing can be deleted: stays disabled', rule: { actions: actions('create', 'update', 'delete') }, happens: [[on('delete')], [on('purge')]], writes: disabled, link: null },
    { what: 'DP-33, DP-5, A-6: unassigned, then deleted softly and for good: is touched no more', rule: { actions: actions('create', 'update', 'delete') }, canDelete: true, happens: [[on('unassign')], [on('delete')], [on('purge')]], writes: disabled, link: null },
    { what: 'DP-34, A-16: unassigned with Update unticked: cannot be disabled, and stays managed', rule: { actions: actions('create') }, happens: [[on('unassign')]], writes: [], link: 'managed' },
    { what: 'DP-23, A-14: unassigned where nothing can be switched off: is deleted', rule: { actions: all }, canDelete: true, hardOnly: true, happens: [[on('unassign')]], writes: ['delete u0@x'], link: null },
    { what: 'DP-23: the same under SkipOutOfScopeDeletions: is left alone', rule: { actions: all, ...kept }, canDelete: true, hardOnly: true, happens: [[on('unassign')]], writes: [], link: 'managed' },
    { what: 'DP-24: fails the filter where nothing can be switched off: is deleted', rule: { ...filter, actions: all }, canDelete: true, hardOnly: true, happens: [[rename(0, 1)]], writes: ['delete u0@x'], link: null },
    { what: 'DP-28: disabled where nothing can be switched off: is deleted', rule: { actions: all }, canDelete: true, hardOnly: true, happens: [[on('disable')]], writes: ['delete u0@x'], link: null },
    { what: 'DP-28: deleted softly where nothing can be switched off: is deleted', rule: { actions: all }, canDelete: true, hardOnly: true, happens: [[on('delete')]], writes: ['delete u0@x'], link: null },
    { what: 'DP-7: unassigned where nothing can be switched off, with Delete unticked: is left alone', canDelete: true, hardOnly: true, happens: [[on('unassign')]], writes: [], link: 'managed' },
    { what: 'DP-7: unassigned where nothing can be switched off or deleted: is left alone', rule: { actions: all }, hardOnly: true, happens: [[on('unassign')]], writes: [], link: 'managed' },
    { what: 'BT-20: unassigned while released accounts are looked after: is disabled and stays managed', rule: { keepReleased: true }, happens: [[on('unassign')]], writes: disabled, link: 'managed' },
    { what: 'BT-20: then deleted for good: is deleted', rule: { keepReleased: true, actions: all }, canDelete: true, happens: [[on('unassign')], [on('delete')], [on('purge')]], writes: [...disabled, 'delete u0@x'], link: null },
    { what: 'everything at once between two cycles: is disabled once', happens: [[on('unassign'), on('disable'), on('delete')]], writes: disabled, link: 'managed' },
    { what: 'unassigned and assigned again between two cycles: is left alone', happens: [[on('unassign'), on('assign')]], writes: [], link: 'managed' },
    { what: 'looked at again when it is disabled already: is left alone', happens: [[on('disable')], [rename(0, 2)]], writes: disabled, link: 'managed' },
  ] // prettier-ignore

  test.each(rows)('$what', async ({ rule, canDelete, hardOnly, happens, writes, link }) => {
    const life = new Life(rule).happen(create(0))
    life.canDelete = canDelete ?? false
    life.canSoftDelete = hardOnly === undefined
    await life.cycle()
    const all: string[] = []
    const id = life.world.at(0)?.id ?? ''
    for (const happenings of happens) {
      await life.happen(...happenings).cycle()
      all.push(...life.writes)
    }
    expect(all).toEqual(writes)
    expect(life.memory.state.links.get(`User/${id}`)?.state ?? null).toBe(link)
    await life.cycle()
    expect(life.writes).toEqual([])
  })

  test.each([
    ['A-8: with Delete unticked', undefined, 'deleteOff', 'Tick Delete in the object mapping.'],
    ['A-9: where nothing can be deleted', all, 'cannotDelete', expect.stringContaining('console')],
  ])('%s, the log says why the account of somebody who is gone stays', async (_, ticked, code, advice) => {
    const life = new Life(ticked && { actions: ticked }).happen(create(0), on('assign'))
    life.canDelete = ticked === undefined
    await life.cycle()
    const gone = life.world.at(0)?.id
    await life.happen(on('delete')).cycle()
    await life.happen(on('purge')).cycle()
    const [line] = life.memory.state.log.filter(({ change }) => change.ref.id === gone)
    expect(line && logEntry(logRecord(line), life.clock)).toMatchObject({ usher: { code, advice } })
  })

  describe('disabled now, deleted later', () => {
    const later = { actions: actions('create', 'update'), deleteAfterDays: 7 }
    const afterDays = (life: Life, days: number): Life => {
      life.clock = add(life.clock, days * 24 * 3600_000)
      return life
    }
    const left = async (happening: Happening = on('unassign'), guard: Rule['guard'] = null): Promise<Life> => {
      const life = new Life(later, guard).happen(create(0))
      life.canDelete = true
      await life.cycle()
      await life.happen(happening).cycle()
      expect(life.writes).toEqual(disabled)
      return life
    }

    test.each([
      ['unassigned', on('unassign')],
      ['disabled', on('disable')],
    ])('%s: is deleted when the days are over, and not before', async (_, happening) => {
      const life = await left(happening)
      expect(life.looks('due')).toMatchObject([{ next: add(life.clock, 7 * 24 * 3600_000) }])
      await afterDays(life, 6.9).cycle()
      expect(life.writes).toEqual([])
      await afterDays(life, 0.2).cycle()
      expect(life.writes).toEqual(['delete u0@x'])
      expect(life.looks('due')).toEqual([])
    })

    test('whoever comes back in time keeps the account', async () => {
      const life = await left()
      await afterDays(life, 3).happen(on('assign')).cycle()
      expect(life.writes).toEqual(['update u0@x active=true'])
      await afterDays(life, 10).cycle()
      expect(life.writes).toEqual([])
    })

    test('whoever is gone for good meanwhile is deleted all the same', async () => {
      const life = await left()
      await life.happen(on('delete'), on('purge')).cycle()
      expect(life.writes).toEqual([])
      await afterDays(life, 8).cycle()
      expect(life.writes).toEqual(['delete u0@x'])
    })

    test('the guard counts it as a removal', async () => {
      const life = await left(on('unassign'), { threshold: 2, percent: 100 })
      life.rule = { ...life.rule, guard: { threshold: 1, percent: 100 } }
      await afterDays(life, 8).cycle()
      expect(life.writes).toEqual([])
      life.decide('allowed')
      await life.cycle()
      expect(life.writes).toEqual(['delete u0@x'])
    })

    test('where nothing can be deleted nothing is', async () => {
      const life = await left()
      life.canDelete = false
      await afterDays(life, 8).cycle()
      expect(life.writes).toEqual([])
    })
  })

  test.each([
    ['SkipOutOfScopeDeletions is turned off', { skipOutOfScopeDeletions: true }, { skipOutOfScopeDeletions: false }],
    ['Update is ticked again', { actions: actions('create') }, { actions: actions('create', 'update') }],
    ['IsSoftDeleted is mapped', { mapping: unmapped }, { mapping: lawRule().mapping }],
  ])('CY-22: who could not be disabled is disabled when %s', async (_, before, after) => {
    const life = new Life(before).happen(create(0))
    await life.cycle()
    await life.happen(on('unassign')).cycle()
    expect(life.writes).toEqual([])
    life.rule = { ...life.rule, ...after }
    life.memory.state.watermark = null
    await life.cycle()
    expect(life.writes).toEqual(disabled)
  })

  test('DP-34: a leaver who could not be disabled has a line in the log that says what to do', async () => {
    const life = new Life({ actions: actions('create') }).happen(create(0))
    await life.cycle()
    await life.happen(on('unassign')).cycle()
    expect(life.logged(0)).toMatchObject([
      { usher: { code: 'updateOff', advice: 'Tick Update in the object mapping.' } },
    ])
  })

  test('A-53: neither a failing expression nor an empty matching value keeps a leaver', async () => {
    const life = new Life().happen(create(0))
    await life.cycle()
    life.rule = {
      ...life.rule,
      mapping: mapping(row('[nickname]', 'userName', 1), active, row('Mid([displayName], 0, 1)', 'displayName')),
    }
    life.memory.state.watermark = null
    await life.cycle()
    expect(life.looks('failed')).toHaveLength(1)
    await life.happen(on('unassign')).cycle()
    expect(life.writes).toEqual(disabled)
    expect(life.looks('failed')).toEqual([])
  })

  test.each([
    ['never had an account', on('disable')],
    ['is deleted before the first cycle', on('delete')],
    ['is not assigned', on('unassign')],
  ])('A-12, CY-40: somebody who %s gets none', async (_, happening) => {
    const life = new Life().happen(create(0), happening)
    expect(await life.cycle()).toMatchObject({ created: 0, inScope: 0 })
    expect(life.writes).toEqual([])
    expect(life.application.requests).toBe(0)
  })

  test('whose disabling cannot be evaluated is told, tried again, and disabled when it can', async () => {
    const disabling = (value: string) => row(`IIF([IsSoftDeleted] = "True", ${value}, "True")`, 'active')
    const rows = [row('[userPrincipalName]', 'userName', 1), disabling('Error("no")')]
    const life = new Life({ mapping: mapping(...rows) }).happen({ what: 'create', slot: 0 })
    await life.cycle()
    await life.happen({ what: 'unassign', slot: 0 }).cycle()
    expect(life.looks('failed')).toMatchObject([{ error: { code: 'InvalidMapping' } }])
    expect(life.link(0)).toMatchObject({ state: 'managed', active: true })
    life.rule = { ...life.rule, mapping: mapping(row('[userPrincipalName]', 'userName', 1), disabling('"False"')) }
    life.clock = add(life.clock, 24 * 3600_000)
    await life.cycle()
    expect(life.writes).toEqual(['update u0@x active=false'])
  })

  test('gets what can be evaluated, and is told all the same when something cannot', async () => {
    const leaving = (path: string, value: string) => row(`IIF([IsSoftDeleted] = "True", ${value}, "True")`, path)
    const rows = [
      row('[userPrincipalName]', 'userName', 1),
      leaving('active', 'Error("no")'),
      leaving('displayName', '"left"'),
    ]
    const life = new Life({ mapping: mapping(...rows) }).happen({ what: 'create', slot: 0 })
    await life.cycle()
    await life.happen({ what: 'unassign', slot: 0 }).cycle()
    expect(life.writes).toEqual(['update u0@x displayName=left'])
    expect(life.looks('failed')).toMatchObject([{ error: { code: 'InvalidMapping' } }])
    expect(life.link(0)).toMatchObject({ state: 'managed', active: true })
    life.clock = add(life.clock, 24 * 3600_000)
    await life.cycle()
    expect(life.looks('failed')).toMatchObject([{ attempts: 2 }])
  })

  test('whose account is disabled already is not counted as a removal again when a mapping changes', async () => {
    const rows = [row('[userPrincipalName]', 'userName', 1), active]
    const life = new Life({ mapping: mapping(...rows) }).happen({ what: 'create', slot: 0 })
    await life.cycle()
    await life.happen({ what: 'disable', slot: 0 }).cycle()
    const name = row('IIF([IsSoftDeleted] = "True", "left", [displayName])', 'displayName')
    life.rule = { ...life.rule, mapping: mapping(...rows, name) }
    life.memory.state.watermark = null
    expect(await life.cycle()).toMatchObject({ disabled: 0, updated: 1 })
    expect(life.writes).toEqual(['update u0@x displayName=left'])
  })

  test('A-54: Default Access alone is not enough; the reason names what to choose', async () => {
    const life = new Life().happen(create(0))
    life.says = (entry) => ({
      ...entry,
      assignments: entry.assignments.map((one) => ({ ...one, appRoleId: defaultAccess })),
    })
    expect(await life.cycle()).toMatchObject({ created: 0, skipped: { roleMissing: 1 } })
    expect(life.logged(0)).toMatchObject([
      {
        provisioningStatusInfo: {
          status: 'skipped',
          errorInformation: {
            errorCode: 'NotEffectivelyEntitled',
            recommendedAction: 'Choose a role: usher assign APP WHO --role ROLE.',
          },
        },
        usher: { reason: 'is assigned with Default Access only' },
      },
    ])
  })
})

describe('somebody who comes back', () => {
  test.each([
    ['DP-35: assigned again', on('unassign'), on('assign')],
    ['DP-35, A-11: enabled again', on('disable'), on('enable')],
    ['DP-35, A-10: restored', on('delete'), on('restore')],
  ])('%s: the same account is enabled, with all that changed meanwhile', async (_, leave, back) => {
    const life = new Life().happen(create(0))
    await life.cycle()
    await life.happen(leave).cycle()
    const { updated } = await life.happen(back, rename(0, 3)).cycle()
    expect(life.writes).toEqual(['update u0@x active=true displayName=name 3'])
    expect(updated).toBe(1)
    expect(life.link(0)).toMatchObject({ state: 'managed', active: true })
    expect(life.logged(0)).toMatchObject([{ provisioningAction: 'update', usher: { code: 'returned' } }])
  })

  test('a new person with the name of one who was purged takes over the account that stayed', async () => {
    const life = new Life().happen(create(0))
    await life.cycle()
    await life.happen(on('delete')).cycle()
    await life.happen(on('purge'), create(0)).cycle()
    expect(life.writes).toEqual(['update u0@x active=true'])
    expect(life.application.accounts.size).toBe(1)
  })
})

describe('which account is whose', () => {
  test('A-1: an existing account with the same userName is taken over, not made again', async () => {
    const life = new Life().happen(create(0), create(1))
    life.application.accounts.set('old', { userName: 'U0@x', active: true, displayName: 'Somebody' })
    expect(await life.cycle()).toMatchObject({ created: 1, joined: 1, updated: 1 })
    expect(life.writes.toSorted()).toEqual(['create u1@x', 'update U0@x displayName=N0'])
    expect(life.link(0)?.targetId).toBe('old')
  })

  test('an existing account that is right already is linked without a write, and the log says so', async () => {
    const life = new Life().happen(create(0))
    life.application.accounts.set('old', { userName: 'u0@x', active: true, displayName: 'N0' })
    expect(await life.cycle()).toMatchObject({ created: 0, joined: 1, updated: 0 })
    expect(life.writes).toEqual([])
    expect(life.link(0)?.targetId).toBe('old')
    expect(life.logged(0)).toMatchObject([{ usher: { reason: 'matches an existing account by userName ("N0")' } }])
  })

  test('A-23: of two accounts that match none is touched, and the log says how many', async () => {
    const life = new Life().happen(create(0))
    for (const id of ['a', 'b']) life.application.accounts.set(id, { userName: 'u0@x' })
    expect(await life.cycle()).toMatchObject({ failed: 1 })
    expect(life.writes).toEqual([])
    expect(life.outcomes(0).at(-1)).toMatchObject({
      result: 'failure',
      error: { code: 'DuplicateTargetEntries' },
      look: { why: 'failed' },
    })
    expect(life.logged(0).at(-1)?.usher.reason).toBe('matches 2 accounts')
  })

  test('A-24: without a matching value nobody is searched for or made', async () => {
    const life = new Life({ mapping: mapping(row('[nickname]', 'userName', 1), active) }).happen(create(0))
    expect(await life.cycle()).toMatchObject({ created: 0, failed: 0, skipped: { unmatchable: 1 } })
    expect(life.application.requests).toBe(0)
    expect(life.logged(0)).toMatchObject([
      { provisioningStatusInfo: { errorInformation: { errorCode: 'ImportSkipped' } } },
    ])
  })

  test('A-22: the second matching attribute is asked for when the first finds nobody', async () => {
    const twice = mapping(row('[userPrincipalName]', 'userName', 1), active, row('[displayName]', 'displayName', 2))
    const life = new Life({ mapping: twice }).happen(create(0))
    life.application.accounts.set('old', { userName: 'else@x', displayName: 'N0', active: true })
    await life.cycle()
    expect(life.writes).toEqual(['update else@x userName=u0@x'])
    expect(life.application.requests).toBe(3)
  })

  test('CY-50: of two people with one matching value the second is told', async () => {
    const life = new Life().happen(create(0), create(1))
    life.says = (entry) => ({ ...entry, object: entry.object && { ...entry.object, userPrincipalName: 'same@x' } })
    await life.cycle()
    expect(life.writes).toEqual(['create same@x'])
    const errors = [...life.outcomes(0), ...life.outcomes(1)].flatMap((one) =>
      one.result === 'failure' ? [one.error.code] : [],
    )
    expect(new Set(errors)).toEqual(new Set(['DuplicateSourceEntries']))
  })

  test('with Create unticked nobody gets an account, with Update unticked nothing is changed', async () => {
    const life = new Life({ actions: actions() }).happen(create(0), create(1))
    life.application.accounts.set('old', { userName: 'u0@x', displayName: 'Somebody' })
    expect(await life.cycle()).toMatchObject({ created: 0, updated: 0, skipped: { createOff: 1 } })
    expect(life.writes).toEqual([])
    expect(life.link(0)?.targetId).toBe('old')
  })

  describe('an account that somebody removed in the application', () => {
    const vanished = async (onVanished: Rule['onVanished']): Promise<Life> => {
      const life = new Life({ onVanished }).happen(create(0))
      await life.cycle()
      life.application.accounts.clear()
      return life
    }

    test('recreate: is made again in the same cycle', async () => {
      const life = await vanished('recreate')
      await life.happen(rename(0, 1)).cycle()
      expect(life.writes).toEqual(['create u0@x'])
      expect(life.link(0)?.targetId).toBe('a2')
    })

    test('A-25: report: stays away and is listed until a person asks for it', async () => {
      const life = await vanished('report')
      await life.happen(rename(0, 1)).cycle()
      expect(life.writes).toEqual([])
      expect(life.looks('failed')).toMatchObject([{ error: { code: 'InvalidAnchor' } }])
      await life.cycle()
      expect(life.writes).toEqual([])
      for (const [key, look] of life.memory.state.looks)
        life.memory.state.looks.set(key, { ...look, decision: 'allowed' })
      await life.cycle()
      expect(life.writes).toEqual(['create u0@x'])
      expect(life.looks('failed')).toEqual([])
    })

    test('report: stays listed, and is made again on demand, when there is nothing else to write', async () => {
      const life = await vanished('report')
      life.memory.state.watermark = null
      await life.cycle({ verify: true })
      expect(life.looks('failed')).toHaveLength(1)
      for (const [key, look] of life.memory.state.looks)
        life.memory.state.looks.set(key, { ...look, decision: 'allowed' })
      await life.cycle()
      expect(life.writes).toEqual(['create u0@x'])
      expect(life.looks('failed')).toEqual([])
    })

    test.each(['recreate', 'report'] as const)(
      '%s: is not made again for a leaver, and forgotten',
      async (onVanished) => {
        const life = await vanished(onVanished)
        await life.happen(on('unassign')).cycle()
        expect(life.writes).toEqual([])
        expect(life.link(0)).toBeUndefined()
      },
    )
  })
})

describe('accidental deletions', () => {
  const guard = { threshold: 3, percent: 100 }
  const five = [0, 1, 2, 3, 4].map(create)
  const unassign = (...slots: number[]) => slots.map((slot) => on('unassign', slot))
  const employed = async (limits: Rule['guard'] = guard): Promise<Life> => {
    const life = new Life({}, limits).happen(...five)
    await life.cycle()
    return life
  }

  test('A-34, AD-5, AD-12: at the threshold removals are held while creates and updates go on', async () => {
    const life = await employed()
    const summary = await life.happen(...unassign(0, 1, 2), rename(3, 1), create(5)).cycle()
    expect(life.writes.toSorted()).toEqual(['create u5@x', 'update u3@x displayName=name 1'])
    expect(summary).toMatchObject({ held: 3, disabled: 0, created: 1, updated: 1 })
    expect(life.looks('removalHeld')).toHaveLength(3)
    expect(life.account('u0@x')?.['active']).toBe(true)
  })

  test('AD-6: a held removal stands in the log as StagedDelete, with what holds it', async () => {
    const life = await employed()
    await life.happen(...unassign(0, 1, 2)).cycle()
    expect(life.logged(0)).toMatchObject([
      {
        provisioningAction: 'stagedDelete',
        modifiedProperties: [],
        provisioningStatusInfo: { status: 'skipped', errorInformation: { errorCode: 'TooManyDeletes' } },
      },
    ])
  })

  test('below the threshold leavers are disabled at once', async () => {
    const life = await employed()
    expect(await life.happen(...unassign(0, 1)).cycle()).toMatchObject({ held: 0, disabled: 2 })
  })

  test('AD-1: without the guard everybody is', async () => {
    const life = await employed(null)
    expect(await life.happen(...unassign(0, 1, 2, 3, 4)).cycle()).toMatchObject({ held: 0, disabled: 5 })
  })

  test('AD-8: what is allowed is carried out with the next cycle, also in a window that is full', async () => {
    const life = await employed()
    await life.happen(...unassign(0, 1, 2, 3)).cycle()
    life.decide('allowed')
    expect(await life.cycle()).toMatchObject({ disabled: 4, held: 0 })
    expect(life.looks('removalHeld')).toEqual([])
    expect(life.link(0)).toMatchObject({ state: 'released', active: false })
  })

  test('of several one is allowed; the others go on waiting, and a rejected one stays', async () => {
    const life = await employed()
    await life.happen(...unassign(0, 1, 2)).cycle()
    life.decide('rejected', (id) => id === life.world.at(1)?.id)
    life.decide('allowed', (id) => id === life.world.at(0)?.id)
    await life.cycle()
    expect(life.writes).toEqual(disabled)
    life.memory.state.watermark = null
    await life.happen(rename(2, 1)).cycle()
    expect(life.writes).toEqual([])
    expect(life.looks('removalHeld').map((look) => look.decision)).toEqual(['rejected', undefined])
  })

  test('one that is held waits for a person, whatever the limit is by then', async () => {
    const life = await employed()
    await life.happen(...unassign(0, 1, 2)).cycle()
    life.rule = { ...life.rule, guard: null }
    await life.happen(...unassign(3), rename(0, 1)).cycle()
    expect(life.writes).toEqual(['update u3@x active=false'])
    expect(life.looks('removalHeld')).toHaveLength(3)
  })

  test('A-36: whoever is assigned again is held no longer, and was never disabled', async () => {
    const life = await employed()
    await life.happen(...unassign(0, 1, 2)).cycle()
    await life.happen(on('assign', 0), on('assign', 1), on('assign', 2)).cycle()
    expect(life.writes).toEqual([])
    expect(life.looks('removalHeld')).toEqual([])
    life.decide('allowed')
    await life.cycle()
    expect(life.writes).toEqual([])
  })

  test('removals of the last forty minutes count with the new ones (instead of A-35)', async () => {
    const life = await employed()
    await life.happen(...unassign(0, 1)).cycle()
    expect(await life.happen(...unassign(2)).cycle()).toMatchObject({ held: 1, disabled: 0 })
  })

  test('A-35: removals of before the window do not count', async () => {
    const life = await employed()
    await life.happen(...unassign(0, 1)).cycle()
    life.clock = add(life.clock, 41 * 60_000)
    expect(await life.happen(...unassign(2, 3)).cycle()).toMatchObject({ held: 0, disabled: 2 })
  })

  test('held ones count towards the limit once, also when the feed repeats them', async () => {
    const life = await employed()
    await life.happen(...unassign(0, 1, 2)).cycle()
    life.rule = { ...life.rule, guard: { threshold: 5, percent: 100 } }
    life.memory.state.watermark = null
    await life.happen(...unassign(3)).cycle()
    expect(life.writes).toEqual(['update u3@x active=false'])
  })

  test('leavers who are left alone anyway hold nobody', async () => {
    const life = await employed()
    life.rule = { ...life.rule, skipOutOfScopeDeletions: true }
    await life.happen(...unassign(0, 1, 2), on('disable', 3)).cycle()
    expect(life.writes).toEqual(['update u3@x active=false'])
  })

  test('leavers whose active flows at creation only hold nobody either', async () => {
    const rows = [row('[userPrincipalName]', 'userName', 1), { ...active, flowType: 'ObjectAddOnly' as const }]
    const life = new Life({ mapping: mapping(...rows) }, { threshold: 2, percent: 100 })
    life.canDelete = true
    life.rule = { ...life.rule, actions: { ...life.rule.actions, delete: true } }
    await life.happen(...[0, 1, 2].map((slot) => ({ what: 'create', slot }) as const)).cycle()
    await life.happen({ what: 'disable', slot: 0 }, { what: 'disable', slot: 1 }, { what: 'purge', slot: 2 }).cycle()
    expect(life.writes).toEqual(['delete u2@x'])
  })

  test('AD-3: hard deletes count too, also of accounts that are disabled already', async () => {
    const life = await employed()
    life.canDelete = true
    life.rule = { ...life.rule, actions: actions('create', 'update', 'delete') }
    await life.happen(on('disable', 0), on('disable', 1)).cycle()
    life.clock = add(life.clock, 41 * 60_000)
    expect(await life.happen(on('purge', 0), on('purge', 1), on('purge', 2)).cycle()).toMatchObject({
      held: 3,
      deleted: 0,
    })
    life.decide('allowed')
    expect(await life.cycle()).toMatchObject({ deleted: 3 })
    expect(life.application.accounts.size).toBe(2)
  })

  test('AD-3: deletions count also when every account is disabled and everybody is read again', async () => {
    const life = new Life({ actions: actions('create', 'update', 'delete') })
    life.canDelete = true
    await life.happen(create(0)).cycle()
    await life.happen(on('delete')).cycle()
    life.rule = { ...life.rule, guard: { threshold: 1, percent: 100 } }
    life.clock = add(life.clock, 41 * 60_000)
    life.memory.state.watermark = null
    expect(await life.happen(on('purge')).cycle()).toMatchObject({ held: 1, deleted: 0 })
  })

  test('a dry run shows who would be held and writes nothing', async () => {
    const life = await employed()
    const requests = life.application.accounts.size
    const changes = await life.happen(...unassign(0, 1, 2), create(5)).plan()
    expect(changes.map(({ action, held }) => (held === undefined ? action : 'held')).toSorted()).toEqual([
      'create',
      'held',
      'held',
      'held',
    ])
    expect(life.application.accounts.size).toBe(requests)
    expect(life.looks('removalHeld')).toEqual([])
  })
})

describe('an initial cycle that was interrupted', () => {
  const many = Array.from({ length: 12 }, (_, slot) => create(slot))
  const interrupted = async (): Promise<Life> => {
    const life = new Life().happen(...many)
    life.stopped = () => life.writes.length >= 5
    expect(await life.cycle()).toMatchObject({ stopped: true })
    life.stopped = () => false
    return life
  }

  test('goes on where it was, and looks at nobody twice', async () => {
    const life = await interrupted()
    const done = life.memory.state.checkpoint?.done ?? 0
    expect(done).toBeGreaterThan(0)
    const summary = await life.cycle()
    expect(summary).toMatchObject({ cycle: 'initial', stopped: false, read: 12 - done })
    expect(life.application.accounts.size).toBe(12)
    expect(life.memory.state.checkpoint).toBeNull()
  })

  test('A-51: its progress goes on too', async () => {
    const life = await interrupted()
    const shown = (): readonly number[] =>
      life.progress.filter(({ phase }) => phase === 'people').map(({ done }) => done)
    const before = Math.max(...shown())
    life.progress.length = 0
    await life.cycle()
    expect(shown()[0]).toBeLessThanOrEqual(before)
    expect(shown()[0]).toBeGreaterThan(0)
    expect(shown().at(-1)).toBe(12)
  })

  test('what changed meanwhile among those it had looked at is done by the next cycle', async () => {
    const life = await interrupted()
    await life.happen(rename(0, 7)).cycle()
    await life.cycle()
    expect(life.account('u0@x')?.['displayName']).toBe('name 7')
  })

  test('who left meanwhile among those it had looked at is disabled at once', async () => {
    const life = await interrupted()
    const summary = await life.happen(on('unassign', 0)).cycle()
    expect(summary).toMatchObject({ disabled: 1 })
  })

  test('A-40: begins anew when mappings were saved meanwhile', async () => {
    const life = await interrupted()
    life.memory.saved()
    expect(await life.cycle()).toMatchObject({ read: 12 })
  })
})

describe('the order of a cycle', () => {
  test('A-56: leavers come before everybody else, wherever they stand in the feed', async () => {
    const life = new Life().happen(...[0, 1, 2].map(create))
    await life.cycle()
    await life.happen(...[3, 4, 5, 6].map(create), on('unassign', 1)).cycle()
    expect(life.writes[0]).toBe('update u1@x active=false')
    expect(life.writes).toHaveLength(5)
  })

  test('A-19: a manager and a report who are both new: two creates, and at most one more write', async () => {
    const life = new Life().happen(create(0), create(1), manage(0, 1))
    const summary = await life.cycle()
    expect(life.writes).toEqual(['create u1@x', 'create u0@x'])
    expect(life.account('u0@x')?.['manager']).toEqual({ value: life.link(1)?.targetId })
    expect(summary.references).toEqual({ set: 1, notProvisioned: 0, unknown: 0 })
  })

  test('two who manage each other are made, and both references are set within the cycle', async () => {
    const life = new Life().happen(create(0), create(1), manage(0, 1), manage(1, 0))
    expect(await life.cycle()).toMatchObject({ created: 2, updated: 0, references: { set: 2 } })
    expect(life.account('u0@x')?.['manager']).toEqual({ value: life.link(1)?.targetId })
    expect(life.account('u1@x')?.['manager']).toEqual({ value: life.link(0)?.targetId })
  })

  test('A-20: a manager out of scope is said, and set by itself when they come in', async () => {
    const life = new Life().happen(create(0), create(1), on('unassign', 1), manage(0, 1))
    expect((await life.cycle()).references).toEqual({ set: 0, notProvisioned: 1, unknown: 0 })
    const [line] = life.logged(0).filter(({ provisioningStatusInfo: { status } }) => status === 'warning')
    expect(line?.usher).toMatchObject({
      reason: 'has no manager in the application: N1 is not assigned to the application',
      advice: 'Assign the person, or a group they belong to: usher assign APP WHO --role ROLE.',
    })
    await life.happen(on('assign', 1)).cycle()
    expect(life.account('u0@x')?.['manager']).toEqual({ value: life.link(1)?.targetId })
  })

  test('a manager in scope whose account could not be made is not said to be out of scope', async () => {
    const life = new Life().happen(create(0), create(1), manage(0, 1))
    life.beforeWrite = (what) => {
      if (what === 'create u1@x') throw new TargetError({ code: 'UnprocessableEntity', message: 'no', retry: 'later' })
    }
    expect((await life.cycle()).references).toMatchObject({ set: 0, notProvisioned: 1 })
    expect(life.logged(0).map(({ usher }) => usher.reason)).toContain(
      'has no manager in the application yet: N1 has no account there so far',
    )
  })

  test('a manager whom the directory does not know is counted apart', async () => {
    const life = new Life().happen(create(0))
    life.says = (entry) => ({
      ...entry,
      object: entry.object && { ...entry.object, manager: { type: 'User', id: 'employeeId:9' } },
    })
    expect((await life.cycle()).references).toEqual({ set: 0, notProvisioned: 0, unknown: 1 })
    expect(life.logged(0).map(({ usher }) => usher.reason)).toContain(
      'has no manager: nobody in the directory has employeeId 9',
    )
  })

  test('A-2: when nothing changed nothing is sent; A-3: one attribute is one PATCH with it alone', async () => {
    const life = new Life().happen(create(0), create(1))
    await life.cycle()
    life.application.requests = 0
    expect(await life.cycle()).toMatchObject({ cycle: 'incremental', read: 0, created: 0, updated: 0 })
    expect(life.application.requests).toBe(0)
    await life.happen(rename(0, 1)).cycle()
    expect(life.writes).toEqual(['update u0@x displayName=name 1'])
    expect(life.logged(0)).toMatchObject([
      { modifiedProperties: [{ displayName: 'displayName', oldValue: 'N0', newValue: 'name 1' }] },
    ])
  })

  test('A-4: a change of what is not mapped sends nothing, not even a question', async () => {
    const life = new Life().happen(create(0))
    await life.cycle()
    life.says = (entry) => ({ ...entry, object: entry.object && { ...entry.object, city: 'Porto' } })
    life.application.requests = 0
    expect(await life.happen(rename(0, 0)).cycle()).toMatchObject({ read: 1 })
    life.application.requests = 0
    life.happen(rename(0, 0))
    expect(await life.cycle()).toMatchObject({ read: 1, unchanged: 1 })
    expect(life.application.requests).toBe(0)
  })

  test('A-37: a cycle that is stopped ends what is in flight; the next goes on and does nothing twice', async () => {
    const life = new Life().happen(...[0, 1, 2, 3, 4, 5].map(create))
    life.stopped = () => life.writes.length >= 3
    expect(await life.cycle()).toMatchObject({ stopped: true })
    const first = life.writes.length
    expect(first).toBeLessThan(6)
    life.stopped = () => false
    expect(await life.cycle()).toMatchObject({ stopped: false, cycle: 'initial', created: 6 - first })
    expect(life.application.accounts.size).toBe(6)
  })

  test('ER-20: an application that cannot be used ends the cycle: nothing more is sent, and the next one goes on', async () => {
    const life = new Life().happen(...[0, 1, 2, 3, 4, 5].map(create))
    const tried: string[] = []
    life.beforeWrite = (what) => {
      tried.push(what)
      if (tried.length > 1) throw new TargetUnusable({ code: 'Unauthorized', message: 'no', retry: 'later' })
    }
    await expect(life.cycle()).rejects.toThrow(TargetUnusable)
    // Two are in flight at once; after the first refusal nobody else begins.
    expect(tried.length).toBeLessThanOrEqual(3)
    expect(life.memory.state.watermark).toBeNull()
    life.beforeWrite = () => undefined
    await life.cycle()
    expect(life.application.accounts.size).toBe(6)
    expect(life.writes).toHaveLength(5)
  })

  test('ER-1, ER-4: one object that fails is tried again within the cycle, and the others go on', async () => {
    const life = new Life().happen(...[0, 1, 2].map(create))
    let failures = 1
    life.beforeWrite = (what) => {
      if (what === 'create u1@x' && failures-- > 0)
        throw new TargetError({ code: 'InternalServerError', message: 'no', retry: 'soon' })
    }
    expect(await life.cycle()).toMatchObject({ created: 3, failed: 0 })
    expect(life.looks('failed')).toEqual([])
  })

  test('A-26: what fails for good waits by the ladder, and a change in the directory brings it back at once', async () => {
    const life = new Life().happen(create(0), create(1))
    life.beforeWrite = (what) => {
      if (what === 'create u1@x')
        throw new TargetError({ code: 'UnprocessableEntity', message: 'bad name', retry: 'later' })
    }
    expect(await life.cycle()).toMatchObject({ created: 1, failed: 1 })
    expect(life.looks('failed')).toMatchObject([
      { attempts: 1, next: add(life.clock, 40 * 60_000), error: { message: 'bad name' } },
    ])
    expect(life.logged(1)[0]).toMatchObject({
      provisioningStatusInfo: {
        errorInformation: {
          errorCode: 'UnprocessableEntity',
          reason: 'bad name; failed once, tried again at 2026-01-01T00:41:00.000Z',
        },
      },
    })
    life.beforeWrite = () => undefined
    await life.cycle()
    expect(life.writes).toEqual([])
    await life.happen(rename(1, 1)).cycle()
    expect(life.writes).toEqual(['create u1@x'])
    expect(life.looks('failed')).toEqual([])
  })

  test('A-26: when its time has come what failed is tried again without any change', async () => {
    const life = new Life().happen(create(0))
    life.beforeWrite = () => {
      throw new TargetError({ code: 'UnprocessableEntity', message: 'bad name', retry: 'later' })
    }
    await life.cycle()
    life.beforeWrite = () => undefined
    life.clock = add(life.clock, 40 * 60_000)
    expect(await life.cycle()).toMatchObject({ read: 0, created: 1 })
  })

  test('A-38: after a restart everything is compared again, and what was changed by hand is put right', async () => {
    const life = new Life().happen(create(0), create(1))
    await life.cycle()
    for (const [id, account] of life.application.accounts)
      life.application.accounts.set(id, { ...account, displayName: 'by hand' })
    life.memory.state.watermark = null
    expect(await life.cycle({ verify: true })).toMatchObject({ cycle: 'initial', created: 0, updated: 2 })
    expect(life.writes.toSorted()).toEqual(['update u0@x displayName=N0', 'update u1@x displayName=N1'])
  })

  test('progress never goes back within a phase, and ends at its total', async () => {
    const life = new Life().happen(...[0, 1, 2, 3, 4, 5, 6].map(create), on('unassign', 6))
    await life.cycle()
    const people = life.progress.filter(({ phase }) => phase === 'people')
    expect(people.map(({ done }) => done)).toEqual(people.map(({ done }) => done).toSorted((a, b) => a - b))
    expect(people.every(({ total }) => total === 7)).toBe(true)
    expect(people.at(-1)?.done).toBe(7)
  })

  test('the summary counts everybody once', async () => {
    const life = new Life().happen(
      ...[0, 1, 2, 3, 4, 5].map(create),
      on('disable', 4),
      on('unassign', 5),
      manage(0, 1),
      manage(1, 4),
    )
    life.application.accounts.set('old', { userName: 'u2@x', active: true, displayName: 'N2' })
    life.beforeWrite = (what) => {
      if (what.startsWith('create u3@x'))
        throw new TargetError({ code: 'UnprocessableEntity', message: 'no', retry: 'later' })
    }
    expect(await life.cycle()).toEqual({
      cycle: 'initial', read: 6, inScope: 4, created: 2, joined: 1, updated: 0, disabled: 0, deleted: 0, unchanged: 0,
      skipped: { sourceDisabled: 1, notAssigned: 1 }, failed: 1, held: 0, adoptions: 0, changesHeld: 0, gathered: 0,
      references: { set: 1, notProvisioned: 1, unknown: 0 },
      members: { added: 0, removed: 0, missing: 0, failed: 0 }, stopped: false,
    }) // prettier-ignore
    await life.happen(on('unassign', 0), rename(1, 1)).cycle()
    expect(await life.cycle()).toMatchObject({ cycle: 'incremental', read: 0, skipped: {} })
  })
})
