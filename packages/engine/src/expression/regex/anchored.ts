import { beginsText, endsText } from './assertions.ts'
import type { Assertion, Node } from './syntax.ts'

/** Whether a pattern can be found only where it is the whole text (or all of it but a final newline). */
export function isAnchored(root: Node): boolean {
  return stands(root, 'begin') && stands(root, 'end')
}

function stands(node: Node, side: 'begin' | 'end'): boolean {
  switch (node.kind) {
    case 'unit':
    case 'set':
    case 'reference':
    case 'look':
      return false
    case 'assertion':
      return holdsAt[side].has(node.holds)
    case 'sequence': {
      const outer = side === 'begin' ? node.parts : node.parts.toReversed()
      const first = outer.find((part) => part.kind !== 'look')
      return first !== undefined && stands(first, side)
    }
    case 'choice':
      return node.branches.every((branch) => stands(branch, side))
    case 'repeat':
      return node.min > 0 && stands(node.body, side)
    case 'capture':
    case 'atomic':
      return stands(node.body, side)
    case 'ifCaptured':
    case 'ifFits':
      return stands(node.yes, side) && stands(node.no, side)
  }
}

const holdsAt: Readonly<Record<'begin' | 'end', ReadonlySet<Assertion>>> = { begin: beginsText, end: endsText }
