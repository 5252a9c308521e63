import type { Evaluated, EvaluationContext, SourceValues } from '../expression/value.ts'
import type { AttributeDefinition, AttributeMapping, NullPolicy } from '../job/schema.ts'
import type { Flow } from '../types.ts'

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
  /** Flows only when the object is created: it says so, the target takes it once, or it would never come to rest. */
  readonly once: boolean
  /** Exists only at the moment of writing. */
  readonly random: boolean
  /** Depends on the time, so that it changes without anybody changing anything: by `Now`, or by days. */
  readonly timed: 'now' | 'days' | null
  readonly nullPolicy: NullPolicy
  /** What all its flows have in common: when and how a value is written. */
  readonly manner: Pick<Flow, 'once' | 'ifEmpty' | 'addsOnly' | 'roles' | 'redacts' | 'sensitive'>
  readonly evaluate: (source: SourceValues, context: EvaluationContext) => Evaluated
}
/** A precedence, and what must be equal: one attribute, or several. */
export type CompiledMatching = { readonly priority: number; readonly terms: readonly CompiledAttribute[] }
export type CompiledMapping = {
  readonly kind: 'compiled'
  readonly mappings: readonly CompiledAttribute[]
  /** Says whether an object is looked at at all. */
  readonly objectFilter: CompiledAttribute | null
  /** The attribute that holds the members of a group; its values are objects of their own, not part of a flow. */
  readonly members: CompiledAttribute | null
  /** By matchingPriority, lowest first. */
  readonly matching: readonly CompiledMatching[]
  /** What people are matched by, for messages: `a and b` for several at once. */
  readonly matchingPaths: readonly string[]
  /** Every target attribute that takes part in matching. */
  readonly termPaths: readonly string[]
  /** Every source attribute that is read. */
  readonly reads: ReadonlySet<string>
}
