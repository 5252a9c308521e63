import { compile } from '../expression/compile.ts'
import { parseMappingSource } from '../expression/mapping-source.ts'
import { attributesOf } from '../expression/syntax.ts'
import type { Node, Parsed } from '../expression/syntax.ts'
import type { Evaluated, EvaluationContext, SourceValues } from '../expression/value.ts'
import type { AttributeDefinition, AttributeMapping, ObjectDefinition, ObjectMapping } from '../job/schema.ts'
import type { MappingProblem } from '../types.ts'

/** One attribute mapping, parsed once. */
export type CompiledAttribute = {
  readonly mapping: AttributeMapping
  readonly path: string
  readonly definition: AttributeDefinition | undefined
  /** The source attribute that may hold a reference: Direct and CStr only (mapping.md section 6.3). */
  readonly reference: string | null
  /** The source attributes that it reads. */
  readonly reads: ReadonlySet<string>
  /** Evaluated for somebody who leaves. */
  readonly onLeave: boolean
  readonly evaluate: (source: SourceValues, context: EvaluationContext) => Evaluated
}
export type CompiledMapping = {
  readonly kind: 'compiled'
  readonly mappings: readonly CompiledAttribute[]
  /** By matchingPriority, lowest first. */
  readonly matching: readonly CompiledAttribute[]
  readonly matchingPaths: readonly string[]
}
export type MappingRefused = { readonly kind: 'refused'; readonly problems: readonly MappingProblem[] }

/**
 * Parses every attribute mapping of an object mapping once.
 *
 * What cannot be used is refused with a sentence for each mapping; then nothing of it is used.
 */
export function compileMappings(
  objectMapping: ObjectMapping,
  targetObject?: ObjectDefinition,
  sourceObject?: ObjectDefinition,
): CompiledMapping | MappingRefused {
  const problems: MappingProblem[] = []
  const definitions = new Map(targetObject?.attributes.map((definition) => [definition.name, definition]))
  const known = sourceObject && new Set([...sourceObject.attributes.map(({ name }) => name), 'IsSoftDeleted'])
  const mappings: CompiledAttribute[] = []
  const seen = new Set<string>()
  for (const mapping of objectMapping.attributeMappings) {
    const path = mapping.targetAttributeName
    const definition = definitions.get(path)
    const refuse = (reason: string): number =>
      problems.push({ path, message: `${objectMapping.name}, mapping to ${path}: ${reason}` })
    if (seen.has(path.toLowerCase())) refuse('another mapping has the same target attribute; remove one of them.')
    if (path === 'id' || definition?.anchor === true) refuse('the primary key cannot be a target attribute.')
    seen.add(path.toLowerCase())
    const parsed = mapping.source === null ? null : parseMappingSource(mapping.source)
    if (parsed?.kind === 'error') {
      refuse(`${parsed.message} (line ${parsed.line}, column ${parsed.column})`)
      continue
    }
    const strange = parsed && known ? [...attributesOf(parsed)].find((name) => !known.has(name)) : undefined
    if (strange !== undefined) refuse(`the source has no attribute ${strange}.`)
    mappings.push(compiled(mapping, definition, parsed))
  }
  if (problems.length > 0) return { kind: 'refused', problems }
  const matching = mappings
    .filter(({ mapping }) => mapping.matchingPriority > 0)
    .toSorted((a, b) => a.mapping.matchingPriority - b.mapping.matchingPriority)
  return { kind: 'compiled', mappings, matching, matchingPaths: matching.map(({ path }) => path) }
}

function compiled(
  mapping: AttributeMapping,
  definition: AttributeDefinition | undefined,
  parsed: Parsed | null,
): CompiledAttribute {
  const reads = parsed === null ? new Set<string>() : attributesOf(parsed)
  return {
    mapping,
    path: mapping.targetAttributeName,
    definition,
    reference: parsed && referenceOf(parsed.root),
    reads,
    onLeave: reads.has('IsSoftDeleted'),
    evaluate: parsed === null ? () => ({ kind: 'value', value: null }) : compile(parsed),
  }
}

function referenceOf(root: Node): string | null {
  if (root.kind === 'attribute') return root.name
  const [only] = root.kind === 'call' && root.name === 'CStr' ? root.slots : []
  return only?.kind === 'attribute' ? only.name : null
}
