import type { AttributeDefinition } from '../job/schema.ts'
import type { Gives } from './functions/row.ts'
import { functions } from './functions/table.ts'
import type { Node } from './syntax.ts'

export type KnownAttributes = ReadonlyMap<string, AttributeDefinition>

/** What kind of value a part of an expression gives, as far as that can be known: `any` when not. */
export function givesOf(node: Node, known: KnownAttributes | undefined): Gives | 'reference' {
  switch (node.kind) {
    case 'attribute':
      return ofAttribute(known?.get(node.name))
    case 'constant':
      return 'text'
    case 'keyword':
      return 'any'
    case 'compare':
      return 'Boolean'
    case 'concat':
      return 'text'
    case 'call':
      return functions.get(node.name)?.gives ?? 'any'
  }
}

function ofAttribute(definition: AttributeDefinition | undefined): Gives | 'reference' {
  if (definition === undefined) return 'any'
  if (definition.type === 'Reference') return 'reference'
  if (definition.multivalued === true) return 'list'
  const kinds = { String: 'text', Binary: 'text', Boolean: 'Boolean', Integer: 'integer', DateTime: 'date' } as const
  return kinds[definition.type]
}
