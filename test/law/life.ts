/** A directory, an application and a job between them, for tests that live through a few cycles. */
import type { Ref } from '@usher/scim'
import type { Attributes } from '@usher/scim'
import type { CycleOptions, Progress } from '../../packages/engine/src/carry-out.ts'
import { discoverAccounts, type Account, type MatchIndex } from '../../packages/engine/src/discover.ts'
import { runCycle } from '../../packages/engine/src/cycle.ts'
import { planReconciliation, runReconciliation } from '../../packages/engine/src/reconcile.ts'
import { planCycle } from '../../packages/engine/src/plan-cycle.ts'
import { add, addDays } from '../../packages/engine/src/job/ladder.ts'
import { mappingOf } from '../../packages/engine/src/job/mapping-of.ts'
import type { Rule, Rules } from '../../packages/engine/src/job/rule.ts'
import { compileMappings } from '../../packages/engine/src/map/compile.ts'
import type { Ports, Target, Term } from '../../packages/engine/src/ports.ts'
import { logEntry } from '../../packages/engine/src/record/log-entry.ts'
import { logRecord } from '../../packages/engine/src/record/log-record.ts'
import type { Sharing } from '../../packages/engine/src/shards.ts'
import type { CycleSummary } from '../../packages/engine/src/summary.ts'
import type { Change, Entry, Instant, Outcome, TargetObject } from '../../packages/engine/src/types.ts'
import type { Sharded } from './histories.ts'
import { lawRule } from './plain/rule.ts'
import { MemoryJournal } from './memory-journal.ts'
import type { Lane } from './memory-lanes.ts'
import { MemoryTarget } from './memory-target.ts'
import { sharingOf } from './sharing.ts'
import { World, type Happening } from './world.ts'
import { sourceOf } from './world-source.ts'

export const row = (expression: string, targetAttributeName: string, matchingPriority = 0) =>
  mappingOf({ expression, targetAttributeName, matchingPriority })
export const active = row('Switch([IsSoftDeleted], , "False", "True", "True", "False")', 'active')

/** A mapping to the target of the law. */
export function mapping(...attributeMappings: ReturnType<typeof row>[]): Rule['mapping'] {
  const common = { name: 'people', enabled: true, flowTypes: 'Add, Update', scope: null }
  const target = { name: 'User', attributes: [...lawRule().definitions.values()] }
  const compiled = compileMappings(
    { ...common, sourceObjectName: 'User', targetObjectName: 'User', attributeMappings },
    target,
  )
  if (compiled.kind === 'refused') throw new Error(compiled.problems.map(({ message }) => message).join())
  return compiled
}

/** A directory, an application and a job between them, living from cycle to cycle. */
export class Life {
  readonly world = new World()
  readonly application = new MemoryTarget()
  readonly memory = new MemoryJournal()
  readonly progress: Progress[] = []
  rule: Rule
  /** What else is mapped: groups. */
  others: readonly Rule[] = []
  canDelete = false
  canSoftDelete = true
  clock = '2026-01-01T00:00:00.000Z' as Instant
  membersPerRequest = 100
  /** What was written to the application, in order. */
  writes: string[] = []
  /** Instead of what the source would say of a person. */
  says: (entry: Entry) => Entry = (entry) => entry
  /** Called before each write; may throw. */
  beforeWrite: (write: string) => void = () => undefined
  /** Called before each search; may throw. */
  asks: (terms: readonly Term[]) => void = () => undefined
  /** Called before the members of a group are read, by its target id; may throw. */
  reads: (group: string) => void = () => undefined
  stopped: () => boolean = () => false
  /** Instead of what a list would show of an account. */
  lists: (object: TargetObject) => TargetObject = (object) => object

  constructor(change: Partial<Rule> = {}, guard: Rule['guard'] = null) {
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
    return runCycle(this.#ports(), [this.rule, ...this.others], this.#options(options))
  }

  async plan(options: Partial<CycleOptions> = {}): Promise<readonly Change[]> {
    const changes: Change[] = []
    for await (const { plan } of planCycle(this.#ports(), [this.rule, ...this.others], this.#options(options)))
      changes.push(...plan.changes)
    return changes
  }

  async reconcile(): Promise<CycleSummary> {
    this.writes = []
    this.memory.state.log.length = 0
    this.clock = add(this.clock, 60_000)
    return runReconciliation(this.#ports(), [this.rule, ...this.others], this.#options({}))
  }

  /** What a reconciliation would do. */
  /** `only`: of these alone. */
  async drift(only?: readonly Ref[]): Promise<readonly Change[]> {
    const changes: Change[] = []
    const options = { ...this.#options({}), ...(only !== undefined && { only }) }
    for await (const { plan } of planReconciliation(this.#ports(), [this.rule, ...this.others], options)) {
      changes.push(...plan.changes.filter(({ action }) => action !== 'none'))
    }
    return changes
  }

  async discover(): Promise<readonly Account[]> {
    this.writes = []
    const people = new Map<string, string[]>()
    const accounts: Account[] = []
    const index: MatchIndex = {
      put: (keys) => {
        for (const { key, id } of keys) people.set(key, [...(people.get(key) ?? []), id])
        return Promise.resolve()
      },
      find: (keys) => Promise.resolve(new Map(keys.map((key) => [key, people.get(key) ?? []]))),
    }
    const { stopped, context } = this.#options({})
    const discovering = { rule: this.rule, context, index, progress: () => undefined, stopped }
    for await (const page of discoverAccounts(this.#ports(), discovering)) accounts.push(...page)
    return accounts
  }

  account(name: string): Attributes | undefined {
    return [...this.application.accounts.values()].find((one) => one['userName'] === name)
  }

  link(slot: number) {
    return this.memory.state.links.get(`User/${this.world.at(slot)?.id ?? ''}`)
  }

  /** Names of those who are in a group of the application. */
  members(group: number): readonly string[] {
    const name = this.world.groupAt(group)?.name
    const [id = ''] = [...this.application.groups].find(([, one]) => one['displayName'] === name) ?? []
    const { accounts, members } = this.application
    return [...(members.get(id) ?? [])].map((one) => String(accounts.get(one)?.['userName'])).toSorted()
  }

  /** What the log of the last cycle says of a group. */
  loggedGroup(group: number) {
    const id = this.world.groupAt(group)?.id
    return this.memory.state.log
      .filter(({ change }) => change.ref.id === id)
      .map((outcome) => logEntry(logRecord(outcome), this.clock))
  }

  looks(why: string) {
    return [...this.memory.state.looks.values()].filter((look) => look.why === why)
  }

  decide(decision: 'allowed' | 'rejected', which: (id: string) => boolean = () => true): void {
    const next = decision === 'rejected' ? { next: addDays(this.clock, 30) } : {}
    for (const [key, look] of this.memory.state.looks) {
      const isHeld = look.why === 'removalHeld' || look.why === 'changeHeld'
      if (isHeld && which(look.ref.id)) this.memory.state.looks.set(key, { ...look, decision, ...next })
    }
  }

  /** What the log of the last cycle says of a person. */
  logged(slot: number) {
    return this.outcomes(slot).map((outcome) => logEntry(logRecord(outcome), this.clock))
  }

  outcomes(slot: number): readonly Outcome[] {
    return this.memory.state.log.filter(({ change }) => change.ref.id === this.world.at(slot)?.id)
  }

  #options(options: Partial<CycleOptions>): CycleOptions {
    const progress = (at: Progress): void => void this.progress.push(at)
    return {
      started: this.clock,
      context: { now: this.clock },
      verify: false,
      progress,
      stopped: this.stopped,
      ...options,
    }
  }

  /** Others take a part in initial cycles. */
  sharing(sharded: Sharded): Sharing {
    const ports = (lane: Lane): Ports => this.#ports(lane)
    const rules: Rules = [this.rule, ...this.others]
    return sharingOf({ world: this.world, memory: this.memory, ports, rules, now: this.clock }, sharded)
  }

  #ports(lane: Lane = 'cycle'): Ports {
    const now = (): Instant => this.clock
    const source = sourceOf(this.world)
    const says = this.says
    return {
      now,
      digest: (text) => text,
      random: (count) => new Uint8Array(count),
      source: {
        async *changes(of) {
          for await (const page of source.changes(of)) yield { ...page, entries: page.entries.map(says) }
        },
        read: async (refs) => (await source.read(refs)).map(says),
        memberships: source.memberships,
        members: source.members,
        present: source.present,
      },
      journal: this.memory.journal(now, lane),
      target: this.#target(),
    }
  }

  #target(): Target {
    const target = this.application.target()
    const write = (what: string): void => {
      this.beforeWrite(what)
      this.writes.push(what)
    }
    const { accounts, groups } = this.application
    const nameOf = (id: string): string =>
      String(accounts.get(id)?.['userName'] ?? groups.get(id)?.['displayName'] ?? id)
    return {
      ...target,
      able: {
        ...target.able,
        delete: this.canDelete,
        deleteGroups: this.canDelete,
        softDelete: this.canSoftDelete,
        membersPerRequest: this.membersPerRequest,
      },
      members: async (group, trace) => {
        this.reads(group)
        return target.members(group, trace)
      },
      list: (type, paths, trace) => listed(target.list(type, paths, trace), this.lists),
      find: async (type, terms, trace) => {
        const value = terms.map((term) => String(term.value)).join()
        trace.push({ method: 'GET', url: `/Users?filter=${value}`, status: 200, ms: 1 })
        this.asks(terms)
        return target.find(type, terms, trace)
      },
      create: async (type, attributes, trace) => {
        write(`create ${String(attributes['userName'] ?? attributes['displayName'])}`)
        return target.create(type, attributes, trace)
      },
      update: async (type, object, patch, trace) => {
        write(`update ${nameOf(object.id)} ${patch.map(({ path, to }) => `${path}=${String(to)}`).join(' ')}`)
        return target.update(type, object, patch, trace)
      },
      delete: async (ref, trace) => {
        write(`delete ${nameOf(ref.id)}`)
        return target.delete(ref, trace)
      },
      changeMembers: async (group, change, trace) => {
        const signed = [...change.add.map((id) => `+${nameOf(id)}`), ...change.remove.map((id) => `-${nameOf(id)}`)]
        write(`members of ${nameOf(group)}: ${signed.join(' ')}`)
        return target.changeMembers(group, change, trace)
      },
    }
  }
}

async function* listed(
  pages: ReturnType<Target['list']>,
  show: (object: TargetObject) => TargetObject,
): ReturnType<Target['list']> {
  for await (const { objects, total } of pages) yield { objects: objects.map(show), total }
}
