import type { Attributes } from '@usher/scim'
import { describe, expect, test } from 'vitest'
import { lawRule } from '../../../test/law/law.ts'
import { MemoryJournal } from '../../../test/law/memory-journal.ts'
import { MemoryTarget } from '../../../test/law/memory-target.ts'
import { userRole, World, type Happening } from '../../../test/law/world.ts'
import { planCycle, runCycle, type CycleOptions, type Progress } from './cycle.ts'
import { add } from './job/ladder.ts'
import { mappingOf } from './job/mapping-of.ts'
import type { Rule } from './job/rule.ts'
import { compileMappings } from './map/compile.ts'
import { TargetError, TargetUnusable, type Ports, type Target } from './ports.ts'
import { logEntry } from './record/log-entry.ts'
import { compileScope, defaultAccess } from './scope/verdict.ts'
import type { CycleSummary } from './summary.ts'
import type { Change, Entry, Instant, Outcome } from './types.ts'

type Change1 = Partial<Rule>
const row = (expression: string, targetAttributeName: string, matchingPriority = 0) =>
  mappingOf({ expression, targetAttributeName, matchingPriority })
const active = row('Switch([IsSoftDeleted], , "False", "True", "True", "False")', 'active')

function mapping(...attributeMappings: ReturnType<typeof row>[]): Rule['mapping'] {
  const common = { name: 'people', enabled: true, flowTypes: 'Add, Update', scope: null }
  const compiled = compileMappings({ ...common, sourceObjectName: 'User', targetObjectName: 'User', attributeMappings })
  if (compiled.kind === 'refused') throw new Error(compiled.problems.map(({ message }) => message).join())
  return compiled
}

/** Everybody but those whose name is the filter's. */
function scopeWithout(displayName: string): Rule['scope'] {
  const clause = { sourceOperandName: 'displayName', operatorName: 'NOT EQUALS', targetOperand: { values: [displayName] } }
  const compiled = compileScope({
    objectMapping: { scope: { groups: [{ name: 'Filter', clauses: [clause] }] } },
    appRoles: [{ id: userRole, value: 'User', displayName: 'User' }],
    requiresRole: true,
    syncAll: false,
    sourceDisabledAttribute: 'accountEnabled',
  })
  if (compiled.kind === 'refused') throw new Error(compiled.problems.join())
  return compiled
}

const unmapped = mapping(row('[userPrincipalName]', 'userName', 1), row('[displayName]', 'displayName'))
const actions = (...on: ('create' | 'update' | 'delete')[]): Rule['actions'] => ({
  create: on.includes('create'),
  update: on.includes('update'),
  delete: on.includes('delete'),
})

/** A directory, an application and a job between them, living from cycle to cycle. */
class Life {
  readonly world = new World()
  readonly application = new MemoryTarget()
  readonly memory = new MemoryJournal()
  readonly progress: Progress[] = []
  rule: Rule
  canDelete = false
  clock = '2026-01-01T00:00:00.000Z' as Instant
  /** What was written to the application, in order. */
  writes: string[] = []
  /** Instead of what the source would say of a person. */
  says: (entry: Entry) => Entry = (entry) => entry
  /** Called before each write; may throw. */
  beforeWrite: (write: string) => void = () => undefined
  stopped: () => boolean = () => false
  readonly #removed: Instant[] = []

  constructor(change: Change1 = {}, guard: Rule['guard'] = null) {
    this.rule = { ...lawRule(guard), ...change }
  }

  happen(...happenings: readonly Happening[]): this {
    for (const one of happenings) this.world.happen(one)
    return this
  }

  async cycle(options: Partial<CycleOptions> = {}): Promise<CycleSummary> {
    this.writes = []
    this.memory.state.log.length = 0
    this.clock = add(this.clock, 60_000)
    return runCycle(this.#ports(), this.rule, this.#options(options))
  }

  async plan(): Promise<readonly Change[]> {
    const changes: Change[] = []
    for await (const { plan } of planCycle(this.#ports(), this.rule, this.#options({}))) changes.push(...plan.changes)
    return changes
  }

  account(name: string): Attributes | undefined {
    return [...this.application.accounts.values()].find((one) => one['userName'] === name)
  }

  link(slot: number) {
    return this.memory.state.links.get(`User/${this.world.at(slot)?.id ?? ''}`)
  }

  looks(why: string) {
    return [...this.memory.state.looks.values()].filter((look) => look.why === why)
  }

  decide(decision: 'allowed' | 'rejected', which: (id: string) => boolean = () => true): void {
    for (const [key, look] of this.memory.state.looks) {
      if (look.why === 'removalHeld' && which(look.ref.id)) this.memory.state.looks.set(key, { ...look, decision })
    }
  }

  /** What the log of the last cycle says of a person. */
  logged(slot: number) {
    return this.outcomes(slot).map((outcome) => logEntry(outcome, this.clock))
  }

  outcomes(slot: number): readonly Outcome[] {
    return this.memory.state.log.filter(({ change }) => change.ref.id === this.world.at(slot)?.id)
  }

  #options(options: Partial<CycleOptions>): CycleOptions {
    const progress = (at: Progress): void => void this.progress.push(at)
    return { started: this.clock, context: { now: this.clock }, verify: false, progress, stopped: this.stopped, ...options }
  }

  #ports(): Ports {
    const now = (): Instant => this.clock
    const source = this.world.source()
    const journal = this.memory.journal(now)
    const says = this.says
    return {
      now,
      digest: (text) => text,
      source: {
        async *changes(of) {
          for await (const page of source.changes(of)) yield { ...page, entries: page.entries.map(says) }
        },
        read: async (refs) => (await source.read(refs)).map(says),
      },
      journal: {
        ...journal,
        removals: async (since) => ({
          ...(await journal.removals(since)),
          done: this.#removed.filter((at) => at >= since).length,
          held: this.looks('removalHeld').filter((look) => look.decision === undefined).length,
        }),
      },
      target: this.#target(),
    }
  }

  #target(): Target {
    const target = this.application.target()
    const write = (what: string): void => {
      this.beforeWrite(what)
      this.writes.push(what)
    }
    const nameOf = (id: string): string => String(this.application.accounts.get(id)?.['userName'])
    return {
      ...target,
      able: { ...target.able, delete: this.canDelete },
      create: async (type, attributes, trace) => {
        write(`create ${String(attributes['userName'])}`)
        return target.create(type, attributes, trace)
      },
      update: async (type, object, patch, trace) => {
        write(`update ${nameOf(object.id)} ${patch.map(({ path, to }) => `${path}=${String(to)}`).join(' ')}`)
        if (patch.some(({ path, to }) => path === 'active' && to === false)) this.#removed.push(this.clock)
        return target.update(type, object, patch, trace)
      },
      delete: async ({ id }) => {
        write(`delete ${nameOf(id)}`)
        this.#removed.push(this.clock)
        this.application.accounts.delete(id)
      },
    }
  }
}

const create = (slot: number): Happening => ({ what: 'create', slot })
const on = (what: 'disable' | 'enable' | 'assign' | 'unassign' | 'delete' | 'restore' | 'purge', slot = 0): Happening => ({ what, slot })
const rename = (slot: number, to: number): Happening => ({ what: 'name', slot, to })
const manage = (slot: number, by: number): Happening => ({ what: 'manage', slot, by })

const disabled = ['update u0@x active=false']

describe('the account of somebody who leaves', () => {
  type Row = {
    readonly what: string
    readonly rule?: Change1
    readonly canDelete?: true
    readonly happens: readonly (readonly Happening[])[]
    readonly writes: readonly string[]
    /** null: forgotten. */
    readonly link: 'managed' | 'released' | null
  }
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
    { what: 'everything at once between two cycles: is disabled once', happens: [[on('unassign'), on('disable'), on('delete')]], writes: disabled, link: 'managed' },
    { what: 'unassigned and assigned again between two cycles: is left alone', happens: [[on('unassign'), on('assign')]], writes: [], link: 'managed' },
    { what: 'looked at again when it is disabled already: is left alone', happens: [[on('disable')], [rename(0, 2)]], writes: disabled, link: 'managed' },
  ] // prettier-ignore

  test.each(rows)('$what', async ({ rule, canDelete, happens, writes, link }) => {
    const life = new Life(rule).happen(create(0))
    life.canDelete = canDelete ?? false
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
    expect(life.logged(0)).toMatchObject([{ usher: { code: 'updateOff', advice: 'Tick Update in the object mapping.' } }])
  })

  test('A-53: neither a failing expression nor an empty matching value keeps a leaver', async () => {
    const life = new Life().happen(create(0))
    await life.cycle()
    life.rule = { ...life.rule, mapping: mapping(row('[nickname]', 'userName', 1), active, row('Mid([displayName], 0, 1)', 'displayName')) }
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

  test('A-54: Default Access alone is not enough; the reason names what to choose', async () => {
    const life = new Life().happen(create(0))
    life.says = (entry) => ({ ...entry, assignments: entry.assignments.map((one) => ({ ...one, appRoleId: defaultAccess })) })
    expect(await life.cycle()).toMatchObject({ created: 0, skipped: { roleMissing: 1 } })
    expect(life.logged(0)).toMatchObject([
      {
        provisioningStatusInfo: {
          status: 'skipped',
          errorInformation: { errorCode: 'NotEffectivelyEntitled', recommendedAction: 'Choose a role: usher assign APP WHO --role ROLE.' },
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
    expect(life.logged(0)).toMatchObject([{ usher: { reason: 'matches an existing account by "userName"'.replaceAll('"', '') } }])
  })

  test('A-23: of two accounts that match none is touched, and the log says how many', async () => {
    const life = new Life().happen(create(0))
    for (const id of ['a', 'b']) life.application.accounts.set(id, { userName: 'u0@x' })
    expect(await life.cycle()).toMatchObject({ failed: 1 })
    expect(life.writes).toEqual([])
    expect(life.outcomes(0).at(-1)).toMatchObject({ result: 'failure', error: { code: 'DuplicateTargetEntries' }, look: { why: 'failed' } })
    expect(life.logged(0).at(-1)?.usher.reason).toBe('matches 2 accounts')
  })

  test('A-24: without a matching value nobody is searched for or made', async () => {
    const life = new Life({ mapping: mapping(row('[nickname]', 'userName', 1), active) }).happen(create(0))
    expect(await life.cycle()).toMatchObject({ created: 0, failed: 0, skipped: { unmatchable: 1 } })
    expect(life.application.requests).toBe(0)
    expect(life.logged(0)).toMatchObject([{ provisioningStatusInfo: { errorInformation: { errorCode: 'ImportSkipped' } } }])
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
    const errors = [...life.outcomes(0), ...life.outcomes(1)].flatMap((one) => (one.result === 'failure' ? [one.error.code] : []))
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
      for (const [key, look] of life.memory.state.looks) life.memory.state.looks.set(key, { ...look, decision: 'allowed' })
      await life.cycle()
      expect(life.writes).toEqual(['create u0@x'])
      expect(life.looks('failed')).toEqual([])
    })

    test.each(['recreate', 'report'] as const)('%s: is not made again for a leaver, and forgotten', async (onVanished) => {
      const life = await vanished(onVanished)
      await life.happen(on('unassign')).cycle()
      expect(life.writes).toEqual([])
      expect(life.link(0)).toBeUndefined()
    })
  })
})
