/** One history as it is lived through: the world, the application, the journal and the clock. */
import {
  add,
  planCycle,
  refKey,
  runCycle,
  type Instant,
  type Journal,
  type Ports,
  type Rules,
  type Sharing,
} from '@usher/engine'
import { edit, regroup, vanish, type Edit } from './by-hand.ts'
import type { Episode } from './histories.ts'
import type { Accounts, End, Law, Remembering } from './law.ts'
import { MemoryTarget } from './memory-target.ts'
import { Beside } from './beside.ts'
import { applyLate, changesNow, keep, type Kept } from './kept.ts'
import type { Lane } from './memory-lanes.ts'
import { isDeath, mortal } from './mortal.ts'
import { sharingOf } from './sharing.ts'
import { World, type Happening } from './world.ts'
import { sourceOf } from './world-source.ts'

const day = 24 * 3600_000

export class Lived {
  readonly world = new World()
  readonly target = new MemoryTarget()
  /** Whether somebody changed by hand what a mapping writes. */
  touched = false
  readonly transgressions: string[] = []
  readonly #law: Law
  readonly #memory: Remembering
  #rule = 0
  #kept: Kept | null = null
  #resting = false
  readonly #switchedOff = new Set<string>()
  #clock = '2026-01-01T00:00:00.000Z' as Instant
  #chance = 0

  constructor(law: Law, memory: Remembering) {
    this.#law = law
    this.#memory = memory
  }

  pass(days: number): void {
    this.#clock = add(this.#clock, days * day)
  }

  async through({
    days = 0,
    save = null,
    happenings,
    faults,
    crash,
    beside = null,
    shards = null,
    plan = null,
  }: Episode): Promise<void> {
    this.pass(days)
    if (save?.when === 'before') await this.#save(save.rule)
    for (const event of happenings) this.#happen(event)
    this.target.failNext([])
    if (plan === 'keep') this.#kept = await keep(this.#ports(), this.#currentRule(), this.#rule, this.#options(false))
    if (plan === 'apply') await this.#apply({ faults, crash })
    this.target.failNext(faults)
    let unsaved = save?.when === 'meanwhile'
    const meanwhile = async (): Promise<void> => {
      if (unsaved) await this.#memory.saved()
      unsaved = false
    }
    await this.#cycle({ crash, beside, shards, meanwhile })
    if (save?.when !== 'meanwhile') return
    if (unsaved) await this.#memory.saved()
    this.#rule = save.rule
  }

  async #apply({ faults, crash }: Pick<Episode, 'faults' | 'crash'>): Promise<void> {
    const kept = this.#kept
    // A plan that was made by other rules is refused.
    if (kept === null || kept.rule !== this.#rule) return
    const rules = this.#currentRule()
    const fresh = await changesNow(this.#ports(), rules, this.#options(false))
    this.target.failNext(faults)
    this.#memory.begin?.(() => false)
    const inFlight = new Set<Promise<unknown>>()
    const ports = mortal(crash, inFlight)(this.#ports('plan'))
    this.transgressions.push(...(await applyLate(ports, rules, this.#options(true), { kept, fresh })))
    await Promise.allSettled(inFlight)
  }

  async comeToRest(): Promise<void> {
    for (let round = 0; round < 6; round += 1) {
      this.#clock = add(this.#clock, 25 * 3600_000)
      this.#resting = true
      await this.#memory.allow()
      await this.#cycle({ verify: this.touched })
    }
  }

  async end(): Promise<End> {
    const { world, target } = this
    const journal = this.#ports().journal
    const refs = [...world.people.keys()].map((id) => ({ type: 'User', id }))
    const [links, looks] = await Promise.all([journal.links(refs), journal.looksOf(refs)])
    const failed = refs.filter(({ id }) => looks.get(`User/${id}`)?.some(({ why }) => why === 'failed'))
    return {
      world,
      target,
      now: this.#clock,
      rule: this.#rule,
      links: new Map(refs.flatMap(({ id }) => [[id, links.get(`User/${id}`)] as const]).flatMap(known)),
      failed: new Set(failed.map(({ id }) => id)),
    }
  }

  /** What a dry run shows, with what would be tried again within a day. */
  async leftToDo(excused: ReadonlySet<string>): Promise<readonly string[]> {
    const left: string[] = []
    const options = { ...this.#options(false), started: add(this.#clock, day) }
    for await (const { plan } of planCycle(this.#ports(), this.#currentRule(), options)) {
      for (const { action, ref, reason } of plan.changes) {
        if (action !== 'none' && !excused.has(ref.id))
          left.push(`a dry run would still ${action} ${ref.id}: ${reason.code}`)
      }
    }
    return left
  }

  #happen(event: Happening | Edit): void {
    const { world, target } = this
    if (event.what === 'vanishGroup' || event.what === 'removeByHand') {
      this.touched = regroup(world, target, { ...event, what: event.what }) || this.touched
    } else if (event.what === 'vanish') this.touched = vanish(world, target, event.slot) || this.touched
    else if (event.what === 'edit') this.touched = edit(world, target, event) || this.touched
    else world.happen(event)
  }

  async #save(rule: number): Promise<void> {
    this.#rule = rule
    await this.#memory.saved()
  }

  async #cycle({
    crash = null,
    beside = null,
    shards = null,
    verify = false,
    meanwhile = async () => {},
  }: Cycling): Promise<void> {
    const before = new Map(this.target.accounts)
    const inFlight = new Set<Promise<unknown>>()
    this.#memory.begin?.(({ id }, after) => (this.world.feed.get(id)?.at ?? 0) > Number(after))
    const dying = mortal(crash, inFlight)
    let ended = false
    const lane =
      beside === null ? null : new Beside(this.world, () => dying(this.#ports('changes')), this.#currentRule())
    try {
      const { journal, target, ...ports } = this.#ports()
      const intend: Journal['intend'] = async (plan) => {
        await meanwhile()
        return journal.intend(plan)
      }
      let calls = 0
      this.target.onRequest = () => {
        calls += 1
        if (calls !== beside?.calls) return
        for (const event of beside.happenings) this.#happen(event)
        lane?.start(this.#options(false))
      }
      await runCycle(dying({ ...ports, target, journal: { ...journal, intend } }), this.#currentRule(), {
        ...this.#options(verify),
        began: (mark) => lane?.began(mark),
        ...this.#shared(shards, dying),
      })
      ended = true
    } catch (error) {
      if (!isDeath(error)) throw error
    } finally {
      this.target.onRequest = () => undefined
    }
    await lane?.end()
    if (ended && lane?.caughtUp === true && beside !== null)
      this.transgressions.push(...(await this.#stayed(beside.happenings, lane.failed)))
    await Promise.allSettled(inFlight)
    const at = { rule: this.#rule, resting: this.#resting, switchedOff: await this.#off(before) }
    this.transgressions.push(...this.#law.transgressions(before, this.target.accounts, at))
    this.#clock = add(this.#clock, 60_000)
  }

  /** How many accounts the cycles so far switched off, without those of people who came back. */
  async #off(before: Accounts): Promise<number> {
    for (const [id, { active }] of this.target.accounts)
      if (active !== true && before.get(id)?.['active'] === true) this.#switchedOff.add(id)
    if (this.#switchedOff.size === 0) return 0
    const wanted = [...this.world.people.values()].filter((person) => this.world.inScope(person))
    const links = await this.#ports().journal.links(wanted.map(({ id }) => ({ type: 'User', id })))
    for (const { targetId } of links.values()) this.#switchedOff.delete(targetId ?? '')
    return this.#switchedOff.size
  }

  /** Whoever left while the cycle ran, and was seen to beside it, is still active when the cycle has ended. */
  async #stayed(happenings: readonly (Happening | Edit)[], failing: ReadonlySet<string>): Promise<readonly string[]> {
    const ids = new Set(happenings.flatMap((one) => ('slot' in one ? [this.world.at(one.slot)?.id ?? ''] : [])))
    const refs = [...ids].map((id) => ({ type: 'User', id }))
    const { journal } = this.#ports()
    const [links, looks] = [await journal.links(refs), await journal.looksOf(refs)]
    return refs.flatMap((ref) => {
      const person = this.world.people.get(ref.id)
      const account = this.target.accounts.get(links.get(refKey(ref))?.targetId ?? '')
      const stays = account?.['active'] === true && person !== undefined && !this.world.inScope(person)
      const failed = failing.has(refKey(ref)) || looks.get(refKey(ref))?.some(({ why }) => why === 'failed') === true
      return stays && !failed ? [`${ref.id} left while the cycle ran, was seen to, and is active`] : []
    })
  }

  #currentRule(): Rules {
    const rule = this.#law.rules[this.#rule]
    if (rule === undefined) throw new Error(`The law has no rule ${this.#rule}.`)
    return rule
  }

  #options(verify: boolean) {
    const now = this.#clock
    return { started: now, context: { now }, verify, progress: () => undefined, stopped: () => false }
  }

  #shared(shards: Episode['shards'] = null, dying: (ports: Ports) => Ports): { readonly sharing?: Sharing } {
    if (shards === null) return {}
    const ports = (lane: Lane): Ports => dying(this.#ports(lane))
    const of = { world: this.world, memory: this.#memory, ports, rules: this.#currentRule(), now: this.#clock }
    return { sharing: sharingOf(of, shards) }
  }

  #ports(lane: Lane = 'cycle'): Ports {
    // Time goes on while a cycle runs.
    const now = (): Instant => (this.#clock = add(this.#clock, 1))
    return {
      source: sourceOf(this.world),
      target: this.target.target(),
      journal: this.#memory.journal(now, lane),
      now,
      digest: (text) => text,
      random: (count) => Uint8Array.from({ length: count }, () => (this.#chance += 1)),
    }
  }
}

type Cycling = Partial<Pick<Episode, 'crash' | 'beside' | 'shards'>> & {
  readonly verify?: boolean
  /** Happens before anything is written. */
  readonly meanwhile?: () => Promise<void>
}

function known<T>([id, value]: readonly [string, T | undefined]): readonly (readonly [string, T])[] {
  return value === undefined ? [] : [[id, value]]
}
