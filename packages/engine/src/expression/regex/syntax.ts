import type { UnitSet } from './unit-set.ts'

/** A regular expression as a tree. `group` is the place of a group's captures, not its number. */
export type Node =
  | { readonly kind: 'unit'; readonly unit: number }
  | { readonly kind: 'set'; readonly set: UnitSet }
  | { readonly kind: 'assertion'; readonly holds: Assertion }
  | { readonly kind: 'sequence'; readonly parts: readonly Node[] }
  | { readonly kind: 'choice'; readonly branches: readonly Node[] }
  | Repeat
  /** `pops`: the group whose last capture is taken away, in a balancing group. */
  | { readonly kind: 'capture'; readonly group: number | null; readonly pops: number | null; readonly body: Node }
  | { readonly kind: 'look'; readonly behind: boolean; readonly negative: boolean; readonly body: Node }
  | { readonly kind: 'atomic'; readonly body: Node }
  | { readonly kind: 'reference'; readonly group: number; readonly ignoreCase: boolean }
  | { readonly kind: 'ifCaptured'; readonly group: number; readonly yes: Node; readonly no: Node }
  | {
      readonly kind: 'ifFits'
      readonly behind: boolean
      readonly condition: Node
      readonly yes: Node
      readonly no: Node
    }

export type Repeat = {
  readonly kind: 'repeat'
  readonly body: Node
  readonly min: number
  readonly max: number
  readonly lazy: boolean
}

/** Whether something holds between two units of a text; `start` is where the search began. */
export type Assertion = (text: string, at: number, start: number) => boolean

export function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'unit':
    case 'set':
    case 'assertion':
    case 'reference':
      return []
    case 'sequence':
      return node.parts
    case 'choice':
      return node.branches
    case 'repeat':
    case 'capture':
    case 'look':
    case 'atomic':
      return [node.body]
    case 'ifCaptured':
      return [node.yes, node.no]
    case 'ifFits':
      return [node.condition, node.yes, node.no]
  }
}

/** Whether a node, or one within it, is of a kind. */
export function contains(node: Node, is: (node: Node) => boolean): boolean {
  return is(node) || childrenOf(node).some((child) => contains(child, is))
}

/** What is wrong with a pattern, and where; caught where compiling began. */
export class PatternFailure extends Error {
  readonly at: number
  constructor(at: number, message: string) {
    super(message)
    this.at = at
  }
}
