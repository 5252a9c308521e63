import type { Json, Ref } from '@usher/scim'
import { isFirstFree, isRef, type EvaluationContext, type SourceValues } from '../expression/value.ts'
import type { Desired, Entry, Flow, Link, MappingProblem, MatchingValue, Verdict } from '../types.ts'
import type { CompiledAttribute, CompiledMapping } from './compile.ts'
import { convert, isUnconvertible } from './convert.ts'
import { resolve } from './references.ts'
import { sourceValues } from './source-values.ts'

/** What a mapping may ask of the world: the time at which the cycle started, and so on. */
export type MappingContext = EvaluationContext

/** What one attribute mapping gave for one object, before it is known what it is for. */
export type Mapped =
  | { readonly kind: 'value'; readonly value: Json; readonly sensitive?: true }
  | { readonly kind: 'reference'; readonly of: Ref }
  /** Known only when it is written: the first of these that the target does not have. */
  | { readonly kind: 'firstFree'; readonly candidates: readonly string[]; readonly sensitive?: true }
  /** Nothing flows. `null`: the source has no value; `empty`: an empty text; `ignored`: the expression said so. */
  | { readonly kind: 'nothing'; readonly because: 'null' | 'empty' | 'ignored' }
  | { readonly kind: 'problem'; readonly message: string }

/**
 * What the object should look like at the target: one flow per attribute mapping that has something to say.
 *
 * Null and empty text never flow. For somebody who leaves, only mappings that depend on `IsSoftDeleted` are
 * evaluated, so that no unrelated fault can keep a leaver.
 */
export function desire(
  compiled: CompiledMapping,
  of: {
    readonly entry: Entry
    readonly verdict: Verdict
    readonly references: ReadonlyMap<string, Link>
    readonly purpose: 'create' | 'update' | 'leave'
    readonly context: MappingContext
  },
): Desired {
  const source = sourceValues(of.entry, of.verdict)
  const flows: Flow[] = []
  const uses: Ref[] = []
  const problems: MappingProblem[] = []
  for (const attribute of compiled.mappings) {
    if (!takesPart(attribute, of.purpose)) continue
    const { mapping, path } = attribute
    const mapped = evaluate(attribute, source, of.context)
    const result = of.purpose === 'create' ? orDefault(attribute, mapped) : mapped
    switch (result.kind) {
      case 'value':
        flows.push({ mapping, path, value: result.value, ...(result.sensitive && { sensitive: true }) })
        break
      case 'reference':
        uses.push(result.of)
        flows.push({ mapping, path, value: resolve(result.of, of.references), of: result.of })
        break
      case 'firstFree':
        flows.push({
          mapping,
          path,
          value: { late: 'firstFree', candidates: result.candidates },
          ...(result.sensitive && { sensitive: true }),
        })
        break
      case 'problem':
        problems.push({ path, message: result.message })
        break
      case 'nothing':
    }
  }
  return { flows, uses, problems }
}

function takesPart({ mapping, onLeave }: CompiledAttribute, purpose: 'create' | 'update' | 'leave'): boolean {
  if (purpose === 'create') return true
  return mapping.flowType !== 'ObjectAddOnly' && (purpose === 'update' || onLeave)
}

/**
 * The values by which an object is looked for at the target, in the order of matching precedence.
 *
 * A mapping that gives no value, or cannot be evaluated, is left out; `desire` reports why.
 */
export function matchingValues(
  compiled: CompiledMapping,
  of: { readonly entry: Entry; readonly verdict: Verdict; readonly context: MappingContext },
): readonly MatchingValue[] {
  const source = sourceValues(of.entry, of.verdict)
  return compiled.matching.flatMap((attribute) => {
    const mapped = evaluate(attribute, source, of.context)
    if (mapped.kind !== 'value' || typeof mapped.value === 'object') return []
    const caseExact = attribute.definition?.caseExact ?? false
    return [{ path: attribute.path, value: String(mapped.value), caseExact }]
  })
}

/** Evaluates one attribute mapping and converts the result to the type of its target. */
export function evaluate(attribute: CompiledAttribute, source: SourceValues, context: MappingContext): Mapped {
  const { path, definition, reference } = attribute
  if (reference !== null) {
    const raw = source(reference)
    if (isRef(raw)) return { kind: 'reference', of: { type: raw.type, id: raw.id } }
  }
  const result = attribute.evaluate(source, context)
  if (result.kind === 'error') return { kind: 'problem', message: `Mapping to ${path}: ${result.message}.` }
  if (result.kind === 'ignore') {
    if (result.what === 'attribute') return { kind: 'nothing', because: 'ignored' }
    return { kind: 'problem', message: `Mapping to ${path}: the expression says to skip this object.` }
  }
  const { value, sensitive } = result
  if (value === null) return { kind: 'nothing', because: 'null' }
  if (value === '') return { kind: 'nothing', because: 'empty' }
  if (isFirstFree(value)) return { kind: 'firstFree', candidates: value.firstFree, ...(sensitive && { sensitive }) }
  if (typeof value !== 'string' && 'type' in value) {
    return { kind: 'problem', message: `Mapping to ${path}: a reference flows by a Direct mapping or CStr only.` }
  }
  const converted = convert(value, definition)
  if (isUnconvertible(converted)) {
    return { kind: 'problem', message: `Mapping to ${path}: the attribute ${converted.unconvertible}.` }
  }
  return sensitive ? { kind: 'value', value: converted, sensitive } : { kind: 'value', value: converted }
}

// mapping.md sections 1 and 5.3: only when the object is created, and empty text is not null.
function orDefault({ path, mapping, definition }: CompiledAttribute, mapped: Mapped): Mapped {
  if (mapped.kind !== 'nothing' || mapped.because === 'ignored') return mapped
  const whenNull = mapped.because === 'null' ? (mapping.defaultValue ?? null) : null
  const value = whenNull ?? (definition?.required === true ? (definition.defaultValue ?? null) : null)
  if (value === null || value === '') {
    if (definition?.required !== true) return mapped
    return { kind: 'problem', message: `Mapping to ${path}: the application requires a value, and there is none.` }
  }
  const converted = convert(value, definition)
  if (!isUnconvertible(converted)) return { kind: 'value', value: converted }
  return {
    kind: 'problem',
    message: `Mapping to ${path}: the default value does not fit; the attribute ${converted.unconvertible}.`,
  }
}
