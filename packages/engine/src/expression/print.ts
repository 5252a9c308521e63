import type { Node } from './syntax.ts'

/** The canonical text of an expression: surplus blanks gone, omitted arguments kept as nothing, constants as written. */
export function print(node: Node): string {
  switch (node.kind) {
    case 'attribute':
      return `[${node.name}]`
    case 'constant':
      return node.spelling
    case 'keyword':
      return node.word
    case 'call':
      return `${node.name}(${node.slots.map((slot) => (slot === null ? '' : print(slot))).join(', ')})`
    case 'compare':
      return `${print(node.left)} ${node.operator} ${print(node.right)}`
    case 'concat':
      return node.parts.map(print).join(' & ')
  }
}

/** A text as it is written in an expression. */
export function quote(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`
}
