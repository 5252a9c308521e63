/** The second lane of a history: what changes while a cycle runs is carried out beside it. */
import {
  refKey,
  runChanges,
  type CycleOptions,
  type Journal,
  type Ports,
  type Rules,
  type Watermark,
} from '@usher/engine'
import type { Ref } from '@usher/scim'
import { isDeath } from './mortal.ts'
import type { World } from './world.ts'

const mostRounds = 20

export class Beside {
  readonly #world: World
  readonly #ports: () => Ports
  readonly #rules: Rules
  #at: Watermark | null = null
  #over = false
  /** Whether all that had happened was seen to, and nothing was left to the cycle. */
  caughtUp = false
  /** Whom a request failed for, by `refKey`: they are left to the next cycle. */
  readonly failed = new Set<string>()
  #run: Promise<void> = Promise.resolve()

  constructor(world: World, ports: () => Ports, rules: Rules) {
    this.#world = world
    this.#ports = ports
    this.#rules = rules
  }

  began(mark: Watermark): void {
    this.#at ??= mark
  }

  start(options: CycleOptions): void {
    this.#run = this.#rounds(options).catch((error: unknown) => {
      if (!isDeath(error)) throw error
    })
  }

  async end(): Promise<void> {
    this.#over = true
    await this.#run
  }

  #noting({ journal, ...ports }: Ports): Ports {
    const record: Journal['record'] = (settled, mark) => {
      for (const { outcome } of settled) if (outcome.result === 'failure') this.failed.add(refKey(outcome.change.ref))
      return journal.record(settled, mark)
    }
    return { ...ports, journal: { ...journal, record } }
  }

  async #rounds(options: CycleOptions): Promise<void> {
    let again: readonly Ref[] = []
    for (let round = 0; round < mostRounds && this.#at !== null && !this.#over; round += 1) {
      if (Number(this.#at) < this.#world.sequence || again.length > 0) {
        const since = { after: this.#at, again }
        const { reached, busy } = await runChanges(
          this.#noting(this.#ports()),
          this.#rules,
          { ...options, stopped: () => this.#over },
          since,
        )
        if (!this.#over) this.#at = reached
        again = busy
        this.caughtUp = !this.#over && Number(reached) === this.#world.sequence && busy.length === 0
      }
      await Promise.resolve()
    }
  }
}
