import type { Ref } from '@usher/scim'
import { isFirstFree, isList, type Evaluated, type EvaluationContext, type SourceValues } from '../expression/value.ts'
import { nextChange } from '../expression/next-change.ts'
import type {
  Desired,
  Entry,
  Flow,
  Instant,
  Link,
  MappingProblem,
  MatchingTerm,
  MatchingValue,
  Verdict,
} from '../types.ts'
import type { CompiledAttribute, CompiledMapping } from './compiled.ts'
import { convert, isUnconvertible } from './convert.ts'
import type { Defaulted, Mapped, Purpose } from './mapped.ts'
import { whenNothing } from './null-policy.ts'
import { refsIn, resolve, resolveAll } from './references.ts'
import { sourceValues } from './source-values.ts'

/** What a mapping may ask of the world: the time at which the cycle started, and so on. */
export type MappingContext = EvaluationContext

/** One object of the source, and what is known around it. */
export type Subject = {
  readonly entry: Entry
  readonly verdict: Verdict
  readonly references: ReadonlyMap<string, Link>
  readonly purpose: Purpose
  readonly context: MappingContext
}

/**
 * What the object should look like at the target: one flow per attribute mapping that has something to say.
 *
 * For somebody who leaves, only mappings that depend on `IsSoftDeleted` are evaluated, so that no unrelated fault can
 * keep a leaver.
 */
export function desire(compiled: CompiledMapping, of: Subject): Desired {
  const source = sourceValues(of.entry, of.verdict)
  const flows: Flow[] = []
  const uses: Ref[] = []
  const problems: MappingProblem[] = []
  let until: Instant | undefined
  if (compiled.objectFilter !== null && of.purpose !== 'leave') {
    const filter = evaluate(compiled.objectFilter, source, of.context)
    until = changesAt(compiled.objectFilter, source, of.context)
    if (filter.kind === 'skip') return { flows, uses, problems, ignored: true, ...(until && { until }) }
    if (filter.kind === 'problem') problems.push({ path: compiled.objectFilter.path, message: filter.message })
  }
  for (const attribute of compiled.mappings) {
    if (of.purpose !== 'create' && (attribute.once || (of.purpose === 'leave' && !attribute.onLeave))) continue
    const mapped = evaluate(attribute, source, of.context)
    if (attribute.timed !== null) until = earlier(until, changesAt(attribute, source, of.context))
    const result = mapped.kind === 'nothing' ? whenNothing(attribute, mapped, of.purpose) : mapped
    if (result.kind === 'skip') return { flows: [], uses: [], problems: [], ignored: true }
    if (result.kind === 'problem') problems.push({ path: attribute.path, message: result.message })
    else if (result.kind !== 'nothing') flows.push(flowOf(attribute, result, of, uses))
  }
  return until === undefined ? { flows, uses, problems } : { flows, uses, problems, until }
}

type Flowing = Exclude<Mapped, { kind: 'nothing' | 'skip' | 'problem' }> | Defaulted

function flowOf({ mapping, path, manner }: CompiledAttribute, result: Flowing, of: Subject, uses: Ref[]): Flow {
  switch (result.kind) {
    case 'value':
      return result.sensitive
        ? { mapping, path, value: result.value, ...manner, sensitive: true }
        : { mapping, path, value: result.value, ...manner }
    case 'default': {
      const { value, once, ifEmpty } = result
      return { mapping, path, value, ...manner, ...(once && { once }), ...(ifEmpty && { ifEmpty }) }
    }
    case 'reference':
      uses.push(result.of)
      return { mapping, path, value: resolve(result.of, of.references), ...manner, of: result.of }
    case 'references':
      for (const ref of result.of) uses.push(ref)
      return { mapping, path, value: resolveAll(result.of, of.references), ...manner }
    case 'firstFree': {
      const value = { late: 'firstFree', candidates: result.candidates } as const
      return { mapping, path, value, ...manner, ...(result.sensitive && { sensitive: true }) }
    }
    case 'generated':
      return { mapping, path, value: { late: 'generated' }, ...manner }
  }
}

function earlier(one: Instant | undefined, other: Instant | undefined): Instant | undefined {
  if (one === undefined || other === undefined) return one ?? other
  return one < other ? one : other
}

function changesAt(attribute: CompiledAttribute, source: SourceValues, context: MappingContext): Instant | undefined {
  if (attribute.timed === null) return undefined
  const { until } = attribute.evaluate(source, context)
  if (attribute.timed === 'days') return until
  const at = (now: Instant): string => JSON.stringify(attribute.evaluate(source, { ...context, now }))
  return earlier(until, nextChange(context.now, context.timeZone ?? 'UTC', at))
}

/**
 * The values by which an object is looked for at the target, in the order of matching precedence.
 *
 * A mapping that gives no value, or cannot be evaluated, is left out; `desire` reports why. Several attributes at once
 * need a value each.
 */
export function matchingValues(
  compiled: CompiledMapping,
  of: Pick<Subject, 'entry' | 'verdict' | 'context'>,
): readonly MatchingValue[] {
  const source = sourceValues(of.entry, of.verdict)
  return compiled.matching.flatMap(({ terms }) => {
    const values = terms.flatMap((attribute) => term(attribute, source, of.context))
    const [only] = values
    if (values.length < terms.length || only === undefined) return []
    if (values.length === 1) return [only]
    const path = values.map((one) => one.path).join(' and ')
    return [{ path, value: values.map((one) => one.value).join(', '), caseExact: false, terms: values }]
  })
}

function term(attribute: CompiledAttribute, source: SourceValues, context: MappingContext): readonly MatchingTerm[] {
  const mapped = evaluate(attribute, source, context)
  if (mapped.kind !== 'value' || typeof mapped.value === 'object') return []
  const { value: literal } = mapped
  const base = { path: attribute.path, value: String(literal), caseExact: attribute.definition?.caseExact ?? false }
  return [typeof literal === 'string' ? base : { ...base, literal }]
}

/** Evaluates one attribute mapping and converts the result to the type of its target. */
export function evaluate(attribute: CompiledAttribute, source: SourceValues, context: MappingContext): Mapped {
  const { reference, random } = attribute
  if (random && context.random === undefined) return { kind: 'generated' }
  if (reference !== null) {
    const refs = refsIn(source(reference))
    const mapped = refs === null ? null : referred(refs, attribute)
    if (mapped !== null) return mapped
  }
  return mappedOf(attribute, attribute.evaluate(source, context))
}

/** What references give: all of them to an attribute with several values, else the only one there is. */
function referred(refs: readonly Ref[], { definition }: CompiledAttribute): Mapped | null {
  if (definition?.type === 'Reference' && definition.multivalued === true) return { kind: 'references', of: refs }
  const only = refs[0]
  return only !== undefined && refs.length === 1 ? { kind: 'reference', of: only } : null
}

function mappedOf({ path, definition, manner }: CompiledAttribute, result: Evaluated): Mapped {
  if (result.kind === 'error') return { kind: 'problem', message: `Mapping to ${path}: ${result.message}.` }
  if (result.kind === 'ignore') {
    return result.what === 'attribute' ? { kind: 'nothing', because: 'ignored' } : { kind: 'skip' }
  }
  const { value, sensitive } = result
  if (value === null) return { kind: 'nothing', because: 'null' }
  // RFC 7643 §2.5: no values are no value. Somebody without any role is said to have none, though.
  if (value === '' || (isList(value) && value.length === 0 && manner.roles !== true)) {
    return { kind: 'nothing', because: 'empty' }
  }
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
