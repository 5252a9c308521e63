import type { CompiledMapping } from '../map/compiled.ts'
import type { GuardLimits } from '../plan/guard.ts'
import type { Definitions } from '../plan/diff.ts'
import type { ScopeRule } from '../scope/verdict.ts'

/** One object mapping of a job, compiled: all that the rooms which decide need to know. */
export type Rule = {
  /** Changes whenever the mapping, the filter or a setting that decides changes. */
  readonly version: string
  /** Source object type and target resource type. */
  readonly type: string
  readonly targetType: string
  readonly scope: ScopeRule
  readonly mapping: CompiledMapping
  /** Every source attribute that mapping, filter or scoping expression reads. */
  readonly reads: ReadonlySet<string>
  readonly definitions: Definitions
  /** The Target Object Actions. */
  readonly actions: { readonly create: boolean; readonly update: boolean; readonly delete: boolean }
  readonly onVanished: 'recreate' | 'report'
  readonly skipOutOfScopeDeletions: boolean
  readonly guard: GuardLimits | null
  /** The rolling window of the guard, in minutes. */
  readonly guardWindow: number
}
