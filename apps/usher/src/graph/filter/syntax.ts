/** `$filter` as the Graph knows it (graph-api.md 1.6), read. */
export type CompareOp = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le'
export type TextOp = 'startswith' | 'endswith' | 'contains'
export type Literal = string | number | boolean | null
/** `lower`: within `tolower(…)`. A path in a lambda begins behind its variable, so that of the variable itself is empty. */
export type Operand = { readonly path: readonly string[]; readonly lower: boolean }

export type Filter =
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Filter[] }
  | { readonly kind: 'not'; readonly of: Filter }
  | { readonly kind: 'compare'; readonly op: CompareOp; readonly left: Operand; readonly value: Literal }
  | { readonly kind: 'in'; readonly left: Operand; readonly values: readonly Literal[] }
  | { readonly kind: 'text'; readonly op: TextOp; readonly left: Operand; readonly value: string }
  | { readonly kind: 'any' | 'all'; readonly path: readonly string[]; readonly of: Filter | null }
  | { readonly kind: 'count'; readonly path: readonly string[]; readonly op: CompareOp; readonly value: number }

export const compareOps: ReadonlySet<string> = new Set(['eq', 'ne', 'gt', 'ge', 'lt', 'le'])
export const textOps: ReadonlySet<string> = new Set(['startswith', 'endswith', 'contains'])
