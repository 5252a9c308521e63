import type { Instruction } from './instruction.ts'

export type Span = { readonly at: number; readonly end: number }

const visited = -1

/**
 * What groups have captured, as a log of changes that can be taken back.
 *
 * A group has a stack of captures, since balancing groups take the last one away; `tops` has its top for each group,
 * and after the groups, for each group that is open, where it began. The log also has the states that were visited on
 * the way, for programs that are run apart.
 */
export class Trail {
  readonly #groups: number
  readonly #tops: number[]
  /** For each capture: where it begins, where it ends, and the one below it. */
  readonly #captures: number[] = []
  /** For each change: what was changed, and what it was before. */
  readonly #changes: number[] = []

  constructor(groups: number, registers: number) {
    this.#groups = groups
    this.#tops = Array.from({ length: registers }, () => -1)
  }

  get length(): number {
    return this.#changes.length
  }

  /** Takes back what was done since the trail had this length. */
  cut(length: number): void {
    const changes = this.#changes
    while (changes.length > length) {
      const before = changes.pop() ?? 0
      const changed = changes.pop() ?? 0
      if (changed === visited) continue
      // The captures are in the order in which they were made, so one above the former top is no longer needed.
      if (changed < this.#groups && (this.#tops[changed] ?? 0) > before) this.#captures.length -= 3
      this.#tops[changed] = before
    }
  }

  open({ register }: Instruction, at: number): void {
    this.#set(register, at)
  }

  /** Captures from where the group began to here. False when a balancing group has nothing to balance. */
  close({ register, value: group, pops }: Instruction, at: number): boolean {
    const began = this.#tops[register] ?? 0
    let first = Math.min(began, at)
    let end = Math.max(began, at)
    if (pops >= 0) {
      const popped = this.last(pops)
      if (popped === null) return false
      this.#set(pops, this.#captures[(this.#tops[pops] ?? 0) + 2] ?? -1)
      // What is captured is what stands between the two (.NET: TransferCapture).
      if (first >= popped.end) [first, end] = [popped.end, first]
      else if (end <= popped.at) first = popped.at
      else [first, end] = [Math.max(first, popped.at), Math.min(end, popped.end)]
    }
    if (group < 0) return true
    const place = this.#captures.push(first, end, this.#tops[group] ?? -1) - 3
    this.#set(group, place)
    return true
  }

  /** What a group captured last; null when it took no part. */
  last(group: number): Span | null {
    const top = this.#tops[group] ?? -1
    return top < 0 ? null : { at: this.#captures[top] ?? 0, end: this.#captures[top + 1] ?? 0 }
  }

  visit(state: number): void {
    this.#changes.push(visited, state)
  }

  /** The states that were visited since the trail had this length, on the way that was not taken back. */
  visitedSince(length: number): readonly number[] {
    const states: number[] = []
    for (let i = length; i < this.#changes.length; i += 2) {
      if (this.#changes[i] === visited) states.push(this.#changes[i + 1] ?? 0)
    }
    return states
  }

  #set(what: number, value: number): void {
    this.#changes.push(what, this.#tops[what] ?? -1)
    this.#tops[what] = value
  }
}
