import { toMappingSource } from '../expression/mapping-source.ts'
import { parseExpression } from '../expression/parse.ts'
import { SchemaRefused } from './compile-rule.ts'
import type { AttributeMapping } from './schema.ts'

/** An attribute mapping in the schema's own form, from the text of its expression. Throws `SchemaRefused`. */
export function mappingOf(of: {
  readonly expression: string
  readonly targetAttributeName: string
  readonly matchingPriority: number
}): AttributeMapping {
  const parsed = parseExpression(of.expression)
  if (parsed.kind === 'error') throw new SchemaRefused([`${of.targetAttributeName}: ${parsed.message}`])
  return {
    targetAttributeName: of.targetAttributeName,
    source: toMappingSource(parsed.root),
    defaultValue: null,
    matchingPriority: of.matchingPriority,
    flowType: 'Always',
    flowBehavior: 'FlowWhenChanged',
    exportMissingReferences: false,
  }
}
