import type { KnownAttributes } from '../expression/gives.ts'
import { parseMappingSource } from '../expression/mapping-source.ts'
import { nodesOf, type ExpressionError, type Parsed } from '../expression/syntax.ts'
import type { AttributeDefinition, AttributeMapping } from '../job/schema.ts'

/** One attribute mapping in its surroundings. `parsed` is null for mapping type None. */
export type MappingSubject = {
  readonly mapping: AttributeMapping
  readonly parsed: Parsed | ExpressionError | null
  /** As the expression was written, for messages. */
  readonly text: string
  readonly definition: AttributeDefinition | undefined
  readonly source: KnownAttributes | undefined
  /** Empty when the target's attributes are not known. */
  readonly target: KnownAttributes
  /** Everybody is in scope, assigned or not. */
  readonly syncAll: boolean
}

/** A pseudo target: its expression says whether the object is looked at at all (mapping.md section 4.2). */
export const objectFilter = 'objectFilter'

/** Mapping type None: the target stays as it is, but for a default value (mapping.md section 5.1). */
export function isNone({ source }: AttributeMapping): boolean {
  return source === null || source === undefined
}

/** The expression of a mapping, read; null for type None. */
export function parsedSource({ source }: AttributeMapping): Parsed | ExpressionError | null {
  return source === null || source === undefined ? null : parseMappingSource(source)
}

/** Hides a value from plans and logs. */
export const redacting: ReadonlySet<string> = new Set(['Redact'])

/** Whether one of these functions is called anywhere in an expression. */
export function calls(parsed: Parsed, names: ReadonlySet<string>): boolean {
  return [...nodesOf(parsed.root)].some((node) => node.kind === 'call' && names.has(node.name))
}
