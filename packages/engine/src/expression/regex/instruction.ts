import { assertions } from './assertions.ts'
import type { Assertion } from './syntax.ts'
import { unitsIn } from './unit-set.ts'
import type { UnitSet } from './unit-set.ts'

/**
 * `unit`, `set`, `reference`: goes on when the text fits. `split`: tries `next`, then `other`. `open`, `close`: a
 * group. `look`, `atomic`: `other` is a program of its own, up to `done`. `captured`: `other` when the group is not.
 * `clamp`, `moved`: see `progress` in match.ts.
 */
export type Op =
  | 'unit'
  | 'set'
  | 'split'
  | 'assertion'
  | 'open'
  | 'close'
  | 'clamp'
  | 'moved'
  | 'look'
  | 'atomic'
  | 'reference'
  | 'captured'
  | 'done'

const none = unitsIn([])

/** One instruction of a program. They are linked, not numbered; all have the same fields, which the matcher runs faster. */
export class Instruction {
  readonly op: Op
  next: Instruction = this
  other: Instruction = this
  /** The unit, the group (-1 for none), or the depth, by op. */
  readonly value: number = -1
  /** Of `open` and `close`: where the beginning is kept. */
  readonly register: number = 0
  /** Of `close`: the group that loses its last capture; -1 for none. */
  readonly pops: number = -1
  readonly set: UnitSet = none
  readonly holds: Assertion = assertions['^']
  /** Goes to the left, in a lookbehind. */
  readonly backward: boolean = false
  /** Of `look`: must not fit. Of `reference`: case does not count. */
  readonly flag: boolean = false
  /** Of `look` and `atomic`: something within is captured, so it must be run to know what. */
  readonly captures: boolean = false
  /** How many repetitions stand around it of something that can be empty. */
  readonly depth: number
  /** The first of its states, see match.ts; -1 when only the instruction before it leads here. */
  state = -1

  constructor(op: Op, next: Instruction | null, depth: number, fields: Partial<Instruction> = {}) {
    this.op = op
    this.depth = depth
    if (next !== null) this.next = next
    Object.assign(this, fields)
  }
}
