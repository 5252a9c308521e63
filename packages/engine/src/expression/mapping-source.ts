import type { AttributeMappingSource } from '../job/schema.ts'
import { inOrder, parameterKey } from './functions/row.ts'
import { functions } from './functions/table.ts'
import { parseExpression } from './parse.ts'
import { print, quote } from './print.ts'
import type { ExpressionError, Node, Parsed } from './syntax.ts'

/** An expression as Graph's tree. Constants are always text there: `1` is stored as `"1"`, its parent keeps `1`. */
export function toMappingSource(node: Node): AttributeMappingSource {
  const expression = print(node)
  switch (node.kind) {
    case 'attribute':
      return { expression, name: node.name, type: 'Attribute', parameters: [] }
    case 'constant': {
      const quoted = node.spelling.startsWith('"') ? node.spelling : quote(node.text)
      return { expression: quoted, name: node.text, type: 'Constant', parameters: [] }
    }
    case 'keyword':
      return { expression, name: node.word, type: 'Constant', parameters: [] }
    case 'call': {
      const row = functions.get(node.name)
      if (row === undefined) return { expression, name: node.name, type: 'Function', parameters: [] }
      const parameters = inOrder(row, node.slots).flatMap((slot, i) =>
        slot === null ? [] : [{ key: parameterKey(row, i), value: toMappingSource(slot) }],
      )
      return { expression, name: node.name, type: 'Function', parameters }
    }
    case 'compare':
      return operation(expression, node.operator, [node.left, node.right])
    case 'concat':
      return operation(expression, '&', node.parts)
  }
}

// Graph's documentation shows no tree of an operator; ours is a function with the operator's name.
function operation(expression: string, name: string, operands: readonly Node[]): AttributeMappingSource {
  const parameters = operands.map((operand, i) => ({ key: `value${i + 1}`, value: toMappingSource(operand) }))
  return { expression, name, type: 'Function', parameters }
}

/** Reads Graph's tree. Where its text and its tree disagree, the text wins (graph-api.md section 7). */
export function parseMappingSource(source: AttributeMappingSource): Parsed | ExpressionError {
  if (source.type !== 'Constant') return parseExpression(textOf(source))
  const parsed = parseExpression(source.expression ?? '')
  const constant = parsed.kind === 'parsed' && (parsed.root.kind === 'constant' || parsed.root.kind === 'keyword')
  return constant ? parsed : parseExpression(quote(source.name ?? source.expression ?? ''))
}

function textOf(source: AttributeMappingSource): string {
  const { expression } = source
  const type = source.type ?? 'Attribute'
  if (expression !== undefined && expression !== null && expression !== '') return expression
  const name = source.name ?? ''
  const parameters = source.parameters ?? []
  if (type === 'Attribute') return name === '' ? '' : `[${name}]`
  if (type === 'Constant') return quote(name)
  const row = functions.get(name)
  if (row === undefined && !/^\w+$/.test(name)) return parameters.map(({ value }) => textOf(value)).join(` ${name} `)
  const slots: string[] = []
  for (const { key, value } of parameters) {
    const index = row === undefined ? slots.length : indexOf(key, (i) => parameterKey(row, i), slots.length)
    while (slots.length < index) slots.push('')
    slots[index] = textOf(value)
  }
  return `${name}(${slots.join(', ')})`
}

// Arguments stand in order and only omitted ones are missing, so a key is looked for from here on.
function indexOf(key: string, keyAt: (index: number) => string, from: number): number {
  for (let i = from; i < from + 16; i++) if (keyAt(i) === key) return i
  return from
}
