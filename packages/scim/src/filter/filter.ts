import type { AttributePath } from '../path/attribute-path.ts'

/** The comparisons of RFC 7644 §3.4.2.2. `pr` is a filter of its own. */
export type CompareOp = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le'

/** What an attribute is compared with. */
export type Literal = string | number | boolean | null

/**
 * A filter, as a tree (RFC 7644 §3.4.2.2).
 *
 * `element` is `emails[type eq "work"]`: one and the same element must satisfy the inner filter. Entra's
 * `emails[type eq "work"].value eq "x"` becomes `emails[type eq "work" and value eq "x"]`, which says the same.
 */
export type Filter =
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Filter[] }
  | { readonly kind: 'not'; readonly term: Filter }
  | { readonly kind: 'present'; readonly path: AttributePath }
  | { readonly kind: 'compare'; readonly path: AttributePath; readonly op: CompareOp; readonly value: Literal }
  | { readonly kind: 'element'; readonly path: AttributePath; readonly filter: Filter }
