/** One history as it is lived through: the world, the application, the journal and the clock. */
import {
  add,
  planCycle,
  runCycle,
  TargetUnusable,
  type Instant,
  type Journal,
  type Ports,
  type Rules,
} from '@usher/engine'
import { edit, regroup, vanish, type Edit } from './by-hand.ts'
import type { Episode } from './histories.ts'
import type { End, Law, Remembering } from './law.ts'
import { MemoryTarget } from './memory-target.ts'
import { Crash, mortal } from './mortal.ts'
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
  #resting = false
  #clock = '2026-01-01T00:00:00.000Z' as Instant
  #chance = 0

  constructor(law: Law, memory: Remembering) {
    this.#law = law
    this.#memory = memory
  }

  pass(days: number): void {
    this.#clock = add(this.#clock, days * day)
  }

  async through({ days = 0, save = null, happenings, faults, crash }: Episode): Promise<void> {
    this.pass(days)
    if (save?.when === 'before') await this.#save(save.rule)
    for (const event of happenings) this.#happen(event)
    this.target.failNext(faults)
    let unsaved = save?.when === 'meanwhile'
    await this.#cycle(crash, false, async () => {
      if (unsaved) await this.#memory.saved()
      unsaved = false
    })
    if (save?.when !== 'meanwhile') return
    if (unsaved) await this.#memory.saved()
    this.#rule = save.rule
  }

  async comeToRest(): Promise<void> {
    for (let round = 0; round < 6; round += 1) {
      this.#clock = add(this.#clock, 25 * 3600_000)
      this.#resting = true
      await this.#memory.allow()
      await this.#cycle(null, this.touched)
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

  /** `meanwhile` happens before anything is written. */
  async #cycle(crash: Episode['crash'], verify: boolean, meanwhile = () => Promise.resolve()): Promise<void> {
    const before = new Map(this.target.accounts)
    const inFlight = new Set<Promise<unknown>>()
    try {
      const { journal, ...ports } = this.#ports()
      const intend: Journal['intend'] = async (plan) => {
        await meanwhile()
        return journal.intend(plan)
      }
      await runCycle(
        mortal({ ...ports, journal: { ...journal, intend } }, crash, inFlight),
        this.#currentRule(),
        this.#options(verify),
      )
    } catch (error) {
      if (!(error instanceof Crash) && !(error instanceof TargetUnusable)) throw error
    }
    await Promise.allSettled(inFlight)
    this.transgressions.push(
      ...this.#law.transgressions(before, this.target.accounts, { rule: this.#rule, resting: this.#resting }),
    )
    this.#clock = add(this.#clock, 60_000)
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

  #ports(): Ports {
    // Time goes on while a cycle runs.
    const now = (): Instant => (this.#clock = add(this.#clock, 1))
    return {
      source: sourceOf(this.world),
      target: this.target.target(),
      journal: this.#memory.journal(now),
      now,
      digest: (text) => text,
      random: (count) => Uint8Array.from({ length: count }, () => (this.#chance += 1)),
    }
  }
}

function known<T>([id, value]: readonly [string, T | undefined]): readonly (readonly [string, T])[] {
  return value === undefined ? [] : [[id, value]]
}
