import type { CompiledMapping } from '../map/compiled.ts'
import type { ChangeLimits } from '../plan/mass-changes.ts'
import type { Ladder } from './ladder.ts'
import type { GuardLimits } from '../plan/guard.ts'
import type { Definitions } from '../plan/diff.ts'
import type { ScopeRule } from '../scope/verdict.ts'

/**
 * One object mapping of a job, compiled: all that the rooms which decide need to know.
 *
 * A job has one for each object type, people first.
 */
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
  /** Members are mapped: the group's memberships are kept in agreement. */
  readonly membership: boolean
  /** What leaving means: an account that is switched off, or one that is deleted (groups have nothing to switch). */
  readonly softDelete: boolean
  /** Whose account left scope is looked after until the directory forgets the person (BT-20). */
  readonly keepReleased: boolean
  /** Days after which an account that was disabled is deleted; null: never. */
  readonly deleteAfterDays: number | null
  /** Whether an existing account that is found by a matching attribute is taken over at once, or when a person agrees. */
  readonly adopt: 'always' | 'review'
  readonly onVanished: 'recreate' | 'report'
  readonly skipOutOfScopeDeletions: boolean
  readonly guard: GuardLimits | null
  /** The rolling window of the guard, in minutes. */
  readonly guardWindow: number
  readonly changes: ChangeLimits | null
  /** The target attributes that say who somebody is: those matched by, userName, displayName. */
  readonly naming: ReadonlySet<string>
  /** When what failed is tried again. */
  readonly retries: Ladder
}

/** The rules of a job: people first. */
export type Rules = readonly [Rule, ...Rule[]]

/** The rule about an object; whoever has none of their own is looked at as people are, and is then not found. */
export function ruleFor(rules: Rules, { type }: { readonly type: string }): Rule {
  return rules.find((rule) => rule.type === type) ?? rules[0]
}

/** A target without groups gets none, whatever the schema says. */
export function ableTo(able: { readonly groups: boolean }, [people, ...others]: Rules): Rules {
  return [people, ...others.filter(({ type }) => type !== 'Group' || able.groups)]
}

/** Whether memberships are kept in agreement at all. */
export function hasMembers(rules: Rules): boolean {
  return rules.some(({ membership }) => membership)
}
