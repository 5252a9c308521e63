import { EvaluationFailure } from '../value.ts'
import type { Instruction } from './instruction.ts'
import type { Program } from './program.ts'
import { Trail } from './trail.ts'
import type { Span } from './trail.ts'
import { inEveryCase } from './unicode.ts'
import { has } from './unit-set.ts'

/** Where a pattern was found, and by its place what each group captured last; place 0 is the whole match. */
export type Match = { readonly at: number; readonly end: number; readonly groups: readonly (Span | null)[] }

// Counted in instructions, not in time, so that the same question has the same answer on every machine. What takes
// longer than an instruction is counted as several.
const mostSteps = 1_000_000
const mostWords = 4_000_000

const fresh = -2
const misfit = -1

/**
 * Looks for matches in one text: each time the next one from the left, and there the one that .NET tries first.
 *
 * It backtracks, and remembers what it tried, so that it tries nothing twice (the BitState matcher of RE2). Whether
 * something fits from here on depends on three things only: the instruction, the place in the text, and `progress`,
 * which says in how many of the repetitions around us, from the outermost on, the running one is not empty so far.
 * (When it is not for an inner repetition, it is not for the outer ones.) Instruction and progress are a *state*.
 *
 * Lookarounds and atomic groups are programs of their own, for which it is remembered also where they ended.
 */
export class Matcher {
  readonly #program: Program
  readonly #text: string
  readonly #trail: Trail
  readonly #words: number
  /** For each place of the text, a bit for each state; 32 are a word. */
  readonly #tried: Uint32Array
  readonly #ends = new Map<number, number>()
  readonly #pending: Instruction[] = []
  /** For each that is pending: the place, the progress, and the length of the trail. */
  readonly #saved: number[] = []
  #steps = mostSteps
  #searchStart = 0

  constructor(program: Program, text: string) {
    this.#program = program
    this.#text = text
    this.#trail = new Trail(program.groups, program.registers)
    this.#words = (program.states + 31) >>> 5
    const words = this.#words * (text.length + 1)
    if (words > mostWords) throw tooLong()
    this.#tried = new Uint32Array(words)
  }

  /** The first match at or after a place. `searchStart` is what \G stands for. */
  next(from: number, searchStart = from): Match | null {
    this.#searchStart = searchStart
    for (let at = from; at <= this.#text.length; at++) {
      const end = this.#run(this.#program.entry, at, null)
      if (end < 0) continue
      const groups = Array.from({ length: this.#program.groups }, (_, group) => this.#trail.last(group))
      this.#steps -= groups.length
      groups[0] = { at, end }
      this.#trail.cut(0)
      // All that was tried does not fit, but for the way to this match; and of that only its end can be met again.
      this.#tried.fill(0, end * this.#words, (end + 1) * this.#words)
      return { at, end, groups }
    }
    return null
  }

  /** Where a program ends that begins at a place; -1 when it does not fit. `of`: what it is apart for. */
  #run(entry: Instruction, from: number, of: Instruction | null): number {
    const text = this.#text
    const trail = this.#trail
    const floor = this.#pending.length
    const mark = trail.length
    let now = entry
    let at = from
    let progress = 0

    for (;;) {
      if (--this.#steps < 0) throw tooLong()
      const before = now.state < 0 ? fresh : this.#visit(now.state + progress, at, of !== null)
      if (before >= 0) return this.#leave(before, floor, mark, of)
      let fits = true
      switch (before === fresh ? now.op : misfit) {
        case 'unit':
          fits = text.charCodeAt(now.backward ? at - 1 : at) === now.value
          if (fits) at += now.backward ? -1 : 1
          progress = now.depth
          break
        case 'set':
          fits = has(now.set, text.charCodeAt(now.backward ? at - 1 : at))
          if (fits) at += now.backward ? -1 : 1
          progress = now.depth
          break
        case 'split':
          this.#pending.push(now.other)
          this.#saved.push(at, progress, trail.length)
          break
        case 'moved':
          if (progress >= now.value) break
          now = now.other
          continue
        case 'clamp':
          progress = Math.min(progress, now.value)
          break
        case 'open':
          trail.open(now, at)
          break
        case 'close':
          fits = trail.close(now, at)
          break
        case 'assertion':
          fits = now.holds(text, at, this.#searchStart)
          break
        case 'look':
          fits = this.#look(now, at)
          break
        case 'captured':
          if (trail.last(now.value) !== null) break
          now = now.other
          continue
        case 'atomic':
        case 'reference': {
          const end = now.op === 'atomic' ? this.#run(now.other, at, now) : this.#repeated(now, at)
          fits = end >= 0
          if (fits && end !== at) progress = now.depth
          at = end
          break
        }
        case 'done':
          return this.#leave(at, floor, mark, of)
        case misfit:
          fits = false
      }
      if (fits) {
        now = now.next
        continue
      }
      const other = this.#pending.length > floor ? this.#pending.pop() : undefined
      trail.cut(other === undefined ? mark : (this.#saved.pop() ?? 0))
      if (other === undefined) return misfit
      progress = this.#saved.pop() ?? 0
      at = this.#saved.pop() ?? 0
      now = other
    }
  }

  /** Remembers that a state is tried. Says what is known of it: `fresh`, `misfit`, or where it ended before. */
  #visit(state: number, at: number, apart: boolean): number {
    const key = at * this.#words * 32 + state
    const word = this.#tried[key >>> 5] ?? 0
    const bit = 1 << (key & 31)
    if ((word & bit) !== 0) return apart ? (this.#ends.get(key) ?? misfit) : misfit
    this.#tried[key >>> 5] = word | bit
    if (apart) this.#trail.visit(key)
    return fresh
  }

  /** A program has come to its end: what is pending in it is dropped, and what was visited on the way is settled. */
  #leave(end: number, floor: number, mark: number, of: Instruction | null): number {
    this.#pending.length = floor
    this.#saved.length = 3 * floor
    if (of === null) return end
    const visited = this.#trail.visitedSince(mark)
    this.#steps -= 5 + 3 * visited.length
    for (const key of visited) {
      // What captures must be run again each time, to know what it captures.
      if (of.captures) this.#tried[key >>> 5] = (this.#tried[key >>> 5] ?? 0) & ~(1 << (key & 31))
      else this.#ends.set(key, end)
    }
    if (!of.captures) this.#trail.cut(mark)
    return end
  }

  #look(look: Instruction, at: number): boolean {
    const mark = this.#trail.length
    const fits = this.#run(look.other, at, look) >= 0
    if (look.flag) this.#trail.cut(mark)
    return fits !== look.flag
  }

  /** Where the text ends that repeats what a group captured. A group that took no part is repeated nowhere. */
  #repeated({ value: group, flag: ignoreCase, backward }: Instruction, at: number): number {
    const captured = this.#trail.last(group)
    if (captured === null) return misfit
    const length = captured.end - captured.at
    const from = backward ? at - length : at
    if (from < 0 || from + length > this.#text.length) return misfit
    this.#steps -= length
    for (let i = 0; i < length; i++) {
      const one = this.#text.charCodeAt(captured.at + i)
      const other = this.#text.charCodeAt(from + i)
      if (one !== other && !(ignoreCase && inEveryCase(one).includes(other))) return misfit
    }
    return backward ? from : from + length
  }
}

function tooLong(): EvaluationFailure {
  return new EvaluationFailure(
    'the regular expression needs too long for this text; avoid nested repetitions like (a+)+',
  )
}
