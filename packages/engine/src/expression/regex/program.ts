import { assertions } from './assertions.ts'
import { Instruction } from './instruction.ts'
import type { Op } from './instruction.ts'
import { contains, PatternFailure } from './syntax.ts'
import type { Node, Repeat } from './syntax.ts'

/** What the matcher runs. `states`: how many it must remember for each place of the text; see match.ts. */
export type Program = {
  readonly entry: Instruction
  readonly groups: number
  readonly registers: number
  readonly states: number
}

/**
 * Where a node stands: within how many repetitions of something that can be empty, whether it reads to the left, and
 * whether it matters what it captures. (In a negative lookaround it does only to what refers to it there.)
 */
type Place = { readonly depth: number; readonly backward: boolean; readonly captures: boolean }

// Counted repetitions are written out, so (?:a{1000}){1000} would be a million instructions.
const largest = 20_000

/**
 * Makes a program of a tree, from its end to its beginning: every node is given what comes after it.
 *
 * Where two ways lead to an instruction, it is given states, one for each value that `progress` can have there. When
 * it depends on captures, or on where the search began, whether something fits, there is nothing to remember.
 */
export function compileProgram(root: Node, groups: number): Program {
  const remembers = !contains(root, dependsOnMore)
  let size = 0
  let states = 0
  let registers = groups

  function made(op: Op, next: Instruction | null, place: Place, fields: Partial<Instruction> = {}): Instruction {
    if (++size > largest) {
      throw new PatternFailure(0, 'The regular expression is too large; repeat with smaller numbers, or with * and +.')
    }
    return new Instruction(op, next, place.depth, { backward: place.backward, ...fields })
  }

  function joined(instruction: Instruction): Instruction {
    if (!remembers || instruction.state >= 0 || instruction.op === 'done') return instruction
    instruction.state = states
    states += instruction.depth + 1
    return instruction
  }

  function emit(node: Node, next: Instruction, place: Place): Instruction {
    switch (node.kind) {
      case 'unit':
        return made('unit', next, place, { value: node.unit })
      case 'set':
        return made('set', next, place, { set: node.set })
      case 'assertion':
        return made('assertion', next, place, { holds: node.holds })
      case 'reference':
        return made('reference', next, place, { value: node.group, flag: node.ignoreCase })
      case 'sequence': {
        const parts = place.backward ? node.parts : node.parts.toReversed()
        return parts.reduce((after, part) => emit(part, after, place), next)
      }
      case 'choice': {
        const after = joined(next)
        const entries = node.branches.map((branch) => emit(branch, after, place))
        return entries.reduceRight((rest, entry) => made('split', entry, place, { other: rest }))
      }
      case 'repeat':
        return repeat(node, next, place)
      case 'capture': {
        if (!place.captures) return emit(node.body, next, place)
        const register = registers++
        const close = made('close', next, place, { register, value: node.group ?? -1, pops: node.pops ?? -1 })
        return made('open', emit(node.body, close, place), place, { register })
      }
      case 'atomic':
        return made('atomic', next, place, apart(node.body, place))
      case 'look': {
        const captures = place.captures && !(node.negative && remembers)
        const program = apart(node.body, { ...place, backward: node.behind, captures })
        return made('look', next, place, { ...program, flag: node.negative })
      }
      case 'ifCaptured': {
        const after = joined(next)
        const other = emit(node.no, after, place)
        return made('captured', emit(node.yes, after, place), place, { value: node.group, other })
      }
      case 'ifFits': {
        const after = joined(next)
        const program = apart(node.condition, { ...place, backward: node.behind })
        const yes = made('look', emit(node.yes, after, place), place, program)
        const no = made('look', emit(node.no, after, place), place, { ...program, flag: true })
        return made('split', yes, place, { other: no })
      }
    }
  }

  /** A program of its own; what it consumes is no progress of the repetitions around it. */
  function apart(body: Node, around: Place): Pick<Instruction, 'other' | 'captures'> {
    const place = { ...around, depth: 0 }
    const other = joined(emit(body, made('done', null, place), place))
    return { other, captures: place.captures && contains(body, isCapture) }
  }

  /**
   * .NET repeats at least `min` times, and then as long as the repetition before was not empty: an empty one is
   * taken, and is the last. JavaScript would not take it.
   */
  function repeat({ body, min, max, lazy }: Repeat, next: Instruction, outer: Place): Instruction {
    if (max === 0) return next
    const checks = canBeEmpty(body)
    const place = checks ? { ...outer, depth: outer.depth + 1 } : outer
    const exit = joined(checks ? made('clamp', next, place, { value: outer.depth }) : next)
    const split = (again: Instruction): Instruction =>
      made('split', lazy ? exit : again, place, { other: lazy ? again : exit })
    const once = (after: Instruction): Instruction => {
      if (!checks) return emit(body, after, place)
      const moved = made('moved', after, place, { value: place.depth, other: exit })
      return made('clamp', emit(body, moved, place), place, { value: outer.depth })
    }

    let entry = exit
    if (max === Infinity) {
      const loop = split(exit)
      const again = once(loop)
      if (lazy) loop.other = again
      else loop.next = again
      entry = joined(min === 0 ? loop : again)
    } else {
      for (let n = Math.max(min, 1); n < max; n++) entry = split(once(entry))
      entry = min === 0 ? split(once(entry)) : once(entry)
    }
    for (let n = 1; n < min; n++) {
      const before = emit(body, entry, place)
      if (before === entry) break
      entry = before
    }
    return entry
  }

  const main = { depth: 0, backward: false, captures: true }
  const entry = emit(root, made('done', null, main), main)
  return { entry, groups, registers, states }
}

function dependsOnMore(node: Node): boolean {
  if (node.kind === 'capture') return node.pops !== null
  if (node.kind === 'assertion') return node.holds === assertions['\\G']
  return node.kind === 'reference' || node.kind === 'ifCaptured'
}

function isCapture(node: Node): boolean {
  return node.kind === 'capture'
}

function canBeEmpty(node: Node): boolean {
  switch (node.kind) {
    case 'unit':
    case 'set':
      return false
    case 'assertion':
    case 'look':
    case 'reference':
      return true
    case 'sequence':
      return node.parts.every(canBeEmpty)
    case 'choice':
      return node.branches.some(canBeEmpty)
    case 'repeat':
      return node.min === 0 || canBeEmpty(node.body)
    case 'capture':
    case 'atomic':
      return canBeEmpty(node.body)
    case 'ifCaptured':
    case 'ifFits':
      return canBeEmpty(node.yes) || canBeEmpty(node.no)
  }
}
